"""The one way in which a file that somebody else may have made is read, and one of ours is written."""

import contextlib
import errno
import os
import re
import stat
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

_Done = TypeVar("_Done")

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is taken for some program's settings."""
_OURS = ".tillbridge-"
_LEFT = re.compile(r"\.tillbridge-(\d{1,10})-\w+\.tmp")
_OLD_SECONDS = 3600.0
_HELD_SECONDS, _LOOK_SECONDS = 2.0, 0.02
"""How long another is given to let go of a file: a virus scanner looks at each that was just written."""


def read_file(path: Path, most: int = LARGEST) -> bytes:
    """Return a file's bytes; OSError where it is none, cannot be read, or holds more than `most` bytes.

    A pipe is not waited for, a device is not drained, and what grows meanwhile is read up to the limit alone.
    """
    how = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = _once_let_go(lambda: os.open(path, how), path)
    try:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            raise OSError(errno.EISDIR, "it is a folder", str(path))
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no file but a pipe or a device", str(path))
        if found.st_size > most:
            raise _too_large(path)
        with os.fdopen(os.dup(handle), "rb") as file:
            # Never by the limit alone: for that much Python asks the system for memory before it reads.
            content = file.read(found.st_size + 1)
            if len(content) > found.st_size:  # it grew meanwhile
                content += file.read(most + 1 - len(content))
    finally:
        os.close(handle)
    if len(content) > most:
        raise _too_large(path)
    return content


def _too_large(path: Path) -> OSError:
    return OSError(errno.EFBIG, "it is far too large", str(path))


def followed(path: Path) -> Path:
    """Return where a path leads to; itself where the system cannot follow it, as Windows very long ones."""
    try:
        return Path(os.path.realpath(path))
    except OSError:
        return path


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for this user alone; OSError."""
    # mkdir(parents=True) gives the mode to the last folder only.
    missing = [path for path in [*reversed(folder.parents), folder] if not path.exists()]
    for path in missing:
        path.mkdir(exist_ok=True, mode=0o700)
    if missing and os.name == "nt":
        from wizard.model.own_folder import keep_from_others  # noqa: PLC0415 - once in a home's life

        with contextlib.suppress(OSError):
            keep_from_others(missing[0])  # the others are in it


def write_file(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Replace a file's content in one step, durably, for this user alone; OSError, and it is as it was.

    What comes in pieces is written as it comes; whatever ends it early ends the whole.
    """
    make_private(path.parent)
    _sweep(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f"{_OURS}{os.getpid()}-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines((content,) if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
        put_in_place(Path(temporary), path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    _sync_folder(path.parent)


def put_in_place(made: Path, path: Path) -> None:
    """Give a whole file the name of the one that it replaces; OSError, and both are as they were."""
    _once_let_go(lambda: made.replace(path), path)


def _once_let_go(do: Callable[[], _Done], path: Path) -> _Done:
    """Do it, on Windows once nobody else has the file: no name is replaced there while a reader has it open,
    nor is it opened while it is being replaced.
    """
    until = time.monotonic() + _HELD_SECONDS
    while True:
        try:
            return do()
        except PermissionError:
            if os.name != "nt" or time.monotonic() >= until or path.is_dir():
                raise
        time.sleep(_LOOK_SECONDS)


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
