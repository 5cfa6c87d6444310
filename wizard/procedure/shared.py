"""What of the answers may be kept: in drafts, receipts and set-up files, and for the next procedure."""

import os.path
from collections.abc import Iterator

from wizard.catalogue.load import screen
from wizard.catalogue.schema import FieldSpec, Procedure
from wizard.model.names import is_client_id, is_guid, is_tenant
from wizard.procedure.answers import Answers, Plain
from wizard.redaction.shapes import looks_like_key


def fields_of(procedure: Procedure) -> Iterator[FieldSpec]:
    """Yield every box of a procedure, step by step."""
    for step in procedure.steps:
        yield from screen(step.screen).fields


def kept_answers(procedure: Procedure, answers: Answers) -> dict[str, Plain]:
    """Return the plain answers that may be written: nothing that looks like a key in the wrong box."""
    kept: dict[str, Plain] = {}
    plain = answers.plain()
    for spec in fields_of(procedure):
        value = plain.get(spec.id)
        if value is None or not spec.kept:
            continue
        if isinstance(value, str) and (
            answers.holds_secret_text(value) or (looks_like_key(value) and not _is_asked_for(spec, value))
        ):
            continue
        kept[spec.id] = value
    return kept


def _is_asked_for(spec: FieldSpec, value: str) -> bool:
    """Whether what looks like a key is the public half, or the place on this PC, that its box asks for."""
    if spec.kind in {"file", "folder"}:
        return os.path.exists(value)  # noqa: PTH110 - a Path raises where the name is too long
    if spec.check == "api-key":
        return len(value) == 32
    public = {"client-id": is_client_id, "tenant": is_tenant, "organisation": is_guid}.get(spec.check)
    return public is not None and public(value)


def emptied_answers(procedure: Procedure, answers: Answers) -> set[str]:
    """Return the shared answers that were taken back here: no procedure is to begin with them."""
    return {f.known_as or f.id for f in fields_of(procedure) if f.shared and f.id in answers.emptied}


def shared_answers(procedure: Procedure, answers: Answers) -> dict[str, Plain]:
    """Return the answers that other procedures would otherwise ask for again."""
    kept = kept_answers(procedure, answers)
    return {f.known_as or f.id: kept[f.id] for f in fields_of(procedure) if f.shared and f.id in kept}
