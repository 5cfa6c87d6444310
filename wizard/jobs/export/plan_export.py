"""Job: say what a sending would do; Xero is read, and nothing is sent."""

from dataclasses import dataclass, field
from typing import ClassVar

from wizard.export.gate import Clock
from wizard.export.plan import plan
from wizard.jobs.export.desk import checked_side, opened
from wizard.jobs.export.given import Wanted, day_of, given
from wizard.jobs.export.read_status import said_today
from wizard.jobs.job import Done, Gives, Tools
from wizard.model.export import Plan
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress


class ExportPlanned(Gives, frozen=True, kw_only=True):
    """How many records would go, and what tells whether they are still the same."""

    records: int = 0
    stamp: str = ""
    again: str = ""
    """That today was sent already, in a sentence."""


@dataclass(frozen=True)
class PlanExport:
    """Plan it. Value: the Plan."""

    gives: ClassVar = ExportPlanned
    wanted: Wanted = field(default_factory=Wanted)
    clock: Clock = field(default_factory=Clock)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return the plan; FaultyInput for the inputs, a problem where Xero cannot be read."""
        what = given(tools, self.wanted, progress, cancel)
        try:
            with opened(tools, cancel, self.clock) as desk:
                now = checked_side(tools, desk, what.parts, progress)
                day = day_of(tools, what, now.chart, desk.ledger, cancel)
                made: Plan = plan(day, desk.ledger, now.organisation.name, what.stamp, desk.gate.allowance())
                again = said_today(desk.ledger.runs.last())
        except ProblemFound as found:
            return found.problem
        return Done({"records": made.counts.sent, "stamp": made.stamp, "again": again}, made)
