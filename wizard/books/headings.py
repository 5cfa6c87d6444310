"""Headings: which row they stand in, which layout they are, and which column each field is."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from wizard.catalogue.layouts import DAYS, NUMBERS, Layout, Outside, reading_words
from wizard.model.books import Cell, Question, RawRow, Table

MOST_HEADINGS = 2_000
"""Columns that are compared; a file of more is read no further to the right."""
LOOKED_AT = 200
"""Rows in which the headings are looked for."""
_LONGEST_SHOWN = 8


class Recognised(Struct, frozen=True):
    """A table whose columns are known: field to index from 0; `extra`: headings a layout reads besides."""

    table: Table
    layout: Layout
    header_line: int
    headings: tuple[str, ...]
    at: Mapping[str, int]
    extra: Mapping[str, int]

    def name_of(self, field: str) -> str:
        """Return a field's heading, or its column's number."""
        index = self.at[field]
        return self.headings[index] if self.header_line else str(index + 1)

    @property
    def columns(self) -> dict[str, str | int]:
        """Return field to heading, or to the column's number where there are no headings."""
        if not self.header_line:
            return {field: index + 1 for field, index in self.at.items()}
        return {field: self.headings[index] for field, index in self.at.items()}


class Fit(Struct, frozen=True):
    """How far a row of headings is a layout's."""

    layout: Layout
    row: RawRow
    found: Mapping[str, int]
    whole: bool
    rank: tuple[bool, int, bool, bool, int]


def normal(heading: Cell) -> str:
    """Return a heading as it is compared: without `*`, outer blanks and capitals."""
    text = heading if isinstance(heading, str) else str(heading)
    return text.strip(" \t\u00a0\ufeff*\r\n").casefold()


def shown(heading: Cell) -> str:
    """Return a heading as it is told."""
    return (heading if isinstance(heading, str) else str(heading)).strip(" \t\u00a0\ufeff\r\n")


def places(cells: Sequence[Cell]) -> dict[str, list[int]]:
    """Return where each heading stands; more than one index: it stands there twice."""
    found: dict[str, list[int]] = {}
    for index, cell in enumerate(cells[:MOST_HEADINGS]):
        name = normal(cell)
        if name:
            found.setdefault(name, []).append(index)
    return found


def names_of(column: object) -> list[str]:
    """Return the headings a layout gives a field."""
    several = column if isinstance(column, list) else [column]
    return [str(name) for name in several]


def best_fit(rows: Sequence[RawRow], layouts: Iterable[Layout], file: str) -> Fit | None:
    """Return the layout that fits best in these rows; where none fits whole, one of which half is there."""
    stem = "".join(c for c in file.casefold() if c.isalnum())
    fits = []
    for row in rows:
        at = places(row.cells)
        if len(at) < 1 or row.broken is not None:
            continue
        fits += [fit for layout in layouts if (fit := _fit(layout, row, at, stem)) is not None]
    return max(fits, key=lambda fit: fit.rank, default=None)


def _fit(layout: Layout, row: RawRow, at: Mapping[str, list[int]], stem: str) -> Fit | None:
    found = {}
    for field, column in layout.columns.items():
        for name in names_of(column):
            if normal(name) in at:
                found[field] = at[normal(name)][0]
                break
    strange = any(normal(name) in at for name in layout.never)
    needs = layout.needs or list(layout.columns)
    lacking = [field for field in needs if field not in found]
    whole = not lacking and not strange
    if not whole and (strange or len(found) < 2 or len(lacking) * 2 > len(needs)):
        return None
    named = any(name.replace("-", "") in stem for name in layout.file_names)
    if layout.own and not named and not any(normal(name) in at for name in layout.own):
        return None
    distinct = len(set(found.values()))
    return Fit(layout, row, found, whole, (whole, distinct, named, not layout.file_names, -row.line))


