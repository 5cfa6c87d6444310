"""Finding screens and problems by a caller's words, over every text a caller can see."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from wizard.catalogue.calls import call_file
from wizard.catalogue.load import problems, screen
from wizard.catalogue.schema import ProblemText, Screen
from wizard.catalogue.vocabulary import all_procedures

_MOST = 4
"""So many of each are shown: a helper reads them out of sight of the caller."""
_MOST_WORDS = 40
_NEAR = 0.45
"""How good a hit must be beside the best one of all."""
_QUESTION = """
SELECT kind, name, -bm25(texts, 0, 0, 12, 4, 1) AS score FROM texts WHERE texts MATCH ? ORDER BY score DESC
"""
"""A word counts most among what callers say, then in a title or in what happened, then anywhere else."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Hits:
    """Screen numbers and codes of problems, the likeliest first."""

    screens: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def search(text: str) -> Hits:
    """Return what a caller may mean; nothing where no text has any of the words."""
    idle = call_file().idle.split()
    words = [word for word in _WORD.findall(text.lower()) if word not in idle and not word.isdigit()][
        :_MOST_WORDS
    ]
    if not words:
        return Hits()
    rows = _index().execute(_QUESTION, (" OR ".join(f'"{word}"' for word in words),))
    found: dict[str, list[tuple[str, float]]] = {"screen": [], "problem": []}
    for kind, name, score in rows:
        found[kind].append((name, score))
    best = max((rows[0][1] for rows in found.values() if rows), default=0.0)
    return Hits(_near(found["screen"], best), _near(found["problem"], best))


def _near(found: list[tuple[str, float]], best: float) -> tuple[str, ...]:
    return tuple(name for name, score in found[:_MOST] if score >= _NEAR * best)


@lru_cache(maxsize=1)
def _index() -> sqlite3.Connection:
    """Return SQLite's full-text index of all texts, in memory, words by their stems."""
    made = sqlite3.connect(":memory:", check_same_thread=False)
    made.execute(
        "CREATE VIRTUAL TABLE texts USING fts5"
        "(kind UNINDEXED, name UNINDEXED, heard, first, rest,"
        " tokenize = 'porter unicode61 remove_diacritics 2')"
    )
    made.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", [*_screens(), *_problems()])
    return made


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
