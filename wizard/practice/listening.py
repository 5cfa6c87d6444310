"""Loopback servers with one thread per connection, which let go of every connection when stopped."""

import contextlib
import logging
import os
import selectors
import socket
import socketserver
import sys
import threading
from typing import Any

_log = logging.getLogger(__name__)


def reserve(port: int = 0) -> socket.socket:
    """Return a socket that holds a port on 127.0.0.1 without listening: who connects is refused."""
    held = socket.socket()
    if port == 0:
        # Set before the bind, SO_REUSEADDR would let Linux hand out a port that somebody else holds.
        held.bind(("127.0.0.1", 0))
        _allow_reuse(held)
    else:
        _allow_reuse(held)
        held.bind(("127.0.0.1", port))
    return held


def _allow_reuse(held: socket.socket) -> None:
    # On Windows the same option would let two servers share a port.
    if os.name == "posix":
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


class ConnectionServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Serves a bound socket in the background until it is stopped; owns the socket."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 32
    timeout = 0

    def __init__(self, held: socket.socket, handler: type[socketserver.BaseRequestHandler]) -> None:
        super().__init__(held.getsockname()[:2], handler, bind_and_activate=False)
        self.socket.close()
        self.socket = held
        self._guard = threading.Lock()
        self._open: set[socket.socket] = set()
        self._wake, self._waker = socket.socketpair()
        self.server_activate()
        self._thread = threading.Thread(target=self._accept_all, daemon=True)
        self._thread.start()

    def _accept_all(self) -> None:
        # serve_forever() asks every half second whether to stop; this one is told.
        with selectors.DefaultSelector() as selector:
            selector.register(self, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            while all(key.fileobj is self for key, _ in selector.select()):
                self.handle_request()

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection and remember it."""
        connection, peer = super().get_request()
        with self._guard:
            self._open.add(connection)
        return connection, peer

    def shutdown_request(self, request: Any) -> None:
        """Close a connection and forget it."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 (base class)
        """Pass over connections that broke; anything else is a defect of ours and is logged."""
        if not isinstance(sys.exc_info()[1], OSError):
            _log.exception("practice service failed while answering %s", client_address)

    def stop(self) -> None:
        """Stop listening and hang up on everybody."""
        self._waker.close()
        self._thread.join()
        self._wake.close()
        self.server_close()
        with self._guard:
            left = list(self._open)
        for connection in left:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
