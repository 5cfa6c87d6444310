"""The practice SMTP server: aiosmtpd on a loop of its own, with the rules of a strict mail host."""

import asyncio
import base64
import contextlib
import json
import logging
import socket
import ssl
import threading
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, AnyStr

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from wizard.practice.certificates import MAIL_HOST
from wizard.practice.faults import FaultBoard
from wizard.practice.mail_tokens import MailTokens
from wizard.practice.mailboxes import DOMAIN, Mailboxes

SLOW_ANSWER = 1.0
_WAIT = 10.0
_TURNS_TO_END = 100
_SWITCHED_OFF = (
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox."
)


@dataclass(frozen=True)
class Rules:
    """Who may send what to whom; the methods are aiosmtpd's hooks and return its replies."""

    mailboxes: Mailboxes
    faults: FaultBoard
    tokens: MailTokens = field(default_factory=MailTokens)

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, login: Any
    ) -> AuthResult:
        """Check a login; a refused one is answered with 535."""
        if "smtp-switched-off" in self.faults:
            return AuthResult(success=False, handled=False, message=_SWITCHED_OFF)
        if not isinstance(login, LoginPassword):
            return AuthResult(success=False, handled=False)
        user, password = (part.decode("utf-8", "replace") for part in login)
        is_right = self.mailboxes.log_in(user, password) is not None
        return AuthResult(success=is_right, handled=False)

    async def auth_XOAUTH2(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, words: list[str]
    ) -> AuthResult:
        """Check an access token; a refused one gets the JSON that Google and Microsoft send, then 535."""
        if len(words) < 2:
            answer = await server.challenge_auth("", encode_to_b64=False)
            given = answer if isinstance(answer, bytes) else b""
        else:
            given = _decoded(words[1])
        user, token = _user_and_token(given)
        refused = {"sign-in-refused", "smtp-switched-off"}
        if not any(f in self.faults for f in refused) and self.tokens.opens(token, user, "SMTP.Send"):
            return AuthResult(success=True, handled=True, auth_data=user)
        if "smtp-switched-off" in self.faults:
            return AuthResult(success=False, handled=False, message=_SWITCHED_OFF)
        refusal = {"status": "400", "schemes": "Bearer", "scope": "https://outlook.office.com/SMTP.Send"}
        await server.challenge_auth(json.dumps(refusal))
        return AuthResult(success=False, handled=False)

    async def handle_MAIL(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a sender from somebody who has logged in."""
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        if "password-off" in self.faults:
            return "550 5.7.30 Basic authentication is not supported for Client Submission."
        if "sender-refused" in self.faults:
            return "553 5.7.1 Sender address rejected: not owned by user"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 Sender OK"

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient who has a mailbox here; there is no relaying."""
        is_ours = address.lower().endswith(f"@{DOMAIN}") or self.mailboxes.has(address)
        if "relay-refused" in self.faults or not is_ours:
            return "550 5.7.1 relaying denied"
        if not self.mailboxes.has(address):
            return "550 5.1.1 no such mailbox"
        if "mail-greylisted" in self.faults:
            return "451 4.7.1 Greylisted, please try again in 300 seconds"
        if "mailbox-full" in self.faults:
            return "552 5.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Recipient OK"

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Deliver a message."""
        content = envelope.content
        assert isinstance(content, bytes)
        trace = (
            f"Return-Path: <{envelope.mail_from}>\r\n"
            f"Received: from {session.host_name} by {MAIL_HOST} with ESMTPA; {formatdate()}\r\n"
        ).encode("ascii", "replace")
        for address in envelope.rcpt_tos:
            self.mailboxes.deliver(address, trace + content)
        return "250 2.0.0 Message accepted for delivery"


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _user_and_token(given: bytes) -> tuple[str, str]:
    """Read `user=…^Aauth=Bearer …^A^A`."""
    parts = dict(p.partition("=")[::2] for p in given.decode("utf-8", "replace").split("\x01") if "=" in p)
    return parts.get("user", ""), parts.get("auth", "").removeprefix("Bearer ")


class _Conversation(SMTP):
    def __init__(self, service: "SmtpService", rules: Rules, tls: ssl.SSLContext | None) -> None:
        super().__init__(
            rules,
            hostname=MAIL_HOST,
            ident="Tillbridge practice",
            tls_context=tls,
            # The rules refuse senders without a login themselves: aiosmtpd's own switch for it warns
            # about plain ports, which are what many a mail host offers.
            auth_require_tls=False,
            authenticator=rules.authenticate,
            loop=service.loop,
        )
        self._service = service
        self._made: list[asyncio.BaseTransport] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Called again, with another transport, when STARTTLS is through.
        self._made.append(transport)
        self._service.transports.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._service.transports.difference_update(self._made)
        super().connection_lost(error)

    async def push(self, status: AnyStr) -> None:
        if "mail-slow-answers" in self._service.rules.faults:
            await asyncio.sleep(SLOW_ANSWER)
        await super().push(status)


class _Silence(asyncio.Protocol):
    """Takes a connection and never says a word."""

    def __init__(self, service: "SmtpService") -> None:
        self._service = service
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._service.transports.add(transport)

    def connection_lost(self, _error: Exception | None) -> None:
        if self._transport is not None:
            self._service.transports.discard(self._transport)


@dataclass
class SmtpPort:
    """One SMTP port that is being served."""

    _service: "SmtpService"
    _server: asyncio.Server

    def stop(self) -> None:
        """Stop listening; conversations under way go on."""
        asyncio.run_coroutine_threadsafe(self._close(), self._service.loop).result(_WAIT)

    async def _close(self) -> None:
        # Whoever was let in a moment ago first becomes a conversation, which a server that is closed can
        # make no more; meanwhile nobody else is let in.
        with contextlib.suppress(NotImplementedError):  # Windows' loop makes it at once
            for held in self._server.sockets:
                self._service.loop.remove_reader(held.fileno())
        await asyncio.sleep(0)
        self._server.close()


@dataclass
class SmtpService:
    """What all SMTP ports share: the rules, the certificate, one event loop in one thread."""

    rules: Rules
    tls: ssl.SSLContext
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    transports: set[asyncio.BaseTransport] = field(default_factory=set)

    def __post_init__(self) -> None:
        # aiosmtpd warns of its own deprecations and of every command it does not know.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self.loop.set_exception_handler(_pass_over_broken_connections)
        # Python's development mode complains of turns of a tenth of a second, which any takes on a busy PC.
        self.loop.slow_callback_duration = _WAIT
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def listen(self, held: socket.socket, *, is_tls: bool, silenced_by: str) -> SmtpPort:
        """Serve SMTP on a reserved port; it is silent while the fault `silenced_by` is on."""

        def converse() -> asyncio.BaseProtocol:
            faults = self.rules.faults
            if silenced_by in faults:
                return _Silence(self)
            offers_starttls = not is_tls and "no-starttls" not in faults
            return _Conversation(self, self.rules, self.tls if offers_starttls else None)

        held.setblocking(False)
        serving = self.loop.create_server(converse, sock=held, ssl=self.tls if is_tls else None)
        server = asyncio.run_coroutine_threadsafe(serving, self.loop).result(_WAIT)
        return SmtpPort(self, server)

    def stop(self) -> None:
        """Hang up on everybody and end the loop."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result(_WAIT)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(_WAIT)
        self.loop.close()

    async def _hang_up(self) -> None:
        for _ in range(_TURNS_TO_END):
            for transport in list(self.transports):
                if isinstance(transport, asyncio.WriteTransport):
                    # close() would wait for the other side to take its leave.
                    transport.abort()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            if not others and not self.transports:
                return
            for task in others:
                task.cancel()
            await asyncio.sleep(0)


def _pass_over_broken_connections(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    # Cancelled is who has not yet agreed on TLS when the service ends.
    if not isinstance(context.get("exception"), (OSError, asyncio.CancelledError)):
        loop.default_exception_handler(context)
