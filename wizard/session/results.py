"""How the steps of a run ended; read anywhere, written by the run's own thread alone."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from wizard.catalogue.load import screen
from wizard.catalogue.schema import Procedure
from wizard.model.problem import Problem
from wizard.procedure.answers import Answers


@dataclass(frozen=True)
class StepResult:
    """How a step's jobs ended: facts, the screen's value, and the problem if any."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    value: Any = None
    problem: Problem | None = None
    stamp: str = ""
    """Which answers the jobs ran with: a second Next with the same ones just advances."""
    given: Mapping[str, msgspec.Struct] = field(default_factory=dict)
    """Job name to what it gave, as the type that it declares; `facts` is all of it for texts."""
    is_earlier: bool = False
    """Whether an earlier run of the program saw it: what it rests on may be gone since."""

    @property
    def ok(self) -> bool:
        """Whether the jobs did what they were to do."""
        return self.problem is None


Kind = TypeVar("Kind", bound=msgspec.Struct)


class Results(dict[str, StepResult]):
    """Step id to how its jobs ended last."""

    def facts(self) -> dict[str, Any]:
        """Return what all steps found; of two that found the same, the later one counts."""
        return {name: value for result in self.values() for name, value in result.facts.items()}

    def given(self, kind: type[Kind]) -> Kind | None:
        """Return what the latest job that gives this gave, None where none has run to its end."""
        for result in reversed(list(self.values())):
            for gave in reversed(list(result.given.values())):
                if isinstance(gave, kind):
                    return gave
        return None

    def forget(self, steps: Iterable[str]) -> None:
        """What these steps did does not hold any more."""
        for name in steps:
            self.pop(name, None)


def stamp_of(procedure: Procedure, trail: Iterable[str], answers: Answers) -> str:
    """Return a digest of the answers on the way here, which a step's jobs depend on; in memory only."""
    way = set(trail)
    names = {f.id for step in procedure.steps if step.id in way for f in screen(step.screen).fields}
    parts = [f"{k}={v!r}" for k, v in sorted(answers.plain().items()) if k in names]
    for name in sorted(names):
        secret = answers.secret(name)
        if secret is not None:
            parts.append(f"{name}#{hashlib.sha256(secret.reveal().encode()).hexdigest()}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
