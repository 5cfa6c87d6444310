"""The first two checks: names are known, ports answer; all probes side by side, all bounded."""

import socket
import time
from collections.abc import Collection, Sequence
from concurrent.futures import Future

from wizard.catalogue.listing import listed
from wizard.mail.background import start, wait_until_done
from wizard.mail.plan import Target, reach_problem, targets
from wizard.mail.probe import Answer, PortFinding, Side, probe
from wizard.mail.waits import USUAL, Waits
from wizard.model.mail import Incoming, MailSettings, Outgoing, PortPair, SocketType
from wizard.model.ports import Dialer
from wizard.model.problem import Fact, Problem
from wizard.model.progress import Cancel

Server = Incoming | Outgoing


__all__ = ["Server", "encrypted_alternative", "probe_all", "reach_facts", "reach_problem", "resolve"]


def resolve(
    settings: MailSettings, dialer: Dialer, cancel: Cancel, waits: Waits = USUAL
) -> tuple[dict[str, Fact], dict[Side, Problem]]:
    """Look both names up side by side; return the facts and a problem for each side whose name is unknown."""
    hosts = {Side.OUTGOING: settings.outgoing.host}
    if settings.incoming is not None:
        hosts = {Side.INCOMING: settings.incoming.host, **hosts}
    running = {
        host: start(lambda host=host: dialer.resolve(host), f"resolve {host}")  # type: ignore[misc]
        for host in set(hosts.values())
    }
    facts: dict[str, Fact] = {}
    problems: dict[Side, Problem] = {}
    deadline = time.monotonic() + waits.name
    for side, host in hosts.items():
        addresses = _addresses(running[host], deadline, cancel)
        if isinstance(addresses, str):
            problems[side] = Problem("MAIL-NAME", {"name": host, "side": side.value, "said": addresses})
        else:
            facts[host] = ", ".join(addresses[:3])
    return facts, problems


def _addresses(future: "Future[Sequence[str]]", deadline: float, cancel: Cancel) -> list[str] | str:
    try:
        return list(_result(future, deadline, cancel))
    except TimeoutError:
        return "the name server did not answer"
    except socket.gaierror as error:
        return error.strerror or "unknown name"
    except UnicodeError:  # the codec's own words say nothing to anybody
        return "a name that no server can have"
    except OSError as error:
        return error.strerror or "unknown name"


def _result(future: "Future[Sequence[str]]", deadline: float, cancel: Cancel) -> Sequence[str]:
    wait_until_done(future, deadline, cancel)
    return future.result(timeout=0)


def probe_all(
    settings: MailSettings,
    pairs: Sequence[PortPair],
    dialer: Dialer,
    cancel: Cancel,
    skip: Collection[Side],
    waits: Waits = USUAL,
) -> tuple[list[PortFinding], list[PortFinding]]:
    """Probe chosen ports and alternates side by side; return (chosen, alternates known in time).

    What is not known in time is ended: no probe goes on when its caller does.
    """
    wanted = [t for t in targets(settings, pairs) if t.side not in skip]
    own = Cancel()
    with cancel.guard(own.request):
        try:
            return _probe_side_by_side(wanted, dialer, own, cancel, waits)
        finally:
            own.request()


def _probe_side_by_side(
    wanted: Sequence[Target], dialer: Dialer, own: Cancel, cancel: Cancel, waits: Waits
) -> tuple[list[PortFinding], list[PortFinding]]:
    running = [
        (t, start(lambda t=t: probe(dialer, t.side, t.host, t.port, t.socket, own, waits), f"probe {t.port}"))  # type: ignore[misc]
        for t in wanted
    ]
    began = time.monotonic()
    deadline = began + waits.greeting + waits.connect + waits.tls_guess
    chosen = [_finding(t, future, deadline, cancel) for t, future in running if t.chosen]
    deadline = time.monotonic() + waits.grace
    if not all(finding.answers for finding in chosen):
        deadline = max(deadline, began + waits.connect + waits.grace)  # they may be the explanation
    others = [_finding(t, future, deadline, cancel) for t, future in running if not t.chosen]
    return chosen, others


def _finding(target: Target, future: "Future[PortFinding]", deadline: float, cancel: Cancel) -> PortFinding:
    wait_until_done(future, deadline, cancel)
    if future.done():
        return future.result()
    return PortFinding(target.side, target.host, target.port, Answer.SILENT, 0.0)


def reach_facts(chosen: Sequence[PortFinding], others: Sequence[PortFinding]) -> dict[str, Fact]:
    """Return which ports answer, which of the alternates do not, and the greetings."""
    silent = sorted({f.port for f in others if not f.answers})
    return {
        "ports": listed(f.port for f in chosen),
        "also_answering": ", ".join(str(p) for p in sorted({f.port for f in others if f.answers})),
        "not_answering": ", ".join(str(p) for p in silent),
        **{f"{f.side.value}_greeting": f.banner for f in chosen if f.banner},
    }


def encrypted_alternative(side: Side, findings: Sequence[PortFinding]) -> tuple[SocketType, int] | None:
    """Return how this side could be encrypted, if it could: an upgrade on the chosen port comes first.

    `findings` begin with the chosen ports, which are known to get through.
    """
    mine = [finding for finding in findings if finding.side is side]
    for finding in mine:
        if finding.offers_upgrade:
            return SocketType.STARTTLS, finding.port
    for finding in mine:
        if finding.answer is Answer.TLS:
            return SocketType.TLS, finding.port
    return None
