"""Job: check a store's documents, or its matches alone, against what Xero has; nothing is sent."""

import contextlib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from msgspec import Struct

from wizard.books.assemble import Assembled, assemble
from wizard.books.mapping_file import read_mapping
from wizard.books.preflight import check, check_matches, side_of
from wizard.books.reading import read
from wizard.books.report import FolderReport, money_last, read_folder
from wizard.books.rules.rule import Side
from wizard.catalogue.moments import in_words
from wizard.catalogue.words import words_of
from wizard.export.known import Known
from wizard.export.receipts import Receipts
from wizard.jobs.books.given_matches import own_matches
from wizard.jobs.books.of_run import OfRun, of_run
from wizard.jobs.books.own_layouts import own_layouts
from wizard.jobs.books.own_ledger import ledger_if_any
from wizard.jobs.books.store_files import neighbours
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.use_store_files import problem_of
from wizard.jobs.books.xero_side import FRESH_SECONDS, xero_side
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.model.documents import Journal
from wizard.model.export import THROUGH, Through
from wizard.model.findings import MOST, EqualFindings, FixTarget, Report
from wizard.model.mapping import Mapping
from wizard.model.problem import Fact, Fault, FaultyInput, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.xero.reads import PARTS

_words = words_of(__name__)


class Checked(Struct, frozen=True):
    """What was read, and what was found in it; without a report something needs a person's word first.

    `not_asked`: why Xero was not asked anew, so that `report` is by what was kept.
    """

    found: FolderReport
    report: Report | None
    not_asked: Problem | None = None


