"""One window for a home, a world and a store: whoever starts a second one hands over what was asked for.

The first window holds a lock that goes with its process, however that ends, and takes what was asked for from
the folder beside it. What waits there longer than anybody waits for it is not done any more.
"""

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wizard.app.options import Options
from wizard.app.world import default_home
from wizard.model.files import make_private

if TYPE_CHECKING:
    from collections.abc import Mapping

WAIT_SECONDS = 10.0
"""How long the second start waits for the first: as long as a window takes to come on a slow PC."""
_LOOK_SECONDS = 0.02
_LOCK, _ASKED = "open", "*.asked"
_SIGNED = 20
"""Bytes of the lock's file that name its process; always as many, so that none of an earlier one are left."""
_MOST_ASKED, _MOST_BYTES, _LONGEST = 20, 4_000, 300
_ACTIVATION = "XDG_ACTIVATION_TOKEN"


class Asked(NamedTuple):
    """What a second start was to show: a procedure's id or "", and the desktop's leave to come forward."""

    procedure: str = ""
    activation: str = ""


class FirstWindow:
    """The claim of the process whose window stands; one that could not be kept hears of no other start."""

    def __init__(self, folder: Path, lock: int | None) -> None:
        """`lock` is the handle of the file that is held."""
        self.folder, self._lock = folder, lock

    @property
    def hears(self) -> bool:
        """Whether a second start finds this window."""
        return self._lock is not None

    @property
    def is_asked(self) -> bool:
        """Whether something that was asked for still lies there."""
        return any(path.is_file() for path in self.folder.glob(_ASKED))

    def take(self) -> list[Asked]:
        """Return what was asked for since the last look; each who asked is told that by its file's going."""
        found = []
        for path in sorted(self.folder.glob(_ASKED))[:_MOST_ASKED]:
            asked = _read(path)
            with contextlib.suppress(OSError):  # somebody has it open: whoever asked still waits
                path.unlink()
                found += [asked] if asked is not None else []
        return found

    def release(self) -> None:
        """Let another be the first: this window goes."""
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)


def come_first(options: Options, procedure: str, wait_seconds: float = WAIT_SECONDS) -> FirstWindow | None:
    """Return the claim of the first window; None once the one that stands has taken what is asked for.

    ProblemFound WINDOW-SILENT where that one does not answer, STORE-WRITE where it cannot be asked.
    """
    folder = windows_of(options)
    try:
        make_private(folder)
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError:  # the window says what is wrong with such a home
        return FirstWindow(folder, None)
    try:
        if not _is_taken(lock) or not _hand_over(folder, lock, procedure, wait_seconds):
            _sign(lock)
            lock, first = -1, FirstWindow(folder, lock)
            return first
        return None
    finally:
        if lock >= 0:
            os.close(lock)


def home_of(options: Options) -> Path:
    """Return the folder in which everything is kept."""
    return (options.home or default_home()).absolute()


def windows_of(options: Options) -> Path:
    """Return the folder of a home's windows for one world and store, on this PC."""
    home = home_of(options)
    world = "practice" if options.practice else "live"
    if options.services is not None:
        import zlib  # noqa: PLC0415 - few starts name such a file

        world = f"services-{zlib.crc32(os.fsencode(options.services.absolute())):08x}"
    # A home may lie on a share: each PC that uses it has windows of its own.
    pc = os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename
    return home / "windows" / f"{world}-{options.site}@{pc.lower()}"


def _hand_over(folder: Path, lock: int, procedure: str, wait_seconds: float) -> bool:
    """Ask the first window; False once this one is the first, because the other ended."""
    from wizard.model.problem import Problem, ProblemFound  # noqa: PLC0415 - only where a window stands

    first = _signed(lock)
    _let_come_forward(first)
    until = time.monotonic() + wait_seconds
    path = _ask(folder, Asked(procedure, os.environ.get(_ACTIVATION, "")))
    try:
        while time.monotonic() < until:
            if not path.exists():
                return True
            if not _is_taken(lock):
                return False
            time.sleep(_LOOK_SECONDS)
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
    raise ProblemFound(Problem("WINDOW-SILENT", {"process": str(first or "?")}))


def _ask(folder: Path, asked: Asked) -> Path:
    """Put down what is asked for, whole or not at all."""
    import json  # noqa: PLC0415 - most starts ask nobody

    from wizard.model.files import write_file  # noqa: PLC0415
    from wizard.model.problem import Problem, ProblemFound  # noqa: PLC0415

    now = time.monotonic()
    path = folder / _ASKED.replace("*", f"{now:020.6f}-{os.getpid()}")
    data = {"procedure": asked.procedure, "activation": asked.activation, "at": now}
    try:
        write_file(path, json.dumps(data).encode())
    except OSError as error:
        said = error.strerror or str(error)
        raise ProblemFound(Problem("STORE-WRITE", {"path": str(path), "said": said})) from None
    return path


def _read(path: Path) -> Asked | None:
    """Return what a file asks for; None for one that nobody waits for any more, or that is none of ours."""
    import json  # noqa: PLC0415 - most windows are never asked

    from wizard.model.files import read_file  # noqa: PLC0415

    try:
        said = json.loads(read_file(path, _MOST_BYTES))
        # One clock for all processes since the PC was started: no setting of its time moves it.
        if 0 <= time.monotonic() - said["at"] <= WAIT_SECONDS:
            return Asked(_text(said, "procedure"), _text(said, "activation"))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        pass
    return None


def _text(said: "Mapping[str, object]", name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) and len(value) <= _LONGEST and value.isprintable() else ""


def _sign(lock: int) -> None:
    """Say which process is the first."""
    with contextlib.suppress(OSError):
        os.lseek(lock, 0, os.SEEK_SET)
        os.write(lock, f"{os.getpid():<{_SIGNED}}".encode())


def _signed(lock: int) -> int:
    """Return the process that says it is the first; 0 where none can be read."""
    try:
        os.lseek(lock, 0, os.SEEK_SET)
        return int(os.read(lock, _SIGNED))
    except (OSError, ValueError):
        return 0


if sys.platform == "win32":
    import msvcrt

    _FAR = 1_000_000
    """What is locked there cannot be read: the byte that is lies behind what the file says."""

    def _is_taken(lock: int) -> bool:
        """Try to hold the lock; whether another process holds it."""
        try:
            os.lseek(lock, _FAR, os.SEEK_SET)
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except OSError:
            return True
        return False

    def _let_come_forward(first: int) -> None:
        """Hand on the right to be in front, which whoever was started by a click has."""
        import ctypes  # noqa: PLC0415 - only where a window stands

        ctypes.windll.user32.AllowSetForegroundWindow(first or -1)

else:
    import errno
    import fcntl

    def _is_taken(lock: int) -> bool:
        """Try to hold the lock; whether another process holds it. Where nothing can be locked nobody does."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            return error.errno in {errno.EWOULDBLOCK, errno.EACCES}
        return False

    def _let_come_forward(first: int) -> None:
        """Do nothing: the desktop's leave goes along with what is asked for."""
