"""Whether what callers say is about screens and problems that exist, and says something at all."""

from collections.abc import Iterator

from wizard.catalogue.calls import call_file
from wizard.catalogue.load import problems
from wizard.catalogue.resources import CatalogueError
from wizard.catalogue.said import said_file
from wizard.catalogue.vocabulary import all_procedures, unknown

_FILE = "said.toml"


def check_said() -> Iterator[CatalogueError]:
    """Yield a screen, problem or letter that is not there, and a saying of idle words alone."""
    said = said_file()
    numbers = {f"{each.letter}{step.number}" for each in all_procedures() for step in each.steps}
    numbers |= call_file().pages.keys()
    letters, idle = {number[0] for number in numbers}, set(said.idle.split())
    groups = [f" {group.strip()} " for row in said.alike for group in row.split(",")]
    for at, subject in enumerate(said.subjects):
        for letter in subject.letters:
            if letter not in letters:
                yield unknown(_FILE, f"subjects[{at}].letters", "letter of screens", letter, letters)
    for at, row in enumerate(said.heard):
        for number in row.screens:
            if number not in numbers:
                yield unknown(_FILE, f"heard[{at}].screens", "screen number", number, numbers)
        for code in row.problems:
            if code not in problems():
                yield unknown(_FILE, f"heard[{at}].problems", "problem", code, problems())
        for text in row.words:
            if idle.issuperset(text.split()) and not any(group in f" {text} " for group in groups):
                yield CatalogueError(_FILE, f"heard[{at}].words", f"“{text}” has idle words only")
