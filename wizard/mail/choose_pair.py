"""Choosing a port pair when the internet provider is not known: both are tried, greeting only."""

from collections.abc import Sequence

from wizard.mail.background import start
from wizard.mail.probe import Answer, Side, probe
from wizard.mail.waits import USUAL, Waits
from wizard.model.mail import PortPair, SocketType
from wizard.model.ports import Dialer
from wizard.model.progress import Cancel


def choose_pair(
    dialer: Dialer,
    incoming_host: str,
    outgoing_host: str,
    pairs: Sequence[PortPair],
    cancel: Cancel,
    waits: Waits = USUAL,
) -> PortPair:
    """Return the first of `pairs` whose ports both answer, else the first; as long as a greeting may take.

    What is not known by then is ended.
    """
    own = Cancel()
    with cancel.guard(own.request):
        try:
            return _first_open(dialer, (incoming_host, outgoing_host), pairs, own, cancel, waits)
        finally:
            own.request()


def _first_open(
    dialer: Dialer,
    hosts: tuple[str, str],
    pairs: Sequence[PortPair],
    own: Cancel,
    cancel: Cancel,
    waits: Waits,
) -> PortPair:
    running = {
        (pair, side): start(
            lambda side=side, host=host, port=port: probe(  # type: ignore[misc]
                dialer, side, host, port, SocketType.PLAIN, own, waits
            ),
            f"choose {port}",
        )
        for pair in pairs
        for side, host, port in (
            (Side.INCOMING, hosts[0], pair.incoming),
            (Side.OUTGOING, hosts[1], pair.outgoing),
        )
    }
    for pair in pairs:
        found = []
        for side in Side:
            future = running[pair, side]
            while not future.done():
                cancel.wait(0.02)
            found.append(future.result().answer)
        if all(answer is Answer.PLAIN for answer in found):
            return pair
    return pairs[0]
