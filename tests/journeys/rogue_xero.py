"""A Xero that does what a script says, and passes everything else on to a real one behind it."""

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

import requests

from tests.servers.certificates import Certificate
from tests.servers.ports import LOOPBACK


@dataclass(frozen=True)
class Heard:
    """One request as it came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def everything(self) -> bytes:
        """All of it, to look for secrets in."""
        head = "\n".join(f"{name}: {value}" for name, value in self.headers.items())
        return f"{self.method} {self.path}\n{head}\n".encode() + self.body


@dataclass(frozen=True)
class Reply:
    """What the script answers; `after` passes the request on first, and throws the true answer away."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    after: bool = False


HANG_UP = Reply(status=0)
HANG_UP_AFTER = Reply(status=0, after=True)

Script = Callable[[Heard], Reply | None]
"""Answers a request, or None to pass it on."""


class RogueXero:
    """Stands in front of the Xero at `behind`; `heard` is every request, `script` may change at any time."""

    def __init__(self, behind: str, script: Script, certificate: Certificate | None = None) -> None:
        self.behind, self.script = behind, script
        self.heard: list[Heard] = []
        self._server = ThreadingHTTPServer((LOOPBACK, 0), _handler(self))
        self._server.daemon_threads = True
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate.chain, certificate.key)
            # the handshake happens in the thread of the connection: a client that refuses us holds nobody up
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        scheme = "https" if certificate else "http"
        self.base = f"{scheme}://localhost:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def at(self, address: str) -> str:
        """The same path here."""
        return self.base + urlsplit(address).path

    def pass_on(self, heard: Heard) -> requests.Response:
        """Ask the Xero behind."""
        with requests.Session() as session:
            session.trust_env = False
            headers = {name: value for name, value in heard.headers.items() if name.lower() != "host"}
            return session.request(
                heard.method,
                self.behind + heard.path,
                headers=headers,
                data=heard.body,
                allow_redirects=False,
                timeout=20,
            )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def only(path: str, reply: Reply) -> Script:
    """Answer one path, and pass everything else on."""
    return lambda heard: reply if urlsplit(heard.path).path == path else None


def refreshes(reply: Reply) -> Script:
    """Answer refreshes at the token address, and pass everything else on."""
    return lambda heard: reply if b"grant_type=refresh_token" in heard.body else None


def _handler(rogue: RogueXero) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heard = Heard(self.command, self.path, dict(self.headers.items()), body)
            rogue.heard.append(heard)
            reply = rogue.script(heard)
            if reply is None:
                true = rogue.pass_on(heard)
                kept = {"Content-Type", "Retry-After", "WWW-Authenticate", "Location"}
                headers = {name: value for name, value in true.headers.items() if name in kept}
                reply = Reply(true.status_code, true.content, headers)
            elif reply.after:
                rogue.pass_on(heard)
            if reply.status == 0:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 204:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def do_GET(self) -> None:
            self._handle()

        def do_POST(self) -> None:
            self._handle()

        def do_DELETE(self) -> None:
            self._handle()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                return

    return Handler
