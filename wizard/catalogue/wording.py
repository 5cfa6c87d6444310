"""Filling a problem's texts with its facts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter

from wizard.catalogue.load import problem_text
from wizard.catalogue.moments import day_in_words
from wizard.catalogue.schema import Action, ProblemText, Screen, Shown
from wizard.model.problem import Fact, Problem

_SENTENCE = re.compile(r"(?<=[.!?)}])\s+(?=[A-Z(“])")
_QUOTED = "said: {said}"
_QUOTING = re.compile(r", and [^,.]* said: \{said\}")
"""The clause of a sentence that quotes somebody and that it can do without."""


_DAY = "day"


@dataclass(frozen=True)
class Wording:
    """A problem in words: what happened, why, what to do, and the buttons; the first is the best."""

    code: str
    what: str
    why: str
    do: str
    actions: tuple[Action, ...]
    notice: bool


def _day(text: str) -> str:
    """Return a day of a fact in words; what is no day stays as it is."""
    try:
        return day_in_words(date.fromisoformat(text))
    except ValueError:
        return text


class _Filler(Formatter):
    """Formats with facts; a fact that is not there becomes an ellipsis instead of an error."""

    def get_value(self, key: int | str, args: object, kwargs: object) -> object:  # noqa: ARG002
        assert isinstance(kwargs, Mapping)
        value = kwargs.get(key)
        return "…" if value is None or value == "" else value

    def format_field(self, value: object, spec: str) -> str:
        """Say how many of what: `{count:code has|codes have}`; or a day in words: `{lock:day}`."""
        if spec == _DAY:
            return _day(str(value))
        one, bar, more = spec.partition("|")
        return f"{value} {one if str(value) == '1' else more}" if bar else str(format(value, spec))


def fill(text: str, facts: Mapping[str, Fact]) -> str:
    """Return the text with `{fact}` filled in."""
    return _Filler().vformat(text, (), facts)


def facts_in(text: str) -> list[str]:
    """Return the names of the facts that a text is filled with."""
    return [name for _, name, _, _ in Formatter().parse(text) if name]


def matches(when: Mapping[str, str], facts: Mapping[str, object]) -> bool:
    """Whether every named fact has the value (compared as text; "*" = any that is there)."""
    return all(
        bool(facts.get(key)) if value == "*" else str(facts.get(key, "")) == value
        for key, value in when.items()
    )


def texts_of(row: ProblemText, facts: Mapping[str, object]) -> tuple[str, str, str, Sequence[Action]]:
    """Return what happened, why, what to do and the buttons as these facts have them, nothing filled in."""
    chosen = next((variant for variant in row.variants if matches(variant.when, facts)), None)
    if chosen is None:
        return row.what, row.why, row.do, row.actions
    texts = chosen.what or row.what, chosen.why or row.why, chosen.do or row.do
    return (*texts, chosen.actions or row.actions)


def shown_as(screen: Screen, facts: Mapping[str, object]) -> Shown:
    """Return a screen's title and instruction for these facts, and what a person still has to do there."""
    plain = Shown(when={}, title=screen.title, instruction=screen.instruction)
    return next((one for one in screen.shown if matches(one.when, facts)), plain)


def without_what_nobody_said(text: str) -> str:
    """Return a text without the sentence, or its last clause, that quotes another's words: there are none."""
    if _QUOTED not in text:
        return text
    kept = _QUOTING.sub(".", text)
    return " ".join(each for each in _SENTENCE.split(kept) if _QUOTED not in each)


def _ended(text: str, filled: str) -> str:
    """Return a text with a full stop after what somebody said: what is to be done comes next."""
    return f"{filled}." if text.endswith("{said}") and filled[-1:].isalnum() else filled


def wording(problem: Problem) -> Wording:
    """Return a problem in words; a code without texts is still said plainly."""
    row = problem_text(problem.code)
    if row is None:
        said = str(problem.facts.get("said", ""))
        return Wording(
            problem.code,
            "Something went wrong that this version has no words for.",
            said or f"The code is {problem.code}.",
            "Try again, and tell support the code.",
            (Action(label="Try again", does="retry"),),
            notice=False,
        )
    facts = problem.facts
    what, why, do, rows = texts_of(row, facts)
    if not facts.get("said"):
        what, why, do = map(without_what_nobody_said, (what, why, do))
    actions = tuple(
        Action(
            label=fill(a.label, facts),
            does=a.does,
            field=fill(a.field, facts),
            value=fill(a.value, facts),
            step=a.step,
            text=fill(a.text, facts),
            after=fill(a.after, facts),
            also={k: fill(v, facts) for k, v in a.also.items()},
        )
        for a in rows
    )
    texts = fill(what, facts), _ended(why, fill(why, facts)), fill(do, facts)
    return Wording(problem.code, *texts, actions, notice=row.notice)
