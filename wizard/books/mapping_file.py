"""The file of matches: TOML that an accountant reads, comments on and mails; what was written stays."""

import os
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Table

from wizard.books.mapping_lines import changed_lines
from wizard.catalogue.toml_files import read_toml_file
from wizard.model.files import put_in_place
from wizard.model.mapping import OPEN, SLOTS, Choice, Mapping, Slot
from wizard.model.problem import Fault, FaultyInput
from wizard.model.text_files import read_text_file

_ORGANISATION = ("tenant", "name")
_SETTINGS = ("amounts", "status", "walk_in", "default_customer", "start_from", "rounding_ceiling")
_MEANINGS = {
    "amounts": ("inclusive", "exclusive", "none", "by-total"), "status": ("authorised", "draft"),
}  # fmt: skip
"""Settings that are one of a few words."""
_CHOICE = ("to", "name", "id", "by")


def read_mapping(path: Path) -> Mapping:
    """Return the mapping of a file; FaultyInput lists everything wrong with it."""
    return _mapping(read_toml_file(path), "")


def parse_mapping(tables: Any, where: str) -> Mapping:
    """Return the mapping of tables, as an answer file has them; FaultyInput, `where` before each key."""
    if not isinstance(tables, dict):
        raise FaultyInput([Fault(where, "NOT-A-TABLE", f"must be tables such as [{where}.payment]")])
    return _mapping(tables, f"{where}.")


def mapping_tables(mapping: Mapping) -> dict[str, Any]:
    """Return a mapping as the tables that `parse_mapping` reads; empty where nothing is matched."""
    slots = {slot: words for slot, words in mapping.choices.items() if words}
    if not slots:
        return {}
    heads = {"tenant": mapping.tenant, "name": mapping.organisation}
    organisation = {key: value for key, value in heads.items() if value}
    made: dict[str, Any] = {"organisation": organisation} if organisation else {}
    made |= {"settings": dict(mapping.settings)} if mapping.settings else {}
    return made | {
        slot: {word: _written(one) for word, one in words.items()} for slot, words in slots.items()
    }


def _mapping(data: dict[str, Any], prefix: str) -> Mapping:
    faults = _unknown(data, {"organisation", "settings", *SLOTS}, prefix)
    organisation = _table(data, "organisation", _ORGANISATION, prefix, faults)
    settings = _table(data, "settings", _SETTINGS, prefix, faults)
    choices = _choices(data, prefix, faults)
    if faults:
        raise FaultyInput(faults)
    tenant, name = str(organisation.get("tenant", "")), str(organisation.get("name", ""))
    return Mapping(tenant, name, settings, choices)


def _unknown(data: dict[str, Any], known: set[str], prefix: str) -> list[Fault]:
    words = f"must be one of {', '.join(sorted(known))}"
    return [Fault(f"{prefix}{key}", "UNKNOWN-KEY", words) for key in data if key not in known]


def _choices(data: dict[str, Any], prefix: str, faults: list[Fault]) -> dict[Slot, dict[str, Choice]]:
    choices: dict[Slot, dict[str, Choice]] = {}
    for slot in SLOTS:
        words = data.get(slot, {})
        if not isinstance(words, dict):
            faults.append(Fault(f"{prefix}{slot}", "NOT-A-TABLE", "must be a table"))
            continue
        made = {word: _choice(value, f"{prefix}{slot}.{word}", faults) for word, value in words.items()}
        if made:
            choices[slot] = {word: choice for word, choice in made.items() if choice is not None}
    return choices


def _table(
    data: dict[str, Any], table_name: str, keys: tuple[str, ...], prefix: str, faults: list[Fault]
) -> dict[str, Any]:
    name, table = f"{prefix}{table_name}", data.get(table_name, {})
    if not isinstance(table, dict):
        faults.append(Fault(name, "NOT-A-TABLE", "must be a table"))
        return {}
    for key, value in table.items():
        if key not in keys:
            faults.append(Fault(f"{name}.{key}", "UNKNOWN-KEY", f"must be one of {', '.join(keys)}"))
        elif not isinstance(value, str | bool):
            faults.append(Fault(f"{name}.{key}", "NOT-A-TEXT", "must be a text in quotes"))
        elif key in _MEANINGS and value not in _MEANINGS[key]:
            words = f"must be one of {', '.join(_MEANINGS[key])}"
            faults.append(Fault(f"{name}.{key}", "NOT-A-CHOICE", words))
    return table


