"""Job: write what would be sent as files that a person uploads in Xero; it never goes by us after that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from wizard.export.day import Day
from wizard.export.manual import CREDIT_NOTES, Upload, for_upload, write
from wizard.jobs.books.own_ledger import ledger_of, own_organisation
from wizard.jobs.books.xero_side import xero_side
from wizard.jobs.export.desk import alone
from wizard.jobs.export.given import Wanted, day_of, given
from wizard.jobs.job import Done, Gives, Tools
from wizard.ledger.ledger import Ledger
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

__all__ = ["CREDIT_NOTES", "TakeBack", "WriteForUpload"]


class UploadWritten(Gives, frozen=True, kw_only=True):
    """How many records are (or would be) in files, by kind those that have no import, and the files."""

    records: int = 0
    left: int = 0
    waiting: Mapping[str, int] = {}
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class WriteForUpload:
    """Write them into a folder; without `marks` it is only counted. Value: the Upload.

    Xero is not asked: what was known of it last is what counts.
    """

    gives: ClassVar = UploadWritten
    folder: Path
    wanted: Wanted = field(default_factory=Wanted)
    marks: bool = False

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return what was written; POST-BUSY while something is sent, STORE-WRITE for the folder."""
        what = given(tools, self.wanted, progress, cancel)
        side = xero_side(tools, None, progress, cancel, max_age=None)
        if isinstance(side, Problem):
            return side
        try:
            own = own_organisation(tools)
            with alone(tools, own):
                ledger = ledger_of(tools, own)
                try:
                    day = day_of(tools, what, side.chart, ledger, cancel)
                    return self._written(day, ledger, own.country)
                finally:
                    ledger.close()
        except ProblemFound as found:
            return found.problem

    def _written(self, day: Day, ledger: Ledger, country: str) -> Done:
        upload = for_upload(day, ledger, country)
        files = self._write(upload, ledger) if self.marks and upload.claims else []
        facts = {
            "records": len(upload.claims), "left": len(upload.left), "waiting": dict(upload.waiting),
            "files": [str(path) for path in files],
        }  # fmt: skip
        return Done(facts, upload)

    def _write(self, upload: Upload, ledger: Ledger) -> list[Path]:
        """Mark, then write: no file that can be uploaded ever stands beside records that still go."""
        ledger.hand_over(upload.claims)
        try:
            return write(upload, self.folder)
        except OSError as error:
            ledger.take_back(claim.identity for claim in upload.claims)
            facts = {"path": str(self.folder), "said": error.strerror or str(error)}
            raise ProblemFound(Problem("STORE-WRITE", facts)) from None


class TakenBack(Gives, frozen=True, kw_only=True):
    """How many records go (or would go) by us again."""

    records: int = 0


@dataclass(frozen=True)
class TakeBack:
    """Let what stands in files for a person go by us again; without `really` it is only counted."""

    gives: ClassVar = TakenBack
    really: bool = False

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return how many."""
        try:
            own = own_organisation(tools)
            with alone(tools, own):
                ledger = ledger_of(tools, own)
                try:
                    marked = [one.identity for one in ledger.in_state("manual")]
                    if self.really:
                        ledger.take_back(marked)
                finally:
                    ledger.close()
        except ProblemFound as found:
            return found.problem
        return Done({"records": len(marked)})
