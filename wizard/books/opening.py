"""Opening a store's file: what it is by its first bytes, its encoding, and that it can be read at all."""

import os
import stat
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct

from wizard.catalogue.layouts import reading_words
from wizard.model.books import Question

MOST_BYTES = 2_000_000_000
"""Larger files are no store's export."""
MOST_SHEET_BYTES = 100_000_000
_CHUNK = 1 << 20
_SAMPLE = 65_536
Format = Literal["text", "sheet"]


class Stamp(NamedTuple):
    """By what a file that is being written is noticed."""

    size: int
    changed: int


class Opened(Struct, frozen=True):
    """A file that can be read: its format, the encoding of text and how many bytes its mark takes."""

    path: Path
    name: str
    format: Format
    encoding: str | None
    stamp: Stamp


class FileRefused(Exception):
    """A file that cannot be read; carries the question to its person."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.message)
        self.question = question


def refused(where: str, words: str, said: str = "", code: str = "FILE-UNREADABLE") -> FileRefused:
    """Return the refusal for a code of the reading words."""
    return FileRefused(Question(code, where, reading_words().faults[words].format(said=said)))


def stamp_of(path: Path) -> Stamp:
    """Return a file's size and time of change; FileRefused where it is no ordinary file or is gone."""
    try:
        found = path.stat()
    except OSError as error:
        raise _refusal(path, error) from None
    except ValueError:
        raise refused(path.name, "missing-file") from None
    if not stat.S_ISREG(found.st_mode):
        raise refused(path.name, "not-regular")
    return Stamp(found.st_size, found.st_mtime_ns)


def open_file(path: Path, encoding: str | None = None) -> Opened:
    """Look at a file; FileRefused where it is empty, too large, damaged or no table."""
    stamp = stamp_of(path)
    if not stamp.size:
        raise refused(path.name, "empty", code="FILE-EMPTY")
    _check_size(path.name, stamp, MOST_BYTES)
    try:
        with path.open("rb") as file:
            head = file.read(_SAMPLE)
    except OSError as error:
        raise _refusal(path, error) from None
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        _check_size(path.name, stamp, MOST_SHEET_BYTES)
        return Opened(path, path.name, "sheet", None, stamp)
    _must_be_text(path.name, head)
    return Opened(path, path.name, "text", _encoding(path, head, encoding), stamp)


def _check_size(name: str, stamp: Stamp, most: int) -> None:
    if stamp.size > most:
        raise refused(name, "too-large", f"{most // 1_000_000} MB")


def _refusal(path: Path, error: OSError) -> FileRefused:
    if isinstance(error, FileNotFoundError):
        return refused(path.name, "missing-file")
    if isinstance(error, PermissionError):
        return refused(path.name, "in-use")
    return refused(path.name, "unreadable", error.strerror or type(error).__name__)


def unreadable(path: Path, error: OSError) -> FileRefused:
    """Return the refusal for a file that could not be read on: a drive gone, a lock."""
    return _refusal(path, error)


_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)


def _must_be_text(name: str, head: bytes) -> None:
    for magic, what in _OTHERS:
        if head.startswith(magic):
            raise refused(name, "not-text", what)
    start = head[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"{\\rtf")):
        raise refused(name, "not-text", "a page or a document of another program")
    if start.startswith((b"<", b"{")) and b"," not in start.split(b"\n", 1)[0]:
        raise refused(name, "not-text", "a page or a document of another program")
    if utf16_of(head) is None:
        odd = sum(1 for byte in head if byte < 32 and byte not in b"\t\r\n\x0b\x0c\x1a\x1b")
        if odd * 10 > len(head):
            raise refused(name, "not-text", "a file of another program")


def utf16_of(head: bytes) -> str | None:
    """Return which UTF-16 a file is, by its mark, or by where its NULs stand; else None."""
    if head.startswith(BOM_UTF16_LE):
        return "utf-16"
    if head.startswith(BOM_UTF16_BE):
        return "utf-16"
    sample = head[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd * 4 > len(sample) and even * 20 < len(sample):
        return "utf-16-le"
    if even * 4 > len(sample) and odd * 20 < len(sample):
        return "utf-16-be"
    return None


def _encoding(path: Path, head: bytes, given: str | None) -> str:
    """Decide the encoding: a mark, what a person said, strict UTF-8 over the whole file, then a guess."""
    marked = "utf-8" if head.startswith(BOM_UTF8) else utf16_of(head)
    chosen = marked if marked and (given is None or head.startswith(BOM_UTF8)) else given
    if chosen == "utf-8" and head.startswith(BOM_UTF8):
        return chosen
    if chosen is not None:
        if _first_bad(path, chosen) is not None and not _keeps_bad_bytes(chosen):
            raise refused(path.name, "bad-encoding", chosen)
        return chosen
    bad = _first_bad(path, "utf-8")
    return "utf-8" if bad is None else _guess(path, bad)


def _keeps_bad_bytes(encoding: str) -> bool:
    """Whether a bad byte spoils only its own character: those are told row by row."""
    return len("x".encode(encoding)) == 1


def _first_bad(path: Path, encoding: str) -> int | None:
    """Return about where the file stops being this encoding; None if it is whole."""
    decoder = getincrementaldecoder(encoding)()
    at = 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
                at += len(chunk)
            decoder.decode(b"", final=True)
    except UnicodeError as error:
        return at + int(getattr(error, "start", 0))
    except OSError as error:
        raise _refusal(path, error) from None
    return None


def _guess(path: Path, bad: int) -> str:
    """Let charset-normalizer choose between UTF-16 and the code page; left free it errs on small files."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only for files that are not UTF-8

    page = code_page()
    with path.open("rb") as file:
        file.seek(max(0, bad - _SAMPLE // 2))
        sample = file.read(_SAMPLE)
    best = from_bytes(sample, cp_isolation=["utf_16", page]).best()
    if best is not None and best.encoding == "utf_16" and _first_bad(path, "utf-16") is None:
        return "utf-16"
    return page


def code_page() -> str:
    """Return the PC's ANSI code page: Windows' own, elsewhere cp1252 as in Australia, New Zealand, the UK."""
    import locale  # noqa: PLC0415

    name = locale.getencoding().lower() if os.name == "nt" else ""
    return name if name.startswith("cp") and name != "cp65001" else "cp1252"