def _choice(value: Any, where: str, faults: list[Fault]) -> Choice | None:
    """Return a choice: its short form is the number, "not used" or "do not pay" alone; "": it is open."""
    if isinstance(value, str):
        return Choice(value.strip()) if value.strip() else OPEN
    if not isinstance(value, dict):
        faults.append(
            Fault(where, "NOT-VALID", 'must be a number in quotes, "not used", or a table with `to`')
        )
        return None
    bad = [key for key in value if key not in _CHOICE]
    faults += [Fault(f"{where}.{key}", "UNKNOWN-KEY", f"must be one of {', '.join(_CHOICE)}") for key in bad]
    bad += [key for key in _CHOICE if key in value and not isinstance(value[key], str)]
    if not isinstance(value.get("to"), str) or not value["to"].strip():
        faults.append(Fault(f"{where}.to", "MISSING", "must say what it is matched to"))
        return None
    by = value.get("by", "person")
    if by not in {"person", "accepted"}:
        faults.append(Fault(f"{where}.by", "NOT-A-CHOICE", "must be person or accepted"))
        return None
    if bad:
        return None
    return Choice(value["to"].strip(), value.get("name", ""), value.get("id", ""), by)


def write_mapping(path: Path, mapping: Mapping) -> None:
    """Write the mapping over what the file holds: lines that say the same, comments and order stay.

    So do the matches of kinds that the mapping does not name at all.
    """
    before = read_mapping(path) if path.exists() else Mapping()
    text = read_text_file(path).replace("\r\n", "\n") if path.exists() else ""
    if _heads_differ(before, mapping) or not text:
        text = _with_head(text, before, mapping)
    made = changed_lines(text, before.choices, mapping.choices)
    if made is None or not _says(made, mapping):
        made = _by_document(text, before, mapping)
    _replace(path, made)


def _heads_differ(before: Mapping, after: Mapping) -> bool:
    same = (before.tenant, before.organisation) == (after.tenant, after.organisation)
    return not same or dict(before.settings) != dict(after.settings)


def _says(text: str, mapping: Mapping) -> bool:
    """Whether a text has exactly these matches."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    faults: list[Fault] = []
    found = _choices(data, "", faults)
    return not faults and found == {slot: dict(words) for slot, words in mapping.choices.items() if words}


def _with_head(text: str, before: Mapping, mapping: Mapping) -> str:
    """Return a text with the organisation and the settings of a mapping."""
    document = tomlkit.parse(text)
    organisation = _sub_table(document, "organisation")
    for key, value in (("tenant", mapping.tenant), ("name", mapping.organisation)):
        if value and organisation.get(key) != value:
            organisation[key] = value
        elif not value and key in organisation:
            del organisation[key]
    if mapping.settings or before.settings:
        settings = _sub_table(document, "settings")
        for key, setting in mapping.settings.items():
            if settings.get(key) != setting:
                settings[key] = setting
        for key in before.settings.keys() - mapping.settings.keys():
            del settings[key]
    return tomlkit.dumps(document)


def _by_document(text: str, before: Mapping, mapping: Mapping) -> str:
    """Return a text with these matches where it is not written one a line."""
    document = tomlkit.parse(text)
    for slot, words in mapping.choices.items():
        old = before.choices.get(slot, {})
        if words or old:
            _write_slot(_sub_table(document, slot), old, words)
    return tomlkit.dumps(document)


def _write_slot(table: Table, old: Any, words: Any) -> None:
    for word in old:
        if word not in words:
            del table[word]
    for word, choice in words.items():
        if old.get(word) != choice:
            table[word] = _written(choice)


def _written(choice: Choice) -> Any:
    if not choice.name and not choice.id and choice.by == "person":
        return choice.to
    made = tomlkit.inline_table()
    made.update({"to": choice.to, "name": choice.name, "id": choice.id, "by": choice.by})
    return made


def _sub_table(document: tomlkit.TOMLDocument, name: str) -> Table:
    if name not in document:
        document[name] = tomlkit.table()
    table = document[name]
    assert isinstance(table, Table)
    return table


def _replace(path: Path, text: str) -> None:
    """Put a whole new file in the place of the old one."""
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
