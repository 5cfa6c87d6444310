"""Names that data files may use, with the values they can have; and what is said of one that is not there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from wizard.catalogue.load import hidden_procedures, procedures, screen
from wizard.catalogue.options import options_of
from wizard.catalogue.resources import CatalogueError
from wizard.catalogue.schema import FieldSpec, Procedure, Step

Values = frozenset[str] | None
"""Every value that a name can have, as text; None where it may be any text or number."""
TICK: Values = frozenset({"True", "False"})


@dataclass(frozen=True)
class JobWords:
    """What a job gives, and the boxes whose secrets it cannot do without."""

    facts: Mapping[str, Values]
    secrets: frozenset[str] = frozenset()
    copied: bool = False
    """Whether it compares the secrets that the screen's lines copy."""


@dataclass(frozen=True)
class Vocabulary:
    """What the program knows by name."""

    jobs: Mapping[str, JobWords]
    conditions: Mapping[str, Values]
    seen: Mapping[str, Values] = field(default_factory=dict)
    """Facts that a page sees for itself."""
    key_kinds: frozenset[str] = frozenset()
    """What a pasted text may turn out to be."""
    tables: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """By file and table, what its rows are about: one for each."""
    pages: frozenset[str] = frozenset()
    """The kinds of screens that a page is there for."""


def all_procedures() -> list[Procedure]:
    """Return the documented procedures and the hidden ones."""
    return [*procedures(), *hidden_procedures()]


def fields_in(procedure: Procedure) -> dict[str, FieldSpec]:
    """Return every box of a procedure by id."""
    return {spec.id: spec for step in procedure.steps for spec in screen(step.screen).fields}


def values_of(spec: FieldSpec) -> Values:
    """Return what can stand in a box."""
    if spec.kind == "tick":
        return TICK
    if spec.kind != "choice":
        return None
    return frozenset(option.value for option in options_of(spec))


def answers_in(procedure: Procedure, known: Vocabulary) -> dict[str, Values]:
    """Return what decides where a run goes and which boxes it shows: boxes and conditions."""
    return {**{name: values_of(spec) for name, spec in fields_in(procedure).items()}, **known.conditions}


def facts_in(procedure: Procedure, known: Vocabulary) -> dict[str, Values]:
    """Return what texts and lines may also name: what the jobs give and the pages see."""
    found = {**answers_in(procedure, known), **known.seen}
    for name in (name for step in procedure.steps for name in step.jobs):
        words = known.jobs.get(name)
        for fact, values in words.facts.items() if words else ():
            # A box and a fact of one name: the text may hold either.
            before = found.get(fact, frozenset())
            found[fact] = None if values is None or before is None else values | before
    return found


def shown_by(name: str) -> Iterator[tuple[Procedure, Step]]:
    """Yield every step that shows a screen."""
    for procedure in all_procedures():
        yield from ((procedure, step) for step in procedure.steps if step.screen == name)


def unknown(file: str, key: str, what: str, name: str, names: Iterable[str]) -> CatalogueError:
    """Return the fault of a name that is not there, with the one that was probably meant."""
    near = get_close_matches(name, list(names), n=1)
    meant = f"; {near[0]} is meant?" if near else ""
    return CatalogueError(file, key, f"there is no {what} {name}{meant}")


def when_faults(
    when: Mapping[str, str], names: Mapping[str, Values], what: str, file: str, key: str
) -> Iterator[CatalogueError]:
    """Yield what is wrong with a condition: a name that is not there, a value that it never has."""
    for name, value in when.items():
        if name not in names:
            yield unknown(file, f"{key}.{name}", what, name, names)
            continue
        values = names[name]
        if value in {"", "*"} or (values is not None and value in values):
            continue
        if values is None:
            reason = f'{name} may be any text, so only "*" can be asked of it'
            yield CatalogueError(file, f"{key}.{name}", reason)
        else:
            yield unknown(file, f"{key}.{name}", f"{name} with the value", value, values)
