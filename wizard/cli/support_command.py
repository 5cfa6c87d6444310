"""`tillbridge support`: what a caller sees, what to ask and say; nothing is started and nobody is asked."""

from collections.abc import Iterator, Sequence
from typing import Any

from wizard.catalogue.calls import call_file
from wizard.cli.output import OK, Output
from wizard.model.calls import SaidProblem, ShownScreen
from wizard.model.problem import Fault, FaultyInput
from wizard.support.answers import Answer, answer, ask_first, comes_up, problem_heading
from wizard.support.asked import parse

_LONGEST = 2_000


def support(words: Sequence[str], client: str, output: Output) -> int:
    """Print the screens and problems that are meant; a fault where there are none."""
    found = answer(parse(" ".join(words)[:_LONGEST]), client)
    if not (found.screens or found.problems):
        named = ", ".join(found.unknown) or "these words"
        raise FaultyInput([Fault("WORDS", "UNKNOWN-WORDS", f"no screen and no problem is known for {named}")])
    data = {
        "ok": True,
        "screens": [_screen(one) for one in found.screens],
        "problems": [_problem(one) for one in found.problems],
        "code_seen": bool(found.problems) and not found.is_guess,
        "ask_first": list(ask_first(found)) if found.is_guess else [],
        "unknown": list(found.unknown),
        "never": list(found.never),
        "program": list(found.program),
    }
    output.result(data, _lines(found))
    return OK


def _screen(one: ShownScreen) -> dict[str, Any]:
    return {
        "number": one.number, "spelled": one.spelled, "procedure": one.procedure, "title": one.title,
        "instruction": one.instruction, "button": one.verb, "boxes": list(one.boxes), "ask": list(one.ask),
        "lines": list(one.lines), "notes": list(one.notes),
        "mistakes": list(one.mistakes), "say": one.say,
    }  # fmt: skip


def _problem(one: SaidProblem) -> dict[str, Any]:
    return {
        "code": one.code, "what": one.what, "why": one.why, "do": one.do, "say": one.say, "ask": one.ask,
        "buttons": list(one.presses), "at": list(one.at),
    }  # fmt: skip


def _lines(found: Answer) -> Iterator[str]:
    for number in found.unknown:
        yield f"There is no {number} in this version."
    words = call_file().window
    if found.is_guess:
        yield f"{words.ask_first}:"
        yield from (f"  Ask:    {question}" for question in ask_first(found))
    for screen in found.screens:
        yield f"{screen.number} (“{screen.spelled}”)  {screen.title}  [{screen.procedure}]"
        button = f"  Button: {screen.verb}" if screen.verb else ""
        yield f"  On it:  {screen.instruction}{button}"
        yield from (f"          {box}" for box in screen.boxes)
        yield from (f"  Ask:    {question}" for question in screen.ask)
        yield from (f"  Often:  {mistake}" for mistake in screen.mistakes)
        yield f"  Say:    {screen.say}"
    for problem in found.problems:
        yield problem_heading(found, problem)
        if problem.at:
            yield f"  Where:  {comes_up(problem)}"
        if problem.why:
            yield f"  Why:    {problem.why}"
        yield f"  Do:     {problem.do}  Buttons: {' · '.join(problem.presses)}"
        yield f"  Ask:    {problem.ask}"
        yield f"  Say:    {problem.say}"
    yield words.practice_values
    yield from (f"  There:  {line}" for line in found.program)
    yield f"Never ask for: {'; '.join(found.never)}."
