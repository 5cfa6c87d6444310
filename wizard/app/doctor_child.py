"""This PC looked at by a process of its own, with which goes what the look has to load."""

import json
import subprocess
from collections.abc import Mapping
from typing import Any

from wizard.app.options import Options
from wizard.app.practice_child import own_command
from wizard.model.pc import PcFinding, Seen
from wizard.model.problem import Problem
from wizard.model.progress import Cancel

_SECONDS = 60.0
"""Far more than all its time-outs together: it is never waited for without end."""


def findings_of_this_pc(options: Options, cancel: Cancel) -> list[PcFinding] | None:
    """Return what `tillbridge doctor` finds, None when it could not be asked; Cancelled."""
    try:
        child = subprocess.Popen(  # noqa: S603 - our own program
            [*own_command(), *options.words(), "doctor", "--json"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return None
    with child, cancel.guard(child.kill):
        try:
            said = child.communicate(timeout=_SECONDS)[0]
        except subprocess.TimeoutExpired:
            child.kill()
            return None
    cancel.check()
    return _findings(said)


def _findings(said: str) -> list[PcFinding] | None:
    try:
        told = json.loads(said)
        problems = {each["code"]: Problem(each["code"], each["facts"]) for each in told.get("problems", ())}
        return [_finding(each, problems) for each in told["checks"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _finding(row: Mapping[str, Any], problems: Mapping[str, Problem]) -> PcFinding:
    """Return a row as the job had it; KeyError, ValueError."""
    problem = problems[row["problem"]] if row["problem"] else None
    needs = tuple(row["required_for"]), tuple(row["advised_for"])
    return PcFinding(row["id"], row["found"], Seen(row["state"]), problem, *needs)
