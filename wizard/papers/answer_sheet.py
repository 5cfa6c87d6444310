"""Answer files: writing a commented one, to be filled in."""

from collections.abc import Mapping
from typing import Any

from wizard.catalogue.load import screen
from wizard.catalogue.options import options_of
from wizard.catalogue.practice import practice_answers
from wizard.catalogue.schema import FieldSpec, Procedure


def write(procedure: Procedure, *, practice: bool) -> str:
    """Return a commented answer file; with `practice`, one that is complete for the practice services."""
    return filled(procedure, practice_answers(procedure.id) if practice else {})


def filled(procedure: Procedure, given: Mapping[str, Any]) -> str:
    """Return the file with these answers in it; a secret is never among them, only where it is kept."""
    lines = [
        f"# Answers for: {procedure.title} ({procedure.vendor})",
        f"# Run it with:  tillbridge run {procedure.id} --answers THIS-FILE",
        "# A secret never stands in this file. Say where it is instead:",
        '#   { env = "VARIABLE" }   { file = "PATH" }   { keyring = "NAME" }',
        "# (the last is what `keyring set tillbridge NAME` stored)",
        "",
        f'procedure = "{procedure.id}"',
        "",
        "[answers]",
    ]
    seen: set[str] = set()
    for step in procedure.steps:
        shown = screen(step.screen)
        # A box that two screens have is one answer.
        fields = [spec for spec in shown.fields if spec.id not in seen]
        seen |= {spec.id for spec in fields}
        if fields:
            lines += ["", f"# --- {procedure.letter}{step.number}  {step.title or shown.title}"]
        for spec in fields:
            if spec.kind != "matches":
                lines += _field_lines(spec, given.get(spec.id), is_aside=step.side)
    boxes = (spec for step in procedure.steps for spec in screen(step.screen).fields)
    lines += [line for spec in boxes if spec.kind == "matches" for line in _table_lines(spec)]
    return "\n".join(lines) + "\n"


def _table_lines(spec: FieldSpec) -> list[str]:
    return [
        "",
        f"# {spec.label} (if left out: {spec.if_blank})",
        '#   your word = Xero\'s account number (a bank account: its name), or "not used", "do not pay"',
        f"# [{spec.id}.payment]",
        '# "EFTPOS" = "641"',
    ]


def _field_lines(spec: FieldSpec, given: Any, *, is_aside: bool) -> list[str]:
    required = spec.required and not is_aside
    blank = "required" if required else f"if left out: {spec.if_blank}"
    blank = blank.replace("if left out: required", "only for that page")
    lines = [f"# {spec.label} ({blank})"]
    if spec.only_when:
        conditions = " and ".join(f'{name} = "{value}"' for name, value in spec.only_when.items())
        lines.append(f"#   only with {conditions}")
    if options := options_of(spec):
        lines += [f'#   "{option.value}": {option.label}' for option in options]
    if spec.kind == "number":
        lines.append(f"#   {spec.low} to {spec.high}")
    if spec.kind == "date":
        lines.append("#   a day, as 2026-07-01")
    if spec.kind in {"file", "folder"}:
        lines.append(f"#   the path of a {spec.kind}, from this file's own folder on")
    if given is not None:
        return [*lines, f"{spec.id} = {_toml(given)}"]
    if spec.kind == "secret":
        example = f'{{ keyring = "{spec.id}" }}'
    else:
        example = _toml(spec.default if spec.default is not None else spec.example)
    # What is required stands there to be filled in; what is not is commented out.
    return [*lines, f"{'' if required else '# '}{spec.id} = {example}"]


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {_toml(item)}" for key, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, str) and value.isprintable():
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, bool | int):
        return str(value).lower()
    import tomlkit  # noqa: PLC0415 - costs start-up time, and is only for what is rare here

    return str(tomlkit.item(value).as_string())
