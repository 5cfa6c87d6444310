"""What is left of a crash: Python's own note of where each thread was, and a report made of it afterwards.

While a window is open its note is an empty file; one that is not empty, and whose window is gone, is of a
crash.
"""

import contextlib
import faulthandler
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO

from wizard import __version__
from wizard.model.files import make_private
from wizard.redaction.log_file import LogFile

_NOTE, _REPORT = "running-*.txt", "crash-*.txt"
_MOST_BYTES = 200_000
_REPORTS = 5
"""How many reports are kept; the oldest goes."""


class CrashNote:
    """The note of this process: where it is when it dies of something that Python cannot catch."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NOTE.replace("*", str(os.getpid()))
        self._file: IO[bytes] | None = None

    def begin(self) -> None:
        """Begin to note; a folder that takes no file has no note."""
        with contextlib.suppress(OSError):
            make_private(self._path.parent)
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = os.fdopen(handle, "wb", buffering=0)
            _hold(handle)
            faulthandler.enable(self._file)

    def end(self) -> None:
        """The process ends as it should: nothing is left."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            with contextlib.suppress(OSError):
                self._path.unlink()


def report_of_crash(folder: Path, clean: Callable[[str], str]) -> Path | None:
    """Make a cleaned report of each crash since the last look, and return the last one's place."""
    made = None
    for note in sorted(folder.glob(_NOTE)):
        text = _taken(note)
        if text:
            made = _report(folder, clean(_without_user(text)))
    return made


def _report(folder: Path, text: str) -> Path | None:
    import platform  # noqa: PLC0415 - costs start-up time

    now = datetime.now().astimezone()
    versions = f"Tillbridge {__version__}, Python {platform.python_version()}, {platform.platform()}"
    path = folder / _REPORT.replace("*", f"{now:%Y%m%d-%H%M%S-%f}")
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(f"{versions}\nnoticed {now:%Y-%m-%d %H:%M:%S%z}\n\n{text}".encode())
        for old in sorted(folder.glob(_REPORT))[:-_REPORTS]:
            old.unlink()
    except OSError:
        return None
    LogFile(folder).note(f"it crashed the last time: {path.name}\n{text}")
    return path


def _taken(note: Path) -> str:
    """Return what a note says and take it away; "" for one whose process lives."""
    try:
        with note.open("rb") as file:
            if not _is_free(file.fileno()):
                return ""
            content = file.read(_MOST_BYTES)
        note.unlink()  # on Windows refused while its process holds it
    except OSError:
        return ""
    return content.decode("utf-8", "replace")


def _without_user(text: str) -> str:
    """Return a text without the name that this user's folder has."""
    return text.replace(str(Path.home()), "~")


if sys.platform == "win32":

    def _hold(handle: int) -> None:
        """Do nothing: a file that is open cannot be deleted there."""

    def _is_free(handle: int) -> bool:  # noqa: ARG001
        return True

else:
    import fcntl

    def _hold(handle: int) -> None:
        """Mark a note as one of a process that lives."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _is_free(handle: int) -> bool:
        """Whether nobody holds it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
