"""The round trip's way back: the check's own message is looked for by POP3, and only it is removed."""

import poplib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from wizard.mail.bounces import reason_of
from wizard.mail.check_message import Arrived
from wizard.mail.line import BrokenOff
from wizard.mail.pop3 import Pop3, words_of
from wizard.model.mail import RoundTripTicket
from wizard.model.progress import Cancel
from wizard.redaction.words import Words, decoded

_MOST_MESSAGES = 200_000
"""A mailbox that says it holds more is not believed."""
_A_LOOK = 500
"""Messages that one look asks for, the newest first."""
_TEXT_LINES = 60
_REPORT_LINES = 400
_WHOLE_BYTES = 200_000
"""A message is fetched whole only up to here, where the server cannot give a part of it."""


@dataclass
class Look:
    """What looking into the mailbox has found so far."""

    others: set[str] = field(default_factory=set)
    """Messages that were read and are not the check's."""
    found: bool = False
    left: Words | None = None
    """Why the check's message is still there although it was found: the server's words."""
    bounced: Words | None = None
    """Why the message came back as undeliverable."""


def marks(pop: Pop3, cancel: Cancel) -> dict[int, str]:
    """Return message number to its mark: UIDL and size, so that a UIDL used again is another mark.

    The number stands for the UIDL where the server knows none. BrokenOff where a list is none.
    """
    uids = _listed(pop.uidl)
    cancel.check()
    sizes = _listed(pop.list)
    if uids is None:
        count = _count(pop)
        uids = {number: f"#{number}" for number in range(1, count + 1)}
    return {number: f"{uid} {(sizes or {}).get(number, '')}" for number, uid in uids.items()}


def _listed(command: Callable[[], tuple[bytes, list[bytes], int]]) -> dict[int, str] | None:
    """Return a list by message number, None where the server does not know the command."""
    try:
        lines = command()[1]
    except poplib.error_proto:
        return None
    found: dict[int, str] = {}
    for line in lines:
        words = line.split()
        if len(words) < 2 or not words[0].isdigit() or len(words[0]) > 9:
            raise BrokenOff("nonsense", line)
        found[int(words[0])] = words[1].decode("latin-1")
    return found


def _count(pop: Pop3) -> int:
    answer = pop._shortcmd("STAT")  # type: ignore[attr-defined]
    words = answer.split()
    if len(words) < 2 or not words[1].isdigit() or len(words[1]) > 9 or int(words[1]) > _MOST_MESSAGES:
        raise BrokenOff("nonsense", answer)
    return int(words[1])


def collect(pop: Pop3, ticket: RoundTripTicket, look: Look, cancel: Cancel) -> None:
    """Look for the ticket's message among the new ones; mark every copy of it and nothing else.

    QUIT makes that final. What breaks the conversation off is noted as read first: what is left of its
    answer would be taken for the next one's, and another message deleted.
    """
    fresh = [
        (number, mark)
        for number, mark in sorted(marks(pop, cancel).items(), reverse=True)
        if mark not in ticket.before and mark not in look.others
    ]
    for number, mark in fresh[:_A_LOOK]:
        cancel.check()
        look.others.add(mark)
        if _is_check(pop, number, ticket, look):
            look.others.discard(mark)
            look.found = True
            _remove(pop, number, look)


def _is_check(pop: Pop3, number: int, ticket: RoundTripTicket, look: Look) -> bool:
    message = _read(pop, number, 0)
    if message is None:
        return False
    if message.is_check(ticket):
        return True
    if message.may_be_check(ticket):
        whole = _read(pop, number, _TEXT_LINES)
        return whole is not None and whole.has_code(ticket)
    if message.may_be_bounce:
        report = _read(pop, number, _REPORT_LINES)
        if report is not None and report.reports(ticket):
            look.bounced = reason_of(report.raw)
    return False


def _read(pop: Pop3, number: int, lines: int) -> Arrived | None:
    """Return the headers and some lines of a message, by RETR where there is no TOP (RFC 1939, 7)."""
    try:
        return Arrived(b"\n".join(pop.top(number, lines)[1]))
    except poplib.error_proto:
        pass
    try:
        size = pop._shortcmd(f"LIST {number}").split()  # type: ignore[attr-defined]
        if len(size) < 3 or not size[2].isdigit() or len(size[2]) > 9 or int(size[2]) > _WHOLE_BYTES:
            return None
        return Arrived(b"\n".join(pop.retr(number)[1]))
    except poplib.error_proto:
        return None


def _remove(pop: Pop3, number: int, look: Look) -> None:
    try:
        pop.dele(number)
    except poplib.error_proto as refusal:
        look.left = Words(decoded(words_of(refusal)))


def waits(first: float = 0.2, longest: float = 15.0) -> Iterator[float]:
    """Yield the growing seconds between looks."""
    pause = first
    while True:
        yield pause
        pause = min(pause * 1.8, longest)


def wait_for(
    look: Callable[[], bool],
    seconds: float,
    cancel: Cancel,
    on_look: Callable[[float], None],
) -> bool:
    """Look at growing intervals until `look` finds the message (True) or the time is over (False)."""
    deadline = time.monotonic() + seconds
    for pause in waits():
        if look():
            return True
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        on_look(left)
        cancel.wait(min(pause, max(left, 0.05)))
    return False
