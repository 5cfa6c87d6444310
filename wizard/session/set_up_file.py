"""Set-up files: a procedure's answers, matches and layouts of files; read with all their faults at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wizard.catalogue.load import procedures, screen
from wizard.catalogue.schema import FieldSpec, Procedure
from wizard.catalogue.toml_files import read_toml_file
from wizard.model.problem import Fault, FaultyInput
from wizard.model.secret import Secret, SecretReference, parse_reference
from wizard.procedure.fields import may_be_asked, read_field
from wizard.procedure.shared import fields_of

Resolve = Callable[[SecretReference, str], Secret | Fault]
Typed = str | int | bool | Secret
_LAYOUTS = "layouts"
_SUFFIX = ".toml"
_IN_COMMAND = "what is secret never stands in a command: say in the file where it is"


@dataclass(frozen=True)
class SetUpFile:
    """What a file says, not yet typed; `faults` is what is wrong around its answers."""

    procedure: Procedure
    folder: Path
    """From where on its files and folders are named."""
    answers: Mapping[str, Any]
    """By box; matches are the tables of the box that asks for them."""
    layouts: Mapping[str, Mapping[str, Any]]
    faults: tuple[Fault, ...] = ()


def is_set_up_file(text: str) -> bool:
    """Whether what stands in the place of a procedure is a file's name."""
    return text.casefold().endswith(_SUFFIX)


def load(path: Path, wanted: Procedure | None = None) -> SetUpFile:
    """Return what a file says; FaultyInput where there is nothing to read.

    `wanted` None: the procedure that it names.
    """
    data = read_toml_file(path)
    faults: list[Fault] = []
    procedure = wanted or _named(data.get("procedure"))
    if data.get("procedure") != procedure.id:
        faults.append(Fault("procedure", "WRONG-PROCEDURE", f'must be "{procedure.id}"'))
    tables = next((spec.id for spec in fields_of(procedure) if spec.kind == "matches"), "")
    known = {"procedure", "answers", *([tables, _LAYOUTS] if tables else [])}
    faults += [Fault(key, "UNKNOWN-KEY", "is not part of an answer file") for key in data.keys() - known]
    answers = data.get("answers", {})
    if not isinstance(answers, dict):
        faults.append(Fault("answers", "NOT-A-TABLE", "must be a table"))
        answers = {}
    if tables and tables in answers:
        faults.append(Fault(f"answers.{tables}", "UNKNOWN-FIELD", f"stands above: [{tables}.payment]"))
        del answers[tables]
    layouts: dict[str, Mapping[str, Any]] = {}
    if tables and tables in data:
        from wizard.jobs.books.given_matches import match_faults  # noqa: PLC0415 - few files have them

        faults += match_faults(data[tables], tables)
        answers = {**answers, tables: data[tables]}
    if tables and _LAYOUTS in data:
        from wizard.jobs.books.own_layouts import layout_faults  # noqa: PLC0415 - few files have them

        wrong = layout_faults(data[_LAYOUTS], _LAYOUTS)
        faults += wrong
        layouts = {} if wrong else data[_LAYOUTS]
    return SetUpFile(procedure, path.absolute().parent, dict(answers), layouts, tuple(faults))


def with_answers(file: SetUpFile, given: Iterable[str]) -> SetUpFile:
    """Return the file with answers of a command line, each `NAME=VALUE`, in the place of its own.

    FaultyInput for what is none, and for a secret: a command is seen by everybody on the PC.
    """
    specs = {spec.id: spec for spec in fields_of(file.procedure)}
    answers, faults = dict(file.answers), []
    for text in given:
        name, parted, value = text.partition("=")
        spec = specs.get(name)
        if not parted:
            faults.append(Fault("--answer", "NOT-VALID", "write BOX=VALUE"))
        elif spec is None or spec.kind == "matches":
            faults.append(Fault(f"--answer {name}", "UNKNOWN-FIELD", "is not a box of this procedure"))
        elif spec.kind == "secret":
            faults.append(Fault(f"--answer {name}", "SECRET-IN-COMMAND", _IN_COMMAND))
        else:
            answers[name] = _plain(spec, value)
    if faults:
        raise FaultyInput(faults)
    return replace(file, answers=answers)


def _plain(spec: FieldSpec, value: str) -> object:
    """Return what a file would have for a text: whole numbers and yes or no have words of their own there."""
    if spec.kind == "number" and value.isascii() and value.isdigit():
        return int(value)
    return {"true": True, "false": False}.get(value, value) if spec.kind == "tick" else value


def _named(name: object) -> Procedure:
    known = {each.id: each for each in procedures()}
    if not isinstance(name, str) or name not in known:
        words = f"must be one of: {', '.join(known)}"
        raise FaultyInput([Fault("procedure", "UNKNOWN-PROCEDURE", words)])
    return known[name]


def read(file: SetUpFile, resolve: Resolve, *, practice: bool) -> dict[str, Typed]:
    """Return typed answers by field id; FaultyInput lists every fault at once, those of `load` first."""
    typed, faults = _typed(file, resolve, practice=practice)
    if faults:
        raise FaultyInput(faults)
    return typed


@dataclass(frozen=True)
class Filled:
    """What a file fills of a procedure, and what its user is still asked."""

    answers: Mapping[str, Typed]
    asked: tuple[FieldSpec, ...]


def read_for_person(file: SetUpFile, *, practice: bool) -> Filled:
    """Return what a file fills where a person sees to the rest; FaultyInput for what is wrong in it.

    Secrets are never taken from it, and nothing that is missing is a fault: both are asked. So is a file or
    folder that is not on this PC.
    """
    elsewhere = {"MISSING", "NOT-A-FOLDER", "NOT-A-FILE"}
    empty = Secret("")
    typed, faults = _typed(file, lambda *_: empty, practice=practice)
    here = {f"answers.{spec.id}": spec for spec in fields_of(file.procedure)}
    asked = [here[fault.where] for fault in faults if fault.code in elsewhere]
    wrong = [fault for fault in faults if fault.code not in elsewhere]
    if wrong:
        raise FaultyInput(wrong)
    return Filled(
        {name: value for name, value in typed.items() if not isinstance(value, Secret)}, tuple(asked)
    )


def _typed(file: SetUpFile, resolve: Resolve, *, practice: bool) -> tuple[dict[str, Typed], list[Fault]]:
    procedure, raw = file.procedure, file.answers
    specs = {spec.id: spec for spec in fields_of(procedure)}
    faults = [
        *file.faults,
        *(
            Fault(f"answers.{n}", "UNKNOWN-FIELD", "is not a box of this procedure")
            for n in raw.keys() - specs.keys()
        ),
    ]
    # A side page is opened by a person: what is required there is not needed on the way.
    main = {box.id for step in procedure.steps if not step.side for box in screen(step.screen).fields}
    view = {**{s.id: s.default for s in specs.values() if s.default is not None}, **raw}
    typed: dict[str, Typed] = {}
    for spec in specs.values():
        where = f"answers.{spec.id}"
        value = raw.get(spec.id)
        asked = may_be_asked(spec, view, specs)
        if spec.kind == "secret" and value is not None:
            reference = parse_reference(value, where, practice=practice)
            if isinstance(reference, Fault):
                faults.append(reference)  # a literal is a fault also where the box is not asked for
                continue
            value = resolve(reference, where) if asked else None
        if not asked or (value is None and spec.id not in main):
            continue
        read_value = value if isinstance(value, Fault) else read_field(spec, value, where, file.folder)
        if isinstance(read_value, Fault):
            faults.append(read_value)
        elif read_value is not None:
            typed[spec.id] = read_value
    return typed, faults
