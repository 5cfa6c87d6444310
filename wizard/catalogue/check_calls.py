"""Whether what is said on the phone names what exists, and leaves no screen and no problem without words."""

from collections.abc import Collection, Iterable, Iterator

from wizard.catalogue.calls import call_file, family_of
from wizard.catalogue.load import problems
from wizard.catalogue.resources import CatalogueError
from wizard.catalogue.vocabulary import all_procedures, unknown

_FILE = "calls.toml"


def check_calls() -> Iterator[CatalogueError]:
    """Yield a screen or problem that is not there, and a problem that nobody can say anything of."""
    calls = call_file()
    screens = {step.screen for procedure in all_procedures() for step in procedure.steps}
    families = {family_of(code) for code in problems()}
    named: list[tuple[str, str, Iterable[str], Collection[str]]] = [
        ("screens.{}", "screen", calls.screens, screens),
        ("counts_only", "screen", calls.counts_only, screens),
        ("problems.{}", "problem", calls.problems, problems()),
        ("families.{}", "family of problems", calls.families, families),
    ]
    for name, family in calls.families.items():
        named.append((f"families.{name}.on", "screen", family.on, {*screens, *calls.pages}))
    for code, problem in calls.problems.items():
        named.append((f"problems.{code}.on", "screen", problem.on, {*screens, *calls.pages}))
    letters = {procedure.letter for procedure in all_procedures()}
    named.append(("known_at.{}", "letter of screens", calls.known_at, letters))
    for key, what, names, known in named:
        for name in names:
            if name not in known:
                yield unknown(_FILE, key.format(name), what, name, known)
    for code in problems():
        if calls.about(code) is None:
            yield CatalogueError(_FILE, f"families.{family_of(code)}", "nothing is said of this family")
