"""Text with separators, streamed row by row with the physical line on which each begins."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import IO

from msgspec import Struct

from wizard.books.opening import Opened, refused, stamp_of, unreadable
from wizard.model.books import RawRow, Reason

LONGEST_LINE = 1_000_000
"""Characters of a line, and of a record over several lines."""
MOST_LINES = 500
"""Lines that one record may run over; a quote left open ends there."""
DELIMITERS = (",", ";", "\t", "|")


class TextTable(Struct, frozen=True):
    """A CSV file; `delimiter` is decided, or the one tried."""

    opened: Opened
    delimiter: str | None
    sheet: str | None = None

    @property
    def file(self) -> str:
        """The file's name."""
        return self.opened.name

    @property
    def encoding(self) -> str | None:
        """The encoding's name."""
        return self.opened.encoding

    def rows(self) -> Iterator[RawRow]:
        """Read it; FileRefused where the file is changed or lost meanwhile."""
        path = self.opened.path
        csv.field_size_limit(4 * LONGEST_LINE)
        try:
            codec = "utf-8-sig" if self.encoding == "utf-8" else self.encoding
            with path.open(encoding=codec, errors=_errors(codec), newline="") as file:
                yield from _rows(file, self.delimiter or ",", self.encoding or "")
        except OSError as error:
            raise unreadable(path, error) from None
        except UnicodeError:
            raise refused(self.file, "bad-encoding", str(self.encoding)) from None
        if stamp_of(path) != self.opened.stamp:
            raise refused(self.file, "changing")


def _errors(encoding: str | None) -> str:
    return "strict" if (encoding or "").startswith(("utf-16", "utf-32")) else "surrogateescape"


class _LineTooLong(Exception):
    """A line or a record past its bound."""


class _Lines:
    """Gives csv its lines, keeps those of the row at hand, and can give lines again."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0
        """How many lines are done with."""
        self.exhausted = False

    def __iter__(self) -> Iterator[str]:
        again, taken, read = self._again, self.taken, self._file.readline
        while True:
            line = again.popleft() if again else read(LONGEST_LINE)
            if not line:
                self.exhausted = True
                return
            taken.append(line)
            if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
                self._skip_rest()
                raise _LineTooLong
            if len(taken) > 1 and (len(taken) > MOST_LINES or sum(map(len, taken)) > LONGEST_LINE):
                raise csv.Error
            yield line

    def _skip_rest(self) -> None:
        while rest := self._file.readline(LONGEST_LINE):
            if rest[-1] in "\r\n":
                return

    def done(self) -> None:
        """The row at hand was read whole."""
        self.number += len(self.taken)
        self.taken.clear()

    def first_alone(self) -> str:
        """Give up on the row at hand: its first line is returned, the others are read again as rows."""
        first = self.taken[0]
        self._again.extendleft(reversed(self.taken[1:]))
        self.taken.clear()
        self.number += 1
        return first


def _rows(file: IO[str], delimiter: str, encoding: str) -> Iterator[RawRow]:
    lines = _Lines(file)
    while not lines.exhausted:
        yield from _until_broken(lines, delimiter, encoding)


def _until_broken(lines: _Lines, delimiter: str, encoding: str) -> Iterator[RawRow]:
    """Read rows until one breaks; that one is told, and its other lines are rows again."""
    reader = csv.reader(iter(lines), delimiter=delimiter, skipinitialspace=delimiter != " ", strict=True)
    try:
        for cells in reader:
            line = lines.number + 1
            if line == 1 and lines.taken[0][:4].lower() == "sep=" and len(lines.taken[0].rstrip()) <= 5:
                lines.done()
                continue
            yield _whole(line, cells, lines.taken, encoding)
            lines.done()
    except (csv.Error, _LineTooLong) as error:
        code = "long-line" if isinstance(error, _LineTooLong) else "quotes"
        line = lines.number + 1
        if isinstance(error, _LineTooLong) and len(lines.taken) > 1:
            # The long line is within quotes that were opened above it.
            code = "quotes"
        yield RawRow(line, _loosely(lines.first_alone(), delimiter), Reason(code))
        lines.exhausted = False


_BAD_BYTES = re.compile("[\udc80-\udcff]")
"""What surrogateescape makes of bytes that are no text."""
_AS_CONTROLS = {0xDC00 + byte: chr(byte) for byte in range(0x80, 0x100)}


def _whole(line: int, cells: list[str], taken: list[str], encoding: str) -> RawRow:
    """Return a row; what makes it untrustworthy is told. A code page's gaps are control characters, kept."""
    for text in taken:
        if "\0" in text:
            return RawRow(line, cells, Reason("nul"))
        if not text.isascii() and _BAD_BYTES.search(text):
            if encoding == "utf-8":
                return RawRow(line, cells, Reason("not-text"))
            cells = [cell.translate(_AS_CONTROLS) for cell in cells]
    return RawRow(line, cells)


def _loosely(line: str, delimiter: str) -> list[str]:
    """Return the cells of a broken line as far as they go, for the number of its document."""
    try:
        return next(csv.reader([line[:4096]], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []
