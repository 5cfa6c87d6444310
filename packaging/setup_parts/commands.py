"""The project's folders, and the commands that are run in them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PROJECT_FILE = ROOT / "pyproject.toml"


class SetupError(Exception):
    """Says in a sentence what could not be set up and what to do about it."""


def is_root() -> bool:
    """Whether this process may install packages; Windows has no such user."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def child_environment(**changes: str) -> dict[str, str]:
    """This process's environment with the virtual environment first and the given changes."""
    environment = {**os.environ, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    environment.pop("PYTHONHOME", None)
    environment["VIRTUAL_ENV"] = str(VENV)
    if is_root():
        # Chromium's sandbox refuses to run as root, and a bare container has nobody else
        environment.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    return environment | changes


def say(text: str) -> None:
    """Prints at once, so that the order holds when a child process writes next."""
    print(text, flush=True)


def script(name: str) -> str:
    """The path of a command in the virtual environment."""
    return str(SCRIPTS / (f"{name}.exe" if os.name == "nt" else name))


def quietly(command: Sequence[str], failure: str, environment: Mapping[str, str] | None = None) -> str:
    """Runs a command and returns what it printed; shows the end of its output only when it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{failure} ({error}).") from error
    if done.returncode != 0:
        tail = (done.stdout + done.stderr).strip().splitlines()[-12:]
        raise SetupError("\n".join([*(f"  | {line}" for line in tail), failure]))
    return done.stdout
