"""A server's own words: tidied for a screen, with what it really sent behind them until secrets are out.

Secrets are looked for in what was sent. Once blanks are folded, escapes taken out or the end cut off, a
password that the server repeated is no longer the one we know, and most of it would be shown.
"""

from collections.abc import Callable

SHOWN = 200
"""Characters of a server's answer that a screen shows."""
_KEPT = 20_000
"""Characters of it that are kept to look for secrets."""
_TORN = 1_000
"""Characters at the end of what was cut there that may be half a secret."""


class Words(str):
    """One short printable line, as every fact with a server's words is; `sent` is what it was made of."""

    __slots__ = ("sent",)
    sent: str

    def __new__(cls, sent: str) -> "Words":
        """Tidy a text; only the first of it is looked at."""
        kept = sent[:_KEPT]
        made = super().__new__(cls, tidy(kept))
        made.sent = kept
        return made

    def cleaned(self, clean: Callable[[str], str]) -> "Words":
        """Return the words without the secrets that `clean` knows, looked for in what was sent."""
        found = clean(self.sent)
        return Words(found[:-_TORN] if len(self.sent) == _KEPT else found)


def without_controls(text: str) -> str:
    """Return a text without what a terminal or a screen would obey; line ends and tabs stay."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\n\t" else " " for c in text)


def tidy(text: str) -> str:
    """Return a text as one line: no escapes, no marks that turn the writing around, no runs of blanks."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:SHOWN]


def decoded(words: bytes | str) -> str:
    """Return what a server sent as text: UTF-8, else Latin-1, as old servers write."""
    if isinstance(words, str):
        return words
    try:
        return words.decode()
    except UnicodeDecodeError:
        return words.decode("latin-1")
