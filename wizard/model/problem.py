"""Problems and faults: what a job or an input can end in besides a value."""

from collections.abc import Mapping
from typing import NamedTuple

Fact = str | int | float | bool
"""What a problem says about itself; never a secret."""


class Problem(NamedTuple):
    """Something a job could not do: a code from `problems.toml` and the facts its texts are filled with."""

    code: str
    facts: Mapping[str, Fact] = {}


class Fault(NamedTuple):
    """Something wrong with an input: `where` (a field, a key or an option), a code and a sentence."""

    where: str
    code: str
    message: str


class FaultyInput(Exception):
    """Input that cannot be used; carries all faults found, at least one."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{f.where}: {f.message}" for f in faults))
        self.faults = faults


class ProblemFound(Exception):
    """A problem met below a job; the job (or its runner) turns it into its outcome."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem
