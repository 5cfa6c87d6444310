"""Finding screens and problems by a caller's words, over every text a caller can see."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from wizard.catalogue.calls import call_file
from wizard.catalogue.load import problems, screen
from wizard.catalogue.schema import ProblemText, Screen
from wizard.catalogue.vocabulary import all_procedures
from wizard.support.heard import TOKENS, Sayings, meaningful

_MOST = 4
"""So many of each are shown: a helper reads them out of sight of the caller."""
_MOST_WORDS = 40
_NEAR = 0.45
"""How good a hit must be beside the best one of all."""
_SHARE = 0.5
"""How many of the words a problem's texts must have: a wrong one misleads whoever helps."""
_QUESTION = """
SELECT rowid, kind, name, -bm25(texts, 0, 0, 12, 4, 1) FROM texts WHERE texts MATCH ?
"""
"""A word counts most among what callers say, then in a title or in what happened, then anywhere else."""


@dataclass(frozen=True)
class Hits:
    """Screen numbers and codes of problems, the likeliest first."""

    screens: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def search(text: str) -> Hits:
    """Return what a caller may mean; nothing where no text has any of the words.

    Where it is much like a saying that is known, what that is about comes first, in its own order.
    """
    words = meaningful(text)[:_MOST_WORDS]
    if not words:
        return Hits()
    near = _sayings().nearest(words)
    found = _by_texts(words)
    if not near:
        return found
    screens = [number for row in near for number in row.screens]
    problems = [code for row in near for code in row.problems]
    others = found.problems if problems else ()
    return Hits(_first(screens, found.screens), _first(problems, others))


def _first(said: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*said, *others)))[:_MOST]


def _by_texts(words: list[str]) -> Hits:
    """Return the screens and problems in whose texts the words stand, the more of them the better."""
    index, counts = _index(), dict[int, int]()
    for word in words:
        for (at,) in index.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (f'"{word}"',)):
            counts[at] = counts.get(at, 0) + 1
    found: dict[str, list[tuple[str, float]]] = {"screen": [], "problem": []}
    for at, kind, name, score in index.execute(_QUESTION, (" OR ".join(f'"{word}"' for word in words),)):
        share = counts[at] / len(words)
        if kind == "screen" or share >= _SHARE:
            found[kind].append((name, score * share))
    for one in found.values():
        one.sort(key=lambda row: -row[1])
    best = max((rows[0][1] for rows in found.values() if rows), default=0.0)
    return Hits(_near(found["screen"], best), _near(found["problem"], best))


def _near(found: list[tuple[str, float]], best: float) -> tuple[str, ...]:
    return tuple(name for name, score in found[:_MOST] if score >= _NEAR * best)


@lru_cache(maxsize=1)
def _sayings() -> Sayings:
    return Sayings()


@lru_cache(maxsize=1)
def _index() -> sqlite3.Connection:
    """Return SQLite's full-text index of all texts, in memory, words by their stems."""
    made = sqlite3.connect(":memory:", check_same_thread=False)
    made.execute(
        f"CREATE VIRTUAL TABLE texts USING fts5(kind UNINDEXED, name UNINDEXED, heard, first, rest, {TOKENS})"
    )
    made.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", [*_screens(), *_problems()])
    return made


def all_texts() -> list[str]:
    """Return what is searched: of each screen and problem everything that a caller can see or say of it."""
    return [" ".join(row[2:]) for row in (*_screens(), *_problems())]


def _screens() -> Iterator[tuple[str, ...]]:
    for procedure in all_procedures():
        for step in procedure.steps:
            shown = screen(step.screen)
            number = f"{procedure.letter}{step.number}"
            heard = [word for row in call_file().heard if number in row.screens for word in row.words]
            about = call_file().screens.get(shown.id)
            first = [step.title or shown.title, shown.instruction, *(field.label for field in shown.fields)]
            rest = [procedure.title, procedure.vendor, *_texts(shown), *(about.mistakes if about else ())]
            yield "screen", number, ". ".join(heard), ". ".join(first), ". ".join(rest)


def _texts(shown: Screen) -> list[str]:
    fields = [text for field in shown.fields for text in (field.about, *(o.label for o in field.options))]
    lines = [text for line in shown.lines for text in (line.text, line.old, line.note)]
    return [shown.help.question, shown.help.answer, *shown.notes, *shown.fold_lines, *fields, *lines]


def _problems() -> Iterator[tuple[str, ...]]:
    for code, row in problems().items():
        heard = [word for said in call_file().heard if code in said.problems for word in said.words]
        yield "problem", code, ". ".join(heard), row.what, ". ".join([code.replace("-", " "), *_rest(row)])


def _rest(row: ProblemText) -> list[str]:
    others = [text for other in row.variants for text in (other.what, other.why, other.do)]
    return [row.why, row.do, *others, *(action.label for action in row.actions)]
