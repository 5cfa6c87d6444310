"""What a store tells once: the answers that every procedure shares."""

from collections.abc import Iterator, Mapping

from wizard.catalogue.load import screen
from wizard.catalogue.schema import FieldSpec, Procedure
from wizard.procedure.answers import Plain


def fields_of(procedure: Procedure) -> Iterator[FieldSpec]:
    """Yield every box of a procedure, step by step."""
    for step in procedure.steps:
        yield from screen(step.screen).fields


def shared_answers(procedure: Procedure, answers: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return the answers that other procedures would otherwise ask for again."""
    return {f.id: answers[f.id] for f in fields_of(procedure) if f.shared and f.id in answers}
