"""`tillbridge mail check` and `mail providers`."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from wizard.app.program import Program
from wizard.catalogue.load import providers
from wizard.cli.output import FAILED, OK, Output, problem_json, problem_lines
from wizard.jobs.check_mail import row_json, rule_pairs
from wizard.mail.check import CheckOptions, MailCheck
from wizard.mail.settings_file import read_settings
from wizard.model.mail import CheckRow, MailReport, MailSettings, OutgoingAuth
from wizard.model.problem import Fault, FaultyInput, Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.vault.references import resolver


def check(program: Program, settings: Path, output: Output, *, outgoing_only: bool, wait: float) -> int:
    """Check mail settings and print the seven rows; return the exit status."""
    if not 0 <= wait <= 3600:
        raise FaultyInput([Fault("--wait", "NOT-VALID", "must be from 0 to 3600 seconds")])
    resolve = resolver(settings.absolute().parent, program.redactor.learn)
    found = read_settings(settings, resolve, practice=not program.world.is_live)
    for server in (found.incoming, found.outgoing):
        if server is not None and server.password is not None:
            program.redactor.learn(server.password.reveal(), [server.user])
    clean = program.redactor.clean_known
    options = CheckOptions(
        rule_pairs(),
        outgoing_only=outgoing_only,
        wait_seconds=wait,
        clean=clean,
        access=_access(program, found) if wants_access(found) else None,
    )
    report = MailCheck(found, program.dialer, options, Silent(), Cancel()).run()
    data: dict[str, Any] = {"ok": report.ok, "checks": [row_json(row) for row in report.rows]}
    problems = [row.problem for row in report.rows if row.problem is not None]
    if problems:
        data["problems"] = [problem_json(p) for p in problems]
    if report.notices:
        data["notices"] = [problem_json(n) for n in report.notices]
    output.result(data, _lines(report))
    return OK if report.ok else FAILED


def wants_access(settings: MailSettings) -> bool:
    """Whether a login of these settings is a sign-in."""
    incoming = settings.incoming is not None and settings.incoming.signs_in
    return incoming or settings.outgoing.auth is OutgoingAuth.OAUTH2


def _access(program: Program, settings: MailSettings) -> Callable[[], Secret | Problem]:
    """Return what fetches a token for the app of the file, else for the sender that was connected."""

    tools = program.tools()
    incoming_user = settings.incoming.user if settings.incoming else settings.identity.address

    def fetch() -> Secret | Problem:
        from wizard.jobs.sender import known_sender  # noqa: PLC0415 - only where somebody signs in
        from wizard.jobs.sender_connection import tokens_of  # noqa: PLC0415

        known = known_sender(tools)
        app = settings.app or (known.app if known is not None else None)
        if app is None:
            return Problem("SENDER-NOT-CONNECTED")
        tokens = tokens_of(tools, app, settings.outgoing.user or settings.identity.address, incoming_user)
        return tokens if isinstance(tokens, Problem) else tokens.access()

    return fetch


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
