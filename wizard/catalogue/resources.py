"""Reading the files under `resources/`, wherever the package was installed."""

from pathlib import Path
from typing import Any

import wizard.resources  # type: ignore[import-not-found]
from wizard.catalogue.language import spoken

FOLDER = Path(wizard.resources.__path__[0])
"""Where the data files are; `pyproject.toml` maps them into the package."""


class CatalogueError(Exception):
    """A fault in a data file: `file`, `key` and `reason`, in one line."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"resources/{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


def read_text(name: str) -> str:
    """Return the text of `resources/<name>`, UTF-8; CatalogueError when it is missing."""
    try:
        return (FOLDER / name).read_text(encoding="utf-8")
    except OSError as error:
        raise CatalogueError(name, "(file)", "missing or unreadable") from error


def read_toml(name: str) -> dict[str, Any]:
    """Return `resources/<name>` parsed as TOML; CatalogueError with line and column when it is not TOML."""
    import tomllib  # noqa: PLC0415 - costs start-up time, and the first screen needs headings alone

    try:
        return spoken(name, tomllib.loads(read_text(name)))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(name, "(syntax)", str(error)) from error


def read_table(name: str, table: str) -> dict[str, Any] | None:
    """Return one table of a TOML file without parsing the others; None where it has none of that name."""
    import tomllib  # noqa: PLC0415 - as above

    text = "\n" + read_text(name)
    begin = text.find(f"\n[{table}]\n")
    if begin < 0:
        return None
    end = begin + 1
    # Further tables of its own, `[[table.rows]]`, belong to it.
    while (end := text.find("\n[", end)) >= 0 and text[end + 1 :].lstrip("[").startswith(f"{table}."):
        end += 1
    try:
        found: dict[str, Any] = spoken(name, tomllib.loads(text[begin : end if end >= 0 else None]))[table]
    except tomllib.TOMLDecodeError:
        found = read_toml(name)[table]  # cut within a value, or faulty: reading it whole tells
    return found


def path_of(name: str) -> str:
    """Return the path of `resources/<name>`, for what can only be given as a file (icons in style sheets)."""
    return str(FOLDER / name)


def names_in(folder: str, suffix: str = ".toml") -> list[str]:
    """Return the sorted names, without suffix, of the files in `resources/<folder>`."""
    entries = (FOLDER / folder).iterdir()
    return sorted(e.name.removesuffix(suffix) for e in entries if e.name.endswith(suffix))


def files_in(folder: str = "") -> list[str]:
    """Return the names, sorted, of all TOML files below `resources/<folder>`."""
    return sorted(path.relative_to(FOLDER).as_posix() for path in (FOLDER / folder).rglob("*.toml"))
