"""The words of the table of matches: what codes are called, how far they are."""

from functools import lru_cache

from msgspec import Struct

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml


class SlotWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What a code of a slot is called, several of them, and what it is matched to."""

    one: str
    many: str
    to: str


class TypingWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands beside the box into which codes are typed, and in a table that is still empty."""

    label: str
    hint: str
    button: str
    nothing_yet: str


class ExchangeWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What takes matches out of the table, and into it: buttons, titles of their windows, what is said."""

    save: str
    take: str
    print: str
    save_title: str
    take_title: str
    file_name: str
    kinds: dict[str, str]
    saved: str
    taken: str
    nothing_taken: str
    took: str
    printed: str
    no_printer: str


class MatchWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything the table says."""

    slots: dict[str, SlotWords]
    states: dict[str, str]
    confidence: dict[str, str]
    why: dict[str, str]
    not_used: dict[str, str]
    """What "Not used" does, by slot."""
    aside: dict[str, str]
    typing: TypingWords
    exchange: ExchangeWords


@lru_cache(maxsize=1)
def match_words() -> MatchWords:
    """Return the words of the table of matches."""
    return convert(read_toml("matching.toml"), MatchWords, "matching.toml")
