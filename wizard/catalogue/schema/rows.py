"""What every row of a data file is, and what is asked of the names in it."""

import re
from collections.abc import Iterable

import msgspec

_PLACEHOLDER = re.compile(r"\{([^}:]*)(?::[^}]*)?\}")
"""A fact's name; with `{count:code|codes}` what is counted, as one and as several; `{lock:day}` is a day."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all data rows."""


def placeholders(text: str) -> list[str]:
    """Return the names in braces that a text is filled with."""
    return [found[1] for found in _PLACEHOLDER.finditer(text)]


def refuse_doubles(what: str, names: Iterable[object]) -> None:
    """Raise a ValueError that names the first name that stands twice."""
    seen: set[object] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"two {what} are called {name}")
        seen.add(name)
