"""A short document fetched by HTTP through the World's dialer: bounded in bytes, time and redirects."""

import http.client
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from wizard.model.ports import Dialer
from wizard.model.progress import Cancel

MOST_BYTES = 100_000
_REDIRECTS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})


class NothingThereError(Exception):
    """There is no such document, or whoever was asked did not answer."""


@dataclass(frozen=True)
class Document:
    """What came, and the address that it came from in the end."""

    address: str
    content: bytes


def fetch(dialer: Dialer, address: str, deadline: float, cancel: Cancel) -> Document:
    """Return what stands at a web address before a moment of `time.monotonic()`; NothingThereError else."""
    for _ in range(_REDIRECTS + 1):
        cancel.check()
        try:
            found = _get(dialer, address, deadline, cancel)
        except (OSError, ValueError, http.client.HTTPException) as error:
            raise NothingThereError(f"{address}: {error}") from error
        if isinstance(found, bytes):
            return Document(address, found)
        if address.startswith("https:") and not found.startswith("https:"):
            raise NothingThereError(f"{address} leads out of encryption")
        address = found
    raise NothingThereError(f"{address} leads on and on")


def _get(dialer: Dialer, address: str, deadline: float, cancel: Cancel) -> bytes | str:
    """Return the document, or where it moved."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise NothingThereError(f"{address} is no web address")
    is_encrypted = parts.scheme == "https"
    port = parts.port or (443 if is_encrypted else 80)
    sock = dialer.connect(parts.hostname, port, _left(deadline), cancel)
    try:
        if is_encrypted:
            context = dialer.tls_context(parts.hostname, port)
            sock = context.wrap_socket(sock, server_hostname=parts.hostname)
        connection = http.client.HTTPConnection(parts.hostname, parts.port)
        connection.sock = sock
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sock.settimeout(_left(deadline))
        connection.request("GET", path, headers={"Accept": "text/xml", "Connection": "close"})
        answer = connection.getresponse()
        if answer.status in _MOVED:
            return urljoin(address, answer.getheader("Location") or "")
        if answer.status != http.client.OK:
            raise NothingThereError(f"{address}: {answer.status}")
        return _read(answer, deadline, cancel)
    finally:
        sock.close()


def _read(answer: http.client.HTTPResponse, deadline: float, cancel: Cancel) -> bytes:
    content = bytearray()
    while part := answer.read1(8192):
        cancel.check()
        _left(deadline)
        content += part
        if len(content) > MOST_BYTES:
            raise NothingThereError("the document does not end")
    return bytes(content)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time is over")
    return left
