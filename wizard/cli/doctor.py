"""`tillbridge doctor`: what this PC has and lacks."""

from typing import Any

from wizard.app.program import Program
from wizard.cli.output import FAILED, OK, Output, problem_json, problem_lines
from wizard.jobs.job import Done
from wizard.jobs.pc.check_pc import CheckPc
from wizard.model.progress import Cancel, Silent


def doctor(program: Program, output: Output) -> int:
    """Look at the PC and print each finding; exit 1 when something needed is missing."""
    done = CheckPc().run(program.tools(), Silent(), Cancel())
    assert isinstance(done, Done)
    rows = [
        {
            "id": finding.id,
            "state": "failed" if finding.problem else "passed",
            "found": finding.found,
            "problem": finding.problem.code if finding.problem else None,
        }
        for finding in done.value
    ]
    problems = [finding.problem for finding in done.value if finding.problem]
    data: dict[str, Any] = {"ok": not problems, "checks": rows}
    if problems:
        data["problems"] = [problem_json(p) for p in problems]
    lines = [f"{row['state']:7} {row['id']:17} {row['found']}" for row in rows]
    output.result(data, lines + [line for p in problems for line in problem_lines(p)])
    return FAILED if problems else OK
