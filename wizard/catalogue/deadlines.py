"""Which dates concern a store now: a pure function of the data, the day, and what is known of the store."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wizard.catalogue.load import deadlines
from wizard.catalogue.provider_rows import Deadline
from wizard.catalogue.wording import matches

CONCERNS: dict[str, frozenset[str] | None] = {
    "xero_connected": frozenset({"True", "False"}),
    "xero_keys": frozenset({"True", "False"}),
    "sender_provider": None,
    "sender_server": None,
    "sender_login": frozenset({"password", "sign-in"}),
}
"""What is known of a store, and what each can be; None = any text."""


@dataclass(frozen=True)
class Due:
    """A deadline that a store has to know about; `days_left` is below zero once it is over."""

    deadline: Deadline
    days_left: int

    @property
    def is_past(self) -> bool:
        """Whether it is over."""
        return self.days_left < 0

    @property
    def words(self) -> str:
        """One line for the home page."""
        row = self.deadline
        return row.past_words if self.is_past else f"{row.what} {row.do}"


def due(
    today: datetime.date, store: Mapping[str, object], rows: Sequence[Deadline] | None = None
) -> list[Due]:
    """Return what concerns this store: from `warn_days` before, and after it as long as the row says."""
    found = []
    for row in deadlines() if rows is None else rows:
        left = (row.ends - today).days
        is_time = left <= row.warn_days and (left >= 0 or row.past_words)
        if is_time and any(matches(condition, store) for condition in row.concerns):
            found.append(Due(row, left))
    return found
