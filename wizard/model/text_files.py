"""Reading a text file that a person or a shell wrote, whatever its encoding."""

import codecs
import errno
from pathlib import Path

_MOST = 4_000_000
"""Bytes of the largest file that is read: answers and secrets have some thousands."""
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Notepad writes the first, Windows PowerShell 5.1 the second where its `>` makes a file."""


def read_text_file(path: Path) -> str:
    """Return a file's text; OSError, or UnicodeDecodeError for what is no text."""
    with path.open("rb") as file:
        content = file.read(_MOST + 1)
    if len(content) > _MOST:
        raise OSError(errno.EFBIG, "it is far too large")
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    return content.decode(encoding)
