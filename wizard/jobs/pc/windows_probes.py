"""What can be tried by itself of packaging/windows-checklist.md; the numbers are the list's."""

import contextlib
import locale
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wizard.catalogue.words import words_of
from wizard.jobs.job import Tools
from wizard.model.problem import ProblemFound
from wizard.model.secret import Secret
from wizard.store.files import locked, make_folder, write_atomic

_words = words_of(__name__)

_SECONDS = 30.0
_LONG_SECRET = "x☃" * 2_500
"""Four times what Windows keeps under one name."""


@dataclass(frozen=True)
class Probe:
    """One thing tried: its number in the list, what, whether it holds (None: told only), what was seen."""

    number: str
    what: str
    holds: bool | None
    seen: str

    def line(self) -> str:
        """Return one line of the report."""
        word = _words.one_of("state", {True: "passed", False: "failed", None: "seen"}[self.holds])
        return f"{self.number:4} {word:7} {self.what}: {self.seen}"


def probe(tools: Tools) -> Iterator[Probe]:
    """Try everything; what raises is a probe that failed."""
    looks: tuple[tuple[str, str, Callable[[Tools], tuple[bool | None, str]]], ...] = (
        ("1", _words("this-pc"), _system),
        ("7", _words("secret-of-5000"), _long_secret),
        ("8", _words("file-replaced-while-read"), _replace_open),
        ("9", _words("lock-held"), _lock),
        ("10", _words("long-path"), _long_path),
        ("11", _words("who-may-read"), _readers),
        ("12", _words("console-letters"), _letters),
        ("13", _words("region"), _region),
        ("14", _words("task-scheduler"), _scheduler),
    )
    for number, what, look in looks:
        try:
            yield Probe(number, what, *look(tools))
        except ProblemFound as found:
            yield Probe(number, what, False, found.problem.code)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            yield Probe(number, what, False, f"{type(error).__name__} {getattr(error, 'strerror', '') or ''}")


def save(tools: Tools, lines: list[str]) -> Path:
    """Write the report into the home and return its place; ProblemFound STORE-WRITE."""
    path = tools.world.home / f"windows-checklist-{datetime.now().astimezone():%Y%m%d-%H%M%S}.txt"
    write_atomic(path, "\n".join(lines) + "\n")
    return path


def _system(tools: Tools) -> tuple[bool | None, str]:  # noqa: ARG001
    return None, _words(
        "system", system=platform.platform(), python=platform.python_version(), machine=platform.machine()
    )


def _long_secret(tools: Tools) -> tuple[bool | None, str]:
    name = "windows-checklist"
    try:
        tools.vault.set(name, Secret(_LONG_SECRET))
        found = tools.vault.get(name)
    finally:
        with contextlib.suppress(ProblemFound):
            tools.vault.delete(name)
    return found is not None and found.reveal() == _LONG_SECRET, tools.vault.describe()["backend"]


def _replace_open(tools: Tools) -> tuple[bool | None, str]:
    path = tools.world.home / ".checklist"
    write_atomic(path, "before")
    try:
        with path.open("rb"):
            try:
                write_atomic(path, "after")
                said = _words("replaced-at-once")
            except ProblemFound as found:
                said = _words("refused-while-open", said=found.problem.facts["said"])
        write_atomic(path, "after")
        return path.read_text("utf-8") == "after", said
    finally:
        path.unlink(missing_ok=True)


def _lock(tools: Tools) -> tuple[bool | None, str]:
    path = tools.world.home / ".checklist.lock"
    with locked(path), locked(tools.world.home / ".checklist-2.lock"):
        pass
    with locked(path):
        return True, _words("twice-in-a-row")


def _long_path(tools: Tools) -> tuple[bool | None, str]:
    make_folder(tools.world.home)
    with tempfile.TemporaryDirectory(dir=tools.world.home, ignore_cleanup_errors=True) as name:
        path = Path(name, *["a folder of a store with a long name"] * 8, "draft.json")
        write_atomic(path, "kept")
        return path.read_text("utf-8") == "kept", _words("characters", count=len(str(path)))


def _readers(tools: Tools) -> tuple[bool | None, str]:
    home = tools.world.home
    if sys.platform == "win32":
        said = subprocess.run(  # noqa: S603 - the system's own
            ["icacls", str(home)],  # noqa: S607
            capture_output=True, text=True, errors="replace", timeout=_SECONDS, check=True,
            stdin=subprocess.DEVNULL, creationflags=subprocess.CREATE_NO_WINDOW,
        ).stdout  # fmt: skip
        rights = [line.replace(str(home), "").strip() for line in said.splitlines() if ":(" in line]
        others = [right for right in rights if "Everyone" in right or "BUILTIN\\Users" in right]
        return bool(rights) and not others, " | ".join(rights)
    mode = home.stat().st_mode & 0o777
    return mode & 0o077 == 0, f"{mode:o}"


def _letters(tools: Tools) -> tuple[bool | None, str]:  # noqa: ARG001
    out = sys.stdout.encoding if sys.stdout is not None else "none"
    return None, _words("output-and-files", output=out, files=locale.getpreferredencoding(False))


def _region(tools: Tools) -> tuple[bool | None, str]:  # noqa: ARG001
    now = datetime.now().astimezone()
    return None, _words("region-and-day", region=locale.getlocale()[0], now=now)


def _scheduler(tools: Tools) -> tuple[bool | None, str]:
    if tools.daily is None:
        return None, _words("none-in-this-world")
    kept = tools.daily().read()
    return None, _words("no-daily-run") if kept is None else _words("daily-run", kept=kept)
