"""A message of the store's own to itself: what the daily run has to say."""

from dataclasses import replace
from datetime import UTC, datetime
from email.header import Header
from email.message import Message
from email.mime.text import MIMEText
from email.utils import format_datetime, make_msgid

from wizard.mail.check_message import named
from wizard.mail.delivery import Unanswered, send
from wizard.mail.fetching import CheckOptions, token_from
from wizard.mail.guarded import Facts, outcome_of
from wizard.mail.smtp import open_smtp
from wizard.mail.smtp_login import smtp_login, smtp_sign_in
from wizard.model.mail import Identity, MailSettings, OutgoingAuth
from wizard.model.names import address_on_the_wire
from wizard.model.ports import Dialer
from wizard.model.problem import Problem
from wizard.model.progress import Cancel


def send_notice(
    settings: MailSettings, dialer: Dialer, options: CheckOptions, subject: str, text: str, cancel: Cancel
) -> Problem | None:
    """Send a text to the settings' own address; the problem where the server did not take it.

    A server that took all of it and hung up before it said so may have taken it: it is not sent twice.
    """
    out, address = settings.outgoing, address_on_the_wire(settings.identity.address)
    waits = options.waits

    def post() -> Facts | Problem:
        with open_smtp(dialer, out.host, out.port, out.socket, cancel, waits) as smtp:
            if out.auth is OutgoingAuth.OAUTH2:
                smtp_sign_in(smtp, out.host, out.user or settings.identity.address, token_from(options))
            elif (login := _login(settings)) is not None:
                smtp_login(smtp, out.host, *login)
            try:
                message = _written(replace(settings.identity, address=address), subject, text)
                return send(smtp, address, message, address, waits.message) or {}
            except Unanswered:
                return {}

    outcome = outcome_of(post, {"host": out.host, "port": out.port, "side": "outgoing"})
    return outcome if isinstance(outcome, Problem) else None


def _login(settings: MailSettings) -> tuple[str, str] | None:
    out, incoming = settings.outgoing, settings.incoming
    if out.auth is OutgoingAuth.SAME and incoming is not None:
        return incoming.user, incoming.password.reveal()
    if out.auth is OutgoingAuth.PASSWORD and out.password is not None:
        return out.user, out.password.reveal()
    return None


def _written(identity: Identity, subject: str, text: str) -> Message:
    message = MIMEText(text, "plain", "utf-8")
    message["From"] = named(identity)
    message["To"] = identity.address
    message["Subject"] = str(Header(" ".join(subject.split()), "utf-8"))
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid("tillbridge", identity.address.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    return message
