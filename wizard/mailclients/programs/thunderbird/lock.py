"""Whether Thunderbird has a profile open, and keeping it from opening one for a moment.

Its lock files stay behind when it ends, so that only a lock that is held proves anything: an fcntl lock on
`.parentlock`, or a `lock` link that names a live process (Linux), a share lock on `parent.lock` (Windows).
"""

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def holder(folder: Path) -> int | None:
    """Return the process that holds a profile, 0 where its id is not known, None where nobody does."""
    pid = _link_pid(folder / "lock")
    if _is_locked(folder):
        return pid or 0
    return pid if pid is not None and _is_thunderbird(pid) else None


@contextmanager
def kept_closed(folder: Path) -> Iterator[bool]:
    """Hold the profile's own lock while inside, so that a Thunderbird started now says it is in use.

    Yields False where somebody else holds it.
    """
    if sys.platform == "win32":
        yield not _is_locked(folder)
        return
    path = folder / ".parentlock"
    existed = path.exists()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o644)
    except OSError:
        yield True  # a profile that cannot be written: the write itself says why
        return
    try:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        try:
            yield True
        finally:
            if not existed:
                with contextlib.suppress(OSError):
                    path.unlink()
    finally:
        os.close(handle)


def _is_locked(folder: Path) -> bool:
    if sys.platform == "win32":
        try:
            with (folder / "parent.lock").open("r+b"):
                return False
        except FileNotFoundError:
            return False
        except OSError:
            return True
    try:
        handle = os.open(folder / ".parentlock", os.O_WRONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _link_pid(link: Path) -> int | None:
    """Return the process id of a `lock` link ("127.0.1.1:+4711")."""
    try:
        found = re.search(r":\+?(\d+)$", str(link.readlink()))
    except OSError:
        return None
    return int(found[1]) if found else None


def _is_thunderbird(pid: int) -> bool:
    """Whether a process is that program: another may have its number by now."""
    try:
        program = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode("utf-8", "replace")
        return Path(program).name.startswith("thunderbird")
    except OSError:
        return False
