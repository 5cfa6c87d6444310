"""Probing one port: does it answer, in plain or in TLS, and what does it offer? Never logs in."""

import enum
import select
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from wizard.mail import pop3, smtp
from wizard.mail.guarded import Facts, outcome_of
from wizard.mail.line import Line, Slow, open_line, shut
from wizard.mail.replies import said
from wizard.mail.tls import blind_context, speaks_plain
from wizard.mail.waits import USUAL, Waits
from wizard.model.mail import SocketType
from wizard.model.ports import Dialer
from wizard.model.problem import Problem
from wizard.model.progress import Cancel

TLS_PORTS = frozenset({465, 993, 995})
_SLICE = 0.25


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
    REFUSED = "refused"
    """It took the connection, and what it said or did is in the finding's `problem`."""


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
    problem: Problem | None = None

    @property
    def answers(self) -> bool:
        """Whether a mail server spoke there."""
        return self.answer in {Answer.PLAIN, Answer.TLS}


_ANSWERS = {"MAIL-PORT-CLOSED": Answer.CLOSED, "MAIL-PORT-SILENT": Answer.SILENT}


def probe(
    dialer: Dialer,
    side: Side,
    host: str,
    port: int,
    socket_type: SocketType,
    cancel: Cancel,
    waits: Waits = USUAL,
) -> PortFinding:
    """Look at one port for as long as a greeting may take; never raises for what the other side does."""
    look = _Look(dialer, side, host, port, cancel, waits)
    if socket_type is SocketType.TLS or port in TLS_PORTS:
        return look.as_finding(look.tls_first)
    return look.as_finding(look.plain_first)


class _Look:
    """One look at one port."""

    def __init__(
        self, dialer: Dialer, side: Side, host: str, port: int, cancel: Cancel, waits: Waits
    ) -> None:
        self._dialer, self._side, self._host, self._port, self._cancel = dialer, side, host, port, cancel
        self._waits, self._began = waits, time.monotonic()

    def finding(
        self,
        answer: Answer,
        banner: str = "",
        *,
        offers_upgrade: bool = False,
        problem: Problem | None = None,
    ) -> PortFinding:
        seconds = time.monotonic() - self._began
        return PortFinding(
            self._side, self._host, self._port, answer, seconds, banner, offers_upgrade, problem
        )

    def as_finding(self, look: Callable[[], Facts]) -> PortFinding:
        """Look, and say what the port is; one that talks is never one where nothing answers."""
        outcome = outcome_of(look, {"host": self._host, "port": self._port, "side": self._side.value})
        self._cancel.check()
        if isinstance(outcome, Problem):
            return self.finding(_ANSWERS.get(outcome.code, Answer.REFUSED), problem=outcome)
        banner, upgrade = str(outcome.get("banner", "")), bool(outcome.get("upgrade"))
        return self.finding(Answer(str(outcome["answer"])), banner, offers_upgrade=upgrade)

    def tls_first(self) -> Facts:
        """Speak TLS at once."""
        return {"answer": self._handshake(self._waits.connect)}

    def plain_first(self) -> Facts:
        """Wait for a greeting; only after as long as one may take ask a second connection whether it is TLS.

        Servers lock out whoever talks before they do, on any connection.
        """
        with open_line(
            self._dialer, self._host, self._port, SocketType.PLAIN, self._cancel, self._waits
        ) as line:
            line.allow(self._waits.greeting + self._waits.tls_guess + self._waits.connect)
            if not self._readable(line.sock, self._waits.greeting):
                if self._guesses_tls():
                    return {"answer": Answer.TLS}
                raise Slow(greeted=False)
            line.allow(self._waits.conversation)
            return self._ask_pop3(line) if self._side is Side.INCOMING else self._ask_smtp(line)

    def _handshake(self, seconds: float) -> Answer:
        """Speak TLS on a new connection and say what came back."""
        sock = self._dialer.connect(self._host, self._port, seconds, self._cancel)
        with sock, self._cancel.guard(lambda: shut(sock)):
            sock.settimeout(seconds)
            try:
                with blind_context().wrap_socket(sock, server_hostname=self._host):
                    return Answer.TLS
            except TimeoutError:
                raise Slow(greeted=False) from None
            except ssl.SSLError as error:
                # Any other TLS alert was still said in TLS.
                return Answer.PLAIN if speaks_plain(error) else Answer.TLS

    def _guesses_tls(self) -> bool:
        try:
            return self._handshake(self._waits.tls_guess) is Answer.TLS
        except OSError:
            return False

    def _readable(self, sock: socket.socket, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while True:
            self._cancel.check()
            left = deadline - time.monotonic()
            if select.select([sock], [], [], max(0.0, min(left, _SLICE)))[0]:
                return True
            if left <= 0:
                return False

    def _ask_pop3(self, line: Line) -> Facts:
        pop = pop3.greeted(line, self._host, self._port)
        with closing(pop):
            upgrade = "STLS" in pop.capabilities()
            pop3.quit_pop3(pop)
        return {"answer": Answer.PLAIN, "banner": said(None, pop.getwelcome()), "upgrade": upgrade}

    def _ask_smtp(self, line: Line) -> Facts:
        conversation, words = smtp.greeted(line, self._host, self._port)
        with closing(conversation):
            conversation.greet()
            upgrade = conversation.has_extn("starttls")
            smtp.quit_smtp(conversation)
        return {"answer": Answer.PLAIN, "banner": said(220, words), "upgrade": upgrade}
