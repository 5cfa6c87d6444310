"""A home's own id, made on first use: it keeps the secrets of two homes apart in one password store."""

import os
import re
import secrets
import stat
from pathlib import Path

from wizard.model.problem import Problem, ProblemFound
from wizard.store.files import cannot_write, make_folder, write_atomic

_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_MOST = 1000
"""Bytes of the file that are looked at; an id has sixteen."""
_LOCK_SECONDS = 30.0


def home_id(home: Path) -> str:
    """Return the home's id; ProblemFound STORE-WRITE where none can be made, HOME-DAMAGED for what is none.

    What a first use left empty (a full disk, a power cut) holds nothing to lose and is replaced.
    """
    return _read(home / "home-id") or _make(home)


def _make(home: Path) -> str:
    from filelock import FileLock, Timeout  # noqa: PLC0415 - costs start-up time

    make_folder(home)
    path = home / "home-id"
    try:
        with FileLock(home / "home-id.lock", timeout=_LOCK_SECONDS, mode=0o600):
            # Another process may have made it while this one waited: everybody takes what is there.
            found = _read(path)
            if not found:
                found = secrets.token_hex(8)
                write_atomic(path, found)
            return found
    except Timeout:
        raise ProblemFound(Problem("STORE-BUSY", {"path": str(path)})) from None
    except OSError as error:
        raise ProblemFound(cannot_write(path, error)) from None


def _read(path: Path) -> str:
    """Return the id in the file, "" where there is nothing in it."""
    # After a power cut a file may have its length and nothing but zeros in it.
    content = _content(path).strip(b"\0 \t\r\n")
    if not content:
        return ""
    text = content.decode("ascii", "replace")
    if not _ID.fullmatch(text):
        raise ProblemFound(Problem("HOME-DAMAGED", {"path": str(path)}))
    return text


def _content(path: Path) -> bytes:
    try:
        # Not blocking, so that something that is no file (a pipe) is not waited for.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise ProblemFound(cannot_write(path, error)) from None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return b""
        return os.read(handle, _MOST)
    except OSError as error:
        raise ProblemFound(cannot_write(path, error)) from None
    finally:
        os.close(handle)
