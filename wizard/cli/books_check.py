"""`tillbridge books check`: what Xero would refuse, or leave out."""

import argparse
from collections.abc import Iterator

from wizard.app.options import Options
from wizard.app.program import open_program
from wizard.catalogue.moments import in_words
from wizard.catalogue.wording import wording
from wizard.cli.books_commands import LISTED, file_lines
from wizard.cli.known_store import refuse_unknown_store
from wizard.cli.output import FAILED, FAULTY, OK, Output
from wizard.cli.run_job import run_job
from wizard.jobs.books.check_records import Checked, CheckRecords, check_json
from wizard.jobs.books.read_store_files import report_json
from wizard.jobs.books.store_files import missing
from wizard.model.findings import EqualFindings
from wizard.model.problem import FaultyInput


def check(args: argparse.Namespace, options: Options, output: Output) -> int:
    """Check a store's documents, or its matches alone, and return the exit status."""
    with open_program(options) as program:
        if args.documents is None or args.mapping is None:
            refuse_unknown_store(program, options)
        faults = missing(program.site, args.documents, args.mapping, args.xero_data, fast=args.fast)
        if faults:
            raise FaultyInput(faults)
        job = CheckRecords.given(args.documents, args.mapping, args.xero_data, fast=args.fast)
        made: Checked = run_job(job, program.tools()).value
    if made.report is None:
        data = report_json(made.found)
        output.result(data, file_lines(data, made.found.files))
        return FAULTY
    output.result(check_json(made.report), _check_lines(made))
    return FAILED if made.report.rejections else OK


def _check_lines(made: Checked) -> Iterator[str]:
    report = made.report
    assert report is not None
    read_at = report.chart_read_at
    when = f", by what Xero answered on {in_words(read_at)}" if read_at else ""
    yield f"{report.checked} checked{when}: {report.refused()} would be refused or lose something"
    if made.not_asked is not None:
        yield f"Xero was not asked anew: {wording(made.not_asked).what}"
    yield from (f"not checked: {part} in Xero" for part in report.not_checked)
    for heading, found in (("refused", report.rejections), ("to know", report.warnings)):
        for one in found:
            yield from _finding_lines(heading, one)


def _finding_lines(heading: str, one: EqualFindings) -> Iterator[str]:
    first = one.first[0]
    number = f" [rule {one.rule}]" if one.rule else ""
    yield f"{heading}{number}: {one.count} x {first.message}"
    names = [f.document for f in one.first if f.document][:LISTED]
    if names:
        yield f"  {', '.join(names)}{' …' if one.count > len(names) else ''}"
    if one.xero_says:
        yield f'  Xero: "{one.xero_says}"'
    yield f"  {one.do}"
