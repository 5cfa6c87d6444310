"""Free ports, and ports that are closed, silent or swallow every connection attempt."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Self

LOOPBACK = "127.0.0.1"


def free_ports(count: int) -> list[int]:
    """Different loopback ports that nothing listened on a moment ago."""
    with ExitStack() as held:
        sockets = [held.enter_context(_bound()) for _ in range(count)]
        return [_port(each) for each in sockets]


def free_port() -> int:
    """One loopback port that nothing listened on a moment ago."""
    return free_ports(1)[0]


@contextmanager
def closed_port() -> Iterator[int]:
    """A loopback port that refuses connections, and that nobody else can open meanwhile."""
    with _bound() as held:
        yield _port(held)


class SilentPort:
    """A loopback port that takes connections and never says a word."""

    def __init__(self) -> None:
        self._listener = _bound()
        # the kernel completes the handshakes of a backlog that nobody ever accepts from
        self._listener.listen(64)
        self.port = _port(self._listener)

    def close(self) -> None:
        """Stops listening; waiting clients are reset."""
        self._listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class BlackHole:
    """A loopback port whose backlog is full: on Linux a connection attempt gets no answer at all."""

    def __init__(self) -> None:
        self._sockets = ExitStack()
        listener = self._sockets.enter_context(_bound())
        listener.listen(0)
        self.port = _port(listener)
        for _ in range(16):
            if not self._fill():
                return
        self.close()
        raise RuntimeError("this system's backlog does not fill up")

    def _fill(self) -> bool:
        filler = self._sockets.enter_context(socket.socket())
        filler.settimeout(0.1)
        try:
            filler.connect((LOOPBACK, self.port))
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        """Stops swallowing connection attempts."""
        self._sockets.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _bound() -> socket.socket:
    held = socket.socket()
    held.bind((LOOPBACK, 0))
    return held


def _port(bound: socket.socket) -> int:
    port: int = bound.getsockname()[1]
    return port
