"""What became of the records: counted all, and of equal ones the first hundred by name."""

from collections import Counter

from wizard.model.export import Counts, Outcome, State

KEPT = 100
"""Of equal outcomes, as many are kept by name."""


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
