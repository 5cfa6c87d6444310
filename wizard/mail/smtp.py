"""SMTP over a Dialer: smtplib with our sockets, bounded and cancellable."""

import contextlib
import re
import smtplib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from wizard.mail.line import LONGEST_LINE, BrokenOff, Line, open_line
from wizard.mail.replies import smtp_problem
from wizard.mail.transcript import Transcript
from wizard.mail.waits import USUAL, Waits
from wizard.model.mail import SocketType
from wizard.model.ports import Dialer
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.model.progress import Cancel

_NO_COMMAND = {500, 502}
_REPLY = re.compile(rb"(\d{3})([ -]?)(.*)", re.DOTALL)
_LOGIN_GOES_ON, _MESSAGE_BEGINS = 334, 354
_LONGEST_REPLY = 1_000
"""Lines of one answer."""


class Smtp(smtplib.SMTP):
    """smtplib's SMTP on a line."""

    def __init__(self, line: Line, host: str) -> None:
        self.line = line
        self._last_code = 0
        # An address literal: getfqdn() would ask DNS and could hang for seconds.
        address = line.sock.getsockname()[0]
        literal = f"[IPv6:{address}]" if ":" in address else f"[{address}]"
        super().__init__(local_hostname=literal)
        self._host = host  # what starttls() checks the certificate against

    def send(self, s: Any) -> None:
        """Send a command or a message; of a login and of a message nothing is noted."""
        if self._last_code == _LOGIN_GOES_ON:
            self.line.transcript.sent_secret()
        elif self._last_code == _MESSAGE_BEGINS:
            self.line.transcript.sent_message(len(s))
        else:
            self.line.transcript.sent(s)
        super().send(s)

    # smtplib declares a socket; the argument names are its own.
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002
        return self.line.sock

    def getreply(self) -> tuple[int, bytes]:
        """Read one answer of any number of lines; Slow, BrokenOff, OSError."""
        with self.line.timed():
            return self._reply()

    def _reply(self) -> tuple[int, bytes]:
        if self.file is None:
            assert self.sock is not None
            self.file = self.sock.makefile("rb")
        said: list[bytes] = []
        while len(said) < _LONGEST_REPLY:
            line = self.line.took(self.file.readline(LONGEST_LINE + 1))
            found = _REPLY.fullmatch(line)
            if found is None:
                raise BrokenOff("nonsense", line)
            self.line.transcript.heard(line)
            said.append(found[3].strip(b" \t\r\n"))
            if found[2] != b"-":
                self._last_code = int(found[1])
                return self._last_code, b"\n".join(said)
        raise BrokenOff("endless", said[0])

    def greet(self) -> None:
        """Say who we are, under another name where the address is refused; ProblemFound.

        RFC 5321 4.1.3 has servers take an address literal; some want a domain and say 501.
        """
        first: tuple[int, bytes] | None = None
        for name in dict.fromkeys((self.local_hostname, "localhost.localdomain")):
            code, words = self.ehlo(name)
            if code in _NO_COMMAND:
                code, words = self.helo(name)
            if 200 <= code < 300:
                self.local_hostname = name
                return
            first = first or (code, words)
        assert first is not None
        raise ProblemFound(smtp_problem("greeting", *first, {"host": self._host}))


@contextmanager
def open_smtp(
    dialer: Dialer,
    host: str,
    port: int,
    socket_type: SocketType,
    cancel: Cancel,
    waits: Waits = USUAL,
    transcript: Transcript | None = None,
) -> Iterator[Smtp]:
    """Open an SMTP conversation up to the chosen encryption and EHLO; ssl.SSLError, OSError, ProblemFound."""
    with open_line(dialer, host, port, socket_type, cancel, waits, transcript) as line:
        smtp, _ = greeted(line, host, port)
        try:
            smtp.greet()
            if socket_type is SocketType.STARTTLS:
                if not smtp.has_extn("starttls"):
                    raise ProblemFound(Problem("MAIL-NO-STARTTLS", {"host": host, "port": port}))
                smtp.starttls(context=dialer.tls_context(host, port))
                assert smtp.sock is not None
                line.upgraded(smtp.sock)
                cancel.check()
                smtp.greet()
            yield smtp
            quit_smtp(smtp)
        finally:
            smtp.close()


def greeted(line: Line, host: str, port: int) -> tuple[Smtp, bytes]:
    """Read the greeting and return its words; ProblemFound with them where the server turns us away."""
    smtp = Smtp(line, host)
    try:
        code, words = smtp.connect(host, port)
        line.has_greeted()
        if code != 220:
            facts: dict[str, Fact] = {"host": host, "port": port}
            raise ProblemFound(smtp_problem("greeting", code, words, facts))
    except BaseException:
        smtp.close()
        raise
    return smtp, words


def quit_smtp(smtp: Smtp) -> None:
    """Say good-bye, whatever the answer."""
    with contextlib.suppress(OSError, smtplib.SMTPException, BrokenOff):
        smtp.quit()
