"""`tillbridge books`: what a store's files hold, and what its codes are in Xero."""

import argparse
from collections.abc import Iterator

from wizard.app.program import Program
from wizard.cli.output import FAILED, FAULTY, OK, Output
from wizard.cli.run_job import run_job
from wizard.jobs.books.read_store_files import ReadStoreFiles, report_json
from wizard.jobs.books.store_files import missing
from wizard.jobs.books.suggest_matches import Matching, SuggestIntoFile
from wizard.model.books import FileReport
from wizard.model.problem import FaultyInput
from wizard.model.progress import Cancel, Silent

LISTED = 20
"""Lines that are listed of each kind for a person; JSON has them all."""


def suggest(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Suggest matches into a file and return the exit status."""
    faults = missing(program.site, args.documents, args.out, args.xero_data, fast=False)
    if faults:
        raise FaultyInput(faults)
    job = SuggestIntoFile(args.documents, args.xero_data, args.out, args.accept_all)
    made: Matching = run_job(job, program.tools()).value
    if made.found.questions:
        data = report_json(made.found)
        output.result(data, file_lines(data, made.found.files))
        return FAULTY
    left = [code.word for code in made.left()]
    matched = len(made.suggestions) - len(left)
    output.result({"ok": True, "matched": matched, "left": left}, _suggestion_lines(made, matched))
    return OK


def _suggestion_lines(made: Matching, matched: int) -> Iterator[str]:
    yield f"{matched} matched, {len(made.suggestions) - matched} left"
    for code, suggestions in made.suggestions.items():
        choice = made.mapping.choice(code.slot, code.word)
        said = "; ".join(f"{s.to} {s.name} ({s.confidence}, {s.reason})" for s in suggestions)
        yield f"  {code.slot} {code.word}: {'matched to ' + choice.to if choice else said or 'nothing near'}"


def read_files(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Read files and return the exit status."""
    job = ReadStoreFiles.given(args.documents, args.layout, program.site)
    found = job.read(Silent(), Cancel())
    data = report_json(found)
    output.result(data, file_lines(data, found.files))
    if found.questions:
        return FAULTY
    return FAILED if found.has_faults else OK


def file_lines(data: dict[str, list[dict[str, str]]], files: tuple[FileReport, ...]) -> Iterator[str]:
    """Yield what was read, for a person."""
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
        yield from (f"  {line}" for line in lines[:LISTED])
        if len(lines) > LISTED:
            yield f"  … and {len(lines) - LISTED} more"
