"""The second pass: each row a record, a fault or a line that is no data; nothing is guessed any more."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from wizard.books.amounts import SIDES, Amount, amount, fits_places, typed
from wizard.books.dates import read_date
from wizard.books.headings import Recognised
from wizard.books.rows import DataRows, Keys, is_blank, text_of_cell
from wizard.books.survey import PAID, Reading
from wizard.catalogue.layouts import DAYS, MONEY, NUMBERS, Layout
from wizard.model.books import Cell, DateOrder, Paid, RawRow, Reason, Record, Row, RowFault, Skipped

_LONGEST_SAID = 60
_SIGNED = ("amount", "line_amount", "tax_amount")
"""The fields that a debit or credit letter beside them turns."""


class _Fault(Exception):
    """A cell that cannot be read."""

    def __init__(self, column: str, code: str, said: str = "") -> None:
        super().__init__(code)
        self.column, self.reason = column, Reason(code, said.strip()[:_LONGEST_SAID])


_Number = tuple[str, str, int, bool]
"""A column of numbers: its field, its heading, its index, and whether it holds cents."""


def read(reading: Reading) -> Iterator[Row]:
    """Yield every row of data and every line that is none, in the file's order."""
    table = reading.table
    one = _RowReader(reading)
    for row in DataRows(table):
        yield row if isinstance(row, Skipped) else one.read(row)


