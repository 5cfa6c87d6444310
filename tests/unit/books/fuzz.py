"""Mutates small files and reads them: never an error, never a row lost. `python -m tests.unit.books.fuzz 100000`."""
# ruff: noqa: E501 - lines as they stand in files

import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import msgspec

from tests.unit.books.cases import CASES, Case
from tests.unit.books.reading import assert_no_row_is_lost, read_path
from tests.unit.books.workbooks import sheet_xml, write_ods, write_raw_xlsx, write_xlsx
from wizard.books.rows import is_blank
from wizard.jobs.books.read_store_files import report_json
from wizard.model.books import RawRow
from wizard.model.problem import FaultyInput

PIECES = [
    b'"', b'""', b",", b";", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe9",
    b"\xc2\x96", b"sep=;\n", b"Total", b"-", b"(", b")", b"$", b"1.234,56", b"1,234.56", b"1.250", b"13/02/2026",
    b"02/13/2026", b"01/02/2026", b"2026-02-03", b"2 Mar 26", b"=1+1", b"@SUM(A1)", b"*InvoiceNumber", b"Amount",
    b"!TRNS\t", b"TRNS\t", b"SPL\t", b"ENDTRNS\n", b"#1001", b"\xe2\x88\x92", b"'", b" ", b"9" * 40, b"x" * 300,
    b"\x1a", b"\x85", b"\xe2\x80\xa8", b"\xa0", b"1e5", b"nan", b"Infinity", b"0x10", b"\xd9\xa1\xd9\xa2",
]  # fmt: skip
SMALL = [case for case in CASES if len(case.content) < 20_000]
ROWS = [["InvoiceNumber", "Date", "Amount"], ["I1", date(2026, 2, 3), 1.5], ["I2", "x", 2]]
OLD_WORKBOOK = Path(__file__).parent / "files" / "payments.xls"
XML_PIECES = [
    "<", ">", '"', "&#0;", "&lt;", ' r="XFD1048576"', ' r="A0"', ' r="ZZZZ9"', ' t="s"', ' t="e"', ' t="b"', ' s="9"',
    "<v>1e999</v>", "<v>-1</v>", "<v>nan</v>", "<v>99999999999999999999</v>", "<row>", "</row>", "", "x", "]]>",
    '<row r="99999999999">',
]  # fmt: skip
SLOWEST_SECONDS = 20.0


def mutated(case: Case, chance: random.Random) -> bytes:
    """The file with one to six changes."""
    content = bytearray(case.content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(content))
        to = min(len(content), at + chance.choice((0, 1, 1, 5, 40)))
        match chance.randrange(6):
            case 0:
                del content[at:to]
            case 1:
                content[at:at] = chance.choice(PIECES)
            case 2:
                content[at:to] = chance.choice(PIECES)
            case 3:
                content[at:at] = content[at:to] * chance.choice((1, 2, 30))
            case 4:
                content[at:to] = bytes(chance.randrange(256) for _ in range(to - at))
            case _:
                lines = content.split(b"\n")
                one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
                lines[one], lines[other] = lines[other], lines[one]
                content = bytearray(b"\n".join(lines))
    return bytes(content)


def check(folder: Path, case: Case, content: bytes) -> None:
    """Read it; whatever it is, it ends in a report, a question or a note, and no row is lost."""
    path = folder / case.file
    path.write_bytes(content)
    layout = None
    if case.layout:
        layout = folder / "layout.toml"
        layout.write_text(case.layout, "utf-8")
    began = time.monotonic()
    try:
        found = read_path(path, layout)
    except FaultyInput as error:
        raise AssertionError("a good layout is not at fault") from error
    assert time.monotonic() - began < SLOWEST_SECONDS
    assert found.files or found.questions or found.ignored
    assert all(question.message and question.where for question in found.questions)
    msgspec.json.encode(report_json(found))
    assert_no_row_is_lost(found)
    for file, reading in zip(found.files, found.readings, strict=True):
        told = {skipped.line for skipped in file.skipped}
        lines = [row for row in reading.table.table.rows() if _is_told(row)]
        after = [row for row in lines if row.line > file.header_line and row.line not in told]
        assert len(after) == file.rows, file


def _is_told(row: RawRow) -> bool:
    return row.broken is not None or not is_blank(row.cells)


def run(count: int, seed: int, folder: Path) -> None:
    """Read `count` mutated text files."""
    chance = random.Random(seed)
    for number in range(count):
        case = chance.choice(SMALL)
        content = mutated(case, chance)
        try:
            check(folder, case, content)
        except BaseException:
            sys.stderr.write(f"seed {seed}, file {number}, {case.id}: {content!r}\n")
            raise


def run_sheets(count: int, seed: int, folder: Path) -> None:
    """Read `count` mutated workbooks: bytes of the file, or of the sheet inside it."""
    chance = random.Random(seed)
    for number in range(count):
        content = _bytes_changed(folder, chance) if number % 2 else _sheet_changed(folder, chance)
        case = Case("a workbook", chance.choice(("a.xlsx", "a.ods", "a.xls", "a.csv")), content)
        try:
            check(folder, case, case.content)
        except BaseException:
            sys.stderr.write(f"seed {seed}, workbook {number}: {content!r}\n")
            raise


def _bytes_changed(folder: Path, chance: random.Random) -> bytes:
    books = (
        write_xlsx(folder / "seed", S=ROWS).read_bytes(),
        write_ods(folder / "seed", ROWS).read_bytes(),
        OLD_WORKBOOK.read_bytes(),
    )
    content = bytearray(chance.choice(books))
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def _sheet_changed(folder: Path, chance: random.Random) -> bytes:
    text = sheet_xml(ROWS)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(text))
        to = at + chance.choice((0, 1, 8))
        text = text[:at] + chance.choice(XML_PIECES) + text[to:]
    return write_raw_xlsx(folder / "seed", {"S": text}).read_bytes()


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    start = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as name:
        started = time.monotonic()
        for block in range(0, wanted, 1000):
            run(min(1000, wanted - block), start + block, Path(name))
        run_sheets(max(1, wanted // 1000), start, Path(name))
        sys.stdout.write(f"{wanted} files, {time.monotonic() - started:.0f} s, no error and no row lost\n")
