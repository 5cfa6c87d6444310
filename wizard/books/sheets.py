"""Sheets (XLSX, XLS, ODS), read by a process of its own: a hostile workbook cannot end the program."""

import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct

from wizard.books.opening import Opened, refused, stamp_of
from wizard.books.sheet_rows import DAY, NUMBER, read_lines
from wizard.model.books import Cell, RawRow

MOST_UNPACKED = 400_000_000
"""Bytes that the parts of a workbook may have unpacked; more is no store's export."""
_MOST_SECONDS = 300.0


class SheetTable(Struct, frozen=True):
    """One sheet of a workbook."""

    opened: Opened
    sheet: str
    encoding: None = None
    delimiter: None = None

    @property
    def file(self) -> str:
        """The file's name."""
        return self.opened.name

    def rows(self) -> Iterator[RawRow]:
        """Read it; a row's line is the sheet's row."""
        with _reader(self.opened, self.sheet) as values:
            for line, row in enumerate(values, 1):
                yield RawRow(line, tuple(_cell(value) for value in row))
        if stamp_of(self.opened.path) != self.opened.stamp:
            raise refused(self.file, "changing")


def sheet_names(opened: Opened) -> list[str]:
    """Return a workbook's sheets; FileRefused where it is damaged, locked or unpacks without end."""
    _check_unpacked(opened)
    with _reader(opened, None) as values:
        names: list[str] = next(values, [])
    return names


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value
    return Decimal(value[NUMBER]) if NUMBER in value else date.fromisoformat(value[DAY])


@contextmanager
def _reader(opened: Opened, sheet: str | None) -> Iterator[Iterator[Any]]:
    command = [sys.executable, "-m", "wizard.books.sheet_rows", str(opened.path.absolute())]
    process = subprocess.Popen(  # noqa: S603 - our own module, and a file's path
        [*command, sheet] if sheet is not None else command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    timer = threading.Timer(_MOST_SECONDS, process.kill)
    timer.daemon = True
    timer.start()
    try:
        yield _checked(opened, process)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _checked(opened: Opened, process: "subprocess.Popen[bytes]") -> Iterator[Any]:
    assert process.stdout is not None
    for value in read_lines(process.stdout):
        if isinstance(value, dict):
            raise refused(opened.name, value["error"], value["said"])
        yield value
    if process.wait() != 0:
        raise refused(opened.name, "damaged", "it asks for more memory than there is")


def _check_unpacked(opened: Opened) -> None:
    """Unpack a zipped workbook once, thrown away, counting: what its directory says may be a lie."""
    if not _is_zip(opened.path):
        return
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(opened.path) as book:
            names = set(book.namelist())
            if not names & {"xl/workbook.xml", "content.xml"}:
                raise refused(opened.name, "not-text", "a packed file")
            for info in book.infolist():
                # Sizes and sums from the directory would end the count early.
                info.file_size = MOST_UNPACKED + 1
                left -= _unpacked(book, info, left)
                if left < 0:
                    raise refused(opened.name, "unpacks-too-large", f"{MOST_UNPACKED // 1_000_000} MB")
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise refused(opened.name, "damaged", str(error)[:200] or type(error).__name__) from None


def _unpacked(book: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> int:
    count = 0
    with book.open(info) as part:
        part._expected_crc = None  # type: ignore[attr-defined]
        while count <= most and (chunk := part.read(1 << 18)):
            count += len(chunk)
    return count


def _is_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"