class _RowReader:
    """Turns the cells of one table into records."""

    def __init__(self, reading: Reading) -> None:
        table, layout = reading.table, reading.table.layout
        at = table.at
        self._table, self._layout = table, layout
        self._mark = reading.decimal or layout.decimal or "."
        self._width = len(table.headings) if table.header_line else 0
        self._keys = None if layout.one_a_row else Keys(table)
        self._number = at.get("number")
        self._texts = [
            (field, index) for field, index in at.items() if field not in (*NUMBERS, *DAYS, "number", "sign")
        ]
        self._days = [(f, table.name_of(f), at[f], reading.orders.get(f)) for f in DAYS if f in at]
        cents = set(MONEY) - set(layout.unit_prices)
        self._numbers: list[_Number] = [(f, table.name_of(f), at[f], f in cents) for f in NUMBERS if f in at]
        self._sign, self._currency = at.get("sign"), at.get("currency")
        self._added = [
            (a.column, table.extra[a.column], a.negative) for a in layout.add_lines if a.column in table.extra
        ]
        self._left_out = _left_out_rules(table)
        self._kept = _kept_rules(table)
        self._paid = _paid_columns(table, reading.orders.get(PAID))
        self._must = _must_be_filled(table)

    def read(self, row: RawRow) -> Record | RowFault:
        """Return the row's record, or its first fault."""
        cells = row.cells
        key = self._keys.of(cells) if self._keys is not None else None
        if row.broken is not None:
            return RowFault(row.line, self._nul_column(row), row.broken, key)
        if self._width and len(cells) > self._width and not is_blank(cells[self._width :]):
            return RowFault(row.line, "", Reason("more-cells"), key)
        left_out = self._reason_to_leave_out(cells)
        try:
            return self._record(row.line, cells, key, left_out)
        except _Fault as fault:
            if left_out is not None:
                return Record(row.line, self._key_or_name(key, cells), {}, {}, {}, left_out)
            return RowFault(row.line, fault.column, fault.reason, key)

    def _record(self, line: int, cells: Sequence[Cell], key: str | None, left_out: Reason | None) -> Record:
        width = len(cells)
        texts = {
            field: text
            for field, index in self._texts
            if index < width and (text := text_of_cell(cells[index]))
        }
        days = {}
        for field, column, index, order in self._days:
            if index < width and (day := _day(cells[index], order, column)) is not None:
                days[field] = day
        amounts = self._amounts(cells, width)
        if key is None or not key:
            self._check_filled(cells, days, amounts)
        return Record(
            line,
            self._key_or_name(key, cells),
            texts,
            days,
            amounts,
            left_out,
            self._is_kept(cells),
            self._lines_added(cells, width) if self._added else {},
            self._payment(cells) if self._paid is not None else None,
        )

    def _amounts(self, cells: Sequence[Cell], width: int) -> dict[str, Decimal]:
        amounts = {}
        for field, column, index, is_money in self._numbers:
            if index < width and (cell := cells[index]) != "":
                found = self._amount(cell, column, percent=field == "discount")
                if found is not None:
                    if is_money and found.places:
                        self._check_places(found, cells, column, cell)
                    amounts[field] = found.value
        if self._sign is not None:
            turn = self._turn(cells)
            if turn < 0:
                amounts |= {f: -value for f, value in amounts.items() if f in _SIGNED}
        if "debit" in amounts or "credit" in amounts:
            amounts["line_amount"] = amounts.pop("debit", Decimal(0)) - amounts.pop("credit", Decimal(0))
        return amounts

    def _amount(self, cell: Cell, column: str, *, percent: bool = False) -> Amount | None:
        if isinstance(cell, Decimal):
            number = typed(cell)
            if number is None:
                raise _Fault(column, "not-amount", text_of_cell(cell))
            return number
        if isinstance(cell, date):
            raise _Fault(column, "not-amount", cell.isoformat())
        found = amount(cell, self._mark)
        if found is not None:
            return found
        text = cell.strip()
        if not text:
            return None
        if percent and text.endswith("%"):
            return self._amount(text[:-1], column)
        if amount(text, "," if self._mark == "." else ".") is not None:
            raise _Fault(column, "other-mark", text)
        raise _Fault(column, "not-amount", text)

    def _check_places(self, found: Amount, cells: Sequence[Cell], column: str, cell: Cell) -> None:
        index = self._currency
        currency = text_of_cell(cells[index]) if index is not None and index < len(cells) else ""
        if not fits_places(found, currency):
            raise _Fault(column, "too-many-places", text_of_cell(cell))

    def _turn(self, cells: Sequence[Cell]) -> int:
        index = self._sign
        text = text_of_cell(cells[index]) if index is not None and index < len(cells) else ""
        turn = SIDES.get(text.rstrip(".").casefold(), 0) if text else 1
        if not turn:
            raise _Fault(self._table.name_of("sign"), "not-sign", text)
        return turn

    def _lines_added(self, cells: Sequence[Cell], width: int) -> dict[str, Decimal]:
        added = {}
        for column, index, negative in self._added:
            found = self._amount(cells[index], column) if index < width else None
            if found is not None and found.value:
                added[column] = -found.value if negative else found.value
        return added

    def _payment(self, cells: Sequence[Cell]) -> Paid | None:
        assert self._paid is not None
        how, when, column, order = self._paid
        kind = text_of_cell(cells[how]) if how is not None and how < len(cells) else ""
        day = _day(cells[when], order, column) if when is not None and when < len(cells) else None
        return Paid(kind, day) if kind or day else None

    def _reason_to_leave_out(self, cells: Sequence[Cell]) -> Reason | None:
        for rule in self._left_out:
            reason = rule(cells)
            if reason is not None:
                return reason
        return None

    def _is_kept(self, cells: Sequence[Cell]) -> bool:
        return any(rule(cells) for rule in self._kept)

    def _check_filled(
        self, cells: Sequence[Cell], days: dict[str, date], amounts: dict[str, Decimal]
    ) -> None:
        """Check what a row cannot do without: one that is a record of its own, or of no document."""
        if not self._layout.one_a_row:
            raise _Fault(self._column("number"), "blank")
        for field, index in self._must:
            if field == "date":
                blank = "date" not in days
            elif field == "amount":
                blank = not amounts.keys() & {"amount", "line_amount"}
            else:
                blank = index >= len(cells) or not text_of_cell(cells[index])
            if blank:
                raise _Fault(self._column(field), "blank")

    def _column(self, field: str) -> str:
        at = self._table.at
        names = {"amount": ("amount", "debit"), "number": ("number", "narration")}.get(field, (field,))
        return next((self._table.name_of(name) for name in names if name in at), field)

    def _key_or_name(self, key: str | None, cells: Sequence[Cell]) -> str:
        if key is not None:
            return key
        field = "contact" if self._layout.kind == "contacts" else "number"
        index = self._table.at.get(field)
        return text_of_cell(cells[index]) if index is not None and index < len(cells) else ""

    def _nul_column(self, row: RawRow) -> str:
        if row.broken is None or row.broken.code not in {"nul", "not-text"}:
            return ""
        for field, index in self._table.at.items():
            cell = row.cells[index] if index < len(row.cells) else ""
            if isinstance(cell, str) and ("\0" in cell or not _is_whole(cell)):
                return self._table.name_of(field)
        return ""


