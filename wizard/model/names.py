"""What can be a server's name or an e-mail address."""

import re

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\.?")
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
_GUID = re.compile(r"[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_GOOGLE_CLIENT = re.compile(r"[0-9]+-[A-Za-z0-9_]+\.apps\.googleusercontent\.com")


def is_client_id(text: str) -> bool:
    """Whether a text is a Microsoft app's client id (a GUID) or a Google one's; never a secret's shape."""
    return bool(_GUID.fullmatch(text) or _GOOGLE_CLIENT.fullmatch(text))


def is_tenant(text: str) -> bool:
    """Whether a text names a Microsoft tenant: a GUID, a domain, or one of Microsoft's own words."""
    words = {"consumers", "organizations", "common"}
    return bool(_GUID.fullmatch(text)) or text.lower() in words or (is_host(text) and "." in text)


def is_host(text: str) -> bool:
    """Whether a text can be a server's name or address."""
    return len(text) <= 253 and (bool(_HOST.fullmatch(text)) or text == "::1")


def is_address(text: str) -> bool:
    """Whether a text can be an e-mail address: one @, something on both sides, printable."""
    return bool(_ADDRESS.fullmatch(text)) and text.isprintable()
