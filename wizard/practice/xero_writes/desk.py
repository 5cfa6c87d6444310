"""What a write is judged by and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wizard.practice.xero_chart import Chart
from wizard.practice.xero_shelf import Shelf

Json = dict[str, Any]
NO_ID = "00000000-0000-0000-0000-000000000000"
"""The id of a document that was refused before it had one."""


@dataclass(frozen=True)
class Desk:
    """Where a document is judged: the chart, what is held, when, for which app and how.

    `unit_places` is 4 with `unitdp=4`, else 2. `creates_only` is PUT. `may_approve` is false where the
    organisation's plan allows no further invoices.
    """

    chart: Chart
    shelf: Shelf
    now: datetime
    app: str
    unit_places: int = 2
    creates_only: bool = False
    may_approve: bool = True

    @property
    def moment(self) -> str:
        """The moment as a document keeps it."""
        return self.now.replace(tzinfo=None).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class Taken:
    """What came of one document: refused when there are errors, else `kept` (kind, document) is kept."""

    document: Json
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    kept: tuple[tuple[str, Json], ...] = ()


Take = Callable[[Desk, Json], Taken]
"""Judges one document that was sent."""


def refused(sent: Json, key: str, *errors: str, warnings: tuple[str, ...] = ()) -> Taken:
    """Return a refusal; what was sent is shown again with an id that is none, unless it named its own."""
    return Taken({key: NO_ID, **sent}, tuple(dict.fromkeys(errors)), warnings)
