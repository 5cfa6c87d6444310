"""What counts as loopback: `localhost`, `127.x.x.x` written plainly, `::1`, and no other spelling."""

import ipaddress
import re
from urllib.parse import urlsplit

_PLAIN_IPV4 = re.compile(r"127(\.(0|[1-9]\d{0,2})){3}")


def is_loopback_host(host: str) -> bool:
    """Whether a host name as written is this machine; octal, short and mapped spellings are not."""
    if host in {"localhost", "::1"}:
        return True
    if not _PLAIN_IPV4.fullmatch(host):
        return False
    try:
        return ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False


def split_destination(text: str) -> tuple[str, int] | None:
    """Split "host:port" or "[::1]:port"; None when it is neither."""
    host, colon, port = text.rpartition(":")
    if not colon or not re.fullmatch(r"[1-9]\d{0,4}", port) or int(port) > 65535:
        return None
    host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    return (host, int(port)) if host and not host.startswith("[") else None


def url_fault(url: str) -> str:
    """Say why an address is not a plain loopback URL; empty when it is one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "is not an address"
    if parts.scheme not in {"http", "https"}:
        return "must start with http:// or https://"
    # Anywhere in it: what reads a browser's address may part it elsewhere than urlsplit does.
    if set("@\\#") & set(url) or any(c.isspace() or ord(c) < 32 for c in url):
        return "must not hold a user name or unusual characters"
    # Not parts.hostname: it lower-cases, and ignores what stands around brackets.
    host = parts.netloc if port is None else parts.netloc.rpartition(":")[0]
    if not is_loopback_host("::1" if host == "[::1]" else host) or host == "::1":
        return "names a host other than localhost, 127.x.x.x or ::1"
    return "" if port is None or port > 0 else "has an unusable port"