def recognised(table: Table, fit: Fit) -> Recognised | Question:
    """Return the columns of a fit; FILE-COLUMNS where one is missing or stands there twice."""
    at = places(fit.row.cells)
    layout = fit.layout
    wanted = _columns_wanted(layout, fit.found)
    if isinstance(wanted, str):
        return question(table.file, "missing-column", wanted, layout.id)
    for field in fit.found:
        doubled = next((n for n in names_of(layout.columns[field]) if len(at.get(normal(n), ())) > 1), None)
        if doubled is not None and (field in wanted or field in NUMBERS or field in DAYS):
            return question(table.file, "double-column", doubled, layout.id)
    headings = tuple(shown(cell) for cell in fit.row.cells)
    extra = {name: at[normal(name)][0] for name in extra_headings(layout) if normal(name) in at}
    return Recognised(table, layout, fit.row.line, headings, fit.found, extra)


def by_number(table: Table, layout: Layout, rows: Sequence[RawRow]) -> Recognised | Question:
    """Return the columns of a table without headings."""
    width = max((len(row.cells) for row in rows), default=0)
    at = {field: int(str(column)) - 1 for field, column in layout.columns.items()}
    for index in at.values():
        if index >= width:
            return question(table.file, "missing-column", str(index + 1))
    wanted = _columns_wanted(layout, at)
    if isinstance(wanted, str):
        return question(table.file, "missing-column", wanted)
    return Recognised(table, layout, 0, (), at, {})


def extra_headings(layout: Layout) -> list[str]:
    """Return the headings that a layout reads besides its fields."""
    paid = [layout.payment.type, layout.payment.date] if layout.payment else []
    return [*layout.filled, *(line.column for line in layout.add_lines), *paid]


def _columns_wanted(layout: Layout, found: Mapping[str, int]) -> set[str] | str:
    """Return the fields this kind cannot do without, or what to call the first that is missing."""
    needed = _NEEDED[layout.kind] | set(layout.needs)
    if layout.id == "given":
        needed |= set(layout.columns)
    for field in (*layout.columns, *sorted(needed)):
        if field in needed and field not in found:
            return _called(layout, field)
    if layout.kind == "contacts":
        return needed
    ways: list[tuple[str, ...]] = [("amount",), ("debit", "credit")]
    if layout.kind in {"invoices", "credit-notes"}:
        ways += [("line_amount",), ("quantity", "unit_amount")]
    for way in ways:
        if all(field in found for field in way):
            return needed | {field for way in ways for field in way if field in found}
    started = next((way for way in reversed(ways) if any(field in found for field in way)), None)
    if started is None:
        started = next((way for way in ways if all(f in layout.columns for f in way)), ("amount",))
    return _called(layout, next(field for field in started if field not in found))


_NEEDED: Mapping[str, set[str]] = {
    "invoices": {"number", "date"},
    "credit-notes": {"number", "date"},
    "payments": {"date"},
    "overpayments": {"date"},
    "journal": {"date", "account"},
    "contacts": {"contact"},
}


def _called(layout: Layout, field: str) -> str:
    column = layout.columns.get(field)
    if column is None:
        return reading_words().words.fields[field]
    return names_of(column)[0]


def question(file: str, words: str, said: str, layout: str | None = None) -> Question:
    """Return a FILE-COLUMNS question, and for which layout it is asked."""
    return Question("FILE-COLUMNS", file, reading_words().faults[words].format(said=said), layout=layout)


def unknown(file: str, rows: Sequence[RawRow]) -> Question:
    """Return the question for a table that no layout knows, with the headings it seems to have."""
    widest = max(rows, key=lambda row: sum(1 for cell in row.cells if normal(cell)), default=None)
    names = [shown(cell) for cell in (widest.cells if widest else ()) if normal(cell)]
    said = ", ".join(name[:40] for name in names[:_LONGEST_SHOWN])
    return question(file, "unknown", said + (" …" if len(names) > _LONGEST_SHOWN else ""))


def outside(rows: Sequence[RawRow]) -> Outside | None:
    """Return whose payouts and fees a file is, where its headings tell."""
    for row in rows:
        at = places(row.cells)
        for one in reading_words().outside:
            if all(normal(name) in at for name in one.needs):
                return one
    return None
