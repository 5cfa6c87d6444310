"""Which texts are about what was said: BM25 over several fields, and how near it is to known sayings."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wizard.support.lay_words import Term

_SATURATES = 1.2
"""From how many times on a word says hardly more (BM25's k1)."""
_LENGTH = 0.6
"""How far a long text's words count less (BM25's b)."""
_ALIKE = 0.85
"""How much a word says that is only alike, beside the word itself."""
_NOWHERE = 1.0
"""The weight of a word that stands nowhere: the others say what is meant."""


class Weights:
    """How much each term says: the rarer, the more."""

    def __init__(self, texts: Iterable[Iterable[Term]]) -> None:
        counts: Counter[str] = Counter()
        self._texts = 0
        for terms in texts:
            self._texts += 1
            counts.update({form for term in terms for form in term.forms})
        self.counts: Mapping[str, int] = counts

    def of(self, term: Term) -> float:
        """Return the weight of a term; where others mean the same, all of them together are counted."""
        count = max(self.counts.get(form, 0) for form in term.forms)
        return math.log(1 + (self._texts - count + 0.5) / (count + 0.5)) if count else _NOWHERE


def _share_of(form: str, term: Term) -> float:
    return 1.0 if form == term.stem else _ALIKE


class Texts:
    """Texts of several fields by name; `boosts` say how much a word counts in each."""

    def __init__(self, fields: Mapping[str, Sequence[list[Term]]], boosts: Sequence[float]) -> None:
        self.weights = Weights([term for field in one for term in field] for one in fields.values())
        count = max(len(fields), 1)
        average = [sum(len(one[at]) for one in fields.values()) / count or 1.0 for at in range(len(boosts))]
        self._found: dict[str, dict[str, float]] = {}
        for name, one in fields.items():
            for at, boost in enumerate(boosts):
                shorter = boost / (1 - _LENGTH + _LENGTH * len(one[at]) / average[at])
                for form, times in Counter(form for term in one[at] for form in term.forms).items():
                    of_form = self._found.setdefault(form, {})
                    of_form[name] = of_form.get(name, 0.0) + shorter * times

    def scores(self, terms: Sequence[Term]) -> dict[str, float]:
        """Return how far each text is about the terms, from 0 to 1: less where it lacks some of them."""
        whole = sum(self.weights.of(term) for term in terms) or 1.0
        found: dict[str, float] = {}
        covered: dict[str, float] = {}
        for term in terms:
            best: dict[str, float] = {}
            weight = self.weights.of(term) / whole
            for form in term.forms:
                share = weight * _share_of(form, term)
                for name, times in self._found.get(form, {}).items():
                    best[name] = max(best.get(name, 0.0), share * times / (times + _SATURATES))
            for name, score in best.items():
                found[name] = found.get(name, 0.0) + score
                covered[name] = covered.get(name, 0.0) + weight
        return {name: score * covered[name] for name, score in found.items()}


@dataclass(frozen=True)
class _Saying:
    row: int
    weight: float


class Sayings:
    """Short sayings, several a row: a row is as near as its nearest saying."""

    def __init__(self, rows: Sequence[Iterable[list[Term]]]) -> None:
        told = [(at, dict.fromkeys(terms)) for at, row in enumerate(rows) for terms in row if terms]
        self.weights = Weights(terms for _, terms in told)
        self._sayings = [_Saying(at, sum(map(self.weights.of, terms))) for at, terms in told]
        self._with: dict[str, set[int]] = {}
        for at, (_, terms) in enumerate(told):
            for form in {form for term in terms for form in term.forms}:
                self._with.setdefault(form, set()).add(at)

    def scores(self, terms: Sequence[Term]) -> dict[int, float]:
        """Return how near each row is, from 0 to 1: what both have of what either has."""
        has: dict[int, float] = {}
        whole = 0.0
        for term in terms:
            weight = self.weights.of(term)
            whole += weight
            best: dict[int, float] = {}
            for form in term.forms:
                for at in self._with.get(form, ()):
                    best[at] = max(best.get(at, 0.0), weight * _share_of(form, term))
            for at, score in best.items():
                has[at] = has.get(at, 0.0) + score
        rows: dict[int, float] = {}
        for at, score in has.items():
            saying = self._sayings[at]
            near = min(1.0, score / math.sqrt(whole * saying.weight))
            rows[saying.row] = max(rows.get(saying.row, 0.0), near)
        return rows
