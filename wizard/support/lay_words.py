"""A caller's words as they are compared: without endings, with what means the same, with slips put right."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHORTEST_SLIP = 5
"""A shorter word is too like others to be taken for one of them."""
_LIKENESS = 82
"""How alike (of 100) a word nobody knows must be to one that is known."""
_ENDINGS = ("ings", "ing", "edly", "ed", "ers", "er", "ly", "es", "s")
_SHORTEST_STEM = 3
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True)
class Term:
    """A word as it is compared: its stem, and `#3` where it is of the third row of words that are alike."""

    stem: str
    alike: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Return both, the exact one first."""
        return (self.stem, *self.alike)


def words_in(text: str) -> list[str]:
    """Return the words of a text in small letters, without accents and apostrophes."""
    plain = text.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in plain if not unicodedata.combining(char))
    return [word.replace("'", "").replace("’", "") for word in _WORD.findall(plain)]


@lru_cache(maxsize=1 << 14)
def stem_of(word: str) -> str:
    """Return a word without its ending, so that "locked", "locks" and "locking" are one."""
    if word.endswith(("ies", "ied")) and len(word) > _SHORTEST_STEM + 1:
        return word[:-3] + "y"
    for ending in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest == word or len(rest) < _SHORTEST_STEM or _VOWELS.isdisjoint(rest):
            continue
        if ending == "s" and rest[-1] in "su":
            break
        if rest[-1] == rest[-2] and rest[-1] not in "ls" and ending != "s":
            rest = rest[:-1]
        word = rest
        break
    if word.endswith(("tion", "sion")) and len(word) > _SHORTEST_STEM + 3:
        word = word[:-3]
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST_STEM else word


class LayWords:
    """Reads texts into terms by a list of words that mean the same and of words that mean nothing."""

    def __init__(self, alike: Iterable[str], idle: str) -> None:
        """`alike` are rows of words or groups of words parted by commas."""
        self._idle = {stem_of(word) for word in words_in(idle)}
        self._alike: dict[tuple[str, ...], tuple[str, ...]] = {}
        for at, row in enumerate(alike):
            for said in {tuple(stem_of(word) for word in words_in(said)) for said in row.split(",")}:
                self._alike[said] = (*self._alike.get(said, ()), f"#{at}")
        self._longest: dict[str, int] = {}
        """How many words the longest group has that begins with a stem."""
        for group in self._alike:
            self._longest[group[0]] = max(self._longest.get(group[0], 1), len(group))
        self._known: set[str] = {word for said in self._alike for word in said}

    def terms(self, text: str) -> list[Term]:
        """Return the terms of a text in their order; a group of words that is known is one term."""
        stems, found, at = [stem_of(word) for word in words_in(text)], [], 0
        while at < len(stems):
            length = self._group_at(stems, at)
            said = tuple(stems[at : at + length])
            if length > 1 or said[0] not in self._idle:
                found.append(Term(" ".join(said), self._alike.get(said, ())))
            at += length
        return found

    def _group_at(self, stems: list[str], at: int) -> int:
        """Return how many words from here on are one group; 1 where a word stands for itself."""
        for length in range(min(self._longest.get(stems[at], 1), len(stems) - at), 1, -1):
            if tuple(stems[at : at + length]) in self._alike:
                return length
        return 1

    def mended(self, text: str, frequent: Mapping[str, int]) -> str:
        """Return the text with words nobody knows put right where one word is much like them."""
        return " ".join(self._mended(word, frequent) for word in words_in(text))

    def _mended(self, word: str, frequent: Mapping[str, int]) -> str:
        stem = stem_of(word)
        is_known = stem in frequent or stem in self._known or stem in self._idle
        if is_known or len(word) < _SHORTEST_SLIP or not word.isalpha():
            return word
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where a word is not known

        found = process.extract(stem, [*frequent, *self._known], scorer=fuzz.ratio, score_cutoff=_LIKENESS)
        near = [(score, frequent.get(name, 0), name) for name, score, _ in found if name[0] == stem[0]]
        return max(near)[2] if near else word
