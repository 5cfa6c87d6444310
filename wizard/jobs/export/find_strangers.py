"""Job: say how many of a store's journals are in Xero although they were not sent from here."""

from dataclasses import dataclass, field
from typing import ClassVar

from wizard.export.compare import count_strangers
from wizard.export.gate import Clock
from wizard.jobs.export.desk import checked_side, opened
from wizard.jobs.export.given import Wanted, day_of, given, nothing_given
from wizard.jobs.job import Done, Gives, Tools
from wizard.model.problem import FaultyInput, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.xero.reads import SETTINGS


class StrangersFound(Gives, frozen=True, kw_only=True):
    """How many of the journals somebody else posted, with whatever amounts."""

    by_others: int = 0


@dataclass(frozen=True)
class FindStrangers:
    """Look for them. They are what is left to see of a program that still posts by itself."""

    gives: ClassVar = StrangersFound
    wanted: Wanted = field(default_factory=Wanted)
    clock: Clock = field(default_factory=Clock)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return how many; a problem where Xero cannot be asked."""
        try:
            what = given(tools, self.wanted, progress, cancel)
        except FaultyInput as faulty:  # what was planned a moment ago is not there any more
            return nothing_given(faulty)
        try:
            with opened(tools, cancel, self.clock) as desk:
                now = checked_side(tools, desk, SETTINGS, progress)
                day = day_of(tools, what, now.chart, desk.ledger, cancel)
                return Done({"by_others": count_strangers(day, desk.api, desk.ledger)})
        except ProblemFound as found:
            return found.problem
