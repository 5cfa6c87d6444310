"""What callers say in their own words, beside the sayings that are known: the nearest one counts."""

import math
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from wizard.catalogue.calls import Heard, call_file

WORD = re.compile(r"\w+")
TOKENS = "tokenize = 'porter unicode61 remove_diacritics 2'"
"""Words by their stems, without accents."""
_ENOUGH = 0.6
"""How much of a saying has to be in what was said."""
_AS_NEAR = 0.9
"""How near another saying must be beside the nearest."""


def meaningful(text: str) -> list[str]:
    """Return the words of a text that say something about what is meant, each once."""
    idle = set(call_file().idle.split())
    return list(
        dict.fromkeys(word for word in WORD.findall(text.lower()) if word not in idle and not word.isdigit())
    )


@dataclass(frozen=True)
class _Saying:
    row: Heard
    weight: float
    words: int


class Sayings:
    """Every saying with the weight of its words: a rare one says more."""

    def __init__(self) -> None:
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._base.execute(f"CREATE VIRTUAL TABLE sayings USING fts5(text, {TOKENS})")
        told = [(row, text) for row in call_file().heard for text in row.words]
        self._base.executemany("INSERT INTO sayings (rowid, text) VALUES (?, ?)",
                               [(at, text) for at, (_, text) in enumerate(told)])  # fmt: skip
        self._all = len(told)
        self._sayings = {
            at: _Saying(row, sum(self._weight(self._with(word)) for word in words), len(words))
            for at, (row, text) in enumerate(told)
            if (words := meaningful(text))
        }

    def _with(self, word: str) -> list[int]:
        found = self._base.execute("SELECT rowid FROM sayings WHERE sayings MATCH ?", (f'"{word}"',))
        return [at for (at,) in found]

    def _weight(self, found: list[int]) -> float:
        return math.log(1 + self._all / len(found)) if found else 0.0

    def nearest(self, words: Iterable[str]) -> list[Heard]:
        """Return the rows whose sayings are as good as in what was said, the nearest first; often none."""
        has: dict[int, float] = {}
        counts: dict[int, int] = {}
        for word in words:
            found = self._with(word)
            for at in found:
                has[at] = has.get(at, 0.0) + self._weight(found)
                counts[at] = counts.get(at, 0) + 1
        scores: dict[int, tuple[float, Heard]] = {}
        for at, weight in has.items():
            saying = self._sayings.get(at)
            if saying is None or weight < _ENOUGH * saying.weight or counts[at] < min(2, saying.words):
                continue
            score = weight * weight / saying.weight
            if score > scores.get(id(saying.row), (0.0, saying.row))[0]:
                scores[id(saying.row)] = (score, saying.row)
        best = max((score for score, _ in scores.values()), default=0.0)
        ranked = sorted(scores.values(), key=lambda one: -one[0])
        return [row for score, row in ranked if score >= _AS_NEAR * best]
