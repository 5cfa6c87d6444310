"""HTTP as far as the practice Xero needs it: a request in, a reply or nothing out."""

import contextlib
import json
import logging
import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from wizard.practice.listening import ConnectionServer, reserve

_log = logging.getLogger(__name__)
_LARGEST_BODY = 64 * 1024
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """One request; header names in lower case, `form` empty unless the body was a form."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """One reply."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Application = Callable[[Request], Reply | None]
"""Answers a request; None hangs up without a word."""


def json_reply(status: int, value: object, headers: Mapping[str, str] | None = None) -> Reply:
    """Return a reply that carries JSON."""
    body = json.dumps(value).encode()
    return Reply(status, body, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})


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
    answer: Application

    def do_GET(self) -> None:
        self._handle("GET")

    def do_POST(self) -> None:
        self._handle("POST")

    def do_PUT(self) -> None:
        self._handle("PUT")

    def do_DELETE(self) -> None:
        self._handle("DELETE")

    def version_string(self) -> str:
        """Name the server in a way nobody can take for Xero."""
        return "Practice-Xero"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: ARG002 (base class)
        # The request line that would be logged holds codes and states.
        _log.debug("practice Xero answered a %s", self.command)

    def _handle(self, method: str) -> None:
        self.close_connection = True
        body = self._body()
        reply = Reply(413) if body is None else self.answer(self._request(method, body))
        if reply is None:
            return
        with contextlib.suppress(ConnectionError):
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Cache-Control", "no-store")
            self.send_header("Connection", "close")
            if reply.status != 204:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

    def _body(self) -> bytes | None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > _LARGEST_BODY:
            return None
        return self.rfile.read(int(length))

    def _request(self, method: str, body: bytes) -> Request:
        target = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        form = _pairs(body.decode("utf-8", "replace")) if kind == _FORM else {}
        return Request(method, target.path, _pairs(target.query), headers, form)


def _pairs(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))
