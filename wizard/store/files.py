"""Writing files whole or not at all, readable by this user alone."""

import contextlib
import json
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wizard.model.files import read_file
from wizard.model.problem import Problem, ProblemFound

_OURS = ".tillbridge-"
_LEFT = re.compile(r"\.tillbridge-(\d{1,10})-\w+\.tmp")
_OLD_SECONDS = 3600.0
_LOCK_SECONDS = 20.0
"""A lock is held for one write; whoever ends without giving it back has lost it."""


def make_folder(folder: Path) -> None:
    """Make a folder (and its parents) for this user alone; ProblemFound STORE-WRITE."""
    try:
        # mkdir(parents=True) gives the mode to the last folder only.
        for path in [*reversed(folder.parents), folder]:
            if not path.exists():
                path.mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise ProblemFound(cannot_write(folder, error)) from None


def write_atomic(path: Path, content: str | bytes) -> None:
    """Replace a file's content in one step, durably, mode 0600; ProblemFound STORE-WRITE."""
    make_folder(path.parent)
    temporary = ""
    try:
        _sweep(path.parent)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{_OURS}{os.getpid()}-", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise ProblemFound(cannot_write(path, error)) from None


def _sweep(folder: Path) -> None:
    """Remove what writes that were cut short have left there: their processes are gone."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _LEFT.fullmatch(entry.name)
            if found and not _is_alive(int(found[1]), entry):
                Path(entry.path).unlink(missing_ok=True)


def _is_alive(process: int, entry: "os.DirEntry[str]") -> bool:
    """Whether the process that began a file may still be writing it."""
    if os.name != "posix":  # there asking a process is ending it: what is old is left
        return time.time() - entry.stat().st_mtime < _OLD_SECONDS
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync_folder(folder: Path) -> None:
    """Make the new name durable as well: after a power cut the file would be the old one, or none."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # the content is in place; not every file system can do this
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_json(path: Path, data: Any) -> None:
    """Write data as JSON, whole or not at all."""
    write_atomic(path, json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


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
        path.replace(path.with_name(f"{path.stem}.unreadable{path.suffix}"))
    except OSError as error:
        raise ProblemFound(cannot_write(path, error)) from None


def cannot_write(path: Path, error: OSError) -> Problem:
    """Return the problem for a place that cannot be used; `said` is the system's word for it."""
    return Problem("STORE-WRITE", {"path": str(path), "said": error.strerror or str(error)})
