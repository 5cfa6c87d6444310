"""A file of matches changed line by line: what a person wrote beside a match stays, however many there are.

A document that tomlkit parses takes a second for 2,000 matches; a person who chooses waits for nothing.
"""

import json
import re
import tomllib
from collections.abc import Mapping as MappingType

from wizard.model.mapping import Choice, Slot

_HEADER = re.compile(r"\s*\[\s*([A-Za-z_]+)\s*\]\s*(?:#.*)?")
_KEY = r"(?P<key>\"(?:[^\"\\]|\\.)*\"|'[^']*'|[A-Za-z0-9_-]+)"
_MATCH = re.compile(
    rf"\s*{_KEY}\s*=\s*(?:\{{(?:[^\"'}}#]|\"(?:[^\"\\]|\\.)*\"|'[^']*')*\}}|\"(?:[^\"\\]|\\.)*\"|'[^']*')"
    r"(?P<rest>\s*(?:#.*)?)"
)
Words = MappingType[Slot, MappingType[str, Choice]]


def changed_lines(text: str, before: Words, after: Words) -> str | None:
    """Return a file's text with its matches changed; None where it is not written one match a line."""
    if '"""' in text or "'''" in text:
        return None
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += "\n"
    for slot, words in after.items():
        old = before.get(slot, {})
        if words == old:
            continue
        made = _changed_slot(lines, slot, old, words)
        if made is None:
            return None
        lines = made
    return "".join(lines)


def _changed_slot(
    lines: list[str], slot: Slot, old: MappingType[str, Choice], words: MappingType[str, Choice]
) -> list[str] | None:
    first, last = _section(lines, slot)
    if first is None:
        gap = ["\n"] if lines else []
        return [*lines, *gap, f"[{slot}]\n", *(f"{_text(w)} = {written(c)}\n" for w, c in words.items())]
    kept, seen = [], set()
    for line in lines[first + 1 : last]:
        found = _MATCH.fullmatch(line.rstrip("\r\n"))
        if found is None:
            if line.strip() and not line.lstrip().startswith("#"):
                return None
            kept.append(line)
            continue
        word = _word(found["key"])
        if word is None:
            return None
        seen.add(word)
        choice = words.get(word)
        if choice is None:
            continue
        kept.append(
            line if old.get(word) == choice else f"{found['key']} = {written(choice)}{found['rest']}\n"
        )
    added = [f"{_text(word)} = {written(choice)}\n" for word, choice in words.items() if word not in seen]
    end = len(kept)
    while end and not kept[end - 1].strip():
        end -= 1
    return [*lines[: first + 1], *kept[:end], *added, *kept[end:], *lines[last:]]


def _section(lines: list[str], slot: str) -> tuple[int | None, int]:
    """Return the line of a table's heading, and the line behind its last."""
    first, last = None, len(lines)
    for at, line in enumerate(lines):
        found = _HEADER.fullmatch(line.rstrip("\r\n"))
        if found is None:
            continue
        if first is not None:
            return first, at
        if found[1] == slot:
            first = at
    return first, last


def _word(key: str) -> str | None:
    try:
        return next(iter(tomllib.loads(f"{key} = 1"))) if key[0] in "\"'" else key
    except tomllib.TOMLDecodeError:
        return None


def written(choice: Choice) -> str:
    """Return a choice as a line has it: its short form where that says all."""
    if not choice.name and not choice.id and choice.by == "person":
        return _text(choice.to)
    parts = {"to": choice.to, "name": choice.name, "id": choice.id, "by": choice.by}
    return "{" + ", ".join(f"{key} = {_text(value)}" for key, value in parts.items()) + "}"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
