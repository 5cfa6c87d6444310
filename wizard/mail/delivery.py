"""The sending half of a check: offering an envelope without sending, and sending the check message."""

import contextlib
import re
import smtplib
from email.message import Message

from wizard.mail.line import BrokenOff
from wizard.mail.replies import smtp_problem
from wizard.mail.smtp import Smtp
from wizard.model.problem import Problem

_GO_ON = 354
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_DOTS = re.compile(rb"(?m)^\.")


class Unanswered(Exception):
    """The whole message was given to the server, which did not say whether it took it."""


def offer_envelope(smtp: Smtp, address: str, to: str = "") -> Problem | None:
    """Offer a message from the address (`to` itself) and take it back (RSET); a refusal is a Problem."""
    refused = _envelope(smtp, address, to)
    with contextlib.suppress(OSError, smtplib.SMTPException, BrokenOff):
        smtp.rset()
    return refused


def send(smtp: Smtp, address: str, message: Message, to: str, seconds: float) -> Problem | None:
    """Send one message from the address (`to` itself); a refusal is a Problem.

    `seconds` is how long the server may look at it. Unanswered where it did not say in that time, or hung up:
    servers deliver messages before they answer, and some never get to the answer.
    """
    refused = _envelope(smtp, address, to)
    if refused is not None:
        return refused
    code, words = smtp.docmd("data")
    if code == _GO_ON:
        assert smtp.sock is not None
        smtp.sock.settimeout(seconds)
        smtp.line.allow(seconds + 1)
        smtp.send(_on_the_wire(message))
        try:
            code, words = smtp.getreply()
        except (OSError, BrokenOff) as error:
            raise Unanswered from error
    return None if 200 <= code < 300 else smtp_problem("data", code, words, {"address": address})


def _on_the_wire(message: Message) -> bytes:
    """Return a message with CRLF, its dots doubled, up to the dot that ends it (RFC 5321 4.5.2)."""
    lines = _LINE_ENDS.sub(b"\r\n", message.as_bytes()).removesuffix(b"\r\n")
    return _DOTS.sub(b"..", lines) + b"\r\n.\r\n"


def _envelope(smtp: Smtp, address: str, to: str) -> Problem | None:
    code, words = smtp.mail(address)
    if code != 250:
        return smtp_problem("mail", code, words, {"address": address})
    recipient = to or address
    code, words = smtp.rcpt(recipient)
    if code not in {250, 251}:
        return smtp_problem("rcpt", code, words, {"address": recipient})
    return None
