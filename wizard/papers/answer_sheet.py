"""Answer files: writing a commented one, to be filled in, or filled in for the next store."""

from collections.abc import Mapping
from typing import Any

from wizard.catalogue.load import screen
from wizard.catalogue.options import options_of
from wizard.catalogue.practice import practice_answers
from wizard.catalogue.schema import FieldSpec, Procedure
from wizard.catalogue.set_up import set_up_words
from wizard.catalogue.wording import fill


def write(procedure: Procedure, *, practice: bool) -> str:
    """Return a commented answer file; with `practice`, one that is complete for the practice services."""
    return _sheet(procedure, practice_answers(procedure.id) if practice else {}, of="")


def filled(
    procedure: Procedure,
    given: Mapping[str, Any],
    store: str,
    *,
    matches: Mapping[str, Any] | None = None,
    layouts: Mapping[str, Any] | None = None,
) -> str:
    """Return the file with a store's answers, for the next one; of a secret only where it is kept.

    `matches` are the tables of the box that asks for them, `layouts` tables by name.
    """
    text = _sheet(procedure, given, of=store, has_tables=bool(matches))
    tables = [spec.id for step in procedure.steps for spec in screen(step.screen).fields if _is_table(spec)]
    words = set_up_words().file
    if matches and tables:
        text += f"\n{_comment(words.matched)}\n{_tables({tables[0]: matches})}"
    if layouts:
        text += f"\n{_comment(words.layouts)}\n{_tables({'layouts': layouts})}"
    return text


def _sheet(procedure: Procedure, given: Mapping[str, Any], *, of: str, has_tables: bool = False) -> str:
    words = set_up_words().file
    lines = [_comment(fill(words.head, {"title": procedure.title, "vendor": procedure.vendor}))]
    lines += ["#", _comment(fill(words.next, {"store": of}))] if of else []
    lines += ["", f'procedure = "{procedure.id}"', "", "[answers]"]
    seen: set[str] = set()
    for step in procedure.steps:
        shown = screen(step.screen)
        # A box that two screens have is one answer.
        fields = [spec for spec in shown.fields if spec.id not in seen]
        seen |= {spec.id for spec in fields}
        if fields:
            lines += ["", f"# --- {procedure.letter}{step.number}  {step.title or shown.title}"]
        for spec in fields:
            if not _is_table(spec):
                value, name = given.get(spec.id), kept_as(procedure, spec.id)
                lines += _field_lines(spec, value, name, is_aside=step.side, is_saved=bool(of))
    boxes = (spec for step in procedure.steps for spec in screen(step.screen).fields)
    lines += [line for spec in boxes if _is_table(spec) and not has_tables for line in _table_lines(spec)]
    return "\n".join(lines) + "\n"


def kept_as(procedure: Procedure, box: str) -> str:
    """Return the name of a box's secret in a PC's password store: procedures have boxes of one name."""
    return f"{procedure.id}-{box.replace('_', '-')}"


def _is_table(spec: FieldSpec) -> bool:
    return spec.kind == "matches"


def _comment(text: str) -> str:
    return "\n".join(f"# {line}" for line in text.strip().splitlines())


def _tables(tables: Mapping[str, Any]) -> str:
    import tomlkit  # noqa: PLC0415 - costs start-up time, and most sheets have no tables

    return tomlkit.dumps(tables)


def _table_lines(spec: FieldSpec) -> list[str]:
    words = set_up_words().file
    return [
        "",
        f"# {spec.label} ({fill(words.blank, {'blank': spec.if_blank})})",
        f"#   {words.matches.strip()}",
        f"# [{spec.id}.payment]",
        '# "EFTPOS" = "641"',
    ]


def _field_lines(spec: FieldSpec, given: Any, secret: str, *, is_aside: bool, is_saved: bool) -> list[str]:
    """Return a box's comment and line; `secret` is what a secret of its is kept as."""
    words = set_up_words().file
    required = spec.required and not is_aside
    blank = words.aside if spec.required else fill(words.blank, {"blank": spec.if_blank})
    lines = [f"# {spec.label} ({words.required if required else blank})"]
    # What is one store's own would be wrong for the next without a word; a wrong path says so by itself.
    is_left_out = is_saved and spec.own and spec.kind not in {"secret", "file", "folder"}
    if is_saved and spec.own:
        lines.append(f"#   {fill(words.own_left_out, {'box': spec.id}) if is_left_out else words.own}")
    if spec.only_when:
        conditions = " and ".join(f'{name} = "{value}"' for name, value in spec.only_when.items())
        lines.append(f"#   {fill(words.only, {'conditions': conditions})}")
    if options := options_of(spec):
        lines += [f'#   "{option.value}": {option.label}' for option in options]
    if spec.kind == "number":
        lines.append(f"#   {fill(words.limits, {'low': spec.low, 'high': spec.high})}")
    if spec.kind == "date":
        lines.append(f"#   {words.day}")
    if spec.kind in {"file", "folder"}:
        lines.append(f"#   {fill(words.path, {'kind': spec.kind})}")
    if given is not None:
        return [*lines, f"{'# ' if is_left_out else ''}{spec.id} = {_toml(given)}"]
    if spec.kind == "secret":
        example = f'{{ keyring = "{secret}" }}'
    else:
        example = _toml(spec.default if spec.default is not None else spec.example)
    # What is required stands there to be filled in; what is not, or a store was not asked, is commented out.
    return [*lines, f"{'' if required and not is_saved else '# '}{spec.id} = {example}"]


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
