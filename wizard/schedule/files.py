"""Writing the small files that schedulers read: whole, or as they were."""

from pathlib import Path

from wizard.model.files import read_file, write_file
from wizard.model.problem import Problem, ProblemFound

_MOST = 100_000
"""Bytes of the largest file of a scheduler that is one of ours."""


def write(path: Path, content: bytes) -> None:
    """Write a file whole; ProblemFound STORE-WRITE."""
    try:
        write_file(path, content)
    except OSError as error:
        raise ProblemFound(_refused(path, error)) from None


def read(path: Path) -> str:
    """Return a file's text; an empty one where there is none that can be read."""
    try:
        content = read_file(path, _MOST)
    except OSError:
        return ""
    encoding = "utf-16" if content[:2] == b"\xff\xfe" else "utf-8"
    return content.decode(encoding, "replace")


def remove(path: Path) -> None:
    """Remove a file, where there is one; ProblemFound STORE-WRITE."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise ProblemFound(_refused(path, error)) from None


def _refused(path: Path, error: OSError) -> Problem:
    return Problem("STORE-WRITE", {"path": str(path), "said": error.strerror or str(error)})
