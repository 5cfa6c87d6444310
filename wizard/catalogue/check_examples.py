"""Whether everything that a text is filled with has an example, and no example is of nothing."""

from collections.abc import Iterator

from wizard.catalogue.examples import example_file
from wizard.catalogue.guides import PLACEHOLDERS
from wizard.catalogue.load import problem_text, problems, screen
from wizard.catalogue.resources import CatalogueError
from wizard.catalogue.schema import ProblemText
from wizard.catalogue.schema.rows import placeholders
from wizard.catalogue.vocabulary import all_procedures, unknown
from wizard.catalogue.wording import without_what_nobody_said

_FILE = "examples.toml"


def check_examples() -> Iterator[CatalogueError]:
    """Yield what is filled with something that has no example, and an example of nothing."""
    named = example_file()
    for code in named.of:
        row = problem_text(code)
        if row is None:
            yield unknown(_FILE, f"of.{code}", "problem", code, problems())
            continue
        known = {*row.facts, *row.one_of}
        for fact in named.of[code]:
            if fact not in known:
                yield unknown(_FILE, f"of.{code}", "fact of it", fact, known)
    wanted: dict[str, str] = {}
    for code, row in problems().items():
        own = named.of.get(code, {})
        wanted |= {name: code for name in _all_filled(row) if name not in own and name not in row.one_of}
    for procedure in all_procedures():
        for step in procedure.steps:
            wanted |= dict.fromkeys(_of_screen(step.screen), step.screen)
    for name in PLACEHOLDERS - named.unknown.keys():
        yield CatalogueError(_FILE, f"unknown.{name}", "guides are filled with it, and it has no words")
    for name, where in wanted.items():
        if name not in named.facts:
            yield CatalogueError(_FILE, f"facts.{name}", f"{where} is filled with it, and it has no example")


def _all_filled(row: ProblemText) -> Iterator[str]:
    texts = [row.what, row.why, row.do, *(action.label for action in row.all_actions())]
    texts += [text for other in row.variants for text in (other.what, other.why, other.do)]
    for text in map(without_what_nobody_said, texts):
        yield from placeholders(text)


def _of_screen(name: str) -> Iterator[str]:
    shown = screen(name)
    texts = [shown.title, shown.instruction, shown.button, *shown.notes, *shown.fold_lines]
    texts += [
        text for line in shown.lines for text in (line.text, line.note, "" if line.secret else line.copy)
    ]
    for text in texts:
        yield from placeholders(text)
