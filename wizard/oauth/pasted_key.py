"""What is in the API Key box: told apart from the text alone, offline (S2.33, S3.5-S3.11)."""

import enum
import re
from dataclasses import dataclass
from urllib.parse import unquote

from wizard.oauth.clean_text import clean
from wizard.oauth.marked_line import find_lines

MIN_LENGTH = 20
"""Characters after which a `2RF:` line can be whole; a procedure may say otherwise."""


class KeyKind(enum.StrEnum):
    """The kinds of text people paste into a key box."""

    EMPTY = "empty"
    OAUTH1 = "oauth1"
    OAUTH2 = "oauth2"
    OAUTH2_TRUNCATED = "oauth2-truncated"
    ACCESS_TOKEN = "access-token"  # noqa: S105 - the word
    CLIENT_ID = "client-id"
    REDIRECT_ADDRESS = "redirect-address"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PastedKey:
    """What a pasted text is; never the text itself. `certificate`: an X.509 or key file of OAuth 1.0a."""

    kind: KeyKind
    cleaned: bool
    lines: int
    length: int
    certificate: bool = False


_PREFIX = "2RF:"
_PEM = re.compile(r"-----\s*(BEGIN|END) [A-Z0-9 ]+-----")
_ALONE = r"(?<![A-Za-z0-9_+/-])({})(?![A-Za-z0-9_+/-])"
"""A key that is not part of a longer one; labels, quotes and full stops may stand around it."""
_OAUTH1 = re.compile(_ALONE.format(r"[A-Z0-9]{30}"))
_CLIENT_ID = re.compile(_ALONE.format(r"[0-9A-Fa-f]{32}"))
_JWT = re.compile(_ALONE.format(r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"))
_ANSWER = re.compile(r"[?&](code|error|state)=", re.IGNORECASE)
_LOCAL = re.compile(r"(https?://)?localhost(:\d{1,5})?/", re.IGNORECASE)


def inspect_key(raw: str, min_length: int = MIN_LENGTH) -> PastedKey:
    """Say what a pasted text is, from its shape alone; any text, any length, never an error."""
    text = clean(raw)
    lines = [line for line in (clean(part) for part in text.splitlines()) if line]
    kind, certificate = _kind(text, lines, min_length)
    return PastedKey(kind, text != raw, len(lines), len(text), certificate)


def _kind(text: str, lines: list[str], min_length: int) -> tuple[KeyKind, bool]:
    if not text:
        return KeyKind.EMPTY, False
    if _PEM.search(text) or _is_bare_certificate(lines):
        return KeyKind.OAUTH1, True
    marked = find_lines(text)
    if marked:
        whole = marked[-1].is_whole and len(marked[-1].text) >= min_length
        return (KeyKind.OAUTH2 if whole else KeyKind.OAUTH2_TRUNCATED), False
    if len(lines) == 1 and _PREFIX.startswith(text.upper()):
        return KeyKind.OAUTH2_TRUNCATED, False
    if any(_is_redirect(word) for word in text.split()):
        return KeyKind.REDIRECT_ADDRESS, False
    kinds = {KeyKind.ACCESS_TOKEN: _JWT, KeyKind.CLIENT_ID: _CLIENT_ID, KeyKind.OAUTH1: _OAUTH1}
    return next((kind for kind, shape in kinds.items() if shape.search(text)), KeyKind.UNKNOWN), False


def _is_redirect(word: str) -> bool:
    """Whether a word is a browser address that a sign-in ends with; each part is looked for by itself."""
    if "%3A%2F%2F" in word.upper():
        word = unquote(word)
    if "://" in word:
        return bool(_ANSWER.search(word) or _LOCAL.search(word))
    return bool(_LOCAL.search(word) and _ANSWER.search(word))


def _is_bare_certificate(lines: list[str]) -> bool:
    """Whether this is base-64 of DER without its BEGIN line: it starts MI and is long."""
    joined = "".join(lines)
    return len(joined) > 200 and joined.startswith("MI") and bool(re.fullmatch(r"[A-Za-z0-9+/=]+", joined))
