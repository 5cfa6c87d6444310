"""Pages of a test's own on loopback, over http or https, for what an embedded browser may meet."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

Answer = str | tuple[int, dict[str, str], bytes]


@dataclass
class WebPages:
    """Path to what is answered; a text is a page. `asked` are the paths asked for."""

    base: str = ""
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    waits: threading.Event = field(default_factory=threading.Event)
    """A path named /hangs is answered once this is set."""


def _handler(site: WebPages) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            site.asked.append(path)
            if path == "/hangs":
                site.waits.wait(30)
            found = site.pages.get(path, (404, {}, b"nothing"))
            status, headers, body = (
                (200, {"Content-Type": "text/html; charset=utf-8"}, found.encode())
                if isinstance(found, str)
                else found
            )
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def web_pages(*, untrusted: bool = False) -> Iterator[WebPages]:
    """Serve pages on localhost; `untrusted` = over https with a certificate that nobody knows."""
    site = WebPages()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    scheme = "http"
    if untrusted:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("localhost").configure_cert(context)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    site.base = f"{scheme}://localhost:{server.server_port}"
    run: Callable[[], None] = server.serve_forever
    threading.Thread(target=run, daemon=True).start()
    try:
        yield site
    finally:
        site.waits.set()
        server.shutdown()
        server.server_close()
