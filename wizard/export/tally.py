"""What became of the records: counted all, and of equal ones the first hundred by name."""

from collections import Counter

from msgspec import Struct

from wizard.model.export import Counts, Outcome, State
from wizard.model.problem import Problem

KEPT = 100
"""Of equal outcomes, as many are kept by name."""


class Sent(Struct, frozen=True):
    """How a sending ended: `problem` is what ended it early, `stopped` that a person did.

    `remarks` are about records that are counted already: a credit note that no invoice could take.
    """

    counts: Counts
    outcomes: tuple[Outcome, ...]
    remarks: tuple[Outcome, ...] = ()
    problem: Problem | None = None
    stopped: bool = False
    run: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether everything that should have gone is in Xero."""
        return self.counts.is_clean and not self.remarks and self.problem is None and not self.stopped


class Tally:
    """Counts outcomes as they come."""

    def __init__(self) -> None:
        self._states: Counter[State] = Counter()
        self._kept: Counter[tuple[str, str, str]] = Counter()
        self.outcomes: list[Outcome] = []
        self.remarks: list[Outcome] = []
        self.made = 0

    def add(self, one: Outcome) -> None:
        """Count one record."""
        self._states[one.state] += 1
        if one.state in {"sent", "already-there"} and one.why is None:
            return
        why = one.why.code + one.why.rule if one.why is not None else ""
        key = (one.state, one.kind, why)
        self._kept[key] += 1
        if self._kept[key] <= KEPT:
            self.outcomes.append(one)

    @property
    def counts(self) -> Counts:
        """The counts so far."""
        found = self._states
        return Counts(
            found["sent"], found["already-there"], found["failed"], found["held"], found["excluded"],
            self.made,
        )  # fmt: skip
