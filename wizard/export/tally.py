"""What became of the records: counted all, and of equal ones the first hundred by name."""

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from wizard.model.export import Counts, Equals, Outcome, State, Why

KEPT = 100
"""Of equal outcomes, as many are kept by name."""


_STAYS: tuple[State, ...] = ("failed", "held", "excluded")
_HANGS = Why("hang")
"""Whatever each of them is for: all go once that goes."""
_NAMED = 5
"""Of equal ones, as many are named: one more than a screen has room for, which tells that there are more."""


def equal_ones(outcomes: Iterable[Outcome]) -> list[Equals]:
    """Return what stays here in groups: what was not taken, what is held, what is left out."""
    groups: dict[tuple[State, str, Why], list[Outcome]] = {}
    for one in outcomes:
        if one.state in _STAYS and one.why is not None:
            why = _HANGS if one.why.code == "hangs" else one.why
            groups.setdefault((one.state, one.kind, why), []).append(one)
    found = sorted(groups.items(), key=lambda item: _STAYS.index(item[0][0]))
    return [_equal(records) for _, records in found]


def _equal(records: list[Outcome]) -> Equals:
    names = dict.fromkeys(one.name for one in records if one.name)
    first, others = records[0], {one.why for one in records}
    if len(others) > 1:
        first = replace(first, why=_HANGS)
    return Equals(first, len(records), tuple(names)[:_NAMED])


class Tally:
    """Counts outcomes as they come."""

    def __init__(self) -> None:
        self._states: Counter[State] = Counter()
        self._kept: Counter[tuple[str, str, str]] = Counter()
        self.outcomes: list[Outcome] = []
        self.remarks: list[Outcome] = []
        self.made = 0
        self.by_earlier = 0

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
            self.made, self.by_earlier,
        )  # fmt: skip
