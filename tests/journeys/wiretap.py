"""A port in front of a server that hears everything its clients say."""

import socket
import threading
from collections.abc import Callable
from typing import Self

from tests.servers.ports import LOOPBACK


class Wiretap:
    """Passes every connection on to a loopback port and keeps what clients said.

    `before` is called with a client's words before they are passed on.
    """

    def __init__(self, target: int, before: Callable[[bytes], None] | None = None) -> None:
        self.said: list[bytearray] = []
        self._target, self._before = target, before
        self._listener = socket.create_server((LOOPBACK, 0))
        self.port: int = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = [self._listener]
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def words(self) -> bytes:
        """What all clients said together, in capitals."""
        return b"\n".join(map(bytes, self.said)).upper()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._sockets:
            _shut(each, socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        for each in self._sockets:
            each.close()

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection((LOOPBACK, self._target), timeout=30)
            self._sockets += [client, server]
            self.said.append(bytearray())
            self._start(self._listen, client, server, self.said[-1])
            self._start(self._pump, server, client)

    def _listen(self, client: socket.socket, server: socket.socket, said: bytearray) -> None:
        def hear(words: bytes) -> None:
            said.extend(words)
            if self._before is not None:
                self._before(words)

        self._pump(client, server, hear)

    @staticmethod
    def _pump(
        source: socket.socket, sink: socket.socket, hear: Callable[[bytes], None] = lambda _: None
    ) -> None:
        try:
            while words := source.recv(65536):
                hear(words)
                sink.sendall(words)
        except OSError:
            _shut(source, socket.SHUT_RDWR)
        _shut(sink, socket.SHUT_WR)


def _shut(each: socket.socket, how: int) -> None:
    try:
        each.shutdown(how)
    except OSError:
        return
