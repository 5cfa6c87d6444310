"""The beginning of a file that no layout knows, and what each of its columns seems to be."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from wizard.books.amounts import amount
from wizard.books.dates import read_date
from wizard.books.headings import MOST_HEADINGS, names_of, normal, shown
from wizard.books.opening import FileRefused, open_file
from wizard.books.recognise import first_rows, most_regular, texts_of
from wizard.books.rows import text_of_cell
from wizard.books.sheets import SheetTable, sheet_names
from wizard.catalogue.kinds import file_words
from wizard.catalogue.layouts import DAYS, Layout
from wizard.model.books import Kind, Question, RawRow, Table

MOST_EXAMPLES = 3
_LONGEST_NUMBER = 24


class SampleColumn(Struct, frozen=True):
    """A column: its heading (blank: it has none), and some of its cells that differ."""

    heading: str
    examples: tuple[str, ...]
    below: tuple[str, ...] = ()
    """Of its first cells those that are numbers below zero, as they are written."""


class Sample(Struct, frozen=True):
    """A file's columns as its first rows show them; `header_line` is 0 without headings."""

    file: str
    header_line: int
    encoding: str | None
    delimiter: str | None
    columns: tuple[SampleColumn, ...]
    lines: int = 0
    """So many of its first lines were looked at."""
    even: int = 0
    """So many of them have as many cells as most."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Its first rows below the headings, cell by cell as they stand there."""


class Proposal(Struct, frozen=True):
    """What a file seems to hold, and which column each field seems to be."""

    kind: Kind
    at: Mapping[str, int]
    is_kept: bool = False
    """Whether columns of such a file were said before."""
    gone: tuple[str, ...] = ()
    """The headings that were said before and are not in this file."""


def sample(
    path: Path, *, header_line: int | None = None, delimiter: str = "", encoding: str = ""
) -> Sample | Question:
    """Return a file's beginning; headings, separator and letters are found out unless they are said."""
    try:
        table, rows = _table(path, delimiter, encoding)
    except FileRefused as no:
        return no.question
    at = _header(rows) if header_line is None else header_line
    headings = next((row.cells for row in rows if row.line == at), ())
    data = [row for row in rows if row.line > at]
    width = min(max((len(row.cells) for row in rows), default=0), MOST_HEADINGS)
    columns = tuple(
        SampleColumn(
            shown(headings[i]) if i < len(headings) else "", tuple(_examples(data, i)), tuple(_below(data, i))
        )
        for i in range(width)
    )
    widths = [len(row.cells) for row in rows]
    even = max((widths.count(one) for one in set(widths)), default=0)
    shows = tuple(
        tuple(text_of_cell(row.cells[i]) if i < len(row.cells) else "" for i in range(width))
        for row in data[:MOST_EXAMPLES]
    )
    return Sample(table.file, at, table.encoding, table.delimiter, columns, len(rows), even, shows)


def _table(path: Path, delimiter: str, encoding: str) -> tuple[Table, Sequence[RawRow]]:
    opened = open_file(path, encoding or None)
    if opened.format == "text":
        said = Layout("payments", {}, delimiter=delimiter) if delimiter else None
        seen = most_regular(list(texts_of(opened, said)))
        return seen.table, seen.rows
    tables = [SheetTable(opened, name) for name in sheet_names(opened)]
    found = [(table, first_rows(table)) for table in tables]
    return next((one for one in found if one[1]), found[0])


def _header(rows: Sequence[RawRow]) -> int:
    """Return the line of the first row that has most cells, if none of them is a date or an amount."""
    widest = max(rows, key=lambda row: sum(1 for cell in row.cells if normal(cell)), default=None)
    if widest is None or any(_is_value(text_of_cell(cell)) for cell in widest.cells):
        return 0
    return widest.line


def _is_value(text: str) -> bool:
    return bool(text) and (bool(read_date(text).days) or amount(text, ".") is not None)


def _examples(rows: Sequence[RawRow], index: int) -> Iterator[str]:
    seen: list[str] = []
    for row in rows:
        text = text_of_cell(row.cells[index]) if index < len(row.cells) else ""
        if text and text not in seen:
            seen.append(text)
            yield text
        if len(seen) == MOST_EXAMPLES:
            return


_BELOW = re.compile("^[^0-9A-Za-z]*[-\N{MINUS SIGN}(][^0-9A-Za-z]*[0-9]|[0-9][ )]*[-\N{MINUS SIGN})]$")


