"""The message that a check sends to itself: how it is written, and how it is told from every other."""

import re
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import format_datetime, formataddr

from wizard.model.mail import Identity, RoundTripTicket

HEADER = "X-Tillbridge-Check"
_TITLE = "Tillbridge mail check"
_CODE = "Code of this check: "
_FETCHED = "It fetches the message and removes it again. If you can read this, you may delete it.\n"
_STAYS = "If you can read this, sending works. You may delete the message.\n"
_SHORT_NAME = 50
"""Characters of a plain name that stand on one header line; longer ones are encoded, and so cut in order."""
_TAG = re.compile(r"^\s*\[[^\]]{1,40}\]\s*")
"""What filters put before a subject: [SPAM], [EXTERNAL]."""
_FROM_A_MACHINE = re.compile(r"mailer-daemon|postmaster", re.IGNORECASE)


def new_ticket(before: frozenset[str]) -> RoundTripTicket:
    """Return a ticket with a code that nobody else could have sent; `before` are the marks already there."""
    return RoundTripTicket(secrets.token_hex(12), before, time.time())


def compose(identity: Identity, ticket: RoundTripTicket, to: str = "") -> Message:
    """Return the check message, in words that explain it to whoever finds it; `to` another address stays."""
    message = Message()
    message["From"] = named(identity)
    message["To"] = to or identity.address
    message["Subject"] = _subject(ticket)
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{_id(ticket)}@{identity.address.rpartition('@')[2] or 'localhost'}>"
    message[HEADER] = ticket.token
    message["Auto-Submitted"] = "auto-generated"
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = "text/plain; charset=us-ascii"
    message["Content-Transfer-Encoding"] = "7bit"
    said = "Tillbridge sent this message to check that your mail works.\n" + (_STAYS if to else _FETCHED)
    message.set_payload(f"{said}\n{_CODE}{ticket.token}\n")
    return message


def named(identity: Identity) -> str:
    """Return name and address as one mailbox (RFC 5322 3.4), a name beyond plain letters encoded whole.

    The library's own folding leaves a comma of an encoded name outside (python/cpython#121284).
    """
    name = identity.name
    if name.isascii() and len(name) <= _SHORT_NAME:
        return formataddr((name, identity.address))
    return f"{Header(name, 'utf-8', header_name='From').encode()} <{identity.address}>"


def _subject(ticket: RoundTripTicket) -> str:
    return f"{_TITLE} {ticket.token[:6].upper()}"


def _id(ticket: RoundTripTicket) -> str:
    return f"tillbridge-{ticket.token}"


@dataclass(frozen=True)
class Arrived:
    """One message of the mailbox, as far as it was read: the headers alone, or some of the text too."""

    raw: bytes

    @property
    def headers(self) -> Message:
        """The header block, up to the first empty line whatever follows it."""
        block, _, _ = _unix(self.raw).partition(b"\n\n")
        return BytesHeaderParser().parsebytes(block)

    def is_check(self, ticket: RoundTripTicket) -> bool:
        """Whether this is the ticket's own message, which alone may be deleted.

        By our header, or by the Message-ID: relays take X- headers away, and some write a Message-ID of their
        own. A reply, a report and an automatic answer quote all of these, but not in these places.
        """
        headers = self.headers
        if self._answers_another(headers):
            return False
        tokens = [str(value).strip() for value in headers.get_all(HEADER, [])]
        ids = [str(value).strip() for value in headers.get_all("Message-ID", [])]
        return ticket.token in tokens or any(value.startswith(f"<{_id(ticket)}@") for value in ids)

    def may_be_check(self, ticket: RoundTripTicket) -> bool:
        """Whether its subject is ours, so that its text is worth reading."""
        headers = self.headers
        subject = " ".join(_TAG.sub("", str(headers.get("Subject", ""))).split())
        return subject == _subject(ticket) and not self._answers_another(headers)

    def has_code(self, ticket: RoundTripTicket) -> bool:
        """Whether its text holds the line with the code, as we wrote it."""
        _, _, body = _unix(self.raw).partition(b"\n\n")
        return f"{_CODE}{ticket.token}".encode() in body.split(b"\n")

    @property
    def may_be_bounce(self) -> bool:
        """Whether it looks like a report of a message that could not be delivered."""
        headers = self.headers
        return (
            str(headers.get_content_type()) == "multipart/report"
            or "X-Failed-Recipients" in headers
            or str(headers.get("Return-Path", "x")).strip() == "<>"
            or bool(_FROM_A_MACHINE.search(str(headers.get("From", ""))))
        )

    def reports(self, ticket: RoundTripTicket) -> bool:
        """Whether it is a report about the ticket's message."""
        return self.may_be_bounce and ticket.token.encode() in self.raw

    @staticmethod
    def _answers_another(headers: Message) -> bool:
        return (
            "In-Reply-To" in headers
            or headers.get_content_type() == "multipart/report"
            or str(headers.get("Auto-Submitted", "")).lower().startswith("auto-replied")
            or bool(_FROM_A_MACHINE.search(str(headers.get("From", ""))))
        )


def _unix(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n")
