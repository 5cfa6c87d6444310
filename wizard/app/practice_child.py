"""The practice services as a child process that ends when its standard input closes."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from wizard.model.problem import Problem, ProblemFound

_START_SECONDS = 30.0
_NEEDED = frozenset({
    "PATH", "HOME", "LANG", "TZ", "TMPDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "USERPROFILE",
    "APPDATA", "LOCALAPPDATA", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT",
})  # fmt: skip
_STOP_SECONDS = 5.0
_ANSWER_SECONDS = 10.0


def own_command() -> list[str]:
    """Return the command that starts this program again."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "wizard"]


def child_environment() -> dict[str, str]:
    """Return what a child of ours needs of our environment: secrets may stand in the rest of it."""
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _NEEDED or name.startswith(("LC_", "PYTHON", "COVERAGE", "COV_CORE"))
    }


class PracticeChild:
    """Starts the services and knows where their services file is; `stop` ends them."""

    def __init__(self, home: Path, faults: tuple[str, ...] = ()) -> None:
        extra = [word for fault in faults for word in ("--fault", fault)]
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [*own_command(), "--home", str(home), "practice", "serve", *extra],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=child_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._lines: SimpleQueue[str] = SimpleQueue()
        Thread(target=self._hear, daemon=True).start()
        first = self._next_line(_START_SECONDS)
        if not first.get("ok"):
            self.stop()
            raise ProblemFound(Problem("PRACTICE-START"))
        self.services_file = Path(str(first["services"]))

    def show_faults(self, names: Iterable[str]) -> bool:
        """Have the running services show these faults and no others; False where they do not say so."""
        wanted = sorted(names)
        with contextlib.suppress(Empty):
            while True:
                self._lines.get_nowait()  # what was said too late the last time
        with contextlib.suppress(OSError, ValueError):  # who has ended answers nothing
            assert self._process.stdin is not None
            self._process.stdin.write(" ".join(["faults", *wanted]) + "\n")
            self._process.stdin.flush()
        return bool(self._next_line(_ANSWER_SECONDS).get("on") == wanted)

    def _hear(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError):  # it was closed
            for line in self._process.stdout:
                self._lines.put(line)
        self._lines.put("")

    def _next_line(self, seconds: float) -> dict[str, Any]:
        """Return what the child says next; nothing where it says nothing."""
        try:
            return dict(json.loads(self._lines.get(timeout=seconds)))
        except (Empty, ValueError):
            return {}

    def stop(self) -> None:
        """Close the child's input, wait, and only then insist."""
        with contextlib.suppress(OSError):
            if self._process.stdin is not None:
                self._process.stdin.close()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(_STOP_SECONDS)
        with contextlib.suppress(OSError):
            if self._process.stdout is not None:
                self._process.stdout.close()
