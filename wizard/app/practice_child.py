"""The practice services as a child process that ends when its standard input closes."""

import contextlib
import json
import os
import subprocess
import sys
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
        self.services_file = Path(self._first_line()["services"])

    def _first_line(self) -> dict[str, Any]:
        lines: SimpleQueue[str] = SimpleQueue()
        assert self._process.stdout is not None
        stdout = self._process.stdout
        Thread(target=lambda: lines.put(stdout.readline()), daemon=True).start()
        try:
            data = json.loads(lines.get(timeout=_START_SECONDS))
        except (Empty, ValueError):
            data = {}
        if not data.get("ok"):
            self.stop()
            raise ProblemFound(Problem("PRACTICE-START"))
        return dict(data)

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
