"""Job: list the customers that stand in Xero, so that one of them can be picked."""

from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct

from wizard.jobs.books.xero_side import xero_side
from wizard.jobs.job import Done, Nothing, Tools
from wizard.model.chart import ChartContact
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress


class Customers(Struct, frozen=True):
    """The customers in use, by name."""

    active: tuple[ChartContact, ...]


@dataclass(frozen=True)
class ListCustomers:
    """Read them of Xero, or of what was kept. Value: `Customers`."""

    gives: ClassVar = Nothing

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return them; XERO-PERMISSION where this sign-in may not read customers."""
        side = xero_side(tools, None, progress, cancel)
        if isinstance(side, Problem):
            return side
        if "Contacts" in side.chart.unseen:
            return Problem("XERO-PERMISSION", {"permission": "customers", "by": "sign-in"})
        active = (contact for contact in side.chart.contacts if contact.status == "ACTIVE")
        return Done(value=Customers(tuple(sorted(active, key=lambda contact: contact.name.casefold()))))
