"""What stands for what only a caller's screen knows: practice values, and words."""

from collections.abc import Mapping
from functools import lru_cache

from wizard.catalogue.load import convert, problem_text
from wizard.catalogue.resources import read_toml
from wizard.catalogue.schema import ProblemText
from wizard.catalogue.schema.rows import Row, placeholders
from wizard.catalogue.wording import fill, texts_of, without_what_nobody_said
from wizard.model.problem import Fact, Problem

_FILE = "examples.toml"


class ExampleFile(Row, frozen=True, kw_only=True):
    """`examples.toml`."""

    facts: dict[str, str]
    unknown: dict[str, str]
    """What stands in a mail program's boxes, in words."""
    of: dict[str, dict[str, str]]
    """By a problem's code, what its facts are where the usual ones would not make sense."""


@lru_cache(maxsize=1)
def example_file() -> ExampleFile:
    """Return what stands in the file."""
    return convert(read_toml(_FILE), ExampleFile, _FILE)


def with_examples(text: str) -> str:
    """Return a screen's text, filled."""
    return fill(text, example_file().facts)


def example_problem(code: str, known: Mapping[str, Fact]) -> Problem:
    """Return a problem of which only what is `known` is: the rest of what its texts say is made up."""
    row, facts = problem_text(code), dict[str, Fact](example_file().of.get(code, {}))
    if row is None:
        return Problem(code, {**facts, **known})
    facts |= {name: fact for name, fact in known.items() if _says(row, name, fact)}
    for name in _filled(row, facts):
        if word := _usual(row, name) or example_file().facts.get(name):
            facts.setdefault(name, word)
    return Problem(code, facts)


def _says(row: ProblemText, name: str, fact: Fact) -> bool:
    """Whether a problem may say this about itself."""
    return fact in row.one_of[name] if name in row.one_of else name in row.facts


def _filled(row: ProblemText, facts: Mapping[str, Fact]) -> list[str]:
    """Return the names that its texts, as these facts choose them, are filled with."""
    what, why, do, actions = texts_of(row, facts)
    said = map(without_what_nobody_said, (what, why, do))
    return [name for text in (*said, *(a.label for a in actions)) for name in placeholders(text)]


def _usual(row: ProblemText, name: str) -> str:
    """Return the word of a fact with few words that changes nothing of the text; empty without one."""
    if name not in row.one_of:
        return ""
    special = {variant.when.get(name) for variant in row.variants}
    words = row.one_of[name]
    return next((word for word in words if word not in special), words[-1])
