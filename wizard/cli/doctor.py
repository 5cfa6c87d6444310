"""`tillbridge doctor`: what this PC has and lacks."""

import argparse
from typing import Any

from wizard.app.program import Program
from wizard.catalogue.load import procedures
from wizard.catalogue.pc import wanted
from wizard.cli.output import FAILED, OK, Output, problem_json, problem_lines
from wizard.jobs.job import Done, Tools
from wizard.jobs.pc.check_pc import CheckPc
from wizard.model.progress import Cancel, Silent


def doctor(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Look at the PC and print each finding; exit 1 when something needed is missing."""
    tools = program.tools()
    done = CheckPc().run(tools, Silent(), Cancel())
    assert isinstance(done, Done)
    rows = [
        {
            "id": finding.id,
            "state": finding.seen,
            "found": finding.found,
            "required_for": list(finding.required_for),
            "advised_for": list(finding.advised_for),
            "problem": finding.problem.code if finding.problem else None,
        }
        for finding in done.value
    ]
    problems = [finding.problem for finding in done.value if finding.problem]
    data: dict[str, Any] = {"ok": not problems, "checks": rows}
    if problems:
        data["problems"] = [problem_json(p) for p in problems]
    lines, titles = list[str](), {each.id: each.title for each in procedures()}
    for row, finding in zip(rows, done.value, strict=True):
        lines.append(f"{row['state']:10} {row['id']:17} {row['found']}")
        if whose := wanted(finding, titles):
            lines.append(f"{'':28} {whose}")
    lines += [line for p in problems for line in problem_lines(p)]
    failed = bool(problems)
    if args.windows_checklist:
        failed |= _checklist(tools, data, lines)
    data["ok"] = not failed
    output.result(data, lines)
    return FAILED if failed else OK


def _checklist(tools: Tools, data: dict[str, Any], lines: list[str]) -> bool:
    """Try what of the checklist can be tried, save it all in one file; return whether something failed."""
    from wizard.jobs.pc.windows_probes import probe, save  # noqa: PLC0415 - only where it is asked for

    found = list(probe(tools))
    data["probes"] = [
        {"number": each.number, "what": each.what, "holds": each.holds, "seen": each.seen} for each in found
    ]
    lines += ["", *(each.line() for each in found)]
    data["saved"] = str(save(tools, [tools.clean(line) for line in lines]))
    lines += ["", f"Saved in {data['saved']}: send that file back."]
    return any(each.holds is False for each in found)
