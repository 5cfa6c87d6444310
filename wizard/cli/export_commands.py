"""`tillbridge export plan | run | status | proof`."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from wizard.app.program import Program
from wizard.catalogue.export import export_words, words_of_why
from wizard.cli.output import FAILED, NEEDS_PERSON, OK, Output, problem_json, problem_lines
from wizard.cli.run_job import run_job
from wizard.jobs.export.given import Wanted
from wizard.jobs.export.plan_export import PlanExport
from wizard.jobs.export.read_back_records import ReadBackRecords
from wizard.jobs.export.read_status import ReadStatus
from wizard.jobs.export.send_records import SendRecords
from wizard.jobs.export.write_for_upload import CREDIT_NOTES, TakeBack, WriteForUpload
from wizard.jobs.job import Done, Tools
from wizard.model.export import Counts, Difference, Outcome, Plan, Proof, Sent
from wizard.model.problem import Fault, FaultyInput

_LONGEST_ANSWER = 20
_LISTED = 20
"""Records that are listed of each kind for a person; JSON has a hundred of each."""


def export(program: Program, args: argparse.Namespace, output: Output) -> int:
    """Run one of the export commands; return the exit status."""
    tools = program.tools()
    match args.action:
        case "plan":
            return _plan(tools, _wanted(args), output)
        case "run" if args.yes and _is_agreed(tools, output):
            return _run(tools, _wanted(args), output)
        case "run":
            return _ask(tools, _wanted(args), output)
        case "csv":
            return _write_csv(tools, args, output)
        case "unmark":
            return _unmark(tools, args.yes, output)
        case "status":
            return _status(tools, output)
        case _:
            return _prove(tools, output)


def _wanted(args: argparse.Namespace) -> Wanted:
    start = None
    if args.start_from is not None:
        try:
            start = date.fromisoformat(args.start_from)
        except ValueError:
            fault = Fault("--start-from", "NOT-VALID", "must be a day as 2026-11-28")
            raise FaultyInput([fault]) from None
    return Wanted(args.documents, args.mapping, args.through, args.drafts, start)


def _plan(tools: Tools, wanted: Wanted, output: Output) -> int:
    plan: Plan = run_job(PlanExport(wanted), tools).value
    data = {"ok": plan.counts.is_clean, **_plan_data(plan), **_not_checked(tools)}
    output.result(data, _plan_lines(plan))
    return OK if plan.counts.is_clean else FAILED


def _ask(tools: Tools, wanted: Wanted, output: Output) -> int:
    """Show what would go: without --yes nothing does."""
    done = run_job(PlanExport(wanted), tools)
    plan: Plan = done.value
    what = f"Look at what would go to {plan.organisation}; then run it again with --yes."
    what = f"{done.facts['again']} {what}".lstrip()
    needs = [{"screen": "W8", "who": "store manager", "what": what}]
    output.result({"ok": False, **_plan_data(plan), "needs": needs}, [*_plan_lines(plan), what])
    return NEEDS_PERSON


def _not_checked(tools: Tools) -> dict[str, list[str]]:
    """Return what nobody here can see: whether the program that posts by itself was turned off."""
    return {"not_checked": ["vendor-posting"]} if tools.site.record().books.posts_here else {}


def _is_agreed(tools: Tools, output: Output) -> bool:
    """Whether --yes holds: a person at a terminal who sends a second time on one day is asked (S3.26).

    A script has nobody to ask: its --yes holds, and what is in Xero is not sent again all the same.
    """
    if output.as_json or not sys.stdin.isatty():
        return True
    again = run_job(ReadStatus(), tools).facts.get("again", "")
    if not again:
        return True
    sys.stderr.write(f"{again} {export_words().ask_again} ")
    sys.stderr.flush()
    return sys.stdin.readline(_LONGEST_ANSWER).strip().casefold() in {"y", "yes"}


def _run(tools: Tools, wanted: Wanted, output: Output) -> int:
    done = run_job(SendRecords(wanted), tools)
    sent: Sent = done.value
    data: dict[str, Any] = {**sent.counts.as_facts(), "run": sent.run, "records": _rows(sent.outcomes)}
    if sent.remarks:
        data["remarks"] = _rows(sent.remarks)
    data |= _not_checked(tools)
    lines = [_counts_line(sent.counts), *_outcome_lines((*sent.outcomes, *sent.remarks))]
    return _ended(data, lines, done, output)


def _write_csv(tools: Tools, args: argparse.Namespace, output: Output) -> int:
    """Write the files for a person, or ask first."""
    words = export_words()
    done = run_job(WriteForUpload(args.out, _wanted(args), args.yes), tools)
    upload, facts = done.value, done.facts
    lines = [*facts["files"], *_outcome_lines(upload.left)]
    for kind, count in facts["waiting"].items():
        lines.append(words.upload.waits.format(count=count, kind=_kind(kind).lower()))
    data = {**facts, "records": facts["records"], "not_uploaded": _rows(upload.left)}
    if not facts["records"]:
        output.result({"ok": True, **data}, [words.upload.nothing, *lines])
        return OK
    if not args.yes:
        needs = [{"screen": "W9", "who": "store manager", "what": words.upload.mark}]
        said = f"{facts['records']} records. {words.upload.mark}"
        output.result({"ok": False, **data, "needs": needs}, [*lines, said])
        return NEEDS_PERSON
    steps = [*words.upload.steps, words.upload.take_back]
    if any(Path(one).name.startswith(CREDIT_NOTES) for one in facts["files"]):
        steps.append(words.upload.credit_notes)
        data["not_checked"] = ["credit-notes-import"]
    output.result({"ok": True, **data, "steps": steps}, [*lines, *steps])
    return OK


def _unmark(tools: Tools, really: bool, output: Output) -> int:
    """Let what stands in files for a person go by us again, or ask first."""
    words = export_words().upload
    facts = run_job(TakeBack(really), tools).facts
    count = facts["records"]
    if not count:
        output.result({"ok": True, **facts}, [words.none_marked])
        return OK
    if not really:
        said = words.unmark.format(count=count)
        needs = [{"screen": "W9", "who": "store manager", "what": said}]
        output.result({"ok": False, **facts, "needs": needs}, [said])
        return NEEDS_PERSON
    output.result({"ok": True, **facts}, [words.unmarked.format(count=count)])
    return OK


def _status(tools: Tools, output: Output) -> int:
    done = run_job(ReadStatus(), tools)
    lines = [done.facts["said"]]
    in_xero = done.facts.get("in_xero", {})
    lines += [f"  {_kind(kind)}: {one['count']}, {one['total']}" for kind, one in in_xero.items()]
    return _ended(dict(done.facts), lines, done, output)


def _prove(tools: Tools, output: Output) -> int:
    done = run_job(ReadBackRecords(), tools)
    proof: Proof = done.value
    rows = list(map(_difference, proof.differences))
    data = {**done.facts, "differences": rows, "totals": [one.as_facts() for one in proof.kinds]}
    lines = [f"{_kind(one.kind)}: {one.found} of {one.count}, {one.xero:.2f}" for one in proof.kinds]
    lines += [
        f"  {one.name}: {one.field}: sent {one.sent}, held {one.held}" for one in proof.differences[:_LISTED]
    ]
    return _ended(data, [*lines, str(done.facts["proof"])], done, output)


def _difference(one: Difference) -> dict[str, str]:
    return {"kind": one.kind, "record": one.name, "field": one.field, "sent": one.sent, "held": one.held}


def _ended(data: dict[str, Any], lines: Iterable[str], done: Done, output: Output) -> int:
    problem = done.problem
    whole = {"ok": problem is None, **data}
    if problem is not None:
        whole["problems"] = [problem_json(problem)]
        lines = [*lines, *problem_lines(problem)]
    output.result(whole, lines)
    return OK if problem is None else FAILED


def _plan_data(plan: Plan) -> dict[str, Any]:
    sums = [
        {"kind": one.kind, "account": one.account, "count": one.count, "total": f"{one.total:.2f}"}
        for one in plan.sums
    ]
    allowance = {
        "day": plan.allowance.day,
        "minute": plan.allowance.minute,
        "used": plan.allowance.used_today,
    }
    return {
        "organisation": plan.organisation, "stamp": plan.stamp, **plan.counts.as_facts(), "sums": sums,
        "records": _rows(plan.outcomes), "calls": plan.calls, "seconds": plan.seconds,
        "allowance": allowance, "first": plan.is_first,
    }  # fmt: skip


def _plan_lines(plan: Plan) -> Iterator[str]:
    yield f"To {plan.organisation}: {_counts_line(plan.counts)}"
    for one in plan.sums:
        yield f"  {_kind(one.kind)} {one.account}: {one.count}, {one.total:.2f}"
    left = "" if plan.allowance.day is None else f", {plan.allowance.day} calls left today"
    yield f"  {plan.calls} calls, about {plan.seconds} seconds{left}"
    yield from _outcome_lines(plan.outcomes)


def _rows(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.kind, "record": one.name, "state": one.state,
            "place": {"file": one.place.file, "line": one.place.line},
            "why": words_of_why(one.why), "code": one.why.code if one.why is not None else "",
            "rule": one.why.rule if one.why is not None else "",
        }
        for one in outcomes
    ]  # fmt: skip


def _outcome_lines(outcomes: Iterable[Outcome]) -> Iterator[str]:
    states = export_words().states
    for number, one in enumerate(outcomes):
        if number == _LISTED:
            yield "  …"
            return
        where = f"{one.place.file} line {one.place.line}"
        yield f"  {where}: {one.name}: {states[one.state]}, {words_of_why(one.why)}"


def _counts_line(counts: Counts) -> str:
    words = export_words().states
    parts = [(words["sent"], counts.sent), (words["already-there"], counts.already_there)]
    parts += [(words["failed"], counts.failed), (words["held"], counts.held)]
    parts += [(words["excluded"], counts.excluded)]
    return f"{counts.read} records: " + ", ".join(f"{count} {word}" for word, count in parts)


def _kind(kind: str) -> str:
    return export_words().kinds.get(kind, kind)
