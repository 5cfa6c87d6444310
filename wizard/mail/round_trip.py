"""The round trip: one coded message to the store itself, fetched by POP3, and only that message removed."""

import poplib
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from wizard.mail.clients import Pop3
from wizard.model.mail import Identity, RoundTripTicket
from wizard.model.progress import Cancel

HEADER = "X-Tillbridge-Check"


def new_ticket(before: frozenset[str]) -> RoundTripTicket:
    """Return a ticket with a code that nobody else could have sent; `before` are the UIDLs already there."""
    return RoundTripTicket(secrets.token_hex(12), before, time.time())


_FETCHED = "It fetches the message and removes it again. If you can read this, you may delete it.\n"
_STAYS = "If you can read this, sending works. You may delete the message.\n"


def compose(identity: Identity, ticket: RoundTripTicket, to: str = "") -> EmailMessage:
    """Return the check message, in words that explain it to whoever finds it; `to` another address stays."""
    message = EmailMessage()
    message["From"] = formataddr((identity.name, identity.address))
    message["To"] = to or identity.address
    message["Subject"] = f"Tillbridge mail check {ticket.token[:6].upper()}"
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = (
        f"<tillbridge-{ticket.token}@{identity.address.rpartition('@')[2] or 'localhost'}>"
    )
    message[HEADER] = ticket.token
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        "Tillbridge sent this message to check that your mail works.\n" + (_STAYS if to else _FETCHED)
    )
    return message


def waits(first: float = 0.2, longest: float = 15.0) -> Iterator[float]:
    """Yield the growing seconds between looks."""
    pause = first
    while True:
        yield pause
        pause = min(pause * 1.8, longest)


def uidls(pop: Pop3) -> dict[int, str]:
    """Return message number to UIDL; numbers stand for themselves where the server knows no UIDL.

    poplib.error_proto also for lists that are none.
    """
    try:
        lines = pop.uidl()[1]
    except poplib.error_proto as error:
        if not is_refusal(error):
            raise
        lines = None
    try:
        if lines is not None:
            return {int(line.split()[0]): line.split()[1].decode("latin-1") for line in lines}
        return {number: f"#{number}" for number in range(1, pop.stat()[0] + 1)}
    except (ValueError, IndexError):
        raise poplib.error_proto("the list of messages is not one") from None


def is_refusal(error: poplib.error_proto) -> bool:
    """Whether the server said -ERR and the conversation is still in step; anything else is out of step."""
    said = error.args[0] if error.args else b""
    return isinstance(said, bytes) and said.startswith(b"-ERR") and said != b"-ERR EOF"


def collect(pop: Pop3, ticket: RoundTripTicket, unreadable: set[str]) -> bool:
    """Look for the ticket's message among the new ones; delete it and only it. QUIT makes that final.

    A message whose headers cannot be read is noted in `unreadable` and the conversation given up: what
    is left of its answer would be taken for the next one's, and another message deleted.
    """
    for number, uid in sorted(uidls(pop).items(), reverse=True):
        if uid in ticket.before or uid in unreadable:
            continue
        try:
            headers = b"\n".join(pop.top(number, 0)[1])
        except poplib.error_proto as error:
            if is_refusal(error):
                continue
            unreadable.add(uid)
            raise
        if f"{HEADER}: {ticket.token}".lower().encode() in headers.lower():
            pop.dele(number)
            return True
    return False


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
