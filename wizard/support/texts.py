"""What is searched for a caller's words: every text of a screen or a problem that a caller can see or say."""

from collections.abc import Iterator

from wizard.catalogue.calls import call_file
from wizard.catalogue.load import problems, screen
from wizard.catalogue.options import options_of
from wizard.catalogue.rules import rule_rows
from wizard.catalogue.said import Heard, said_file
from wizard.catalogue.schema import ProblemText, Procedure, Screen, Step
from wizard.catalogue.vocabulary import all_procedures

_REFUSED = "BOOKS-REJECTED"
"""What is said where a record will not pass; each rule has its own words for why."""


def screen_texts() -> Iterator[tuple[str, ...]]:
    """Yield each screen's number, what callers say of it, what is read first, and the rest."""
    for procedure in all_procedures():
        yield from (_screen(procedure, step) for step in procedure.steps)
    for number, page in call_file().pages.items():
        rest = [page.instruction, *page.ask, *page.mistakes]
        yield number, _heard(number), page.title, ". ".join(rest)


def problem_texts() -> Iterator[tuple[str, ...]]:
    """Yield each problem's code, what callers say of it, what happened, and the rest."""
    for code, row in problems().items():
        yield code, _heard(code), row.what, ". ".join([code.replace("-", " "), *_rest(row)])


def sayings() -> list[Heard]:
    """Return what callers say in their own words, and what Xero's refusals and ours say to be read out."""
    checks = list(numbers_of(_REFUSED))
    refusals = []
    for rule in rule_rows().values():
        texts = [rule.xero_says, rule.meaning, rule.do, *rule.whys.values()]
        refusals.append(Heard(words=list(filter(None, texts)), screens=checks, problems=[_REFUSED]))
    return [*said_file().heard, *refusals]


def numbers_of(code: str) -> Iterator[str]:
    """Yield the screens that a problem comes up at; none where that may be any."""
    shown = call_file().screens_of(code)
    for procedure in all_procedures():
        yield from (f"{procedure.letter}{step.number}" for step in procedure.steps if step.screen in shown)


def _screen(procedure: Procedure, step: Step) -> tuple[str, ...]:
    shown, number = screen(step.screen), f"{procedure.letter}{step.number}"
    about = call_file().screens.get(shown.id)
    first = [step.title or shown.title, shown.instruction, *(field.label for field in shown.fields)]
    rest = [procedure.title, procedure.vendor, *_texts(shown), *(about.mistakes if about else ())]
    return number, _heard(number), ". ".join(first), ". ".join(rest)


def _heard(name: str) -> str:
    rows = [row for row in said_file().heard if name in (*row.screens, *row.problems)]
    return ". ".join(text for row in rows for text in row.words)


def _texts(shown: Screen) -> list[str]:
    fields = [text for field in shown.fields for text in (field.about, *(o.label for o in options_of(field)))]
    lines = [text for line in shown.lines for text in (line.text, line.old, line.note)]
    return [shown.help.question, shown.help.answer, *shown.notes, *shown.fold_lines, *fields, *lines]


def _rest(row: ProblemText) -> list[str]:
    others = [text for other in row.variants for text in (other.what, other.why, other.do)]
    return [row.why, row.do, *others, *(action.label for action in row.actions)]
