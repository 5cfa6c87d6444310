"""`tillbridge mail check`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from wizard.app.program import Program
from wizard.cli.output import FAILED, OK, Output, problem_json, problem_lines
from wizard.cli.run_job import run_job
from wizard.jobs.mail.check_mail import CheckMail
from wizard.jobs.mail.settings import settings_in
from wizard.jobs.sender.mail_access import access_for
from wizard.model.mail import CheckRow, MailReport
from wizard.model.problem import Fault, FaultyInput


def check(program: Program, settings: Path, output: Output, *, outgoing_only: bool, wait: float) -> int:
    """Check mail settings and print the seven rows; return the exit status."""
    if not 0 <= wait <= 3600:
        raise FaultyInput([Fault("--wait", "NOT-VALID", "must be from 0 to 3600 seconds")])
    tools = program.tools()
    found = settings_in(tools, settings)
    access = access_for(tools, found)
    job = CheckMail(found, wait_seconds=wait, keep=False, outgoing_only=outgoing_only, access=access)
    done = run_job(job, tools)
    report: MailReport = done.value[1]
    data: dict[str, Any] = {"ok": report.ok, "checks": done.facts["checks"]}
    problems = [row.problem for row in report.rows if row.problem is not None]
    if problems:
        data["problems"] = [problem_json(p) for p in problems]
    if report.notices:
        data["notices"] = [problem_json(n) for n in report.notices]
    output.result(data, _lines(report))
    return OK if report.ok else FAILED


def _lines(report: MailReport) -> Iterable[str]:
    marks = {"passed": "ok  ", "failed": "FAIL", "skipped": "–   "}

    def facts(row: CheckRow) -> str:
        return ", ".join(f"{k} {v}" for k, v in row.facts.items() if v not in {"", None})

    for row in report.rows:
        yield f"{marks[row.state]} {row.id:15} {row.seconds:6.1f} s  {facts(row)}"
    for row in report.rows:
        if row.problem is not None:
            yield from problem_lines(row.problem)
    for notice in report.notices:
        yield from problem_lines(notice)
