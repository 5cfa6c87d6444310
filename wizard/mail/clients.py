"""POP3 and SMTP conversations over a Dialer: poplib and smtplib with our sockets, bounded and cancellable."""

import base64
import contextlib
import poplib
import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from wizard.mail.replies import pop3_problem, said, smtp_problem, xoauth2_error
from wizard.model.mail import SocketType
from wizard.model.ports import Dialer
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.model.progress import Cancel

GREETING_SECONDS = 10.0
ANSWER_SECONDS = 15.0
CONVERSATION_SECONDS = 25.0
"""A whole conversation, however slowly its server drips."""
_LONGEST_LINE = 65_536
_LOGGED_IN = 235
"""The one reply that means it (RFC 4954, 6).

503 refuses an AUTH out of turn: after one that worked, within a message, or where none is offered ("already
authenticated", "AUTH command used when not advertised", "authentication not enabled"). We ask once in a
session, so that it says of our password nothing at all.
"""


class Pop3(poplib.POP3):
    """poplib's POP3 on a connected socket, for longer lines than poplib's 2,048 characters."""

    def __init__(self, sock: socket.socket, host: str) -> None:
        self._connected = sock
        super().__init__(host, 0)

    def _create_socket(self, _timeout: float) -> socket.socket:
        return self._connected

    def _getline(self) -> tuple[bytes, int]:
        # Header lines of real messages are longer than poplib allows (RFC 5322 recommends, nobody enforces).
        line = self.file.readline(_LONGEST_LINE + 1)
        if len(line) > _LONGEST_LINE:
            raise poplib.error_proto("line too long")
        if not line:
            raise poplib.error_proto("-ERR EOF")
        return line.rstrip(b"\r\n"), len(line)


class Smtp(smtplib.SMTP):
    """smtplib's SMTP on a socket that is already connected."""

    def __init__(self, sock: socket.socket, host: str) -> None:
        self._connected = sock
        # An address literal: getfqdn() would ask DNS and could hang for seconds.
        address = sock.getsockname()[0]
        literal = f"[IPv6:{address}]" if ":" in address else f"[{address}]"
        super().__init__(local_hostname=literal)
        self._host = host  # what starttls() checks the certificate against

    # smtplib declares a socket; the argument names are its own.
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002
        return self._connected


class Line:
    """A connection that Cancel and a deadline can end from another thread, also after an upgrade to TLS."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.late = False

    def shut(self) -> None:
        """End whatever waits on the connection."""
        with contextlib.suppress(OSError):
            # The plain socket's shutdown: an SSLSocket's own would pull the TLS state from under a reader.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)

    def expire(self) -> None:
        """The conversation took too long: a server that drips keeps every single time-out waiting."""
        self.late = True
        self.shut()


@contextmanager
def open_line(
    dialer: Dialer, host: str, port: int, socket_type: SocketType, cancel: Cancel
) -> Iterator[Line]:
    """Connect, with TLS from the start if that is the socket type; ends in time, or on cancel."""
    line = Line(dialer.connect(host, port, GREETING_SECONDS, cancel))
    timer = threading.Timer(CONVERSATION_SECONDS, line.expire)
    timer.daemon = True
    timer.start()
    try:
        with cancel.guard(line.shut):
            line.sock.settimeout(GREETING_SECONDS)
            if socket_type is SocketType.TLS:
                line.sock = dialer.tls_context(host, port).wrap_socket(line.sock, server_hostname=host)
            yield line
    except (OSError, poplib.error_proto, smtplib.SMTPException):
        cancel.check()  # what Cancel or the deadline ended is not the server's doing
        if line.late:
            raise TimeoutError(f"no end after {CONVERSATION_SECONDS:.0f} seconds") from None
        raise
    finally:
        timer.cancel()
        line.sock.close()


@contextmanager
def open_pop3(
    dialer: Dialer, host: str, port: int, socket_type: SocketType, cancel: Cancel
) -> Iterator[Pop3]:
    """Open a POP3 conversation up to the chosen encryption; ssl.SSLError, OSError, ProblemFound."""
    with open_line(dialer, host, port, socket_type, cancel) as line:
        pop = Pop3(line.sock, host)
        pop.sock.settimeout(ANSWER_SECONDS)
        try:
            if socket_type is SocketType.STARTTLS:
                if "STLS" not in pop3_capabilities(pop):
                    raise ProblemFound(Problem("MAIL-NO-STARTTLS", {"host": host, "port": port}))
                pop.stls(dialer.tls_context(host, port))
                line.sock = pop.sock
            yield pop
            # What was marked for deletion goes only with an answered QUIT: its failure is no detail.
            pop.quit()
        finally:
            with contextlib.suppress(OSError):
                pop.close()


@contextmanager
def open_smtp(
    dialer: Dialer, host: str, port: int, socket_type: SocketType, cancel: Cancel
) -> Iterator[Smtp]:
    """Open an SMTP conversation up to the chosen encryption and EHLO; ssl.SSLError, OSError, ProblemFound."""
    with open_line(dialer, host, port, socket_type, cancel) as line:
        smtp = Smtp(line.sock, host)
        code, words = smtp.connect(host, port)
        try:
            if code != 220:
                raise ProblemFound(smtp_problem("mail", code, words, {"host": host, "port": port}))
            assert smtp.sock is not None
            smtp.sock.settimeout(ANSWER_SECONDS)
            smtp.ehlo_or_helo_if_needed()
            if socket_type is SocketType.STARTTLS:
                if not smtp.has_extn("starttls"):
                    raise ProblemFound(Problem("MAIL-NO-STARTTLS", {"host": host, "port": port}))
                smtp.starttls(context=dialer.tls_context(host, port))
                line.sock = smtp.sock
                smtp.ehlo_or_helo_if_needed()
            yield smtp
            with contextlib.suppress(OSError, smtplib.SMTPException):
                smtp.quit()
        finally:
            smtp.close()


def pop3_capabilities(pop: Pop3) -> dict[str, list[str]]:
    """Return CAPA's answer, empty where the server knows no CAPA."""
    try:
        return {name.upper(): words for name, words in pop.capa().items()}
    except poplib.error_proto:
        return {}


