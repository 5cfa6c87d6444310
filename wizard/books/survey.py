"""The first pass: what a whole column proves of its dates and amounts, and which documents come apart."""

from collections import Counter
from collections.abc import Mapping
from typing import get_args

from msgspec import Struct

from wizard.books.amounts import mark_shown
from wizard.books.dates import read_date
from wizard.books.headings import Recognised
from wizard.books.notes import Seen
from wizard.books.rows import DataRows, Keys
from wizard.catalogue.layouts import DAYS, NUMBERS, reading_words
from wizard.model.books import DateOrder, DecimalMark, Evidence, Question, Skipped

PAID = "paid"
"""The name under which the date of an order's payment is decided and read."""
_EXAMPLES = 3


class Reading(Struct, frozen=True):
    """How a table is to be read: its columns, its decimal mark, and each date column's order."""

    table: Recognised
    decimal: DecimalMark | None
    orders: Mapping[str, DateOrder | None]
    apart: frozenset[int]
    """Hashes of the documents whose rows do not stand together."""
    evidence: Mapping[str, Evidence]
    typed_codes: tuple[str, ...] = ()
    """Columns of codes that are numbers in the sheet."""


class _Dates:
    """What a column of dates proves."""

    def __init__(self) -> None:
        self.orders: Counter[tuple[str, ...]] = Counter()
        self.named: Counter[str] = Counter()
        self.examples: dict[tuple[str, ...], str] = {}

    def see(self, text: str) -> None:
        found = read_date(text)
        if found.named:
            self.named[found.orders[0]] += 1
        elif found.orders:
            if found.orders not in self.orders:
                self.examples[found.orders] = text
            self.orders[found.orders] += 1

    @property
    def decided(self) -> DateOrder | None:
        """The order that most of the cells prove; None where none does."""
        proven = Counter({orders[0]: n for orders, n in self.orders.items() if len(orders) == 1})
        best = proven.most_common(1)
        return best[0][0] if best else None  # type: ignore[return-value]

    @property
    def doubtful(self) -> str | None:
        """A date that could be two days, if there is one."""
        return next((self.examples[o] for o in self.orders if len(o) > 1), None)

    @property
    def by_name(self) -> DateOrder | None:
        """The order in which dates with a month's name are written."""
        best = self.named.most_common(1)
        return best[0][0] if best else None  # type: ignore[return-value]

    def evidence(self, order: str) -> Evidence:
        proving = sum(n for orders, n in self.orders.items() if orders == (order,))
        against = sum(n for orders, n in self.orders.items() if order not in orders)
        examples = tuple(text for orders, text in self.examples.items() if orders == (order,))
        return Evidence(order, proving, against, examples[:_EXAMPLES])


class _Marks:
    """What the amounts of a file prove of its decimal mark."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.example: dict[str, tuple[str, str]] = {}

    def see(self, column: str, text: str) -> None:
        mark = mark_shown(text)
        if mark:
            if mark not in self.seen:
                self.example[mark] = (column, text)
            self.seen[mark] += 1

    @property
    def decided(self) -> DecimalMark | None:
        best = Counter({mark: self.seen[mark] for mark in get_args(DecimalMark)}).most_common(1)[0]
        return best[0] if best[1] else None

    def evidence(self, mark: str) -> Evidence:
        other = "," if mark == "." else "."
        examples = (self.example[mark][1],) if mark in self.example else ()
        return Evidence(mark, self.seen[mark], self.seen[other], examples)


def survey(table: Recognised) -> Reading | Question:
    """Read a table once and decide how it is to be read; FILE-DATES where only a person can say."""
    layout = table.layout
    days = {field: table.at[field] for field in DAYS if field in table.at}
    if layout.payment is not None and layout.payment.date in table.extra:
        days[PAID] = table.extra[layout.payment.date]
    numbers = [(table.name_of(f), table.at[f]) for f in NUMBERS if f in table.at]
    numbers += [(a.column, table.extra[a.column]) for a in layout.add_lines if a.column in table.extra]
    codes = [(f, table.at[f]) for f in ("number", "contact_code", "account", "item") if f in table.at]
    dates = {field: _Dates() for field in days}
    marks, apart = _Marks(), _Apart()
    typed: set[str] = set()
    keys = None if layout.one_a_row else Keys(table)
    see_date = [(dates[field].see, index) for field, index in days.items()]
    is_sheet = table.table.sheet is not None
    for row in DataRows(table):
        if isinstance(row, Skipped):
            continue
        cells = row.cells
        width = len(cells)
        if keys is not None:
            apart.see(keys.of(cells))
        if row.broken is not None:
            continue
        for see, index in see_date:
            if index < width and (cell := cells[index]) and isinstance(cell, str):
                see(cell)
        for name, index in numbers:
            if index < width and isinstance(cell := cells[index], str) and ("." in cell or "," in cell):
                marks.see(name, cell)
        if is_sheet:
            typed.update(f for f, index in codes if index < width and not isinstance(cells[index], str))
    return _decide(table, dates, marks, apart, sorted(typed))


def _decide(
    table: Recognised, dates: Mapping[str, _Dates], marks: _Marks, apart: "_Apart", typed: list[str]
) -> Reading | Question:
    layout = table.layout
    orders: dict[str, DateOrder | None] = {}
    # What one column proves holds for its neighbour; that a year comes first says nothing of day and month.
    known = next((d.decided for d in dates.values() if d.decided in {"dmy", "mdy"}), None)
    evidence = {}
    for field, seen in dates.items():
        order = layout.date_order or seen.decided or (known if seen.doubtful else None)
        if order is None and seen.doubtful is not None:
            return _doubt(table, "date-order", _column(table, field), seen.doubtful, ("dmy", "mdy"))
        orders[field] = (order or seen.by_name) if seen.orders or seen.named else None
        if orders[field]:
            evidence[field] = seen.evidence(str(orders[field]))
    mark = layout.decimal or marks.decided
    if mark is None and marks.seen["?"]:
        return _doubt(table, "decimal-mark", *marks.example["?"], (".", ","))
    if mark is not None:
        evidence["decimal"] = marks.evidence(mark)
    return Reading(
        table, mark if sum(marks.seen.values()) else None, orders, apart.found, evidence, tuple(typed)
    )


def _column(table: Recognised, field: str) -> str:
    if field == PAID and table.layout.payment is not None:
        return table.layout.payment.date
    return table.name_of(field)


def _doubt(table: Recognised, words: str, column: str, said: str, choices: tuple[str, ...]) -> Question:
    message = reading_words().faults[words].format(column=column, said=said.strip()[:60])
    return Question("FILE-DATES", table.table.file, message, choices, table.layout.id)


class _Apart:
    """Notices documents whose rows come back after another's: about 20 bytes a document."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._apart: set[int] = set()
        self._last = ""

    def see(self, key: str) -> None:
        if key == self._last:
            return
        self._last = key
        if not key:
            return
        known = hash(key)
        if not self._seen.add(known):
            self._apart.add(known)

    @property
    def found(self) -> frozenset[int]:
        return frozenset(self._apart)
