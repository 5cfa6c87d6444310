"""What is in the API Key box: told apart from the text alone, offline (S2.33, S3.5-S3.11)."""

import enum
import re
from dataclasses import dataclass

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


_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_QUOTES = "\"'`“”‘’«»„"
_PREFIX = "2RF:"
_OAUTH2 = re.compile(r"2RF:\S*", re.IGNORECASE)
_PEM = re.compile(r"-----\s*(BEGIN|END) [A-Z0-9 ]+-----")
_OAUTH1 = re.compile(r"[A-Z0-9]{30}")
_CLIENT_ID = re.compile(r"[0-9A-Fa-f]{32}")
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_ANSWER = re.compile(r"[?&](code|error|state)=", re.IGNORECASE)
_LOCAL = re.compile(r"https?://localhost(:\d{1,5})?/", re.IGNORECASE)


def clean(text: str) -> str:
    """Return the text without invisible characters, odd spaces and quotes around it."""
    text = _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u3000", " ").replace("\t", " ")
    previous = None
    while previous != text:
        previous = text
        text = text.strip().strip(_QUOTES)
    return text


def marked_lines(text: str) -> list[str]:
    """Return every `2RF:` line of a text, without what stands around it."""
    lines = (clean(part) for part in _INVISIBLE.sub("", text).splitlines())
    return [m.group().rstrip(_QUOTES) for line in lines for m in _OAUTH2.finditer(line)]


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
    marked = [m.group() for line in lines for m in _OAUTH2.finditer(line)]
    if marked:
        return (KeyKind.OAUTH2_TRUNCATED if _is_cut(marked[-1], min_length) else KeyKind.OAUTH2), False
    if len(lines) == 1 and _PREFIX.startswith(text.upper()):
        return KeyKind.OAUTH2_TRUNCATED, False
    words = text.split()
    if any(_is_redirect(word) for word in words):
        return KeyKind.REDIRECT_ADDRESS, False
    if any(_JWT.fullmatch(word) for word in words):
        return KeyKind.ACCESS_TOKEN, False
    if any(_CLIENT_ID.fullmatch(word) for word in words):
        return KeyKind.CLIENT_ID, False
    if any(_OAUTH1.fullmatch(word) for word in words):
        return KeyKind.OAUTH1, False
    return KeyKind.UNKNOWN, False


def _is_redirect(word: str) -> bool:
    """Whether a word is a browser address that a sign-in ends with; each part is looked for by itself."""
    return "://" in word and bool(_ANSWER.search(word) or _LOCAL.search(word))


def _is_cut(line: str, min_length: int) -> bool:
    line = line.rstrip(_QUOTES)
    return line.endswith(("…", "...")) or len(line) < min_length


def _is_bare_certificate(lines: list[str]) -> bool:
    """Whether this is base-64 of DER without its BEGIN line: it starts MI and is long."""
    joined = "".join(lines)
    return len(joined) > 200 and joined.startswith("MI") and bool(re.fullmatch(r"[A-Za-z0-9+/=]+", joined))
