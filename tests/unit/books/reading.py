"""Reading files in tests: what the command line would print, and the account of every row."""

from pathlib import Path
from typing import Any

import msgspec

from wizard.books.reading import read
from wizard.books.report import FolderReport
from wizard.books.survey import Reading
from wizard.books.tally import count
from wizard.jobs.books.read_store_files import ReadStoreFiles, report_json
from wizard.model.books import Skipped
from wizard.model.progress import Cancel, Silent


def read_path(path: Path, layout: Path | None = None) -> FolderReport:
    return ReadStoreFiles.given(path, layout).read(Silent(), Cancel())


def answer(path: Path, layout: Path | None = None) -> dict[str, Any]:
    """What `books read --json` prints."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(report_json(read_path(path, layout))))
    return found


def rows_by_outcome(reading: Reading) -> tuple[int, int, int]:
    """How many rows are of good, of excluded and of faulty documents."""
    good = excluded = faulty = 0
    for settled in count(reading, read(reading)):
        if isinstance(settled, Skipped):
            continue
        if settled.total is not None:
            good += settled.rows
        elif settled.excluded is not None:
            excluded += settled.rows
        else:
            assert settled.faults
            faulty += settled.rows
    return good, excluded, faulty


def assert_no_row_is_lost(found: FolderReport) -> None:
    """rows = good + excluded + faulty, in every file."""
    assert len(found.files) == len(found.readings)
    for file, reading in zip(found.files, found.readings, strict=True):
        good, excluded, faulty = rows_by_outcome(reading)
        assert file.rows == good + excluded + faulty, file
        if reading.table.layout.one_a_row:
            assert file.rows == file.records + len(file.excluded) + len(file.faults)
