"""Reading the files under `resources/`, wherever the package was installed."""

import tomllib
from importlib.resources import files
from typing import Any


class CatalogueError(Exception):
    """A fault in a data file: `file`, `key` and `reason`, in one line."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"resources/{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


def read_text(name: str) -> str:
    """Return the text of `resources/<name>`, UTF-8; CatalogueError when it is missing."""
    try:
        return files("wizard.resources").joinpath(name).read_text(encoding="utf-8")
    except OSError as error:
        raise CatalogueError(name, "(file)", "missing or unreadable") from error


def read_toml(name: str) -> dict[str, Any]:
    """Return `resources/<name>` parsed as TOML; CatalogueError with line and column when it is not TOML."""
    try:
        return tomllib.loads(read_text(name))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(name, "(syntax)", str(error)) from error


def path_of(name: str) -> str:
    """Return the path of `resources/<name>`, for what can only be given as a file (icons in style sheets)."""
    return str(files("wizard.resources").joinpath(name))


def names_in(folder: str, suffix: str = ".toml") -> list[str]:
    """Return the sorted names, without suffix, of the files in `resources/<folder>`."""
    entries = files("wizard.resources").joinpath(folder).iterdir()
    return sorted(e.name.removesuffix(suffix) for e in entries if e.name.endswith(suffix))