def _is_whole(text: str) -> bool:
    return not any("\udc80" <= c <= "\udcff" for c in text)


def _day(cell: Cell, order: DateOrder | None, column: str) -> date | None:
    """Return a cell's day under the column's order; None where it is blank."""
    if isinstance(cell, str):
        if not cell or cell.isspace():
            return None
        found = read_date(cell)
        day = found.under(order)
        if day is None:
            raise _Fault(column, "other-order" if found.days else "not-date", cell)
        return day
    if isinstance(cell, Decimal):
        raise _Fault(column, "not-date", text_of_cell(cell))
    return cell


def _must_be_filled(table: Recognised) -> list[tuple[str, int]]:
    layout, at = table.layout, table.at
    if layout.kind == "contacts":
        return [("contact", at["contact"])]
    fields = [("date", at["date"]), ("amount", -1)]
    if layout.kind == "payments" and "number" in at:
        fields.insert(0, ("number", at["number"]))
    return fields


_Rule = Callable[[Sequence[Cell]], Reason | None]


def _left_out_rules(table: Recognised) -> list[_Rule]:
    layout = table.layout
    rules: list[_Rule] = []
    for heading, reason in layout.filled.items():
        if heading in table.extra:
            rules.append(_if_filled(table.extra[heading], reason))
    for field, words in layout.exclude.items():
        if field in table.at:
            rules.append(_if_word(table.at[field], {_folded(word) for word in words}))
    for field, words in layout.keep.items():
        if field in table.at:
            rules.append(_if_other_word(table.at[field], {_folded(word) for word in words}))
    return rules


def _folded(word: str) -> str:
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").split())


def _if_filled(index: int, reason: str) -> _Rule:
    return lambda cells: Reason("", reason) if index < len(cells) and text_of_cell(cells[index]) else None


def _if_word(index: int, words: set[str]) -> _Rule:
    def rule(cells: Sequence[Cell]) -> Reason | None:
        text = text_of_cell(cells[index]) if index < len(cells) else ""
        return Reason("", text.lower()) if text and _folded(text) in words else None

    return rule


def _if_other_word(index: int, words: set[str]) -> _Rule:
    def rule(cells: Sequence[Cell]) -> Reason | None:
        text = text_of_cell(cells[index]) if index < len(cells) else ""
        return Reason("", text.lower()) if text and _folded(text) not in words else None

    return rule


def _kept_rules(table: Recognised) -> list[Callable[[Sequence[Cell]], bool]]:
    def filled(index: int) -> Callable[[Sequence[Cell]], bool]:
        return lambda cells: index < len(cells) and bool(text_of_cell(cells[index]))

    return [filled(table.at[field]) for field in table.layout.keep if field in table.at]


def _paid_columns(
    table: Recognised, order: DateOrder | None
) -> tuple[int | None, int | None, str, DateOrder | None] | None:
    paid = table.layout.payment
    if paid is None or not {paid.type, paid.date} & set(table.extra):
        return None
    return table.extra.get(paid.type), table.extra.get(paid.date), paid.date, order


def needs_word(layout: Layout, table: Recognised) -> bool:
    """Whether a document without any of the words that say it may be sent is left out."""
    return any(field in table.at for field in layout.keep)
