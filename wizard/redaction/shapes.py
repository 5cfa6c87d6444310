"""Telling keys and tokens from ordinary answers by their shape alone (facts/xero.md 2.2)."""

import re
from functools import lru_cache

_PATTERNS = (
    r"-----BEGIN ",
    r"(?i:2RF:)",
    r"\beyJ[A-Za-z0-9_-]{10,}",
    r"\b[A-Z0-9]{30}\b",  # OAuth 1.0a consumer key or secret
    r"\b[0-9A-Fa-f]{32}\b",  # OAuth 2.0 client id
    # client secret, code, token; but no path, whose folders are all shorter
    r"(?<![\w+/=-])(?!/(?:[\w-]{1,35}/)+[\w-]{0,35}(?![\w+/=-]))"
    r"(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{36,}",
    r"[?&](?:code|access_token|refresh_token|client_secret)=[^\s&]+",
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Compiled when the first text is looked at: that costs start-up time."""
    return tuple(re.compile(pattern) for pattern in _PATTERNS)


def looks_like_key(text: str) -> bool:
    """Whether a text holds something with the shape of a key, token, certificate or redirected address."""
    return any(pattern.search(text) for pattern in _patterns())
