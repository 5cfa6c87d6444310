"""A support file stepped through: the caller's screens as they were, read-only."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from wizard.catalogue.load import problem_text, procedures
from wizard.catalogue.wording import Wording, wording
from wizard.model.calls import SaidProblem, ShownScreen
from wizard.model.problem import Fact, Problem
from wizard.support.answers import said_problem, shown_screen
from wizard.support.file import Item, Plain


@dataclass
class PastStep:
    """A screen that the caller was on: what stands there, what was answered, what was found, what failed."""

    shown: ShownScreen
    answers: dict[str, Plain] = field(default_factory=dict)
    found: dict[str, Plain] = field(default_factory=dict)
    failed: Problem | None = None
    problem: Wording | None = None
    """What failed, in words."""
    said: SaidProblem | None = None


@dataclass
class Past:
    """All of a file: steps by procedure in the caller's order, and what it says besides, line by line."""

    steps: dict[str, list[PastStep]]
    besides: list[Item]


def replay(items: Sequence[Item]) -> Past:
    """Return what a file tells; what this version does not know of it stands among the rest."""
    known = {p.id: {f"{p.letter}{s.number}": (p, s) for s in p.steps} for p in procedures()}
    past = Past({}, [])
    by_number: dict[tuple[str, str], PastStep] = {}

    def step(name: str, number: str) -> PastStep:
        if (name, number) not in by_number:
            by_number[name, number] = PastStep(shown_screen(*known[name][number]))
            past.steps.setdefault(name, []).append(by_number[name, number])
        return by_number[name, number]

    facts: dict[tuple[str, str], dict[str, Fact]] = {}
    codes: dict[tuple[str, str], str] = {}
    for item in items:
        match item.at:
            case ("draft", name, "trail", _) if str(item.value) in known.get(name, {}):
                step(name, str(item.value))
            case ("draft", name, "answer", number, box) if number in known.get(name, {}):
                step(name, number).answers[box] = item.value
            case ("draft", name, "result", number, fact) if number in known.get(name, {}):
                step(name, number).found[fact] = item.value
            case ("draft", name, "problem", number) if number in known.get(name, {}):
                step(name, number)
                codes[name, number] = str(item.value)
            case ("draft", name, "fact", number, fact) if number in known.get(name, {}):
                facts.setdefault((name, number), {})[fact] = item.value
            case _:
                past.besides.append(item)
    for at, code in codes.items():
        failed = Problem(code, facts.get(at, {}))
        by_number[at].failed, by_number[at].problem = failed, wording(failed)
        by_number[at].said = said_problem(code, at[1]) if problem_text(code) is not None else None
    return past
