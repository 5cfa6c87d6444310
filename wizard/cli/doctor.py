"""`tillbridge doctor`: what this PC has and lacks."""

import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from wizard.app.network import WorldHttp
from wizard.app.program import Program
from wizard.catalogue.load import procedures
from wizard.cli.output import FAILED, OK, Output, problem_json
from wizard.model.problem import Problem, ProblemFound

Look = Callable[[Program], tuple[str, Problem | None]]


def doctor(program: Program, output: Output) -> int:
    """Look at the PC and print each finding; exit 1 when something needed is missing."""
    looks: dict[str, Look] = {
        "home": _home,
        "password-safe": _vault,
        "data-files": _data,
        "window": _window,
        "embedded-browser": _browser,
        "xero": _xero,
    }
    rows, problems = [], []
    for name, look in looks.items():
        found, problem = look(program)
        state = "failed" if problem else "passed"
        rows.append(
            {"id": name, "state": state, "found": found, "problem": problem.code if problem else None}
        )
        if problem:
            problems.append(problem)
    data: dict[str, Any] = {"ok": not problems, "checks": rows}
    if problems:
        data["problems"] = [problem_json(p) for p in problems]
    output.result(data, (f"{r['state']:7} {r['id']:17} {r['found']}" for r in rows))
    return FAILED if problems else OK


def _home(program: Program) -> tuple[str, Problem | None]:
    folder = program.world.home
    probe = folder / ".doctor"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        return str(folder), Problem("STORE-WRITE", {"path": str(folder), "said": error.strerror or ""})
    free = shutil.disk_usage(folder).free // 1_000_000
    return f"{folder}, {free} MB free", None


def _vault(program: Program) -> tuple[str, Problem | None]:
    try:
        said = program.vault.describe()
    except ProblemFound as found:
        return "closed", found.problem
    if said["state"] == "open":
        return said["backend"], None
    code = said["state"] if said["state"].startswith("VAULT-") else "VAULT-MISSING"
    return said["backend"], Problem(code)


def _data(program: Program) -> tuple[str, Problem | None]:  # noqa: ARG001
    return f"{len(procedures())} procedures, Python {sys.version.split()[0]}", None


def _window(program: Program) -> tuple[str, Problem | None]:  # noqa: ARG001
    if importlib.util.find_spec("PySide6") is None:
        return "PySide6 is not installed: the command line works, the window does not", None
    on_linux = sys.platform.startswith("linux")
    if on_linux and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "installed; no display", None
    return "installed", None


def _browser(program: Program) -> tuple[str, Problem | None]:  # noqa: ARG001
    found = importlib.util.find_spec("PySide6") and importlib.util.find_spec("PySide6.QtWebEngineCore")
    return ("installed" if found else "not installed: sign-in uses your own browser"), None


def _xero(program: Program) -> tuple[str, Problem | None]:
    """Ask Xero for its time: one request tells of the internet, the certificates and the clock."""
    import requests  # noqa: PLC0415 - costs start-up time

    if program.world.xero is None:
        return "not part of this world", None
    url = program.world.xero.connections
    host = url.split("/")[2]
    try:
        reply = WorldHttp(program.world).session().get(url, timeout=(5, 10))
    except requests.exceptions.SSLError:
        return host, Problem("XERO-CERT", {"host": host})
    except (requests.exceptions.RequestException, socket.gaierror) as error:
        return host, Problem("XERO-UNREACHABLE", {"host": host, "said": type(error).__name__})
    try:
        theirs = parsedate_to_datetime(reply.headers["Date"])
    except (KeyError, ValueError, TypeError):
        return f"{host} answers", None
    off = round(abs((datetime.now(UTC) - theirs).total_seconds()) / 60)
    if off >= 3:
        return f"{host} answers", Problem("CLOCK-WRONG", {"minutes": off})
    return f"{host} answers, clock right", None
