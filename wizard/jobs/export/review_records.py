"""Job: check a store's records by Xero's rules, and say what a sending would do; nothing is sent."""

from dataclasses import dataclass, field
from typing import ClassVar

from msgspec import Struct

from wizard.export.gate import Clock
from wizard.jobs.books.check_records import Checked, CheckRecords, RecordsChecked, rejected
from wizard.jobs.books.of_run import OfRun, of_run
from wizard.jobs.export.given import Wanted, nothing_given, wanted_by
from wizard.jobs.export.plan_export import PlanExport
from wizard.jobs.job import Asked, Done, Tools
from wizard.model.export import Plan
from wizard.model.problem import FaultyInput, Problem
from wizard.model.progress import Cancel, Part, Progress


class RecordsReviewed(RecordsChecked, frozen=True, kw_only=True):
    """What the check found, and how many records would go: `stamp` tells whether they are still the same."""

    records: int = 0
    records_there: int = 0
    stamp: str = ""
    again: str = ""
    """That today was sent already, in a sentence."""


class Reviewed(Struct, frozen=True):
    """What was checked, and what would be sent; no plan where something has to be put right first."""

    checked: Checked
    plan: Plan | None = None


@dataclass(frozen=True)
class ReviewRecords:
    """Check, then plan. Value: a Reviewed."""

    gives: ClassVar = RecordsReviewed
    of_run: OfRun
    wanted: Wanted
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def asked(cls, asked: Asked) -> "ReviewRecords":
        """Build the input from a run's answers."""
        procedure, answers = asked.procedure, asked.answers
        return cls(of_run(procedure, answers), wanted_by(procedure, answers))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return what was found; BOOKS-REJECTED where Xero would refuse something and all was to go.

        What refuses a record is the plan's to say: the check alone takes what went earlier for a stranger's.
        """
        wanted = self.wanted
        check = CheckRecords(self.of_run, good_ones=True, through=wanted.through, drafts=wanted.drafts)
        found = check.run(tools, Part(progress, 0.0, 0.5), cancel)
        if isinstance(found, Problem):
            return found
        checked: Checked = found.value
        if found.problem is not None or checked.report is None or checked.not_asked is not None:
            # Xero that could not be asked about its rules cannot be asked what it holds either.
            problem = found.problem
            if problem is None and checked.report is not None and wanted.is_whole_only:
                problem = rejected(checked.report)
            return Done(found.facts, Reviewed(checked), problem)
        try:
            planned = PlanExport(wanted, self.clock).run(tools, Part(progress, 0.5, 1.0), cancel)
        except FaultyInput as faulty:  # what was read a moment ago is not there any more
            planned = nothing_given(faulty)
        if isinstance(planned, Problem):
            return Done(found.facts, Reviewed(checked), planned)
        plan: Plan = planned.value
        refusing = {one.why.rule for one in plan.outcomes if one.why is not None and one.why.code == "rule"}
        facts = {
            **found.facts,
            **planned.facts,
            "records_there": plan.counts.already_there,
            "records_refused": plan.counts.failed,
            "all_pass": checked.report.checked > 0 and not plan.counts.failed,
        }
        problem = rejected(checked.report, refusing) if wanted.is_whole_only else None
        return Done(facts, Reviewed(checked, plan), problem)
