"""Taking off a pasted text what nobody typed: invisible characters, odd spaces, quotes around it."""

import re

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
QUOTES = "\"'`“”‘’«»„"


def without_invisible(text: str) -> str:
    """Return the text without characters that nobody sees, every odd space as a plain one."""
    return _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u3000", " ").replace("\t", " ")


def clean(text: str) -> str:
    """Return the text without invisible characters, odd spaces and quotes around it."""
    text = without_invisible(text)
    previous = None
    while previous != text:
        previous = text
        text = text.strip().strip(QUOTES)
    return text
