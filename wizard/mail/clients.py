"""POP3 and SMTP conversations over a Dialer: poplib and smtplib with our sockets, bounded and cancellable."""

import base64
import contextlib
import poplib
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from wizard.mail.replies import pop3_problem, smtp_problem
from wizard.model.mail import SocketType
from wizard.model.ports import Dialer
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel

GREETING_SECONDS = 10.0
ANSWER_SECONDS = 15.0


class Pop3(poplib.POP3):
    """poplib's POP3 on a socket that is already connected."""

    def __init__(self, sock: socket.socket, host: str) -> None:
        self._connected = sock
        super().__init__(host, 0)

    def _create_socket(self, _timeout: float) -> socket.socket:
        return self._connected


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


def _shut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def open_socket(
    dialer: Dialer, host: str, port: int, socket_type: SocketType, cancel: Cancel
) -> Iterator[socket.socket]:
    """Connect, with TLS from the start if that is the socket type; closes at the end or on cancel."""
    sock = dialer.connect(host, port, GREETING_SECONDS, cancel)
    try:
        with cancel.guard(lambda: _shut(sock)):
            sock.settimeout(GREETING_SECONDS)
            if socket_type is SocketType.TLS:
                sock = dialer.tls_context(host, port).wrap_socket(sock, server_hostname=host)
            yield sock
    except OSError:
        cancel.check()  # a socket closed by Cancel is not the server's fault
        raise
    finally:
        sock.close()


@contextmanager
def open_pop3(
    dialer: Dialer, host: str, port: int, socket_type: SocketType, cancel: Cancel
) -> Iterator[Pop3]:
    """Open a POP3 conversation up to the chosen encryption; ssl.SSLError, OSError, ProblemFound."""
    with open_socket(dialer, host, port, socket_type, cancel) as sock:
        pop = Pop3(sock, host)
        pop.sock.settimeout(ANSWER_SECONDS)
        try:
            if socket_type is SocketType.STARTTLS:
                if "STLS" not in pop3_capabilities(pop):
                    raise ProblemFound(Problem("MAIL-NO-STARTTLS", {"host": host, "port": port}))
                pop.stls(dialer.tls_context(host, port))
            yield pop
            with contextlib.suppress(OSError, poplib.error_proto):
                pop.quit()
        finally:
            with contextlib.suppress(OSError):
                pop.close()


@contextmanager
def open_smtp(
    dialer: Dialer, host: str, port: int, socket_type: SocketType, cancel: Cancel
) -> Iterator[Smtp]:
    """Open an SMTP conversation up to the chosen encryption and EHLO; ssl.SSLError, OSError, ProblemFound."""
    with open_socket(dialer, host, port, socket_type, cancel) as sock:
        smtp = Smtp(sock, host)
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
    if code not in {235, 503}:
        raise ProblemFound(smtp_problem("auth", code, words, dict(facts)))
    return mechanism


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
