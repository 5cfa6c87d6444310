"""Finding screens and problems by a caller's words, over every text a caller can see."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wizard.catalogue.load import problems
from wizard.catalogue.said import said_file
from wizard.support.lay_words import LayWords, Term
from wizard.support.ranking import Sayings, Texts
from wizard.support.texts import numbers_of, problem_texts, sayings, screen_texts

_MOST = 4
"""So many of each are shown: a helper reads them out of sight of the caller."""
_MOST_LETTERS = 400
_BOOSTS = (5.0, 2.0, 0.6)
"""How much a word counts in what callers say, in what is read first, and anywhere else."""
_SAYING = 2.0
"""How much a saying that is near counts beside the texts themselves."""
_LATER = 0.88
"""How much less each further screen or problem of a saying is meant by it."""
_TOGETHER = 0.1
"""How much a screen gains from a problem that comes up at it."""
_ELSEWHERE = 0.75
"""How much less a screen or problem counts that is of another subject than the words."""
_NEAR = 0.6
"""How good a hit must be beside the best of its kind."""
_LEAST_SCREEN, _LEAST_PROBLEM = 0.12, 0.6
"""How good it must be at all: a wrong problem misleads whoever helps more than a wrong screen."""
_SURE, _SURE_TOO = 0.65, 0.7
"""How near a saying must be to be what is meant: is it about no problem, none is named but one as near."""

Scores = dict[str, float]


@dataclass(frozen=True)
class Hits:
    """Screen numbers and codes of problems, the likeliest first."""

    screens: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def search(text: str) -> Hits:
    """Return what a caller may mean; nothing where no text has any of the words."""
    index = _index()
    terms = index.terms(text[:_MOST_LETTERS])
    screens, codes = index.scores(terms)
    found = _best(screens, _LEAST_SCREEN)
    return Hits(_in_order(found, index.said_by(terms)), _best(codes, _LEAST_PROBLEM))


def read_texts() -> None:
    """Read all texts now, so that the first search does not wait for it: a third of a second."""
    _index()


def _best(scores: Mapping[str, float], least: float) -> tuple[str, ...]:
    found = sorted(scores.items(), key=lambda row: -row[1])[:_MOST]
    enough = max(least, _NEAR * found[0][1]) if found else 0.0
    return tuple(name for name, score in found if score >= enough)


def _in_order(found: Sequence[str], said: Sequence[str]) -> tuple[str, ...]:
    """Return what was found with what a saying names in the order in which it names it."""
    named = iter([one for one in said if one in found])
    return tuple(next(named) if one in said else one for one in found)


@lru_cache(maxsize=1)
def _index() -> "_Index":
    return _Index()


class _Index:
    """Every text and every saying, read into terms."""

    def __init__(self) -> None:
        said = said_file()
        self._words = LayWords(said.alike, said.idle)
        self._screens = Texts(self._read(screen_texts()), _BOOSTS)
        self._problems = Texts(self._read(problem_texts()), _BOOSTS)
        self._rows = sayings()
        self._sayings = Sayings([[self._words.terms(text) for text in row.words] for row in self._rows])
        self._at = {code: tuple(numbers_of(code)) for code in problems()}
        self._subjects = [
            (self._forms(self._words.terms(row.words.replace(",", "."))), frozenset(row.letters))
            for row in said.subjects
        ]
        self._frequent: dict[str, int] = {}
        for known in (self._screens, self._problems, self._sayings):
            for form, times in known.weights.counts.items():
                self._frequent[form] = self._frequent.get(form, 0) + times

    def _read(self, rows: Iterable[tuple[str, ...]]) -> dict[str, list[list[Term]]]:
        return {name: [self._words.terms(text) for text in fields] for name, *fields in rows}

    @staticmethod
    def _forms(terms: Iterable[Term]) -> frozenset[str]:
        return frozenset(form for term in terms for form in term.forms)

    def terms(self, text: str) -> list[Term]:
        """Return what a text says, each once; slips of whoever typed it are put right."""
        return list(dict.fromkeys(self._words.terms(self._words.mended(text, self._frequent))))

    def scores(self, terms: Sequence[Term]) -> tuple[Scores, Scores]:
        """Return how far each screen, and each problem, is what the terms are about."""
        near = self._sayings.scores(terms)
        screens, codes = self._screens.scores(terms), self._problems.scores(terms)
        for at, how_near in self._said(near, "screens").items():
            screens[at] = screens.get(at, 0.0) + _SAYING * how_near
        said = self._said(near, "problems")
        for code, how_near in said.items():
            codes[code] = codes.get(code, 0.0) + _SAYING * how_near
        surest = max(near, key=lambda row: near[row], default=-1)
        if surest >= 0 and near[surest] >= _SURE and not self._rows[surest].problems:
            least = _SURE_TOO * near[surest]
            codes = {code: score for code, score in codes.items() if said.get(code, 0.0) >= least}
        gains: Scores = {}
        for code, score in codes.items():
            for number in self._at[code]:
                gains[number] = max(gains.get(number, 0.0), _TOGETHER * score)
        for number, gain in gains.items():
            screens[number] = screens.get(number, 0.0) + gain
        return self._of_subject(terms, screens, codes)

    def said_by(self, terms: Sequence[Term]) -> Sequence[str]:
        """Return the screens of the saying that is what is meant, the first one first; none where none is."""
        near = self._sayings.scores(terms)
        surest = max(near, key=lambda row: near[row], default=-1)
        return self._rows[surest].screens if surest >= 0 and near[surest] >= _SURE else ()

    def _said(self, near: Mapping[int, float], kind: str) -> Scores:
        """Return how near each screen, or each problem, is by the sayings alone."""
        found: Scores = {}
        for at, how_near in near.items():
            names: list[str] = getattr(self._rows[at], kind)
            for place, name in enumerate(names):
                found[name] = max(found.get(name, 0.0), how_near * _LATER**place)
        return found

    def _of_subject(self, terms: Sequence[Term], screens: Scores, codes: Scores) -> tuple[Scores, Scores]:
        """Return both with what is of another subject than the terms put back."""
        forms = self._forms(terms)
        for words, letters in self._subjects:
            if words.isdisjoint(forms):
                continue
            screens = {name: score * _share(name[:1], letters) for name, score in screens.items()}
            codes = {
                code: score * _share("".join(number[0] for number in self._at[code]), letters)
                for code, score in codes.items()
            }
        return screens, codes


def _share(of: str, letters: frozenset[str]) -> float:
    return 1.0 if not of or not letters.isdisjoint(of) else _ELSEWHERE


def all_texts() -> Iterator[str]:
    """Yield what is searched: of each screen and problem everything that a caller can see or say of it."""
    for row in (*screen_texts(), *problem_texts()):
        yield " ".join(row[1:])
    for said in sayings():
        yield from said.words
