"""Profile folders that a person named."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from wizard.model.files import followed, read_file
from wizard.model.problem import Problem


def given_key(folder: Path) -> str:
    """Return a key that names a folder without being a path that could be followed."""
    return f"given:{short_digest(folder)}"


def short_digest(folder: Path) -> str:
    """Return what tells one folder's path from another's."""
    return hashlib.sha256(str(folder.absolute()).encode("utf-8", "surrogateescape")).hexdigest()[:12]


def named_folders(
    given: Iterable[Path], known: Iterable[Path], is_ours: Callable[[Path], bool]
) -> Iterator[tuple[str, Path]]:
    """Yield key and folder of each that a person named, that is not known already and is the program's."""
    there = {followed(folder) for folder in known}
    for folder in given:
        if followed(folder) not in there and is_ours(folder):
            yield given_key(folder), folder


def is_profile_folder(folder: Path, marks: AbstractSet[str]) -> bool:
    """Whether a folder holds one of these files, or is an empty one that can become a profile."""
    try:
        names = {entry.name for entry in folder.iterdir()}
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # what is wrong with it is the profile's own problem
    return not names or not names.isdisjoint(marks)


def readable(path: Path) -> Problem | None:
    """Say why a settings file cannot be read; None also where it is not there yet."""
    try:
        read_file(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        return Problem("CLIENT-UNREADABLE", {"path": str(path), "said": error.strerror or str(error)})
    return None
