"""Which checklist items the data files carry, counted per source document."""

from collections.abc import Iterator
from typing import Any

from wizard.catalogue.load import documents
from wizard.catalogue.resources import names_in, read_toml

FILES = [
    "problems.toml",
    "countries.toml",
    "deadlines.toml",
    "providers/isps.toml",
    "providers/mail.toml",
    "providers/app-passwords.toml",
]


def _mirrors(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from value if key == "mirrors" else _mirrors(value)
    elif isinstance(data, list):
        for value in data:
            yield from _mirrors(value)


def named_items() -> dict[str, set[str]]:
    """Return item (S1.3) to the data files that carry it."""
    files = [
        *FILES,
        *(
            f"{folder}/{name}.toml"
            for folder in ("procedures", "screens", "clients")
            for name in names_in(folder)
        ),
    ]
    found: dict[str, set[str]] = {}
    for file in files:
        for item in _mirrors(read_toml(file)):
            found.setdefault(item, set()).add(file)
    return found


def report() -> list[str]:
    """Return one line for each document: how many of how many."""
    named = named_items()
    return [
        f"{d.id}  {sum(i.startswith(f'{d.id}.') for i in named):3} of {d.items:3}  {d.title}"
        for d in documents()
    ]
