"""Reading a text file that a person or a shell wrote, whatever its encoding."""

import codecs
from pathlib import Path

from wizard.model.files import read_file

_MOST = 4_000_000
"""Bytes of the largest file that is read: answers and secrets have some thousands."""
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Notepad writes the first, Windows PowerShell 5.1 the second where its `>` makes a file."""
_SAVE_AS = "it is not UTF-8 text: save it as UTF-8 in an editor (Notepad: Save as, Encoding: UTF-8)"


class NotText(ValueError):
    """A file in another encoding than those that say which they are; guessing would alter a password."""

    def __init__(self) -> None:
        super().__init__(_SAVE_AS)


def read_text_file(path: Path) -> str:
    """Return a file's text; OSError, or NotText."""
    content = read_file(path, _MOST)
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise NotText from None
    if "\0" in text:  # UTF-16 without its mark, or no text at all
        raise NotText
    return text
