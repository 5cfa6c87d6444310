"""The loopback listener of RFC 8252 7.3: one answer, on both loopback addresses, then closed."""

import errno
import socket
import threading
import time
from collections.abc import Sequence
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import Any

from wizard.catalogue.words import words_of
from wizard.model.problem import Problem
from wizard.oauth.attempt import Attempt
from wizard.oauth.sign_in import REDIRECT_PORTS, redirect_uri

_words = words_of(__name__)

_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tillbridge</title></head>
<body style="font:18px sans-serif;margin:4em auto;max-width:30em"><h1>{title}</h1><p>{text}</p></body>
</html>"""


_SIGNED_IN, _REFUSED, _NOT_OURS = (200, "signed-in"), (200, "refused"), (404, "not-ours")
"""The status of an answer, and which of the words stand on its page."""
_VISIT_SECONDS = 5.0
"""How long somebody's own visit is waited for after a browser has asked ahead."""
_AGAIN_SECONDS = 0.5
"""How long a second visit is answered at least."""
_PURPOSES = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
"""The headers by which browsers say that they ask ahead."""
_NO_IPV6 = {
    getattr(errno, prefix + name)
    for prefix in ("", "WSA")  # Windows has numbers of its own
    for name in ("EADDRNOTAVAIL", "EAFNOSUPPORT", "EPROTONOSUPPORT")
    if hasattr(errno, prefix + name)
}
"""What a PC without IPv6 says when ::1 is asked for."""


class _Server(ThreadingHTTPServer):
    # A thread each: browsers open connections ahead and leave them idle, which must not keep the answer out.
    daemon_threads = True

    def server_bind(self) -> None:
        # Exclusive: another program must not be able to share the port and hear the answer.
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # Elsewhere this shares nothing with a listener, but takes a port over from an earlier sign-in
            # whose last connection the system still remembers for a minute.
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        # Not HTTPServer's: it asks DNS for our name.
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over browsers that hang up; the base class would print a traceback."""


class _Server6(_Server):
    address_family = socket.AF_INET6


class LoopbackListener:
    """Listens for one sign-in's redirect; a context manager. `port` is what the redirect address needs."""

    def __init__(self, ports: Sequence[int] = REDIRECT_PORTS) -> None:
        self._attempt: Attempt | None = None
        self._answering = threading.Lock()
        self._answered_at: float | None = None
        self._seen = threading.Event()
        self._servers = self._bind(ports)
        self.port = self._servers[0].server_port
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()

    def _bind(self, ports: Sequence[int]) -> list[HTTPServer]:
        handler = self._handler()
        last: OSError | None = None
        for port in ports:
            servers: list[HTTPServer] = []
            try:
                servers.append(_Server(("127.0.0.1", port), handler))
                servers.append(_Server6(("::1", servers[0].server_port), handler))
            except OSError as error:
                if servers and error.errno in _NO_IPV6:
                    return servers
                # Half a port is none: whoever holds ::1 would hear the answer, browsers ask there first.
                for server in servers:
                    server.server_close()
                last = error
                continue
            return servers
        raise last or OSError("no port")

    @property
    def redirect(self) -> str:
        """The redirect address that leads here."""
        return redirect_uri(self.port)

    def expect(self, attempt: Attempt) -> None:
        """Say whose answer is waited for; what is not its answer is refused and forgotten."""
        self._attempt = attempt

    def close(self) -> None:
        """Stop listening, once the page of an answer that came in was shown to a person.

        Browsers load it more than once, and some of them ahead of the person (streamlit/streamlit#15589).
        """
        if self._answered_at is not None:
            self._seen.wait(max(0.0, self._answered_at + _VISIT_SECONDS - time.monotonic()))
            time.sleep(max(0.0, self._answered_at + _AGAIN_SECONDS - time.monotonic()))
        with self._answering:
            for server in self._servers:
                server.shutdown()
                server.server_close()

    def __enter__(self) -> "LoopbackListener":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take(self, target: str, *, ahead: bool) -> tuple[int, str]:
        """Accept the first answer of our sign-in, nothing else can end it; return the page to show.

        `ahead`: the browser asks before its user does.
        """
        address = f"http://localhost:{self.port}{target}"
        attempt = self._attempt
        if attempt is None or not (attempt.take(address) or attempt.took(address)):
            return _NOT_OURS
        self._answered_at = self._answered_at or time.monotonic()
        if not ahead:
            self._seen.set()
        return _REFUSED if isinstance(attempt.sign_in.code_of(address), Problem) else _SIGNED_IN

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
                purposes = " ".join(self.headers.get(name, "") for name in _PURPOSES).lower()
                with listener._answering:
                    page = listener._take(self.path, ahead="prefetch" in purposes) if ours else _NOT_OURS
                    self._answer(*page)

            def _answer(self, status: int, said: str) -> None:
                title, text = escape(_words.one_of("titles", said)), escape(_words.one_of("texts", said))
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
