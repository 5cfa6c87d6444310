"""A process of its own that sends a store's files to a practice Xero whose clock runs SPEED times as fast.

`python -m tests.faults.sender HOME SERVICES FOLDER MAPPING SPEED [JUMP]`

JUMP: seconds by which this PC's clock is wrong, as if somebody had set it since the last run.

Prints a line when it has read and planned and begins to send, one before each call that writes, and the
counts as JSON when it ends: whoever counts lines before killing it hits the sending on any machine.
"""

import json
import sys
from pathlib import Path
from typing import Any

import requests  # noqa: F401 - loaded before the first line, so that kills hit the sending, not imports

from tests.unit.export.shop import Shop, fast
from wizard.export.api import XeroApi
from wizard.ledger.runs import Runs
from wizard.model.problem import Problem


def main(home: str, services: str, folder: str, mapping: str, speed: str, jump: str = "0") -> int:
    shop = Shop(Path(home), Path(services), fast(float(speed), float(jump)))
    _tell_when_it_begins()
    _tell_each_write()
    ended = shop.try_to_send(Path(folder), Path(mapping))
    if isinstance(ended, Problem):
        sys.stdout.write(json.dumps({"problem": ended.code}))
        return 1
    sent = ended.value
    why = [f"{one.kind} {one.name}: {one.state} {one.why}" for one in sent.outcomes[:5]]
    problem = ended.problem.code if ended.problem is not None else ""
    told = {**sent.counts.as_facts(), "clean": sent.is_clean, "why": why, "problem": problem}
    sys.stdout.write(json.dumps(told))
    return 0


def _tell_when_it_begins() -> None:
    """Print a line once the run stands in the ledger: whoever kills at that moment hits the sending."""
    real = Runs.begin

    def begin(self: Runs, *given: Any) -> int:
        number = real(self, *given)
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        return number

    Runs.begin = begin  # type: ignore[method-assign,assignment]


def _tell_each_write() -> None:
    """Print a line before a call goes out that changes something at Xero."""
    real = XeroApi.call

    def call(self: XeroApi, method: str, *given: Any, **more: Any) -> Any:
        if method != "GET":
            sys.stdout.write("writes\n")
            sys.stdout.flush()
        return real(self, method, *given, **more)

    XeroApi.call = call  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