class RecordsChecked(Gives, frozen=True, kw_only=True):
    """How many records were checked, would be refused or lose something, or are to be known.

    `checked_what`: documents, or matches alone as there are no files, or nothing, as there are none either.
    `checked_by`: when Xero's side was read, in words; `books_not_checked`: what of it nobody could read.
    """

    records_checked: int = 0
    records_refused: int = 0
    records_warned: int = 0
    all_pass: bool = False
    checked_what: Literal["records", "matches", "nothing", ""] = ""
    checked_by: str = ""
    books_not_checked: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckRecords:
    """Check `documents` by `mapping` and Xero's side, each the store's own where none is named.

    Value: a `Checked`. `xero_data`: a folder of what Xero's API answered, instead of asking. `fast`: the
    matches and today alone. `through`: the last kind that is to go; `drafts`: invoices wait in Xero to be
    approved, whatever the matches say. `max_age`: how old (seconds) what is known of Xero may be before
    Xero is asked; None: whatever was kept will do. `good_ones`: what would be refused is told, and is no
    problem.
    """

    gives: ClassVar = RecordsChecked
    of_run: OfRun
    mapping: Path | None = None
    xero_data: Path | None = None
    today: date | None = None
    fast: bool = False
    good_ones: bool = False
    through: Through = THROUGH[-1]
    drafts: bool = False
    max_age: float | None = FRESH_SECONDS

    @classmethod
    def asked(cls, asked: Asked) -> "CheckRecords":
        """Build the input from a run's answers."""
        good_ones = asked.answers.tick("good_ones", default=False)
        return cls(of_run(asked.procedure, asked.answers), good_ones=good_ones)

    @classmethod
    def given(
        cls, documents: Path | None, mapping: Path | None, xero_data: Path | None, *, fast: bool
    ) -> "CheckRecords":
        """Build it from paths, each None for the store's own."""
        age = None if fast else FRESH_SECONDS
        return cls(OfRun(documents, PARTS), mapping, xero_data, fast=fast, max_age=age)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return what was found; BOOKS-REJECTED where Xero would refuse something, or leave it out."""
        mapping, faults = _mapping(self.mapping, tools, self.of_run)
        try:
            side = xero_side(
                tools, self.xero_data, progress, cancel, parts=self.of_run.parts, max_age=self.max_age
            )
        except FaultyInput as faulty:
            raise FaultyInput([*faulty.faults, *faults]) from None
        if faults:
            raise FaultyInput(faults)
        if isinstance(side, Problem):
            return side
        documents = None if self.fast else self.of_run.documents(tools.site.record())
        progress.step(0.4, _words("comparing"))
        if self.drafts:
            mapping = mapping.with_settings({"status": "draft"})
        today = self.today or datetime.now().astimezone().date()
        known = side_of(mapping, side.chart, today, neighbours(tools.site))
        found, report = FolderReport(()), None
        if documents is None:
            report = check_matches(known)
        else:
            found = read_folder(documents, None, progress, cancel, own_layouts(tools.site))
            if found.questions:
                unread = problem_of(found, documents, good_ones=True, whose=self.of_run.whose)
                return Done({}, Checked(found, None, side.not_asked), unread)
            try:
                report = self._checked(tools, found, known, cancel)
            except ProblemFound as no:  # the ledger is damaged, or cannot be opened
                return no.problem
        problem = None if self.good_ones else rejected(report)
        facts = {**_facts(report), "checked_what": _what(report, documents)}
        return Done(facts, Checked(found, report, side.not_asked), problem)

    def _checked(self, tools: Tools, found: FolderReport, side: Side, cancel: Cancel) -> Report:
        """Check the documents; what went to Xero from here before is not judged a second time.

        Of a folder of what Xero answered nobody knows whose it is: there the ledger does not count.
        """
        with contextlib.ExitStack() as stack:
            ledger = stack.enter_context(ledger_if_any(tools)) if self.xero_data is None else None
            receipts = Receipts(ledger) if ledger is not None else None
            known = Known(side, ledger) if self.xero_data is None else None
            documents = _assembled(found, side.mapping, receipts, cancel)
            return check(documents, side, self.through, known)


def _assembled(
    found: FolderReport, mapping: Mapping, receipts: Receipts | None, cancel: Cancel
) -> Iterator[Assembled]:
    for reading in money_last(found):
        for one in assemble(reading, read(reading), mapping):
            cancel.check()
            if receipts is not None and isinstance(one, Journal):
                yield from receipts.split(one)
            else:
                yield one


def _mapping(named: Path | None, tools: Tools, run: OfRun) -> tuple[Mapping, list[Fault]]:
    """Return the matches of a file that was named, with its faults, else the store's own."""
    if named is None:
        return own_matches(StoreMatches(tools.site, run.whose_matches(tools.site.record()))), []
    try:
        return read_mapping(named), []
    except FaultyInput as faulty:
        return Mapping(), faulty.faults


def rejected(report: Report, rules: Container[str] | None = None) -> Problem | None:
    """Return the problem of a report: the rule that speaks against most records, and its first record.

    `rules` are those that count, where not all of them do.
    """
    refusing = [one for one in report.rejections if rules is None or one.id in rules]
    if not refusing:
        return None
    most = max(refusing, key=lambda one: one.count)
    first = most.first[0]
    facts: dict[str, Fact] = {
        "count": report.refused(rules),
        "rule": most.rule,
        "document": first.document,
        "message": first.message,
    }
    return Problem("BOOKS-REJECTED", {**facts, "xero_says": most.xero_says, "fix": most.do})


def _what(report: Report, documents: Path | None) -> str:
    if documents is not None:
        return "records"
    return "matches" if report.checked else "nothing"


def _facts(report: Report) -> dict[str, Any]:
    read_at = report.chart_read_at
    return {
        "records_checked": report.checked,
        "records_refused": report.refused(),
        "all_pass": report.checked > 0 and not report.rejections,
        "records_warned": sum(one.count for one in report.warnings),
        "checked_by": in_words(read_at) if read_at is not None else "",
        "books_not_checked": report.not_checked,
    }


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
        "already_there": report.there,
        "numbers_asked": report.numbers_asked,
        "not_checked": list(report.not_checked),
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
