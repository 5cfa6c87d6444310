"""Servers that speak POP3 and SMTP badly: what they say is a script, and some never come to an end."""

import socketserver
import threading
from collections.abc import Mapping
from typing import Self

from tests.servers.ports import LOOPBACK

DRIP_SECONDS = 0.3


class Rogue(socketserver.ThreadingTCPServer):
    """Answers each command by its first word; words not in the script get the answer for `b""`.

    An answer that begins with `drip:` is repeated slowly until the server stops; None hangs up.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, greeting: bytes | None, script: Mapping[bytes, bytes | None]) -> None:
        self.greeting, self.script = greeting, script
        self.stopped = threading.Event()
        self.heard = bytearray()
        super().__init__((LOOPBACK, 0), _Conversation)
        self.port: int = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    server: Rogue

    def handle(self) -> None:
        try:
            if not self._say(self.server.greeting):
                return
            for line in self.rfile:
                self.server.heard.extend(line)
                word = line.split()[0].upper() if line.split() else b""
                script = self.server.script
                if not self._say(script.get(word, script.get(b""))):
                    return
        except OSError:
            return

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            return

    def _say(self, words: bytes | None) -> bool:
        if words is None:
            return False
        if not words.startswith(b"drip:"):
            self.wfile.write(words)
            return True
        while not self.server.stopped.wait(DRIP_SECONDS):
            self.wfile.write(words.removeprefix(b"drip:"))
        return False
