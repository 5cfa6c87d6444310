"""The language that texts are shown in: as they stand, or the pretended `qps`. Set before any is read."""

from typing import TypeVar

PLAIN, PRETENDED = "en", "qps"
"""`qps` is how Windows and ICU call their pretended languages (qps-ploc)."""

T = TypeVar("T")
_shown = [PLAIN]


def speak(language: str) -> None:
    """Show every text that is read from here on in a language."""
    _shown[0] = language


def spoken(file: str, data: T) -> T:
    """Return what was read of a file in the language that is shown."""
    if _shown[0] == PLAIN:
        return data
    from wizard.catalogue.pretended import with_pretended_words  # noqa: PLC0415 - most starts need none of it

    return with_pretended_words(file, data)
