"""Job: keep from which day on a store's documents are sent, and for which customer; checked against Xero."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from wizard.books.match import Contacts
from wizard.jobs.books.given_matches import own_matches
from wizard.jobs.books.of_run import OfRun, of_run
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.xero_side import xero_side
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.model.chart import Chart
from wizard.model.documents import Party
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress


class SettingsKept(Gives, frozen=True, kw_only=True):
    """The first day that is sent (ISO), and the customer by the name that Xero has; blank where left so."""

    sent_from: str = ""
    sent_to_customer: str = ""


@dataclass(frozen=True)
class KeepSettings:
    """Keep these; blank takes away what was kept, but for the customer of sales without a name."""

    gives: ClassVar = SettingsKept
    of_run: OfRun
    start_from: str
    default_customer: str
    walk_in: str = ""

    @classmethod
    def asked(cls, asked: Asked) -> "KeepSettings":
        """Build the input from a run's answers."""
        answers = asked.answers
        return cls(
            of_run(asked.procedure, answers),
            answers.text("start_from"),
            answers.text("default_customer_code"),
            answers.text("walk_in"),
        )

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Look the customer up and keep both; CODE-NOT-IN-XERO, START-LOCKED."""
        name = ""
        if self.start_from or self.default_customer:
            side = xero_side(tools, None, progress, cancel, parts=self.of_run.parts)
            if isinstance(side, Problem):
                return side
            locked = _locked(side.chart, self.start_from)
            if locked is not None:
                return locked
            if self.default_customer and "Contacts" not in side.closed:
                known = Contacts(side.chart).find(Party(self.default_customer, self.default_customer))
                if known is None or known.status != "ACTIVE":
                    return Problem("CODE-NOT-IN-XERO", {"code": self.default_customer})
                name = known.name
        own = StoreMatches(tools.site, self.of_run.whose)
        before = own_matches(own)
        settings: dict[str, Any] = {
            "start_from": self.start_from or None,
            "default_customer": self.default_customer or None,
        }
        if self.walk_in:
            settings["walk_in"] = self.walk_in
        after = before.with_settings(settings)
        if after != before:
            own.write(after)
        return Done({"sent_from": self.start_from, "sent_to_customer": name})


def _locked(chart: Chart, start: str) -> Problem | None:
    """Return the problem that a day within a locked period is: the first that can be sent stands in it."""
    if not start:
        return None
    lock = max(filter(None, (chart.period_lock, chart.year_lock)), default=None)
    if lock is None or date.fromisoformat(start) > lock:
        return None
    first = lock + timedelta(days=1)
    return Problem("START-LOCKED", {"day": start, "lock": lock.isoformat(), "first": first.isoformat()})
