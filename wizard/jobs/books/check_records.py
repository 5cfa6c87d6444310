"""Job: check a store's documents, or its matches alone, against what Xero's API answered; nothing is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from wizard.books.assemble import Assembled, assemble
from wizard.books.mapping_file import read_mapping
from wizard.books.preflight import Store, check, check_matches, side_of
from wizard.books.reading import read
from wizard.books.report import FolderReport, read_folder
from wizard.books.xero_data import from_folder
from wizard.model.chart import Chart
from wizard.model.findings import MOST, EqualFindings, FixTarget, Report
from wizard.model.mapping import Mapping
from wizard.model.problem import Fault, FaultyInput
from wizard.model.progress import Cancel, Progress


class Checked(Struct, frozen=True):
    """What was read, and what was found in it; without a report something needs a person's word first."""

    found: FolderReport
    report: Report | None


@dataclass(frozen=True)
class CheckRecords:
    """Check `documents` by `mapping` and the chart of `xero_data`; `fast`: the matches and today alone."""

    xero_data: Path
    mapping: Path
    documents: Path | None
    today: date
    store: Store | None = None
    fast: bool = False

    def check(self, progress: Progress, cancel: Cancel) -> Checked:
        """Return what was found; FaultyInput lists everything wrong with the inputs."""
        chart, mapping = self._inputs()
        side = side_of(mapping, chart, self.today, self.store)
        if self.fast or self.documents is None:
            return Checked(FolderReport(()), check_matches(side))
        found = read_folder(self.documents, None, progress, cancel)
        if found.questions:
            return Checked(found, None)
        return Checked(found, check(_assembled(found, cancel), side))

    def _inputs(self) -> tuple[Chart, Mapping]:
        """Return the chart and the matches, with the faults of both."""
        faults: list[Fault] = []
        chart, mapping = None, None
        try:
            chart = from_folder(self.xero_data)
        except FaultyInput as error:
            faults += error.faults
        try:
            mapping = read_mapping(self.mapping)
        except FaultyInput as error:
            faults += error.faults
        if chart is None or mapping is None:
            raise FaultyInput(faults)
        return chart, mapping


def _assembled(found: FolderReport, cancel: Cancel) -> Iterator[Assembled]:
    for reading in found.readings:
        for one in assemble(reading, read(reading)):
            cancel.check()
            yield one


def check_json(report: Report) -> dict[str, Any]:
    """Return a report as the command line prints it.

    Each document stands by itself; of more than a hundred equal findings there is one, with their count.
    """
    read_at = report.chart_read_at
    return {
        "ok": not report.rejections,
        "rejections": [row for one in report.rejections for row in _rows(one)],
        "warnings": [row for one in report.warnings for row in _rows(one)],
        "checked": report.checked,
        "chart_read_at": None if read_at is None else read_at.isoformat("T", "seconds"),
    }


def _rows(one: EqualFindings) -> Iterator[dict[str, Any]]:
    shown = one.first if one.count <= MOST else one.first[:1]
    for finding in shown:
        place = finding.place
        yield {
            "rule": one.rule,
            "id": one.id,
            "document": finding.document,
            "message": finding.message,
            "fix": _fix(one.fix),
            "do": one.do,
            "xero_says": one.xero_says,
            "place": None if place is None else {"file": place.file, "line": place.line},
            "count": 1 if len(shown) == one.count else one.count,
            "documents": [finding.document] if len(shown) == one.count else [f.document for f in one.first],
        }


def _fix(fix: FixTarget) -> dict[str, str]:
    return {"kind": fix.kind, "at": fix.at, "word": fix.word}
