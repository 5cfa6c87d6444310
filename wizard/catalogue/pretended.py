"""A pretended language: every text from data is 40 % longer, has accents and stands in brackets.

What has no brackets was not taken from data; what lacks its last one is cut.
"""

import math
import re
from collections.abc import Mapping
from typing import Any, TypeVar

_LONGER = 0.4
_KEPT = re.compile(r"(\{\{|\}\}|\{[^{}|]*\}|\{\w+:|\}|<[^<>]*>|https?://\S+|\(\*\.\w+\))")
"""What is filled in, tags, addresses, the endings of a kind of file."""
_ACCENTS = str.maketrans("aeiouyAEIOUYcnszCNSZ", "áéíóúýÁÉÍÓÚÝçñšžÇÑŠŽ")
_VOWELS = frozenset("aeiouyAEIOUY")
_COMPARED = frozenset({"required"})
"""What a key of words may hold that code compares."""
_VALUES = {"home.toml": frozenset({"begins"}), "export.toml": frozenset({"fix", "link", "links"})}
"""By file that is all words, the keys that hold names and addresses all the same."""
_ALL = frozenset({"*"})
_SCREEN = """
title instruction support notes question answer label if_blank button to subject lines give_back never again
about text note own_copy fold_title fold_lines person unit words copy_of
"""
_STANDINGS = "word verb under headline rows ends counts days left not_checked"
WORDS: Mapping[str, frozenset[str]] = {
    "words/": _ALL,
    "screens/": frozenset(_SCREEN.split()),
    "procedures/": frozenset({"title", "card", "why", "anew", "person"}),
    "problems.toml": frozenset({"what", "why", "do", "label", "person"}),
    "standings.toml": frozenset(_STANDINGS.split()),
    "home.toml": _ALL,
    "papers.toml": _ALL,
    "set-up.toml": _ALL,
    "schedule.toml": _ALL,
    "daily.toml": _ALL,
    "till.toml": _ALL,
    "export.toml": _ALL,
    "matching.toml": _ALL,
    "key-verdicts.toml": _ALL,
    "reading.toml": frozenset({"reasons", "ignored", "faults", "notices", "words"}),
    "trades.toml": frozenset({"sayings", "unsuitable", "say"}),
    "rules.toml": frozenset({"meaning", "do", "whys"}),
    "kinds.toml": frozenset({"kinds", "orders", "letters", "separators", "label"}),
    "countries.toml": frozenset({"label", "price"}),
    "deadlines.toml": frozenset({"title", "ends_words", "what", "do", "past_words"}),
    "xero-scopes.toml": frozenset({"reason"}),
    "guided-programs.toml": frozenset({"why"}),
    "providers/isps.toml": frozenset({"note", "name"}),
    "providers/mail.toml": frozenset({"label", "about", "note", "name"}),
    "providers/": frozenset({"label", "about", "note", "title", "steps", "shape_words"}),
    "clients/": frozenset({"text", "note", "notes", "extra_notes", "untouched", "versions", "tick"}),
    "calls.toml": frozenset(
        {"never", "paper", "window", "home", "pages", "mistakes", "next", "say", "ask", "button"}
    ),
    "examples.toml": _ALL,
    "said.toml": frozenset(),  # never shown
    "layouts/": frozenset({"title"}),
}
"""Which keys hold words, by file or folder; of a table so called, all in it. All others are values."""

T = TypeVar("T")


def with_pretended_words(file: str, data: T) -> T:
    """Return what was read of a file with its words in the pretended language."""
    keys = next((keys for name, keys in WORDS.items() if file.startswith(name)), frozenset[str]())
    values = _VALUES.get(file, frozenset[str]())
    return _changed(data, keys, values, whole=keys is _ALL)  # type: ignore[no-any-return]


def _changed(data: Any, keys: frozenset[str], values: frozenset[str], *, whole: bool) -> Any:
    match data:
        case str():
            return pretended(data) if whole else data
        case list():
            return [_changed(each, keys, values, whole=whole and not isinstance(each, dict)) for each in data]
        case dict():
            return {
                key: value
                if key.endswith("when") or key in values
                else _changed(value, keys, values, whole=whole or key in keys)
                for key, value in data.items()
            }
        case _:
            return data


def pretended(text: str) -> str:
    """Return a text as the pretended language has it; what is filled in, and tags, stay as they are."""
    parts = _KEPT.split(text)
    if text in _COMPARED or not any(char.isalpha() for part in parts[::2] for char in part):
        return text
    missing = math.ceil(_LONGER * sum(map(len, parts[::2])))
    made = []
    for at, part in enumerate(parts):
        for char in part:
            stays = at % 2 == 1
            twice = not stays and char in _VOWELS and missing > 0
            missing -= twice
            made.append(char if stays else char.translate(_ACCENTS) * (2 if twice else 1))
    return f"⟦{''.join(made)}{'~' * missing}⟧"