def _below(rows: Sequence[RawRow], index: int) -> Iterator[str]:
    for row in rows:
        text = text_of_cell(row.cells[index]) if index < len(row.cells) else ""
        if _BELOW.search(text) and len(text) < _LONGEST_NUMBER:
            yield text


def propose(found: Sample, kept: Mapping[str, Any] | None = None) -> Proposal:
    """Return what headings and cells suggest; what was said before of such a file stays where it is there."""
    before = _said_before(found, kept["columns"]) if kept is not None else {}
    at = {field: index for field, index in before.items() if index is not None}
    if kept is None or not at:
        kind = guess_kind(found)
        return Proposal(kind, guess(found, kind))
    gone = [field for field, index in before.items() if index is None]
    more = guess(found, kept["kind"], among=gone, beside=set(at.values()))
    names = tuple(names_of(kept["columns"][field])[0] for field in gone)
    return Proposal(kept["kind"], {**at, **more}, True, names)


def _said_before(found: Sample, columns: Mapping[str, object]) -> dict[str, int | None]:
    """Return where the columns of a layout are in this file; None: not there."""
    at = {normal(one.heading): index for index, one in reversed(list(enumerate(found.columns)))}
    if found.header_line:
        return {
            field: next((at[normal(name)] for name in names_of(column) if normal(name) in at), None)
            for field, column in columns.items()
            if not isinstance(column, int)
        }
    numbers = {field: column - 1 for field, column in columns.items() if isinstance(column, int)}
    return {field: index if index < len(found.columns) else None for field, index in numbers.items()}


def guess(
    found: Sample, kind: str = "", *, among: Collection[str] | None = None, beside: Collection[int] = ()
) -> dict[str, int]:
    """Return field to column, as headings and cells suggest for a kind of file; each column once.

    The longest word of a heading comes first. Only `among` these fields, and of other columns than `beside`.
    """
    fields = [field for field in file_words().fields(kind) if among is None or field in among]
    near = [
        (-length, index, field)
        for index, column in enumerate(found.columns)
        if index not in beside
        for field, length in _near(column, fields)
    ]
    at: dict[str, int] = {}
    for _, index, field in sorted(near, key=lambda one: one[:2]):
        if field not in at and index not in at.values():
            at[field] = index
    if "date" in fields and "date" not in at:
        taken = {*at.values(), *beside}
        dates = (i for i, column in enumerate(found.columns) if i not in taken and _all_dates(column))
        first = next(dates, None)
        if first is not None:
            at["date"] = first
    return at


def _near(column: SampleColumn, fields: Collection[str]) -> Iterator[tuple[str, int]]:
    """Yield the fields whose words stand in the heading, each with its longest word's length.

    A column of dates that is called one is nothing else, as an "Invoice Date".
    """
    padded = f" {' '.join(re.sub(r'[^a-z/]+', ' ', normal(column.heading)).split())} "
    found = {}
    for words in file_words().column:
        lengths = [len(word) for word in words.guesses if f" {word} " in padded]
        if lengths and words.field in fields:
            found[words.field] = max(lengths)
    if found.keys() & set(DAYS) and _all_dates(column):
        found = {field: length for field, length in found.items() if field in DAYS}
    else:
        found.pop("date", None)
    yield from found.items()


def _all_dates(column: SampleColumn) -> bool:
    return bool(column.examples) and all(read_date(text).days for text in column.examples)


def guess_kind(found: Sample) -> Kind:
    """Return what a file with these columns seems to hold."""
    entry = guess(found, "journal")
    if "account" in entry and ("debit" in entry or "narration" in entry):
        return "journal"
    at = guess(found)
    if "payment_type" in at:
        return "payments"
    return "invoices" if "date" in at else "contacts"


def layout_data(
    found: Sample,
    kind: str,
    at: Mapping[str, int],
    *,
    decimal: str = "",
    date_order: str = "",
    delimiter: str = "",
    encoding: str = "",
) -> dict[str, object]:
    """Return a layout's file for these columns; what was not said is found by itself each time."""
    data: dict[str, object] = {"kind": kind}
    if not found.header_line:
        data["header_line"] = 0
    if decimal:
        data["decimal"] = decimal
    if date_order:
        data["date_order"] = date_order
    if delimiter or (not found.header_line and found.delimiter):
        data["delimiter"] = delimiter or found.delimiter
    if encoding:
        data["encoding"] = encoding
    columns: dict[str, object] = {
        field: found.columns[index].heading if found.header_line else index + 1 for field, index in at.items()
    }
    return {**data, "columns": columns}
