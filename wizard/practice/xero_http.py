"""HTTP as far as the practice Xero needs it: a request in, a reply or nothing out."""

import contextlib
import json
import logging
import socket
import ssl
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from wizard.practice.listening import ConnectionServer, reserve

_log = logging.getLogger(__name__)
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of a body that are read; a larger one is refused with 413."""
_DRAINED = 16 * 1024 * 1024
_DRAIN_SECONDS = 1.0
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """One request; header names in lower case, `form` empty unless `body` was a form."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """One reply; `sent` is how many bytes of the body go out before the line breaks, None for all."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: int | None = None


Application = Callable[[Request], Reply | None]
"""Answers a request; None hangs up without a word."""


def json_reply(status: int, value: object, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a reply that carries JSON."""
    body = json.dumps(value, default=_number).encode()
    return Reply(status, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})


def trouble_reply(status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a reply in the shape that Xero gives to what has nothing to do with a document."""
    body: dict[str, object] = {
        "Type": None,
        "Title": title,
        "Status": status,
        "Detail": detail,
        "Instance": str(uuid.uuid4()),
        "Extensions": {},
    }
    return json_reply(status, body, headers)


def _number(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} is nothing that JSON knows")


def page_reply(status: int, page: str) -> Reply:
    """Return a reply that carries a page; the page may load nothing from anywhere."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
    return Reply(status, page.encode(), headers)


def redirect_reply(address: str) -> Reply:
    """Return a redirect."""
    return Reply(302, b"", {"Location": address})


class HttpServer:
    """One application on one port of both loopback addresses (of 127.0.0.1 alone where there is no ::1)."""

    def __init__(self, application: Application, tls: ssl.SSLContext | None = None) -> None:
        handler = _handler_for(application, tls)
        first = reserve()
        self.port = int(first.getsockname()[1])
        self._servers = [ConnectionServer(first, handler)]
        second = _reserve_ipv6(self.port)
        if second is not None:
            self._servers.append(ConnectionServer(second, handler))

    def stop(self) -> None:
        """Stop listening and hang up on everybody."""
        for server in self._servers:
            server.stop()


def _reserve_ipv6(port: int) -> socket.socket | None:
    if not socket.has_ipv6:
        return None
    held = socket.socket(socket.AF_INET6)
    try:
        held.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        held.bind(("::1", port))
    except OSError:
        held.close()
        return None
    return held


def _handler_for(application: Application, tls: ssl.SSLContext | None) -> type[BaseHTTPRequestHandler]:
    class Handler(_Handler):
        answer = staticmethod(application)

        def setup(self) -> None:
            if tls is not None:
                # The plain socket stays the server's own, which closes it when the handler returns.
                self.request = tls.wrap_socket(self.request.dup(), server_side=True)
            super().setup()

        def finish(self) -> None:
            super().finish()
            if tls is not None:
                self.request.close()

    return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    _unread = 0
    answer: Application

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_PUT(self) -> None:
        self._handle("PUT")

    def do_DELETE(self) -> None:
        self._handle("DELETE")

    def do_HEAD(self) -> None:
        self._handle("HEAD")

    def do_PATCH(self) -> None:
        self._handle("PATCH")

    def do_OPTIONS(self) -> None:
        self._handle("OPTIONS")

    def version_string(self) -> str:
        """Name the server in a way nobody can take for Xero."""
        return "Practice-Xero"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: ARG002 (base class)
        # The request line that would be logged holds codes and states.
        _log.debug("practice Xero answered a %s", self.command)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request at all; the base class would do it with a page."""
        self.close_connection = True
        status = HTTPStatus(code)
        detail = message or explain or status.phrase
        self._send("", trouble_reply(code, status.phrase.replace(" ", ""), detail))

    def _handle(self, method: str) -> None:
        self.close_connection = True
        reply = self._reply(method)
        if reply is not None:
            self._send(method, reply)

    def _send(self, method: str, reply: Reply) -> None:
        with contextlib.suppress(ConnectionError):
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Cache-Control", "no-store")
            self.send_header("Connection", "close")
            if reply.status != 204:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if method != "HEAD":
                self.wfile.write(reply.body[: reply.sent])
            self._drain()

    def _reply(self, method: str) -> Reply | None:
        if "transfer-encoding" in self.headers:
            return trouble_reply(411, "LengthRequired", "A Content-Length is required")
        body = self._body()
        if body is None:
            return trouble_reply(413, "RequestEntityTooLarge", "The request is too large")
        try:
            request = self._request(method, body)
        except ValueError:
            return trouble_reply(400, "BadRequest", "The address of the request cannot be read")
        return self.answer(request)

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdecimal() and len(length) < 12):
            return None
        if int(length) <= LARGEST_BODY:
            return self.rfile.read(int(length))
        self._unread = min(int(length), _DRAINED)
        return None

    def _drain(self) -> None:
        """Throw away, as far as reason goes, a body that was refused: who is cut off reads no refusal."""
        self.connection.settimeout(_DRAIN_SECONDS)
        with contextlib.suppress(OSError):
            while self._unread > 0 and (piece := self.rfile.read1(65536)):
                self._unread -= len(piece)

    def _request(self, method: str, body: bytes) -> Request:
        target = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        form = _pairs(body.decode("utf-8", "replace")) if kind == _FORM else {}
        return Request(method, target.path, _pairs(target.query), headers, form, body)


def _pairs(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))
