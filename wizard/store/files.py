"""Writing files whole or not at all, readable by this user alone."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wizard.model.files import make_private, put_in_place, read_file, write_file
from wizard.model.problem import Problem, ProblemFound

_LOCK_SECONDS = 20.0
"""A lock is held for one write; whoever ends without giving it back has lost it."""


def make_folder(folder: Path) -> None:
    """Make a folder (and its parents) for this user alone; ProblemFound STORE-WRITE."""
    try:
        make_private(folder)
    except OSError as error:
        raise ProblemFound(cannot_write(folder, error)) from None


def write_atomic(path: Path, content: str | bytes | Iterable[str]) -> None:
    """Replace a file's content in one step, durably, mode 0600; ProblemFound STORE-WRITE."""
    if isinstance(content, str):
        content = content.encode()
    try:
        write_file(path, content if isinstance(content, bytes) else map(str.encode, content))
    except OSError as error:
        raise ProblemFound(cannot_write(path, error)) from None


def write_json(path: Path, data: Any) -> None:
    """Write data as JSON, whole or not at all."""
    # In one line: indented, it is made by Python's slow encoder, and the window waits for each draft.
    write_atomic(path, json.dumps(data, ensure_ascii=False, sort_keys=True) + "\n")


def read_json(path: Path, schema: int) -> dict[str, Any] | None:
    """Return a JSON file of this schema version; None when missing, damaged or of another version."""
    try:
        data = json.loads(read_file(path).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and data.get("schema") == schema else None


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file that all processes of this user share; ProblemFound STORE-WRITE."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - costs start-up time

    make_folder(path.parent)
    lock = FileLock(path, timeout=_LOCK_SECONDS, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        said = "another Tillbridge is writing there"
        raise ProblemFound(Problem("STORE-WRITE", {"path": str(path.parent), "said": said})) from None
    except OSError as error:
        raise ProblemFound(cannot_write(path, error)) from None
    try:
        yield
    finally:
        lock.release()


def set_aside(path: Path) -> None:
    """Rename a file that cannot be read, in place of one set aside before; ProblemFound STORE-WRITE."""
    try:
        put_in_place(path, path.with_name(f"{path.stem}.unreadable{path.suffix}"))
    except OSError as error:
        raise ProblemFound(cannot_write(path, error)) from None


def cannot_write(path: Path, error: OSError) -> Problem:
    """Return the problem for a place that cannot be used; `said` is the system's word for it."""
    return Problem("STORE-WRITE", {"path": str(path), "said": error.strerror or str(error)})
