"""Job: before the till opens, say whether documents of today would pass: the day, and every match."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

from wizard.jobs.books.check_records import Checked, CheckRecords
from wizard.jobs.books.of_run import OfRun
from wizard.jobs.job import Done, Gives, Tools
from wizard.model.findings import EqualFindings
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.xero.reads import PARTS, SETTINGS

HALF_A_DAY = 43_200.0
"""How old what is known of Xero may be: who closes a month does so between two days of a shop."""


class TillChecked(Gives, frozen=True, kw_only=True):
    """Whether all would pass, how many matches were looked at, what is wrong, and Xero's age in hours."""

    till: Literal["ready", "wrong", "unknown"] = "unknown"
    matches_checked: int = 0
    matches_wrong: int = 0
    first_wrong: str = ""
    hours_old: int = 0


@dataclass(frozen=True)
class CheckTill:
    """Look at it. `only_reads`: of a store whose vendor posts journals by itself. Value: the `Checked`."""

    gives: ClassVar = TillChecked
    only_reads: bool = False

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return what was found; a problem where nothing is known of Xero, and it cannot be asked."""
        parts = SETTINGS if self.only_reads else PARTS
        check = CheckRecords(OfRun(None, parts), fast=True, max_age=HALF_A_DAY)
        outcome = check.run(tools, progress, cancel)
        if isinstance(outcome, Problem):
            return outcome
        checked: Checked = outcome.value
        report = checked.report
        assert report is not None, "without documents there is always one"
        wrong = report.rejections
        facts: dict[str, Any] = {
            "till": "wrong" if wrong else "ready",
            "matches_checked": report.checked,
            "matches_wrong": len(wrong),
            "first_wrong": _first(wrong),
        }
        if report.chart_read_at is not None:
            facts["hours_old"] = int((datetime.now(UTC) - report.chart_read_at).total_seconds() // 3600)
        return Done(facts, checked)


def _first(wrong: tuple[EqualFindings, ...]) -> str:
    return wrong[0].first[0].message if wrong else ""
