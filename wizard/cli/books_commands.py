"""`tillbridge books`: what a store's files hold, what its codes are in Xero, and what Xero would refuse."""

import argparse
from collections.abc import Iterator
from datetime import datetime

from wizard.app.options import Options
from wizard.app.program import open_program
from wizard.cli.output import FAILED, FAULTY, OK, Output
from wizard.jobs.books.check_records import CheckRecords, check_json
from wizard.jobs.books.read_store_files import ReadStoreFiles, report_json
from wizard.jobs.books.store_files import files_of, neighbours
from wizard.jobs.books.suggest_matches import Suggested, SuggestMatches
from wizard.model.books import FileReport
from wizard.model.findings import EqualFindings, Report
from wizard.model.progress import Cancel, Silent

_LISTED = 20
"""Lines that are listed of each kind for a person; JSON has them all."""


def books(args: argparse.Namespace, options: Options, output: Output) -> int:
    """Run one verb of `books` and return the exit status."""
    match args.action:
        case "suggest":
            return _suggest(args, output)
        case "check":
            return _check(args, options, output)
        case _:
            return _read(args, output)


def _check(args: argparse.Namespace, options: Options, output: Output) -> int:
    with open_program(options) as program:
        given = files_of(program.site, args.documents, args.mapping, args.xero_data, fast=args.fast)
        store = neighbours(program.site)
    today = datetime.now().astimezone().date()
    job = CheckRecords(given.xero_data, given.mapping, given.documents, today, store, args.fast)
    made = job.check(Silent(), Cancel())
    if made.report is None:
        data = report_json(made.found)
        output.result(data, _lines(data, made.found.files))
        return FAULTY
    output.result(check_json(made.report), _check_lines(made.report))
    return FAILED if made.report.rejections else OK


def _check_lines(report: Report) -> Iterator[str]:
    read_at = report.chart_read_at
    when = f", by what Xero answered on {read_at.astimezone():%d/%m/%Y at %H:%M}" if read_at else ""
    count = sum(one.count for one in report.rejections)
    yield f"{report.checked} checked{when}: {count} would be refused or lose something"
    for heading, found in (("refused", report.rejections), ("to know", report.warnings)):
        for one in found:
            yield from _finding_lines(heading, one)


def _finding_lines(heading: str, one: EqualFindings) -> Iterator[str]:
    first = one.first[0]
    number = f" [rule {one.rule}]" if one.rule else ""
    yield f"{heading}{number}: {one.count} x {first.message}"
    names = [f.document for f in one.first if f.document][:_LISTED]
    if names:
        yield f"  {', '.join(names)}{' …' if one.count > len(names) else ''}"
    if one.xero_says:
        yield f'  Xero: "{one.xero_says}"'
    yield f"  {one.do}"


def _suggest(args: argparse.Namespace, output: Output) -> int:
    job = SuggestMatches(args.documents, args.xero_data, args.out, args.accept_all)
    made = job.suggest(Silent(), Cancel())
    if made.found.questions:
        data = report_json(made.found)
        output.result(data, _lines(data, made.found.files))
        return FAULTY
    output.result({"ok": True, "matched": made.matched, "left": made.left}, _suggestion_lines(made))
    return OK


def _suggestion_lines(made: Suggested) -> Iterator[str]:
    yield f"{made.matched} matched, {len(made.left)} left"
    for code, suggestions in made.suggestions.items():
        choice = made.mapping.choice(code.slot, code.word)
        said = "; ".join(f"{s.to} {s.name} ({s.confidence}, {s.reason})" for s in suggestions)
        yield f"  {code.slot} {code.word}: {'matched to ' + choice.to if choice else said or 'nothing near'}"


def _read(args: argparse.Namespace, output: Output) -> int:
    found = ReadStoreFiles.given(args.documents, args.layout).read(Silent(), Cancel())
    data = report_json(found)
    output.result(data, _lines(data, found.files))
    if found.questions:
        return FAULTY
    return FAILED if found.has_faults else OK


def _lines(data: dict[str, list[dict[str, str]]], files: tuple[FileReport, ...]) -> Iterator[str]:
    for file in files:
        yield from _file_lines(file)
    for ignored in data.get("ignored", []):
        yield f"{ignored['file']}: not read, {ignored['reason']}"
    for fault in data.get("faults", []):
        yield f"{fault['where']}: {fault['message']}  [{fault['code']}]"


def _file_lines(file: FileReport) -> Iterator[str]:
    yield f"{file.file}: {file.kind} {file.records}, total {file.total}, rows {file.rows}"
    how = [f"layout {file.layout}"]
    how += [f"headings in line {file.header_line}"] if file.header_line else ["no headings"]
    how += [f"written in {file.encoding}"] if file.encoding else []
    how += [f"dates {file.date_order}"] if file.date_order else []
    how += [f"decimal mark {file.decimal}"] if file.decimal else []
    yield f"  {', '.join(how)}"
    left = [f"line {x.line}: {x.record} is left out, {x.reason}" for x in file.excluded]
    faulty = [f"line {x.line}: {x.column}{': ' if x.column else ''}{x.reason}" for x in file.faults]
    passed = [f"line {x.line}: passed over, {x.reason}" for x in file.skipped]
    notes = [f"{x.column}: {x.reason}" for x in file.notices] if isinstance(file.notices, list) else []
    for lines in (faulty, left, passed, notes):
        yield from (f"  {line}" for line in lines[:_LISTED])
        if len(lines) > _LISTED:
            yield f"  … and {len(lines) - _LISTED} more"
