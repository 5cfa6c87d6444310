"""A POP3 server that answers a login with what it was sent, as some do."""

import base64
import socketserver
import threading
from typing import Self

from tests.servers.ports import LOOPBACK


class Parrot(socketserver.ThreadingTCPServer):
    """Refuses every login in words that hold the password in several forms."""

    daemon_threads = True

    def __init__(self, password: str, user: str) -> None:
        login = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        self.refusal = f"-ERR [AUTH] no such login: PASS {password} ({login})\r\n".encode()
        super().__init__((LOOPBACK, 0), _Conversation)
        self.port: int = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    server: Parrot

    def handle(self) -> None:
        self.wfile.write(b"+OK ready\r\n")
        for line in self.rfile:
            word = line.split()[0].upper() if line.split() else b""
            if word == b"QUIT":
                self.wfile.write(b"+OK bye\r\n")
                return
            self.wfile.write({b"USER": b"+OK\r\n", b"PASS": self.server.refusal}.get(word, b"-ERR what?\r\n"))
