"""`run`: a procedure by a set-up file, and what that would change."""

import argparse
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from wizard.app.options import Options
from wizard.app.program import Program, open_program
from wizard.catalogue.set_up import set_up_words
from wizard.catalogue.wording import fill, matches
from wizard.cli import unattended
from wizard.cli.known_procedure import known_procedure
from wizard.cli.output import NEEDS_PERSON, OK, Output
from wizard.cli.run_job import run_job
from wizard.jobs.set_up.compare_set_up import CompareSetUp
from wizard.jobs.set_up.take_set_up import TakeSetUp
from wizard.model.problem import Fault, FaultyInput
from wizard.model.secret import Secret
from wizard.procedure.answers import Answers
from wizard.procedure.conditions import conditions
from wizard.session.set_up_file import SetUpFile, Typed, is_set_up_file, load, read, with_answers


def run(args: argparse.Namespace, options: Options, output: Output) -> int:
    """Run a procedure, or say what that would change; FaultyInput lists everything wrong with its file."""
    file = with_answers(_file(args.procedure, args.answers), args.answer)
    with open_program(options) as program:
        typed = read(file, program.resolver(file.folder), practice=not program.world.is_live)
        for value in typed.values():
            if isinstance(value, Secret):
                program.redactor.learn(value.reveal())
        if args.check:
            return _check(program, file, typed, output)
        run_job(TakeSetUp(file.layouts), program.tools())
        return unattended.run(program, file.procedure.id, typed, output)


def _file(named: str, answers: Path | None) -> SetUpFile:
    if answers is not None:
        return load(answers, known_procedure(named))
    if not is_set_up_file(named):
        known_procedure(named)
        raise FaultyInput([Fault("--answers", "MISSING", "name the file of answers")])
    return load(Path(named))


def _check(program: Program, file: SetUpFile, typed: Mapping[str, Typed], output: Output) -> int:
    answers = Answers()
    for name, value in typed.items():
        answers.put(name, value)
    changes = run_job(CompareSetUp(file.procedure, answers, file.layouts), program.tools()).value
    needs = _needs(program, file, answers) if changes else []
    words = set_up_words().check
    report: dict[str, Any] = {"ok": not needs, "procedure": file.procedure.id, "site": program.world.site}
    report |= {"would_change": len(changes), "changes": [asdict(one) for one in changes]}
    lines = [f"{one.label}: {one.old or '-'} -> {one.new or '-'}" for one in changes]
    lines += [f"{need['screen']}: {need['who']}: {need['what']}" for need in needs]
    lines.append(fill(words.some, {"count": len(changes)}) if changes else words.nothing)
    output.result(report | ({"needs": needs} if needs else {}), lines)
    return NEEDS_PERSON if needs else OK


def _needs(program: Program, file: SetUpFile, answers: Answers) -> list[dict[str, str]]:
    """Return the sign-ins that the run would wait for: what only a person does, and nobody has done."""
    view = {**conditions(answers, program.site.record(), []), **answers}
    return [
        {
            "screen": f"{file.procedure.letter}{step.number}",
            "who": unattended.AT_THE_PC,
            "what": step.person,
        }
        for step in file.procedure.steps
        if step.person and step.done_when and not step.side and not matches(step.done_when, view)
    ]
