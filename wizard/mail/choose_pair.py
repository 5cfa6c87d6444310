"""Choosing a port pair when the internet provider is not known: both are tried, greeting only."""

from collections.abc import Sequence

from wizard.mail.background import start
from wizard.mail.probe import Answer, Side, probe
from wizard.model.mail import PortPair, SocketType
from wizard.model.ports import Dialer
from wizard.model.progress import Cancel


def choose_pair(
    dialer: Dialer,
    incoming_host: str,
    outgoing_host: str,
    pairs: Sequence[PortPair],
    cancel: Cancel,
) -> PortPair:
    """Return the first of `pairs` whose ports both answer, else the first; about ten seconds at most."""
    running = {
        (pair, side): start(
            lambda side=side, host=host, port=port: probe(  # type: ignore[misc]
                dialer, side, host, port, SocketType.PLAIN, cancel
            ),
            f"choose {port}",
        )
        for pair in pairs
        for side, host, port in (
            (Side.INCOMING, incoming_host, pair.incoming),
            (Side.OUTGOING, outgoing_host, pair.outgoing),
        )
    }
    for pair in pairs:
        found = []
        for side in Side:
            future = running[pair, side]
            while not future.done():
                cancel.wait(0.02)
            try:
                found.append(future.result().answer)
            except OSError:  # the name is unknown: the check says so in its own row
                found.append(Answer.CLOSED)
        if all(answer is Answer.PLAIN for answer in found):
            return pair
    return pairs[0]
