"""`tillbridge support-file` and `tillbridge replay`: what a store shows, and what support sees of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wizard.app.program import Program
from wizard.app.support import collected, keep_key, save
from wizard.cli.output import NEEDS_PERSON, OK, Output
from wizard.cli.run_job import run_job
from wizard.jobs.pc.check_pc import CheckPc
from wizard.support.file import encode, read
from wizard.support.replay import Past, PastStep, replay


def support_file(program: Program, out: Path, output: Output, *, agreed: bool) -> int:
    """Print every line that would be in it; write it once that is agreed. Nothing is sent anywhere."""
    items, names = collected(program, run_job(CheckPc(), program.tools()).value)
    lines = [item.line() for item in items]
    data: dict[str, Any] = {"ok": agreed, "lines": lines, "names": len(names)}
    if not agreed:
        data["needs"] = [
            {"screen": "", "who": "store", "what": "Read the lines, then say --yes to write them."}
        ]
        output.result(
            data, [*lines, "", "Nothing was written. With --yes these lines are, and nothing else."]
        )
        return NEEDS_PERSON
    save(out, encode(items))
    key = keep_key(program, names)
    data |= {"file": str(out), "key": str(key)}
    output.result(data, [*lines, "", f"{out}: {len(lines)} lines. Which name is which stays here: {key}"])
    return OK


def show(path: Path, output: Output) -> int:
    """Step through a file; nothing of this PC is looked at."""
    past = replay(read(path))
    data = {
        "ok": True,
        "procedures": [
            {"id": name, "steps": [_step(one) for one in steps]} for name, steps in past.steps.items()
        ],
        "besides": [{"about": one.about, "value": one.value} for one in past.besides],
    }
    output.result(data, _lines(past))
    return OK


def _step(one: PastStep) -> dict[str, Any]:
    problem = None
    if one.problem is not None:
        words, said = one.problem, one.said
        problem = {
            "code": words.code, "what": words.what, "why": words.why, "do": words.do,
            "say": said.say if said else "", "ask": said.ask if said else "",
        }  # fmt: skip
    return {
        "screen": one.shown.number, "title": one.shown.title, "answers": one.answers, "found": one.found,
        "problem": problem, "ask": list(one.shown.ask),
    }  # fmt: skip


def _lines(past: Past) -> Iterator[str]:
    for name, steps in past.steps.items():
        yield name
        for one in steps:
            yield f"  {one.shown.number}  {one.shown.title}"
            yield from (f"      {box} = {value}" for box, value in one.answers.items())
            yield from (f"      found {fact} = {value}" for fact, value in one.found.items())
            if one.problem is not None:
                yield f"      ! {one.problem.code}: {one.problem.what} {one.problem.why} {one.problem.do}"
            if one.said is not None:
                yield f"        Ask: {one.said.ask}  Say: {one.said.say}"
    yield from (item.line() for item in past.besides)
