"""Recognising: which tables a file holds, with their separator, their headings and their layout."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from wizard.books.headings import (
    LOOKED_AT,
    Recognised,
    best_fit,
    by_number,
    normal,
    outside,
    question,
    recognised,
    unknown,
)
from wizard.books.iif import HEADINGS, IifTable
from wizard.books.opening import Opened, refused
from wizard.books.sheets import SheetTable, sheet_names
from wizard.books.text_tables import DELIMITERS, TextTable
from wizard.catalogue.layouts import Layout, reading_words
from wizard.model.books import IgnoredFile, Question, RawRow, Table

Found = Recognised | Question | IgnoredFile


class Seen(Struct, frozen=True):
    """A table with its first rows, blank ones left out."""

    table: Table
    rows: tuple[RawRow, ...]


def recognise(opened: Opened, layouts: Sequence[Layout], given: Layout | None) -> list[Found]:
    """Return what each table of a file is: recognised, a question, or no document."""
    if opened.format == "sheet":
        return _sheets(opened, layouts, given)
    seen = list(texts_of(opened, given))
    if not any(one.rows for one in seen):
        raise refused(opened.name, "empty", code="FILE-EMPTY")
    iif = next((one for one in seen if _is_iif(one.rows)), None)
    if iif is not None and given is None:
        table = IifTable(iif.table)
        seen = [Seen(table, first_rows(table))]
        layouts = [layout for layout in layouts if layout.marks == "iif"]
    else:
        layouts = [layout for layout in layouts if layout.marks != "iif"]
    return [_one(seen, layouts, given, opened.name)]


def texts_of(opened: Opened, given: Layout | None) -> Iterator[Seen]:
    """Return the file under each separator that it could have."""
    marks: Sequence[str] = DELIMITERS
    if given is not None and given.delimiter is not None:
        marks = [given.delimiter]
    else:
        said = _said_separator(opened)
        marks = [said] if said else marks
    for mark in marks:
        table = TextTable(opened, mark)
        yield Seen(table, first_rows(table))


def _said_separator(opened: Opened) -> str | None:
    """Return the separator of a `sep=` line, which Excel writes and reads."""
    codec = "utf-8-sig" if opened.encoding == "utf-8" else opened.encoding
    try:
        with opened.path.open(encoding=codec, errors="replace", newline="") as file:
            line = file.readline(8)
    except (OSError, UnicodeError):
        return None
    if line[:4].lower() != "sep=" or len(line) < 5 or line[4] in '"\r\n\0':
        return None
    return line[4] if not line[5:].strip("\r\n") else None


def first_rows(table: Table) -> tuple[RawRow, ...]:
    """Return a table's first rows, blank ones left out."""
    rows = islice(table.rows(), LOOKED_AT)
    return tuple(row for row in rows if any(normal(cell) for cell in row.cells) or row.broken)


def _is_iif(rows: Sequence[RawRow]) -> bool:
    return any(row.cells and str(row.cells[0]).strip().upper() == HEADINGS for row in rows)


def _one(seen: Sequence[Seen], layouts: Sequence[Layout], given: Layout | None, file: str) -> Found:
    if given is not None:
        return _given(seen, given, file)
    numbered = next((one for one in layouts if one.header_line == 0 and one.id == kind_of_name(file)), None)
    layouts = [one for one in layouts if one.header_line != 0]
    fits = [(one.table, fit) for one in seen if (fit := best_fit(one.rows, layouts, file)) is not None]
    best = max(fits, key=lambda pair: pair[1].rank, default=None)
    if best is not None and best[1].whole:
        return recognised(*best)
    for one in seen:
        whose = outside(one.rows)
        if whose is not None:
            return IgnoredFile(file, reading_words().ignored["payouts"].format(said=whose.name))
    if best is not None:
        return recognised(*best)
    regular = most_regular(seen)
    if not regular.rows:
        raise refused(file, "empty", code="FILE-EMPTY")
    if not _is_table(regular):
        return no_table(file)
    if numbered is not None:
        return by_number(regular.table, numbered, regular.rows)
    return unknown(file, regular.rows)


def kind_of_name(file: str) -> str:
    """Return by what files of one kind are told where only their names do: the letters of a name."""
    return re.sub(r"[^a-z]+", "-", Path(file).stem.casefold()).strip("-") or "file"


def _given(seen: Sequence[Seen], layout: Layout, file: str) -> Found:
    if layout.header_line == 0:
        one = most_regular(seen)
        return by_number(one.table, layout, one.rows)
    fits = []
    for one in seen:
        rows = one.rows
        if layout.header_line is not None:
            rows = tuple(row for row in rows if row.line == layout.header_line)
        fit = best_fit(rows, [layout], file)
        if fit is not None:
            fits.append((one, fit))
    if fits:
        one, fit = max(fits, key=lambda pair: pair[1].rank)
        return recognised(one.table, fit)
    headings = {normal(cell) for one in seen for row in one.rows for cell in row.cells}
    names = [column for column in layout.columns.values() if normal(str(column)) not in headings]
    return question(file, "missing-column", str(next(iter(names or layout.columns.values()))))


def no_table(file: str) -> Question:
    """Return the question for a file that holds text without columns."""
    return question(file, "not-table", "")


def _is_table(one: Seen) -> bool:
    """Whether most rows have the same number of cells, and more than one; prose does not."""
    widths = [len(row.cells) for row in one.rows]
    usual = max(set(widths), key=widths.count)
    return usual > 1 and widths.count(usual) * 2 > len(widths)


def most_regular(seen: Sequence[Seen]) -> Seen:
    """Return the table whose rows are most alike in width; wider ones win between equals."""

    def regularity(one: Seen) -> tuple[float, int]:
        widths = [len(row.cells) for row in one.rows if len(row.cells) > 1]
        if not widths:
            return (0.0, 0)
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        return (widths.count(usual) / len(one.rows), usual)

    return max(seen, key=regularity)


def _sheets(opened: Opened, layouts: Sequence[Layout], given: Layout | None) -> list[Found]:
    """Return each sheet that is recognised; where none is, the question about the first."""
    layouts = [layout for layout in layouts if layout.marks != "iif"]
    found: list[Found] = []
    asked: list[tuple[str, Question]] = []
    for name in sheet_names(opened):
        table = SheetTable(opened, name)
        seen = Seen(table, first_rows(table))
        if not seen.rows:
            continue
        one = _one([seen], layouts, given, opened.name)
        if isinstance(one, Question):
            asked.append((name, one))
        else:
            found.append(one)
    if not found and not asked:
        raise refused(opened.name, "empty", code="FILE-EMPTY")
    if not any(isinstance(one, Recognised) for one in found):
        return [*found, *(one for _, one in asked[:1])]
    words = reading_words().ignored["sheet"]
    for name, one in asked:
        # Beside a sheet of documents, one that no layout knows is a note; one that lacks a column is not.
        found.append(one if one.layout else IgnoredFile(opened.name, words.format(said=name)))
    return found
