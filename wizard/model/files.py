"""The one way in which a file that somebody else may have made is read."""

import errno
import os
import stat
from pathlib import Path

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is taken for some program's settings."""


def read_file(path: Path, most: int = LARGEST) -> bytes:
    """Return a file's bytes; OSError where it is none, cannot be read, or holds more than `most` bytes.

    A pipe is not waited for, a device is not drained, and what grows meanwhile is read up to the limit alone.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            raise OSError(errno.EISDIR, "it is a folder", str(path))
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no file but a pipe or a device", str(path))
        if found.st_size > most:
            raise _too_large(path)
        with os.fdopen(os.dup(handle), "rb") as file:
            content = file.read(most + 1)
    finally:
        os.close(handle)
    if len(content) > most:
        raise _too_large(path)
    return content


def _too_large(path: Path) -> OSError:
    return OSError(errno.EFBIG, "it is far too large", str(path))