def pop3_login(pop: Pop3, user: str, password: str) -> None:
    """Log in with USER and PASS; ProblemFound with the cause the server gave."""
    try:
        pop.user(user)
        pop.pass_(password)
    except poplib.error_proto as error:
        words = error.args[0] if error.args else b""
        raise ProblemFound(pop3_problem(words, {"host": pop.host, "user": user})) from None


def smtp_login(smtp: Smtp, host: str, user: str, password: str) -> str:
    """Log in with PLAIN or LOGIN and return the mechanism; ProblemFound with the cause the server gave.

    smtplib's own login() refuses passwords that are not ASCII, and tries one mechanism after the other
    with a wrong password, which locks accounts.
    """
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    facts = {"host": host, "user": user}
    if "PLAIN" in offered:
        mechanism = "PLAIN"
        code, words = smtp.docmd("AUTH", "PLAIN " + _b64(f"\0{user}\0{password}"))
    elif "LOGIN" in offered:
        mechanism = "LOGIN"
        code, words = smtp.docmd("AUTH", "LOGIN " + _b64(user))
        if code == 334:
            code, words = smtp.docmd(_b64(password))
    elif "CRAM-MD5" in offered:
        mechanism = "CRAM-MD5"
        smtp.user, smtp.password = user, password
        try:
            code, words = smtp.auth("CRAM-MD5", smtp.auth_cram_md5)
        except smtplib.SMTPAuthenticationError as error:
            code, words = error.smtp_code, error.smtp_error  # type: ignore[assignment]
    else:
        raise ProblemFound(Problem("MAIL-NO-AUTH", {**facts, "offered": " ".join(offered) or "nothing"}))
    if code != _LOGGED_IN:
        raise ProblemFound(smtp_problem("auth", code, words, dict(facts)))
    return mechanism


def smtp_sign_in(smtp: Smtp, host: str, user: str, access: str) -> str:
    """Log in with an access token (XOAUTH2) and return the mechanism; ProblemFound with the server's cause.

    A refused token is answered 334 with JSON in base64; an empty line brings the final 535.
    """
    facts: dict[str, Fact] = {"host": host, "user": user}
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if "XOAUTH2" not in offered:
        offer = " ".join(offered) or "nothing"
        raise ProblemFound(Problem("MAIL-NO-AUTH", {**facts, "offered": offer, "sign_in": True}))
    code, words = smtp.docmd("AUTH", "XOAUTH2 " + xoauth2_login(user, access))
    if code == 334:
        facts |= xoauth2_error(words)
        code, words = smtp.docmd("")
    if code != _LOGGED_IN:
        raise ProblemFound(smtp_problem("oauth", code, words, facts))
    return "XOAUTH2"


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
        words = error.args[0] if error.args else b""
        raise ProblemFound(Problem("OUT-SIGN-IN", {**facts, "said": said(None, words)})) from None


def xoauth2_login(user: str, access: str) -> str:
    """Return what a login with an access token sends, in base64."""
    return _b64(f"user={user}\x01auth=Bearer {access}\x01\x01")


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
