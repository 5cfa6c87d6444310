"""Probing one port: does it answer, in plain or in TLS, and what does it offer? Never logs in."""

import contextlib
import enum
import poplib
import select
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass

from wizard.mail.clients import GREETING_SECONDS, Pop3, Smtp, pop3_capabilities
from wizard.mail.replies import said
from wizard.mail.tls import blind_context, speaks_plain
from wizard.model.mail import SocketType
from wizard.model.ports import Dialer
from wizard.model.progress import Cancel

_PATIENCE_BEFORE_TLS = 1.5
"""Seconds of silence after which a second connection tries TLS: a TLS server waits for us to speak."""

TLS_PORTS = frozenset({465, 993, 995})


class Side(enum.StrEnum):
    """Which of the two servers."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"


class Answer(enum.StrEnum):
    """What a port did."""

    PLAIN = "plain"
    TLS = "tls"
    CLOSED = "closed"
    SILENT = "silent"


@dataclass(frozen=True)
class PortFinding:
    """What one port is: its answer, its greeting, and whether it offers an upgrade to TLS."""

    side: Side
    host: str
    port: int
    answer: Answer
    seconds: float
    banner: str = ""
    offers_upgrade: bool = False

    @property
    def answers(self) -> bool:
        """Whether a mail server spoke there."""
        return self.answer in {Answer.PLAIN, Answer.TLS}


def probe(
    dialer: Dialer, side: Side, host: str, port: int, socket_type: SocketType, cancel: Cancel
) -> PortFinding:
    """Look at one port within about ten seconds; never raises for what the other side does."""
    look = _Look(dialer, side, host, port, cancel)
    try:
        sock = dialer.connect(host, port, GREETING_SECONDS, cancel)
    except TimeoutError:
        return look.finding(Answer.SILENT)
    except OSError:
        return look.finding(Answer.CLOSED)
    with sock:
        if socket_type is SocketType.TLS or port in TLS_PORTS:
            return look.finding(look.handshake(sock, GREETING_SECONDS))
        return look.plain_first(sock)


class _Look:
    """One look at one port."""

    def __init__(self, dialer: Dialer, side: Side, host: str, port: int, cancel: Cancel) -> None:
        self._dialer, self._side, self._host, self._port, self._cancel = dialer, side, host, port, cancel
        self._began = time.monotonic()

    def finding(self, answer: Answer, banner: str = "", *, offers_upgrade: bool = False) -> PortFinding:
        seconds = time.monotonic() - self._began
        return PortFinding(self._side, self._host, self._port, answer, seconds, banner, offers_upgrade)

    def handshake(self, sock: socket.socket, seconds: float) -> Answer:
        """Speak TLS on an open connection and say what came back."""
        sock.settimeout(seconds)
        try:
            with blind_context().wrap_socket(sock, server_hostname=self._host):
                return Answer.TLS
        except TimeoutError:
            return Answer.SILENT
        except ssl.SSLError as error:
            # Any other TLS alert was still said in TLS.
            return Answer.PLAIN if speaks_plain(error) else Answer.TLS
        except OSError:
            self._cancel.check()
            return Answer.CLOSED

    def plain_first(self, sock: socket.socket) -> PortFinding:
        """Wait for a greeting; after a moment's silence ask a second connection whether it is TLS."""
        if not self._readable(sock, _PATIENCE_BEFORE_TLS):
            left = GREETING_SECONDS - (time.monotonic() - self._began)
            if self._tries_tls(left) is Answer.TLS:
                return self.finding(Answer.TLS)
            left = GREETING_SECONDS - (time.monotonic() - self._began)
            if not self._readable(sock, max(left, 0.0)):
                return self.finding(Answer.SILENT)
        sock.settimeout(GREETING_SECONDS)
        try:
            banner, upgrade = self._ask_pop3(sock) if self._side is Side.INCOMING else self._ask_smtp(sock)
        except TimeoutError:
            return self.finding(Answer.SILENT)
        except (OSError, poplib.error_proto, smtplib.SMTPException, EOFError) as error:
            self._cancel.check()
            return self.finding(Answer.CLOSED, said(None, str(error)))
        return self.finding(Answer.PLAIN, banner, offers_upgrade=upgrade)

    def _readable(self, sock: socket.socket, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while True:
            self._cancel.check()
            left = deadline - time.monotonic()
            if select.select([sock], [], [], max(0.0, min(left, 0.25)))[0]:
                return True
            if left <= 0:
                return False

    def _tries_tls(self, seconds: float) -> Answer:
        try:
            with self._dialer.connect(self._host, self._port, seconds, self._cancel) as second:
                return self.handshake(second, seconds)
        except OSError:
            return Answer.CLOSED

    def _ask_pop3(self, sock: socket.socket) -> tuple[str, bool]:
        pop = Pop3(sock, self._host)
        upgrade = "STLS" in pop3_capabilities(pop)
        with contextlib.suppress(OSError, poplib.error_proto):
            pop.quit()
        return said(None, pop.getwelcome()), upgrade

    def _ask_smtp(self, sock: socket.socket) -> tuple[str, bool]:
        smtp = Smtp(sock, self._host)
        code, words = smtp.connect(self._host, self._port)
        smtp.ehlo_or_helo_if_needed()
        upgrade = smtp.has_extn("starttls")
        with contextlib.suppress(OSError, smtplib.SMTPException):
            smtp.quit()
        return said(code, words), upgrade
