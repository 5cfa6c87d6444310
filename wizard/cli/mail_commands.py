"""`tillbridge mail check` and `mail providers`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from wizard.app.program import Program
from wizard.catalogue.load import providers
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


def list_providers(output: Output) -> int:
    """Print the provider table."""
    rows_with_server = [p for p in providers() if p.outgoing.host]
    rows = [
        {
            "id": p.id,
            "name": p.name,
            "domains": p.domains,
            "outgoing": {"host": p.outgoing.host, "port": p.outgoing.port, "socket": p.outgoing.socket},
            "incoming": None
            if p.incoming is None
            else {"host": p.incoming.host, "port": p.incoming.port, "socket": p.incoming.socket},
            "login": p.login,
            "user": p.user,
            "state": p.state,
            "ended": p.ended.isoformat() if p.ended else None,
            "guide_says": p.guide_says,
            "note": p.note,
            "checked": p.checked.isoformat(),
            "source": p.source,
        }
        for p in rows_with_server
    ]
    lines = [
        f"{p.name:22} {p.outgoing.host}:{p.outgoing.port} ({p.outgoing.socket})  "
        f"{p.state}, checked {p.checked}  {p.note}"
        for p in rows_with_server
    ]
    output.result({"ok": True, "providers": rows}, lines)
    return OK
