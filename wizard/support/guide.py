"""What a procedure's guide holds, from the same data as its screens."""

from collections.abc import Mapping, Sequence

from wizard.catalogue.calls import call_file
from wizard.catalogue.load import problems
from wizard.catalogue.moments import day_in_words
from wizard.catalogue.schema import Procedure
from wizard.model.calls import SaidProblem
from wizard.papers.guide import Drawing, GuideBook, GuideProgram, GuideScreen
from wizard.support.answers import said_problem, shown_screen


def guide_book(
    procedure: Procedure, pictures: Mapping[str, bytes], programs: Sequence[GuideProgram], store: str
) -> GuideBook:
    """Return the guide; `pictures` are PNG by screen number, `store` is empty where none is known.

    A problem stands at the first of the procedure's screens that its family comes up at.
    """
    steps = sorted(procedure.steps, key=lambda step: step.number)
    at = {step.screen: step.number for step in reversed(steps)}
    by_step: dict[int, list[SaidProblem]] = {}
    anywhere = []
    for code in problems():
        on = call_file().screens_of(code)
        here = [at[name] for name in on if name in at]
        if here:
            by_step.setdefault(min(here), []).append(said_problem(code, procedure.letter))
        elif not on:
            anywhere.append(said_problem(code))
    screens = []
    for step in steps:
        shown = shown_screen(procedure, step)
        png = pictures.get(shown.number)
        drawing = Drawing(png, f"{shown.number} {shown.title}") if png is not None else None
        screens.append(GuideScreen(shown, drawing, tuple(by_step.get(step.number, ()))))
    day = procedure.checked
    return GuideBook(
        procedure.title,
        procedure.source,
        day_in_words(day),
        store,
        tuple(screens),
        tuple(anywhere),
        tuple(programs),
    )
