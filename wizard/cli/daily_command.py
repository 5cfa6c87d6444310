"""`tillbridge daily`: looks after all that is set up, sends what is due, and tells the store."""

import argparse

from wizard.app.program import Program
from wizard.catalogue.daily import daily_words
from wizard.cli.output import FAILED, NEEDS_PERSON, OK, Output, problem_json
from wizard.cli.run_job import run_job
from wizard.jobs.daily.report import is_notice, line
from wizard.jobs.daily.run_daily import RunDaily


def daily(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Run it; the exit status is 0 exactly when something was looked at and nothing fails."""
    done = run_job(RunDaily(args.again, by_scheduler=args.by_scheduler), program.tools())
    found = done.value
    rows = [(is_notice(one), problem_json(one.problem)) for one in found if one.problem is not None]
    data = {
        "ok": done.problem is None,
        **done.facts,
        "notices": [row for is_only_told, row in rows if is_only_told],
    }
    problems = [row for is_only_told, row in rows if not is_only_told]
    if problems:
        data["problems"] = problems
    lines = [text for one in found for text in (line(one), *(f"  {each}" for each in one.lines))]
    left_alone = [line(one) for one in found if one.skipped]
    if left_alone:
        data["not_checked"] = left_alone
    if done.facts.get("renewed"):
        lines = [*lines, str(done.facts["renewed"])]
    if not found:
        nothing = daily_words().nothing
        output.result({**data, "ok": False, "not_checked": [nothing]}, [nothing])
        return NEEDS_PERSON
    output.result(data, lines)
    return OK if done.problem is None else FAILED
