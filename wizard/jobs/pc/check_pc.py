"""Job: look at this PC before it matters: password safe, internet, certificates, clock, embedded browser."""

import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import ClassVar

from wizard.catalogue.load import procedures
from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Gives, Tools
from wizard.model.pc import PcFinding, Seen
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.proxy import proxy_problem
from wizard.model.xero import untrusted
from wizard.store.files import cannot_write

_words = words_of(__name__)

_CLOCK_MINUTES = 3
"""Minutes a clock may be out: signatures and certificates tolerate about five."""

_NEED_XERO = {"connect_xero", "check_xero_key"}
_SIGN_IN = {"connect_xero", "connect_sender", "capture_line"}
"""Jobs whose page can be shown in this window."""
_ALWAYS = {"home", "password-safe", "data-files"}


class PcChecked(Gives, frozen=True, kw_only=True, rename="kebab"):
    """What was found of each thing looked at."""

    home: str = ""
    password_safe: str = ""
    data_files: str = ""
    window: str = ""
    embedded_browser: str = ""
    policies: str = ""
    xero: str = ""


@dataclass(frozen=True)
class CheckPc:
    """Look at everything that a set-up will need."""

    gives: ClassVar = PcChecked

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return the findings; the problem of the first that is wrong."""
        looks: dict[str, Callable[[Tools], PcFinding]] = {
            "home": _home,
            "password-safe": _vault,
            "data-files": _data,
            "window": _window,
            "embedded-browser": _browser,
            "policies": _policies,
            "xero": _xero,
        }
        findings: list[PcFinding] = []
        for index, (name, look) in enumerate(looks.items()):
            cancel.check()
            progress.step(index / len(looks), _words("looking-at", name=name))
            # The names in the password safe begin with what the folder holds.
            blind = look is _vault and findings[0].problem is not None
            left_out = _words("safe-not-looked-at")
            findings.append(_found(name, left_out, Seen.NOT_ASKED) if blind else look(tools))
        first = next((f.problem for f in findings if f.problem is not None), None)
        return Done({f.id: f.found for f in findings}, tuple(findings), first)


def _found(name: str, text: str, seen: Problem | Seen = Seen.PASSED) -> PcFinding:
    """Return what was found of one thing: what it is, or what is wrong with it; and who needs it."""
    required, advised = tuple[str, ...](), tuple[str, ...]()
    if name in _ALWAYS:
        required = tuple(each.id for each in procedures())
    elif name == "xero":
        required = _with_jobs(_NEED_XERO)
    elif name == "embedded-browser":
        advised = _with_jobs(_SIGN_IN)
    if isinstance(seen, Problem):
        return PcFinding(name, text, Seen.FAILED, seen, required, advised)
    return PcFinding(name, text, seen, None, required, advised)


def _home(tools: Tools) -> PcFinding:
    folder = tools.world.home
    probe = folder / ".doctor"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        return _found("home", str(folder), cannot_write(folder, error))
    free = shutil.disk_usage(folder).free // 1_000_000
    return _found("home", _words("folder-with-room", folder=folder, megabytes=free))


def _vault(tools: Tools) -> PcFinding:
    try:
        said = tools.vault.describe()
    except ProblemFound as found:
        return _found("password-safe", _words("closed"), found.problem)
    if said["state"] == "open":
        return _found("password-safe", said["backend"])
    code = said["state"] if said["state"].startswith("VAULT-") else "VAULT-MISSING"
    return _found("password-safe", said["backend"], Problem(code))


def _data(tools: Tools) -> PcFinding:  # noqa: ARG001
    return _found(
        "data-files", _words("procedures-and-python", count=len(procedures()), version=sys.version.split()[0])
    )


def _window(tools: Tools) -> PcFinding:  # noqa: ARG001
    if importlib.util.find_spec("PySide6") is None:
        return _found("window", _words("no-window"), Seen.ABSENT)
    on_linux = sys.platform.startswith("linux")
    if on_linux and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return _found("window", _words("installed-no-display"), Seen.ABSENT)
    return _found("window", _words("installed"))


def _browser(tools: Tools) -> PcFinding:  # noqa: ARG001
    if importlib.util.find_spec("PySide6") and importlib.util.find_spec("PySide6.QtWebEngineCore"):
        return _found("embedded-browser", _words("installed"))
    return _found("embedded-browser", _words("own-browser-is-used"), Seen.ABSENT)


def _policies(tools: Tools) -> PcFinding:
    return _found("policies", tools.world.policies.words())


def _with_jobs(wanted: set[str]) -> tuple[str, ...]:
    """Return the procedures with one of these jobs."""
    return tuple(
        each.id for each in procedures() if wanted & {name for step in each.steps for name in step.jobs}
    )


def uses_xero(tools: Tools) -> bool:
    """Whether something set up or begun needs Xero; while nothing is begun, what home shows may be next."""
    site, record = tools.site, tools.site.record()
    if record.organisation is not None or record.xero.client_id or record.key is not None:
        return True
    begun = [each.id for each in procedures() if each.id in record.proofs or site.load_draft(each.id)]
    shown = filter(tools.world.policies.shows, (each.id for each in procedures()))
    return not set(begun or shown).isdisjoint(_with_jobs(_NEED_XERO))


def _xero(tools: Tools) -> PcFinding:
    """Ask Xero for its time: one request tells of the internet, the certificates and the clock."""
    import requests  # noqa: PLC0415 - costs start-up time

    if tools.world.xero is None:
        return _found("xero", _words("not-of-this-world"), Seen.NOT_ASKED)
    if not uses_xero(tools):
        return _found("xero", _words("not-asked"), Seen.NOT_ASKED)
    url = tools.world.xero.connections
    host = url.split("/")[2]
    try:
        reply = tools.http.session().get(url, timeout=(5, 10))
    except requests.exceptions.SSLError as error:
        return _found("xero", host, untrusted(host, str(error)))
    except (requests.exceptions.RequestException, socket.gaierror) as error:
        unreachable = Problem("XERO-UNREACHABLE", {"host": host, "said": type(error).__name__})
        return _found("xero", host, proxy_problem(error, host) or unreachable)
    try:
        theirs = parsedate_to_datetime(reply.headers["Date"])
    except (KeyError, ValueError, TypeError):
        return _found("xero", _words("answers", host=host))
    off = round(abs((datetime.now(UTC) - theirs).total_seconds()) / 60)
    if off >= _CLOCK_MINUTES:
        return _found("xero", _words("answers", host=host), Problem("CLOCK-WRONG", {"minutes": off}))
    return _found("xero", _words("answers-clock-right", host=host))
