"""The loopback listener of RFC 8252 7.3: one answer, on both loopback addresses, then closed."""

import contextlib
import socket
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Empty, SimpleQueue

from wizard.model.progress import Cancel
from wizard.oauth.sign_in import REDIRECT_PORTS, SignIn, redirect_uri

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tillbridge</title></head>
<body style="font:18px sans-serif;margin:4em auto;max-width:30em"><h1>{title}</h1><p>{text}</p></body>
</html>"""


class _Server(HTTPServer):
    # Exclusive: another program must not be able to share the port and hear the answer.
    allow_reuse_address = False

    def server_bind(self) -> None:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        # Not HTTPServer's: it asks DNS for our name.
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "localhost", self.server_address[1]


class _Server6(_Server):
    address_family = socket.AF_INET6


class LoopbackListener:
    """Listens for one sign-in's redirect; a context manager. `port` is what the redirect address needs."""

    def __init__(self, ports: Sequence[int] = REDIRECT_PORTS) -> None:
        self._answers: SimpleQueue[str] = SimpleQueue()
        self._sign_in: SignIn | None = None
        self._servers = self._bind(ports)
        self.port = self._servers[0].server_port
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()

    def _bind(self, ports: Sequence[int]) -> list[HTTPServer]:
        handler = self._handler()
        last: OSError | None = None
        for port in ports:
            try:
                servers: list[HTTPServer] = [_Server(("127.0.0.1", port), handler)]
            except OSError as error:
                last = error
                continue
            with contextlib.suppress(OSError):  # a PC without IPv6
                servers.append(_Server6(("::1", servers[0].server_port), handler))
            return servers
        raise last or OSError("no port")

    @property
    def redirect(self) -> str:
        """The redirect address that leads here."""
        return redirect_uri(self.port)

    def expect(self, sign_in: SignIn) -> None:
        """Say whose answer is waited for; what is not its answer is refused and forgotten."""
        self._sign_in = sign_in

    def hand_in(self, address: str) -> bool:
        """Take an address that its user copied; False when it is not this sign-in's answer."""
        sign_in = self._sign_in
        if sign_in is None or not sign_in.is_answer(address):
            return False
        self._sign_in = None
        self._answers.put(address.strip())
        return True

    def wait(self, seconds: float, cancel: Cancel) -> str | None:
        """Return the redirected address, None when none came in time; Cancelled when stopped."""
        slices = max(1, int(seconds / 0.2))
        for _ in range(slices):
            cancel.check()
            try:
                return self._answers.get(timeout=0.2)
            except Empty:
                continue
        return None

    def close(self) -> None:
        """Stop listening."""
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def __enter__(self) -> "LoopbackListener":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take(self, target: str) -> bool:
        """Accept the first answer of our sign-in; nothing else can end it."""
        address = f"http://localhost:{self.port}{target}"
        sign_in = self._sign_in
        if sign_in is None or not sign_in.is_answer(address):
            return False
        self._sign_in = None  # a second callback finds nobody waiting
        self._answers.put(address)
        return True

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            server_version, sys_version, timeout = "Tillbridge", "", 5

            def do_GET(self) -> None:
                host = self.headers.get("Host", "")
                # The Host header tells a redirect to us from a page that rebinds its name to 127.0.0.1.
                ours = host in {
                    f"localhost:{listener.port}",
                    f"127.0.0.1:{listener.port}",
                    f"[::1]:{listener.port}",
                }
                if ours and listener._take(self.path):
                    self._answer(
                        200, "You are signed in", "You can close this page and go back to Tillbridge."
                    )
                else:
                    self._answer(
                        404, "Nothing to do here", "This page belongs to another or an earlier sign-in."
                    )

            def _answer(self, status: int, title: str, text: str) -> None:
                body = _PAGE.format(title=title, text=text).encode()
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Cache-Control", "no-store")
                self.send_header("Referrer-Policy", "no-referrer")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Log nothing: the request line holds the code."""

        return Handler
