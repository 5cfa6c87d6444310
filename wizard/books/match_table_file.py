"""Matches as a table that a spreadsheet opens: written for an accountant, and read back as it comes home."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from wizard.model.files import read_file
from wizard.model.mapping import SLOTS, Choice, Mapping
from wizard.model.match_rows import MatchRow
from wizard.model.problem import Fault, FaultyInput
from wizard.model.text_files import NotText, read_text_file

COLUMNS = ("kind", "word", "used", "total", "to", "name", "by", "id")
_NEEDED = ("kind", "word", "to")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when a cell begins with it."""
_LONGEST = 1000
_MOST = 4_000_000
"""Bytes of the largest table."""


def table_text(rows: Iterable[MatchRow]) -> str:
    """Return the rows as CSV with a heading; what begins like a formula has an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        made = row.choice or Choice("")
        by = made.by if row.choice else ""
        cells = (row.slot, row.word, str(row.used), row.total, made.to, made.name, by, made.id)
        writer.writerow(map(_out, cells))
    return out.getvalue()


def read_table(path: Path, own: Mapping) -> Mapping:
    """Return `own` with the matches of a table; rows without one leave theirs as it is.

    A row that says what the store has already changes nothing. FaultyInput lists every fault with its line.
    """
    lines = _lines(path)
    heads = [head.strip().casefold() for head in lines[0]] if lines else []
    lacking = [name for name in _NEEDED if name not in heads]
    if lacking:
        words = f"has no column called {', '.join(lacking)}"
        raise FaultyInput([Fault(path.name, "FILE-COLUMNS", words)])
    faults: list[Fault] = []
    made = own
    for number, cells in enumerate(lines[1:], 2):
        row = {head: _in(cell) for head, cell in zip(heads, cells, strict=False)}
        if row.get("to", "").strip():
            made = _with_row(made, row, f"{path.name}, line {number}", faults)
    if faults:
        raise FaultyInput(faults)
    return made


def _with_row(made: Mapping, row: dict[str, str], where: str, faults: list[Fault]) -> Mapping:
    slot = next((slot for slot in SLOTS if slot == row.get("kind", "").strip()), None)
    word, to, name = row.get("word", ""), row["to"].strip(), row.get("name", "").strip()
    if slot is None:
        faults.append(Fault(where, "NOT-A-CHOICE", f"kind must be one of {', '.join(SLOTS)}"))
        return made
    if not word or len(word) > _LONGEST or len(to) > _LONGEST:
        faults.append(Fault(where, "NOT-VALID", "must have the store's word, of reasonable length"))
        return made
    before = made.choice(slot, word)
    if before is not None and _is_same(before, to, name):
        return made
    return made.with_choice(slot, word, Choice(to, "" if before and name == before.name else name))


def _is_same(before: Choice, to: str, name: str) -> bool:
    """Whether a row says what was chosen; a spreadsheet takes the zeros before a number away."""
    if before.is_left_out:
        return to.casefold() == before.to.casefold()
    return to == before.to or (to.lstrip("0") == before.to.lstrip("0") and name == before.name)


def _lines(path: Path) -> list[list[str]]:
    text = _text(path)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise FaultyInput([Fault(path.name, "FILE-SYNTAX", f"is no table: {error}")]) from None


def _text(path: Path) -> str:
    try:
        return read_text_file(path)
    except NotText as no:
        text = read_file(path, _MOST).decode("cp1252", "replace")  # Excel's "CSV" of a western Windows
        if "\0" in text:
            raise FaultyInput([Fault(path.name, "FILE-SYNTAX", str(no))]) from None
        return text
    except OSError as error:
        raise FaultyInput([Fault(path.name, "FILE-MISSING", error.strerror or "cannot be read")]) from None


def _delimiter(text: str) -> str:
    """Return what separates the headings: a spreadsheet of another country writes semicolons."""
    first = text.partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def _out(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _in(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
