"""Answer files: one is written as a sheet to fill in, and read with all its faults at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from wizard.catalogue.load import screen
from wizard.catalogue.schema import FieldSpec, Procedure
from wizard.catalogue.toml_files import read_toml_file
from wizard.catalogue.wording import matches
from wizard.model.problem import Fault, FaultyInput
from wizard.model.secret import Secret, SecretReference, parse_reference
from wizard.papers.answer_sheet import write
from wizard.procedure.fields import read_field
from wizard.procedure.shared import fields_of

__all__ = ["Resolve", "load", "read", "write"]

Resolve = Callable[[SecretReference, str], Secret | Fault]


def load(path: Path, procedure: Procedure) -> tuple[dict[str, Any], list[Fault]]:
    """Return the raw answers and what is wrong around them; FaultyInput when there is nothing to read."""
    data = read_toml_file(path)
    tables = next((spec.id for spec in fields_of(procedure) if spec.kind == "matches"), "")
    known = {"procedure", "answers", *filter(None, [tables])}
    faults = [Fault(key, "UNKNOWN-KEY", "is not part of an answer file") for key in data.keys() - known]
    if data.get("procedure") != procedure.id:
        faults.append(Fault("procedure", "WRONG-PROCEDURE", f'must be "{procedure.id}"'))
    answers = data.get("answers", {})
    if not isinstance(answers, dict):
        faults.append(Fault("answers", "NOT-A-TABLE", "must be a table"))
        answers = {}
    if tables and tables in answers:
        faults.append(Fault(f"answers.{tables}", "UNKNOWN-FIELD", f"stands above: [{tables}.payment]"))
        del answers[tables]
    if tables and tables in data:
        from wizard.jobs.books.given_matches import match_faults  # noqa: PLC0415 - few files have them

        faults += match_faults(data[tables], tables)
        answers = {**answers, tables: data[tables]}
    return dict(answers), faults


def read(
    raw: dict[str, Any],
    faults: list[Fault],
    procedure: Procedure,
    resolve: Resolve,
    *,
    practice: bool,
    folder: Path | None = None,
) -> dict[str, str | int | bool | Secret]:
    """Return typed answers by field id; FaultyInput lists every fault at once, those of `load` first.

    Files and folders are named from `folder` on, which is the answer file's own.
    """
    specs = {spec.id: spec for spec in fields_of(procedure)}
    faults = [
        *faults,
        *(
            Fault(f"answers.{n}", "UNKNOWN-FIELD", "is not a box of this procedure")
            for n in raw.keys() - specs.keys()
        ),
    ]
    # A side page is opened by a person: what is required there is not needed on the way.
    main = {box.id for step in procedure.steps if not step.side for box in screen(step.screen).fields}
    view = {**{s.id: s.default for s in specs.values() if s.default is not None}, **raw}
    typed: dict[str, str | int | bool | Secret] = {}
    for spec in specs.values():
        where = f"answers.{spec.id}"
        value = raw.get(spec.id)
        asked = _may_be_asked(spec, view, specs)
        if spec.kind == "secret" and value is not None:
            reference = parse_reference(value, where, practice=practice)
            if isinstance(reference, Fault):
                faults.append(reference)  # a literal is a fault also where the box is not asked for
                continue
            value = resolve(reference, where) if asked else None
        if not asked or (value is None and spec.id not in main):
            continue
        read_value = value if isinstance(value, Fault) else read_field(spec, value, where, folder)
        if isinstance(read_value, Fault):
            faults.append(read_value)
        elif read_value is not None:
            typed[spec.id] = read_value
    if faults:
        raise FaultyInput(faults)
    return typed


def _may_be_asked(spec: FieldSpec, view: dict[str, Any], specs: dict[str, FieldSpec]) -> bool:
    """Whether a box may be asked for: what only the run finds out (another organisation) is not known yet."""
    return matches({name: value for name, value in spec.only_when.items() if name in specs}, view)
