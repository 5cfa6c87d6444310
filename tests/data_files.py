"""A copy of the data files that a test may spoil, read as the program reads its own."""

import shutil
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from unittest import mock

from wizard.catalogue import guides, resources

ROOT = Path(__file__).resolve().parents[1] / "resources"


_parsed = lru_cache(maxsize=None)(tomllib.loads)
"""What is the same in every copy is parsed once."""


def _forget() -> None:
    read = [m for name, m in sys.modules.items() if name.startswith("wizard.catalogue.") and m is not guides]
    for value in [value for module in read for value in vars(module).values()]:
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def copy_to(folder: Path) -> Path:
    """Copy the data files and return where they are."""
    return shutil.copytree(ROOT, folder / "resources", ignore=shutil.ignore_patterns("__pycache__", "*.svg"))


@contextmanager
def read_from(folder: Path) -> Iterator[None]:
    """Let the catalogue read this folder, and nothing that it read before but the mail programs' guides."""
    _forget()
    with (
        mock.patch.object(resources, "FOLDER", folder),
        mock.patch.object(tomllib, "loads", _parsed),
    ):
        yield
    _forget()


def change(folder: Path, file: str, before: str, after: str) -> None:
    """Change one place of a file; it must be there, and only once."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file} has {before!r} {text.count(before)} times"
    path.write_text(text.replace(before, after), encoding="utf-8")
