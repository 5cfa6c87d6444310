"""POP3 over a Dialer: poplib with our sockets, bounded and cancellable, and with the login's own outcomes."""

import contextlib
import poplib
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from wizard.mail.line import LONGEST_LINE, BrokenOff, Line, open_line
from wizard.mail.replies import pop3_problem
from wizard.mail.transcript import Transcript
from wizard.mail.waits import USUAL, Waits
from wizard.mail.xoauth2 import xoauth2_error, xoauth2_login
from wizard.model.mail import SocketType
from wizard.model.ports import Dialer
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.model.progress import Cancel
from wizard.redaction.words import Words, decoded


class Pop3(poplib.POP3):
    """poplib's POP3 on a line. A refusal is poplib.error_proto with the server's bytes, nothing else is."""

    def __init__(self, line: Line, host: str) -> None:
        self.line = line
        self.marked = 0
        """How many messages go when the conversation is ended in order."""
        self._asked = False
        """Whether the server waits for the rest of a login."""
        try:
            super().__init__(host, 0)
        except BaseException:
            self.file.close()  # or the socket stays open with it
            raise
        line.has_greeted()

    def _create_socket(self, _timeout: float) -> socket.socket:
        return self.line.sock

    def _getline(self) -> tuple[bytes, int]:
        # Header lines of real messages are longer than poplib allows (RFC 5322 recommends, nobody enforces).
        line = self.line.took(self.file.readline(LONGEST_LINE + 1))
        return line.rstrip(b"\r\n"), len(line)

    def _putline(self, line: bytes) -> None:
        if self._asked:
            self.line.transcript.sent_secret()
        else:
            self.line.transcript.sent(line)
        super()._putline(line)  # type: ignore[misc]

    def _getresp(self) -> bytes:
        answer, _ = self._getline()
        self.line.transcript.heard(answer)
        self._asked = answer[:2] in {b"+", b"+ "}
        if answer[:3].upper() == b"+OK" or answer[:2] in {b"+", b"+ "}:
            return answer
        # "+ERR" is what hMailServer said up to 5.6.
        if answer[:1] in {b"-", b"+"}:
            raise poplib.error_proto(answer)
        raise BrokenOff("nonsense", answer)

    def dele(self, which: str | int) -> bytes:
        """Mark a message; it goes with the QUIT that is answered."""
        answer = super().dele(which)
        self.marked += 1
        return answer

    def capabilities(self) -> frozenset[str]:
        """Return the names in CAPA's answer, empty where the server knows no CAPA."""
        try:
            lines = self._longcmd("CAPA")[1]  # type: ignore[attr-defined]
        except poplib.error_proto:
            return frozenset()
        for line in lines:
            self.line.transcript.heard(line)
        return frozenset(decoded(line.split()[0]).upper() for line in lines if line.split())


@contextmanager
def open_pop3(
    dialer: Dialer,
    host: str,
    port: int,
    socket_type: SocketType,
    cancel: Cancel,
    waits: Waits = USUAL,
    transcript: Transcript | None = None,
) -> Iterator[Pop3]:
    """Open a POP3 conversation up to the chosen encryption; what it raises is for `outcome_of`."""
    with open_line(dialer, host, port, socket_type, cancel, waits, transcript) as line:
        pop = greeted(line, host, port)
        try:
            if socket_type is SocketType.STARTTLS:
                if "STLS" not in pop.capabilities():
                    raise ProblemFound(Problem("MAIL-NO-STARTTLS", {"host": host, "port": port}))
                pop.stls(dialer.tls_context(host, port))
                line.upgraded(pop.sock)
                cancel.check()
            yield pop
            quit_pop3(pop)
        finally:
            with contextlib.suppress(OSError):
                pop.close()


def greeted(line: Line, host: str, port: int) -> Pop3:
    """Read the greeting; ProblemFound with the server's words where it turns us away."""
    try:
        return Pop3(line, host)
    except poplib.error_proto as error:
        facts: dict[str, Fact] = {"host": host, "port": port}
        raise ProblemFound(pop3_problem("greeting", words_of(error), facts)) from None


def quit_pop3(pop: Pop3) -> None:
    """Say good-bye. What was marked goes only if that is answered; where nothing is, it does not matter."""
    try:
        pop.quit()
    except poplib.error_proto as error:
        if pop.marked:
            raise ProblemFound(pop3_problem("remove", words_of(error), {"host": pop.host})) from None
    except (OSError, BrokenOff):
        if pop.marked:
            raise


def words_of(error: poplib.error_proto) -> bytes:
    """Return what the server said when it refused."""
    said = error.args[0] if error.args else b""
    return said if isinstance(said, bytes) else str(said).encode()


def pop3_login(pop: Pop3, user: str, password: str) -> None:
    """Log in with USER and PASS; ProblemFound with the cause the server gave."""
    facts: dict[str, Fact] = {"host": pop.host, "user": user}
    try:
        pop.user(user)
        pop.pass_(password)
    except poplib.error_proto as error:
        raise ProblemFound(pop3_problem("login", words_of(error), facts)) from None
    except BrokenOff as error:
        raise ProblemFound(_hung_up(error, facts)) from None
    except ConnectionError:
        if pop.line.late:
            raise
        raise ProblemFound(_hung_up(BrokenOff("hung-up"), facts)) from None


def _hung_up(error: BrokenOff, facts: Mapping[str, Fact]) -> Problem:
    """Some servers hang up on a wrong password, and some on everybody."""
    cause = "at-login" if error.cause == "hung-up" else error.cause
    return Problem("MAIL-BROKEN-OFF", {"host": facts["host"], "cause": cause, "said": error.said})


def pop3_sign_in(pop: Pop3, user: str, access: str) -> None:
    """Log in with an access token in two steps, as Microsoft wants it; ProblemFound with the cause."""
    facts: dict[str, Fact] = {"host": pop.host, "user": user, "side": "receiving"}
    try:
        pop._shortcmd("AUTH XOAUTH2")  # type: ignore[attr-defined]
        answer = pop._shortcmd(xoauth2_login(user, access))  # type: ignore[attr-defined]
        if answer.startswith(b"+ "):
            facts |= xoauth2_error(answer[2:])
            pop._shortcmd("")  # type: ignore[attr-defined]
    except poplib.error_proto as error:
        raise ProblemFound(
            Problem("OUT-SIGN-IN", {**facts, "said": Words(decoded(words_of(error)))})
        ) from None
