"""Which ports a check looks at: the chosen ones, and the alternates that could explain or replace them."""

from collections.abc import Sequence
from dataclasses import dataclass

from wizard.catalogue.listing import listed
from wizard.mail.probe import Answer, PortFinding, Side
from wizard.model.mail import MailSettings, PortPair, SocketType
from wizard.model.problem import Fact, Problem

_INCOMING_ALTERNATES = (995,)
_OUTGOING_ALTERNATES = (465, 587)


@dataclass(frozen=True)
class Target:
    """One port to look at; `chosen` where the settings name it."""

    side: Side
    host: str
    port: int
    socket: SocketType
    chosen: bool


def targets(settings: MailSettings, pairs: Sequence[PortPair]) -> list[Target]:
    """Return the chosen ports first, then every alternate; `pairs` are the ISP rule's, from data."""
    out = settings.outgoing
    found = [Target(Side.OUTGOING, out.host, out.port, out.socket, True)]
    others = [pair.outgoing for pair in pairs] + list(_OUTGOING_ALTERNATES)
    found += [Target(Side.OUTGOING, out.host, p, SocketType.PLAIN, False) for p in others if p != out.port]
    if settings.incoming is not None:
        inc = settings.incoming
        found.insert(0, Target(Side.INCOMING, inc.host, inc.port, inc.socket, True))
        others = [pair.incoming for pair in pairs] + list(_INCOMING_ALTERNATES)
        found += [
            Target(Side.INCOMING, inc.host, p, SocketType.PLAIN, False) for p in others if p != inc.port
        ]
    return found


def blocked_pair(
    settings: MailSettings, pairs: Sequence[PortPair], findings: Sequence[PortFinding]
) -> PortPair | None:
    """Return the pair of the ISP rule that works where the chosen pair of the rule does not, if so."""
    if settings.incoming is None:
        return None
    chosen = PortPair(settings.incoming.port, settings.outgoing.port)
    if chosen not in pairs:
        return None
    speaks = {(f.side, f.port) for f in findings if f.answer is Answer.PLAIN}
    for pair in pairs:
        both = {(Side.INCOMING, pair.incoming), (Side.OUTGOING, pair.outgoing)}
        if pair != chosen and both <= speaks:
            return pair
    return None


def reach_problem(
    settings: MailSettings,
    pairs: Sequence[PortPair],
    findings: Sequence[PortFinding],
    failed: PortFinding,
) -> Problem:
    """Return the problem for a chosen port that does not answer, or not as it should."""
    if failed.problem is not None and failed.answer is Answer.REFUSED:
        return failed.problem
    facts: dict[str, Fact] = {"host": failed.host, "port": failed.port, "side": failed.side.value}
    working = blocked_pair(settings, pairs, findings)
    if working is not None and settings.incoming is not None:
        return Problem(
            "MAIL-PORT-BLOCKED",
            {
                **facts,
                "incoming": settings.incoming.port,
                "outgoing": settings.outgoing.port,
                "other_incoming": working.incoming,
                "other_outgoing": working.outgoing,
            },
        )
    also = sorted({f.port for f in findings if f.answers and f.side is failed.side})
    if also:
        facts["answering"] = listed(also)
    if failed.problem is not None:
        return Problem(failed.problem.code, {**failed.problem.facts, **facts})
    return Problem("MAIL-PORT-SILENT" if failed.answer is Answer.SILENT else "MAIL-PORT-CLOSED", facts)
