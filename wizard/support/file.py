"""A support file: a line for each thing that it says, so that any line can be left out."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wizard.model.files import read_file
from wizard.model.problem import Fault, FaultyInput

KIND = "tillbridge-support-file"
SCHEMA = 1
_LARGEST = 4 * 1024 * 1024
_MOST_LINES = 20_000
_LONGEST_LINE = 20_000

Plain = str | int | float | bool


@dataclass(frozen=True)
class Item:
    """One line: what it is about in words, the value, and where it belongs."""

    about: str
    value: Plain
    at: tuple[str, ...]

    def line(self) -> str:
        """Return it as its user reads it before it is saved."""
        value = self.value if not isinstance(self.value, bool) else ("yes" if self.value else "no")
        return f"{self.about}: {value}"


def encode(items: Iterable[Item]) -> str:
    """Return the file's text: a line that says what it is, then one JSON object a line."""
    head = json.dumps({"kind": KIND, "schema": SCHEMA})
    rows = (
        json.dumps({"about": one.about, "value": one.value, "at": one.at}, ensure_ascii=False)
        for one in items
    )
    return "\n".join([head, *rows]) + "\n"


def read(path: Path) -> Sequence[Item]:
    """Return a file's items; FaultyInput where it is none, is too large, or a line of it is damaged."""
    try:
        text = read_file(path, _LARGEST).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8"
        raise FaultyInput([Fault("FILE", "FILE-UNREADABLE", f"{path} cannot be read: {said}")]) from None
    lines = text.split("\n")
    head = _object(lines[0])
    if head is None or head.get("kind") != KIND:
        raise FaultyInput([Fault("FILE", "NOT-A-SUPPORT-FILE", f"{path} is no support file")])
    if head.get("schema") != SCHEMA:
        raise FaultyInput([Fault("FILE", "NEWER", f"{path} is from another version of Tillbridge")])
    if len(lines) > _MOST_LINES:
        raise FaultyInput([Fault("FILE", "TOO-LONG", f"{path} has more than {_MOST_LINES} lines")])
    found = [(at, _item(line)) for at, line in enumerate(lines[1:], 2) if line.strip()]
    if faults := [
        Fault(f"FILE:{at}", "DAMAGED", "this line cannot be read") for at, one in found if one is None
    ]:
        raise FaultyInput(faults)
    return [one for _, one in found if one is not None]


def _object(line: str) -> dict[str, Any] | None:
    if len(line) > _LONGEST_LINE:
        return None
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _item(line: str) -> Item | None:
    row = _object(line)
    if row is None:
        return None
    about, value, at = row.get("about"), row.get("value"), row.get("at")
    if not (isinstance(about, str) and isinstance(value, Plain) and isinstance(at, list) and at):
        return None
    return Item(about, value, tuple(map(str, at))) if all(isinstance(one, str) for one in at) else None
