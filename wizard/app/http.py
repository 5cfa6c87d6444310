"""HTTP sessions: what requests does by default and must not do with keys in hand."""

import socket
import ssl
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import requests
import truststore
from requests.adapters import HTTPAdapter

from wizard.app.loopback import is_loopback_host
from wizard.model.proxy import NOT_LOOPBACK

HTTP_SECONDS = (10.0, 30.0)
"""Connect and read time-outs of every HTTP request."""
WHOLE_ANSWER_SECONDS = 60.0
"""How long an answer may take from the first to the last byte."""


def _knows_localhost() -> bool:
    """Whether this system resolves `localhost`; a bare one without a hosts file does not."""
    try:
        socket.getaddrinfo("localhost", None)
    except socket.gaierror:
        return False
    return True


class _Session(requests.Session):
    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.trust_env = False  # no netrc, no environment proxies or CA bundles
        self.headers["User-Agent"] = "Tillbridge"

    def get_redirect_target(self, resp: requests.Response) -> None:  # noqa: ARG002
        """Follow nothing: a key or a code must not travel on to another host."""
        return

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send a request, with time-outs even where the caller gave none, and one for all of the answer."""
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = HTTP_SECONDS
        # In a thread: requests' own read time-out begins anew with every byte.
        return _within(WHOLE_ANSWER_SECONDS, partial(super().send, request, **kwargs))


def _within(seconds: float, work: Callable[[], requests.Response]) -> requests.Response:
    """Return what `work` returns, or raise what it raises; ReadTimeout when it takes too long."""
    outcome: SimpleQueue[requests.Response | BaseException] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put(work())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            outcome.put(error)

    Thread(target=run, daemon=True).start()
    try:
        found = outcome.get(timeout=seconds)
    except Empty:
        raise requests.exceptions.ReadTimeout("the answer did not end") from None
    if isinstance(found, BaseException):
        raise found
    return found


class _SystemTrust(HTTPAdapter):
    """Checks certificates against the PC's own store alone: antivirus programs and proxies look into TLS."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Hand urllib3 the system's context."""
        super().init_poolmanager(*args, **kwargs, ssl_context=_system_context())

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Hand it to what goes through a proxy as well."""
        return super().proxy_manager_for(proxy, **kwargs, ssl_context=_system_context())

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:  # noqa: ARG002
        """Add no list of authorities, as requests would: this PC's owner decides whom it trusts."""
        conn.cert_reqs = "CERT_REQUIRED"


def _system_context() -> ssl.SSLContext:
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class LiveSession(_Session):
    """A session for the real Xero: https only, system certificates, the PC's proxy."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.mount("https://", _SystemTrust())
        self.adapters.pop("http://", None)
        self.proxies.update(urllib.request.getproxies())

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send; the proxy is left out for this machine itself."""
        if is_loopback_host(urlsplit(request.url or "").hostname or ""):
            kwargs["proxies"] = {}
        return super().send(request, **kwargs)


class LoopbackSession(_Session):
    """A session that reaches this machine and nothing else, without a proxy."""

    def __init__(self, ca: Path | None, **more: Any) -> None:
        super().__init__(**more)
        if ca is not None:
            self.verify = str(ca)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Refuse other destinations before any name is looked up."""
        parts = urlsplit(request.url or "")
        if not is_loopback_host(parts.hostname or ""):
            raise requests.exceptions.InvalidURL(NOT_LOOPBACK)
        if parts.hostname == "localhost" and not _knows_localhost():
            request.headers.setdefault("Host", parts.netloc)
            request.url = parts._replace(netloc=f"127.0.0.1:{parts.port or 80}").geturl()
        kwargs["proxies"] = {}
        return super().send(request, **kwargs)
