"""What is shown of a secret, to compare by eye: how it begins and ends, and how long it is."""

from wizard.catalogue.words import words_of

_words = words_of(__name__)

_LONG_LINE, _LONG_KEY = 20, 12
"""Characters: of anything shorter its ends would tell too much."""


def line_hint(line: str) -> str:
    """Return what is shown of a vendor's line: first and last four characters, length."""
    return _hint(line, 4, _LONG_LINE)


def hint(secret: str) -> str:
    """Return what may be shown of a key: first two and last two characters and the length."""
    return _hint(secret, 2, _LONG_KEY)


def _hint(text: str, shown: int, least: int) -> str:
    length = _words.counted("characters", len(text))
    if len(text) < least:
        return length
    return _words("ends", first=text[:shown], last=text[-shown:], length=length)
