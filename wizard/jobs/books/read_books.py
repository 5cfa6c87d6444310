"""Job: one look at the sales that an organisation has already, so that none is sent a second time."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.books.xero_side import Asker
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.model.api_days import day_of
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.xero.reads import NEWEST_SALE, newest_sale

_words = words_of(__name__)


class BooksRead(Gives, frozen=True, kw_only=True):
    """How many sales the organisation has, and the day of the newest (ISO); whether we may look at all."""

    sales_seen: bool = False
    sales_in_xero: int = 0
    newest_sale: str = ""
    xero_in_use: bool = False


@dataclass(frozen=True)
class ReadBooks:
    """Ask for the newest sale alone."""

    gives: ClassVar = BooksRead

    @classmethod
    def asked(cls, asked: Asked) -> "ReadBooks":  # noqa: ARG003 - it needs nothing of the run
        """Build the input from a run."""
        return cls()

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return what is there; without the permission to look that is said, and no problem."""
        progress.step(0.3, _words("looking-for-invoices"))
        cancel.check()
        try:
            count, newest = newest_sale(Asker(tools, (NEWEST_SALE,)).ask)
        except ProblemFound as found:
            if found.problem.code == "XERO-PERMISSION":
                return Done({"sales_seen": False})
            return found.problem
        day = day_of(newest)
        facts = {"sales_seen": True, "sales_in_xero": count, "xero_in_use": count > 0}
        return Done({**facts, "newest_sale": day.isoformat() if day is not None else ""})
