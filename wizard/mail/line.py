"""A connection to a mail server: bounded in time, bytes and lines, ended by Cancel."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from wizard.mail.transcript import Transcript
from wizard.mail.waits import Waits
from wizard.model.mail import SocketType
from wizard.model.ports import Dialer
from wizard.model.progress import Cancel
from wizard.redaction.words import Words, decoded

LONGEST_LINE = 65_536
_MOST_BYTES = 16 << 20
_MOST_LINES = 250_000
"""Of one conversation: the list of a mailbox of 100,000 messages is a quarter of it."""


class BrokenOff(Exception):
    """A conversation that cannot go on: the other side hung up, talks nonsense or does not stop."""

    def __init__(self, cause: Literal["hung-up", "nonsense", "endless"], words: bytes | str = "") -> None:
        super().__init__(cause)
        self.cause, self.said = cause, Words(decoded(words))


class Slow(TimeoutError):
    """A server that took the connection and then too long; `greeted` = it had begun to talk."""

    def __init__(self, *, greeted: bool) -> None:
        super().__init__("too slow")
        self.greeted = greeted


def shut(sock: socket.socket) -> None:
    """End whatever waits on a connection."""
    with contextlib.suppress(OSError):
        # The plain socket's shutdown: an SSLSocket's own would pull the TLS state from under a reader.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class Line:
    """A connection that Cancel and a deadline can end from another thread, also after an upgrade to TLS."""

    def __init__(self, sock: socket.socket, waits: Waits, transcript: Transcript | None = None) -> None:
        self.sock, self.waits = sock, waits
        self.transcript = transcript or Transcript()
        self.late = self.greeted = False
        self._bytes, self._lines = _MOST_BYTES, _MOST_LINES
        self._timer: threading.Timer | None = None
        self.allow(waits.greeting)

    def allow(self, seconds: float) -> None:
        """Let the conversation go on for so long from here."""
        self.stop_clock()
        self._timer = threading.Timer(seconds, self.expire)
        self._timer.daemon = True
        self._timer.start()

    def stop_clock(self) -> None:
        """Nothing ends the conversation any more."""
        if self._timer is not None:
            self._timer.cancel()

    def has_greeted(self) -> None:
        """The server has said its first words: from here on it may take less long."""
        self.greeted = True
        self.sock.settimeout(self.waits.answer)
        self.allow(self.waits.conversation)

    def upgraded(self, sock: socket.socket) -> None:
        """Go on over TLS; Slow where the time ran out during the handshake, when nothing could be shut."""
        self.sock = sock
        if self.late:
            raise Slow(greeted=self.greeted)

    def took(self, line: bytes) -> bytes:
        """Count a line that was read, and return it; BrokenOff where it is the end, or one too many."""
        self._bytes -= len(line)
        self._lines -= 1
        if len(line) > LONGEST_LINE or self._bytes < 0 or self._lines < 0:
            raise BrokenOff("endless", line[:400])
        if not line.endswith(b"\n"):  # what was begun is not what would have been said
            raise BrokenOff("hung-up")
        return line

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Run a piece of the conversation; Slow where it took too long, however that came out."""
        try:
            yield
        except (OSError, BrokenOff) as error:
            if self.late or isinstance(error, TimeoutError):
                raise Slow(greeted=self.greeted) from None
            raise

    def shut(self) -> None:
        """End whatever waits on the connection."""
        shut(self.sock)

    def expire(self) -> None:
        """The conversation took too long: a server that drips keeps every single time-out waiting."""
        self.late = True
        self.shut()


@contextmanager
def open_line(
    dialer: Dialer,
    host: str,
    port: int,
    socket_type: SocketType,
    cancel: Cancel,
    waits: Waits,
    transcript: Transcript | None = None,
) -> Iterator[Line]:
    """Connect, with TLS from the start if that is the socket type; ends in time, or on cancel."""
    line = Line(dialer.connect(host, port, waits.connect, cancel), waits, transcript)
    line.transcript.opened(host, port, socket_type)
    try:
        with cancel.guard(line.shut), line.timed():
            line.sock.settimeout(waits.greeting)
            if socket_type is SocketType.TLS:
                line.upgraded(dialer.tls_context(host, port).wrap_socket(line.sock, server_hostname=host))
                cancel.check()
            yield line
    except (OSError, BrokenOff):
        cancel.check()  # what Cancel ended is not the server's doing
        raise
    finally:
        line.stop_clock()
        line.sock.close()
