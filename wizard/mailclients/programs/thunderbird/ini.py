"""profiles.ini as Thunderbird itself reads it (Mozilla's nsINIParser): what it passes over is passed over."""

import codecs
import os
from collections.abc import Mapping


def sections(content: bytes) -> Mapping[str, Mapping[str, str]]:
    """Return the keys of each section, capitals kept; of two that are called the same the last counts."""
    found: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    for raw in _text(content).replace("\r", "\n").split("\n"):
        line = raw.lstrip(" \t")
        if not line or line[0] in "#;":
            continue
        if line[0] == "[":
            name, end, rest = line[1:].partition("]")
            # A heading that is not closed, or goes on behind its bracket, hides what follows.
            current = found.setdefault(name, {}) if end and not rest.strip(" \t") else None
            continue
        key, equals, value = line.partition("=")
        if current is not None and equals:
            current[key] = value
    return found


def _text(content: bytes) -> str:
    """Return the text: UTF-16 by its mark, else UTF-8; bytes of another encoding are those of the path."""
    if content.startswith(codecs.BOM_UTF16_LE):
        return content[2:].decode("utf-16-le", "replace")
    return os.fsdecode(content.removeprefix(codecs.BOM_UTF8))
