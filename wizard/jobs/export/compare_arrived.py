"""Job: compare a store's journals with what another program posted to Xero; nothing is sent."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from msgspec.structs import replace

from wizard.export.compare import compare_journals
from wizard.export.gate import Clock
from wizard.jobs.export.desk import checked_side, opened
from wizard.jobs.export.given import Wanted, day_of, given, nothing_given, wanted_by
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.model.problem import Fact, FaultyInput, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.xero.reads import SETTINGS


class ArrivedCompared(Gives, frozen=True, kw_only=True):
    """How many journals are in Xero as they are in the files, with other sums, or not at all.

    `sent_by_us`: how many more went from here, which says nothing of another program. `arrival`: all the
    rest arrived, or some of it is missing or differs; `ours`: there is no rest; blank: the files have none.
    """

    arrived: int = 0
    differing: int = 0
    missing: int = 0
    sent_by_us: int = 0
    arrival: Literal["arrived", "missing", "ours", ""] = ""


@dataclass(frozen=True)
class CompareArrived:
    """Compare them. Value: a Sent whose outcomes name what differs or is missing."""

    gives: ClassVar = ArrivedCompared
    wanted: Wanted = field(default_factory=Wanted)
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def asked(cls, asked: Asked) -> "CompareArrived":
        """Build the input from a run's answers."""
        return cls(wanted_by(asked.procedure, asked.answers))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return what was found, with POST-MISSING where not everything arrived."""
        try:
            what = given(tools, replace(self.wanted, only_looks=True), progress, cancel)
        except FaultyInput as faulty:  # no file was named, or it is not there any more
            return nothing_given(faulty)
        try:
            with opened(tools, cancel, self.clock, only_reads=True) as desk:
                now = checked_side(tools, desk, SETTINGS, progress)
                day = day_of(tools, what, now.chart, desk.ledger, cancel)
                found = compare_journals(day, desk.api, desk.ledger)
        except ProblemFound as error:
            return error.problem
        counts = found.sent.counts
        facts: dict[str, Fact] = {
            "arrived": counts.already_there, "differing": counts.held, "missing": counts.failed
        }  # fmt: skip
        posted = counts.read - counts.excluded
        arrival = "missing" if not counts.is_clean else "arrived" if posted else "ours" if found.ours else ""
        problem = None if counts.is_clean else Problem("POST-MISSING", {**facts, "read": posted})
        return Done({**facts, "sent_by_us": found.ours, "arrival": arrival}, found.sent, problem)
