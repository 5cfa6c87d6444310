"""What can be a server's name or an e-mail address."""

import re

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\.?")
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")


def is_host(text: str) -> bool:
    """Whether a text can be a server's name or address."""
    return len(text) <= 253 and (bool(_HOST.fullmatch(text)) or text == "::1")


def is_address(text: str) -> bool:
    """Whether a text can be an e-mail address: one @, something on both sides, printable."""
    return bool(_ADDRESS.fullmatch(text)) and text.isprintable()
