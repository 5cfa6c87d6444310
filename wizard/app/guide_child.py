"""A guide made by a process of its own: drawing its pictures walks a whole procedure in practice."""

import subprocess
from pathlib import Path

from wizard.app.options import Options
from wizard.app.practice_child import child_environment, own_command
from wizard.model.problem import Problem
from wizard.model.progress import Cancel

_SECONDS = 300.0
"""Far more than any guide takes: it is never waited for without end."""


def make_guide(options: Options, procedure: str, out: Path, cancel: Cancel) -> Problem | None:
    """Write a procedure's guide, .pdf or .html; GUIDE-NOT-MADE where there is none then. Cancelled."""
    try:
        child = subprocess.Popen(  # noqa: S603 - our own program
            [*own_command(), *options.words(), "guide", procedure, "--out", str(out)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**child_environment(), "QT_QPA_PLATFORM": "offscreen"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        return Problem("GUIDE-NOT-MADE", {"said": error.strerror or str(error)})
    with child, cancel.guard(child.kill):
        try:
            status = child.wait(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            status = -1
    cancel.check()
    return None if status == 0 and out.is_file() else Problem("GUIDE-NOT-MADE", {"said": f"exit {status}"})
