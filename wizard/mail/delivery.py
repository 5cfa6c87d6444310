"""The sending half of a check: offering an envelope without sending, and sending the check message."""

import contextlib
import smtplib
from email.message import EmailMessage

from wizard.mail.clients import Smtp
from wizard.mail.replies import smtp_problem
from wizard.model.problem import Problem


def offer_envelope(smtp: Smtp, address: str, to: str = "") -> Problem | None:
    """Offer a message from the address (`to` itself) and take it back (RSET); a refusal is a Problem."""
    try:
        return _envelope(smtp, address, to)
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.rset()


def send(smtp: Smtp, address: str, message: EmailMessage, to: str = "") -> Problem | None:
    """Send one message from the address (`to` itself); a refusal is a Problem."""
    refused = _envelope(smtp, address, to)
    if refused is not None:
        return refused
    try:
        code, words = smtp.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
    except smtplib.SMTPDataError as error:
        code, words = error.smtp_code, _bytes(error.smtp_error)
    return None if 200 <= code < 300 else smtp_problem("data", code, words, {"address": address})


def _envelope(smtp: Smtp, address: str, to: str) -> Problem | None:
    code, words = smtp.mail(address)
    if code != 250:
        return smtp_problem("mail", code, words, {"address": address})
    recipient = to or address
    code, words = smtp.rcpt(recipient)
    if code not in {250, 251}:
        return smtp_problem("rcpt", code, words, {"address": recipient})
    return None


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()
