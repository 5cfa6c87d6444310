"""Job: before the till opens, say whether documents of today would pass: the day, and every match."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

from wizard.jobs.books.check_records import Checked, CheckRecords
from wizard.jobs.books.of_run import OfRun
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.who_posts import Whose
from wizard.jobs.job import Done, Gives, Tools
from wizard.model.findings import EqualFindings, Report
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
    """Look at it. `only_reads`: of a store whose vendor posts journals by itself.

    Value: a `Report` for each kind of files that something was matched for.
    """

    gives: ClassVar = TillChecked
    only_reads: bool = False

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return what was found; a problem where nothing is known of Xero, and it cannot be asked."""
        parts = SETTINGS if self.only_reads else PARTS
        found: list[Report] = []
        for whose in self._kinds(tools):
            check = CheckRecords(OfRun(None, parts, whose), fast=True, max_age=HALF_A_DAY)
            outcome = check.run(tools, progress, cancel)
            if isinstance(outcome, Problem):
                return outcome
            checked: Checked = outcome.value
            assert checked.report is not None, "without documents there is always one"
            found.append(checked.report)
        wrong = tuple(dict.fromkeys(one for report in found for one in report.rejections))
        facts: dict[str, Any] = {
            "till": "wrong" if wrong else "ready",
            "matches_checked": sum(report.checked for report in found),
            "matches_wrong": len(wrong),
            "first_wrong": _first(wrong),
        }
        read_at = found[0].chart_read_at
        if read_at is not None:
            facts["hours_old"] = int((datetime.now(UTC) - read_at).total_seconds() // 3600)
        return Done(facts, tuple(found))

    def _kinds(self, tools: Tools) -> list[Whose]:
        """Return whose matches the store has: those of its shop, and those of a program of its own."""
        every: tuple[Whose, ...] = ("shop", "journals")
        kept = [whose for whose in every if StoreMatches(tools.site, whose).path.is_file()]
        return kept or ["journals" if self.only_reads else "shop"]


def _first(wrong: tuple[EqualFindings, ...]) -> str:
    return wrong[0].first[0].message if wrong else ""
