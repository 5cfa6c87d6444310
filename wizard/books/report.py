"""What a file holds, as `books read` and the screens say it; and what a folder holds."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from msgspec import UNSET, Struct, UnsetType

from wizard.books.amounts import text_of
from wizard.books.headings import Recognised
from wizard.books.opening import FileRefused, open_file, refused
from wizard.books.reading import read
from wizard.books.recognise import no_table, recognise
from wizard.books.survey import Reading, survey
from wizard.books.tally import count
from wizard.catalogue.layouts import GIVEN, Layout, known_layouts, reading_words
from wizard.model.books import (
    Excluded,
    ExcludedRecord,
    FaultyLine,
    FileReport,
    IgnoredFile,
    Notice,
    Question,
    Reason,
    Row,
    RowFault,
    Skipped,
    SkippedLine,
)
from wizard.model.progress import Cancel, Progress

_ENDINGS = {
    ".csv", ".txt", ".tsv", ".tab", ".iif", ".xlsx", ".xlsm", ".xls", ".ods", ".dat", ".asc", ".prn", "",
}  # fmt: skip
"""Endings that a file of a folder may have to be looked at."""
_PROSE = {".txt", ".asc", ".dat", ".prn", ""}
"""Endings of what may as well be prose: without a table it is no document of a folder."""
_UNSEEN = (".", "~$", "~")


class FolderReport(Struct, frozen=True):
    """What a file or a folder holds; `questions` need a person's word."""

    files: tuple[FileReport, ...]
    questions: tuple[Question, ...] = ()
    ignored: tuple[IgnoredFile, ...] = ()
    readings: tuple[Reading, ...] = ()
    """How each of `files` was read, in the same order."""

    @property
    def has_faults(self) -> bool:
        """Whether a line of a file has a fault."""
        return any(file.faults for file in self.files)


def money_last(found: FolderReport) -> Sequence[Reading]:
    """Return a folder's readings, payments last: they follow what they are for, however files are called."""
    return sorted(found.readings, key=lambda one: one.table.layout.kind == "payments")


def words_of(reason: Reason) -> str:
    """Return a reason in words; one without a code is said in the file's own word."""
    if not reason.code:
        return reason.said
    return reading_words().reasons[reason.code].replace("{said}", reason.said)


class _Rows:
    """Counts the rows of data as they pass."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            if not isinstance(row, Skipped):
                self.count += 1
            yield row


def report(reading: Reading, cancel: Cancel | None = None) -> FileReport:
    """Read a table and return what it holds."""
    rows = _Rows(read(reading))
    total, records = Decimal(0), 0
    skipped: list[Skipped] = []
    excluded: list[Excluded] = []
    faults: list[RowFault] = []
    for settled in count(reading, iter(rows)):
        if cancel is not None:
            cancel.check()
        if isinstance(settled, Skipped):
            skipped.append(settled)
        elif settled.total is not None:
            total += settled.total
            records += 1
        elif settled.excluded is not None:
            excluded.append(settled.excluded)
        else:
            faults += settled.faults
    table = reading.table
    excluded.sort(key=lambda one: one.line)
    faults.sort(key=lambda one: one.line)
    return FileReport(
        table.table.file,
        table.layout.kind,
        table.layout.id if table.layout.source else GIVEN,  # a person's own says nowhere where it is from
        table.table.encoding,
        table.table.delimiter,
        table.header_line,
        table.columns,
        reading.orders.get("date"),
        reading.decimal,
        rows.count,
        records,
        "0" if table.layout.kind == "contacts" else text_of(total),
        [SkippedLine(one.line, words_of(one.reason)) for one in skipped],
        [ExcludedRecord(one.line, one.record, words_of(one.reason)) for one in excluded],
        [FaultyLine(one.line, one.column, words_of(one.reason)) for one in faults],
        table.table.sheet or UNSET,
        _notices(reading),
    )


def _notices(reading: Reading) -> list[Notice] | UnsetType:
    if not reading.typed_codes:
        return UNSET
    words = reading_words().notices["zeros-lost"]
    return [Notice(reading.table.name_of(field), words) for field in reading.typed_codes]


def read_store_file(
    path: Path, given: Layout | None, cancel: Cancel | None = None, own: Sequence[Layout] = ()
) -> FolderReport:
    """Read one file with all its sheets; what a person must say is a question.

    `own`: layouts that the store's person chose, besides the known ones.
    """
    try:
        opened = open_file(path, given.encoding if given is not None else None)
        parts = [_part(found, cancel) for found in recognise(opened, (*own, *known_layouts()), given)]
    except FileRefused as no:
        return FolderReport((), (no.question,))
    return _joined(parts)


def _part(found: Recognised | Question | IgnoredFile, cancel: Cancel | None) -> FolderReport:
    if isinstance(found, IgnoredFile):
        return FolderReport((), (), (found,))
    reading = survey(found) if isinstance(found, Recognised) else found
    if isinstance(reading, Question):
        return FolderReport((), (reading,))
    return FolderReport((report(reading, cancel),), readings=(reading,))


def read_folder(
    path: Path,
    given: Layout | None,
    progress: Progress,
    cancel: Cancel | None = None,
    own: Sequence[Layout] = (),
) -> FolderReport:
    """Read a file, or each file of a folder; a layout that was given is for files that have its columns."""
    if not path.is_dir():
        return read_store_file(path, given, cancel, own)
    try:
        entries = sorted(path.iterdir(), key=lambda entry: entry.name.casefold())
    except OSError as error:
        return FolderReport((), (refused(path.name, "unreadable", error.strerror or "").question,))
    parts = []
    for number, entry in enumerate(entries):
        progress.step(number / len(entries), entry.name)
        parts.append(_entry(entry, given, cancel, own))
    found = _joined(parts)
    if not found.files and not found.questions:
        none = refused(path.name or str(path), "empty-folder", code="FILE-EMPTY").question
        return FolderReport((), (none,), found.ignored)
    return found


def _entry(entry: Path, given: Layout | None, cancel: Cancel | None, own: Sequence[Layout]) -> FolderReport:
    words = _not_looked_at(entry)
    if words is not None:
        return FolderReport((), (), (IgnoredFile(entry.name, reading_words().ignored[words]),))
    found = read_store_file(entry, given, cancel, own)
    if entry.suffix.casefold() in _PROSE and found.questions == (no_table(entry.name),):
        return FolderReport((), (), (IgnoredFile(entry.name, reading_words().ignored["not-table"]),))
    if given is not None and given.id == GIVEN and not found.files and found.questions:
        by_itself = read_store_file(entry, None, cancel, own)
        if by_itself.files or by_itself.ignored:
            return by_itself
    return found


def _not_looked_at(entry: Path) -> str | None:
    """Return why a folder's entry is no file of documents, by its name and nature."""
    if entry.name.startswith(_UNSEEN):
        return "hidden"
    try:
        if entry.is_dir():
            return "folder"
        if not entry.is_file():
            return "not-regular"
    except OSError:
        return "not-regular"
    return None if entry.suffix.casefold() in _ENDINGS else "not-table"


def _joined(parts: Sequence[FolderReport]) -> FolderReport:
    return FolderReport(
        tuple(file for part in parts for file in part.files),
        tuple(one for part in parts for one in part.questions),
        tuple(one for part in parts for one in part.ignored),
        tuple(one for part in parts for one in part.readings),
    )
