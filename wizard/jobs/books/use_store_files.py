"""Job: read the store's files, say what only a person can say of them, and remember where they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace

from wizard.books.report import FolderReport, read_folder
from wizard.jobs.books.own_layouts import own_layouts
from wizard.jobs.books.parting import part_books
from wizard.jobs.books.who_posts import Whose
from wizard.jobs.job import Asked, Done, Gives, Nothing, Tools
from wizard.model.books import FileReport
from wizard.model.problem import Fact, Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.record import StoreRecord
from wizard.store.site import SiteFolder


class FilesRead(Gives, frozen=True, kw_only=True):
    """How many files, documents (all, and by kind), lines left out and lines with faults there are."""

    files_read: int = 0
    records_read: int = 0
    records_left_out: int = 0
    lines_with_faults: int = 0
    records_by_kind: Mapping[str, int] = {}


@dataclass(frozen=True)
class LookAtStoreFiles:
    """Read a file or a folder with the store's own layouts as well. Value: a FolderReport."""

    gives: ClassVar = Nothing
    documents: Path

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done:
        """Return what was read; nothing is remembered."""
        return Done(value=read_folder(self.documents, None, progress, cancel, own_layouts(tools.site)))


@dataclass(frozen=True)
class UseStoreFiles:
    """Use a file or a folder from here on; `found` is what it holds, where it was read already.

    `good_ones`: lines with faults do not keep the good ones from being used. Value: a FolderReport.
    """

    gives: ClassVar = FilesRead
    documents: Path | None
    good_ones: bool
    found: FolderReport | None = None

    @classmethod
    def asked(cls, asked: Asked) -> "UseStoreFiles":
        """Build the input from a run's answers."""
        named = asked.answers.text("folder") or asked.answers.text("journal_file")
        return cls(Path(named) if named else None, asked.answers.tick("good_ones", default=False))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Read, remember the folder and its newest file, and return the first thing that keeps it back."""
        if self.documents is None:
            return Problem("FILE-NONE", {"folder": ""})
        found = self.found
        if found is None:
            found = read_folder(self.documents, None, progress, cancel, own_layouts(tools.site))
        facts = {
            "files_read": len(found.files),
            "records_read": sum(file.records for file in found.files),
            "records_left_out": sum(len(file.excluded) for file in found.files),
            "lines_with_faults": sum(len(file.faults) for file in found.files),
            "records_by_kind": by_kind(found),
        }
        problem = problem_of(found, self.documents, good_ones=self.good_ones)
        if problem is None:
            remember(tools.site, self.documents, found)
        return Done(facts, found, problem)


def remember(site: SiteFolder, documents: Path, found: FolderReport, *, are_journals: bool = False) -> None:
    """Keep where the store's files are, and when the newest of them was written; ProblemFound STORE-WRITE.

    `are_journals`: they are the entries of a program that may post them itself; a shop's files stay apart.
    """
    if not are_journals:
        part_books(site)
    place, newest = str(documents), _newest(documents, found)

    def note(record: StoreRecord) -> StoreRecord:
        named = {"journals": place} if are_journals else {"folder": place}
        return replace(record, books=replace(record.books, newest_file=newest, **named))

    site.change(note)


def problem_of(
    found: FolderReport, documents: Path, *, good_ones: bool, whose: Whose | None = None
) -> Problem | None:
    """Return why these files cannot be used as they are; None where they can."""
    of: dict[str, Fact] = {"of": "journals"} if whose == "journals" else {}
    if not found.files and not [q for q in found.questions if q.code in {"FILE-COLUMNS", "FILE-DATES"}]:
        message = found.questions[0].message if found.questions else ""
        return Problem("FILE-NONE", {"folder": documents.name or str(documents), "said": message, **of})
    if found.questions:
        first = found.questions[0]
        facts: dict[str, Fact] = {"file": first.where, "said": first.message, "count": len(found.questions)}
        if first.code == "FILE-COLUMNS" and first.layout is not None:
            facts["columns"] = "known"
        return Problem(first.code, {**facts, **of})
    faulty = [file for file in found.files if file.faults]
    return _lines(faulty) if faulty and not good_ones else None


def _lines(faulty: list[FileReport]) -> Problem:
    first = faulty[0].faults[0]
    reason = f"{first.column}: {first.reason}" if first.column else first.reason
    count = sum(len(file.faults) for file in faulty)
    return Problem(
        "FILE-LINES", {"count": count, "file": faulty[0].file, "line": first.line, "reason": reason}
    )


def by_kind(found: FolderReport) -> dict[str, int]:
    """Return how many documents files hold, by kind of file."""
    counts: dict[str, int] = {}
    for file in found.files:
        counts[file.kind] = counts.get(file.kind, 0) + file.records
    return counts


def _newest(documents: Path, found: FolderReport) -> datetime | None:
    """Return when the newest of the files was written last."""
    paths = (documents / file.file if documents.is_dir() else documents for file in found.files)
    times = [path.stat().st_mtime for path in paths if path.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None
