"""The documents of a file, counted while it is read: only those whose rows come apart wait for the end."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from wizard.books.amounts import CENT
from wizard.books.reading import needs_word
from wizard.books.rows import called
from wizard.books.survey import Reading
from wizard.model.books import Excluded, Reason, Record, Row, RowFault, Skipped

_NOTHING = Decimal(0)


class Tally:
    """What the rows of one document come to so far."""

    __slots__ = (
        "amount", "blank_account", "day", "faults", "filled", "kept", "key", "left_out", "line", "lines",
        "records", "rows", "unpriced",
    )  # fmt: skip

    def __init__(self, key: str, line: int) -> None:
        self.key, self.line, self.rows = key, line, 0
        self.day = self.filled = self.kept = False
        self.amount: Decimal | None = None
        self.lines = _NOTHING
        self.left_out: Reason | None = None
        self.faults: list[RowFault] | None = None
        self.blank_account = self.unpriced = 0
        self.records: list[Record] = []


class Settled(Struct, frozen=True, gc=False):
    """What one document came to: good with its total, excluded, or faulty; and how many rows it has."""

    rows: int
    total: Decimal | None = None
    excluded: Excluded | None = None
    faults: tuple[RowFault, ...] = ()
    records: tuple[Record, ...] = ()
    """A good document's rows, where they were kept."""


def count(reading: Reading, rows: Iterator[Row], *, keep: bool = False) -> Iterator[Settled | Skipped]:
    """Yield each document's outcome once, and every skipped line; `keep`: with the rows of the good ones."""
    if reading.table.layout.one_a_row:
        return _each_row(reading, rows)
    return _by_document(reading, rows, keep=keep)


def _each_row(reading: Reading, rows: Iterator[Row]) -> Iterator[Settled | Skipped]:
    layout = reading.table.layout
    wants_word = needs_word(layout, reading.table)
    for row in rows:
        if isinstance(row, Skipped):
            yield row
        elif isinstance(row, RowFault):
            yield Settled(1, faults=(row,))
        elif row.left_out is not None or (wants_word and not row.kept):
            reason = row.left_out or Reason("no-status")
            yield Settled(1, excluded=Excluded(row.line, row.key, reason))
        else:
            amounts = row.amounts
            found = amounts.get("amount")
            total = amounts.get("line_amount", _NOTHING) if found is None else found
            yield Settled(1, total, records=(row,))


def _by_document(reading: Reading, rows: Iterator[Row], *, keep: bool) -> Iterator[Settled | Skipped]:
    apart = reading.apart
    settle = _Settle(reading)
    waiting: dict[str, Tally] = {}
    open_: Tally | None = None
    for row in rows:
        if isinstance(row, Skipped):
            yield row
            continue
        key = row.key or ""
        if open_ is None or key != open_.key or not key:
            if open_ is not None and open_.key not in waiting:
                yield settle.outcome(open_)
            open_ = waiting.get(key) or Tally(key, row.line)
            if key and hash(key) in apart:
                waiting[key] = open_
        settle.add(open_, row)
        if keep and isinstance(row, Record):
            open_.records.append(row)
    if open_ is not None and open_.key not in waiting:
        yield settle.outcome(open_)
    for tally in waiting.values():
        yield settle.outcome(tally)


class _Settle:
    """Adds rows to a document's tally, and says at its end what it came to."""

    def __init__(self, reading: Reading) -> None:
        table = reading.table
        self._table = table
        self._is_journal = table.layout.kind == "journal"
        self._tax = table.layout.tax_on_top
        self._wants_word = needs_word(table.layout, table)

    def add(self, tally: Tally, row: Record | RowFault) -> None:
        """Add one row."""
        tally.rows += 1
        if isinstance(row, RowFault):
            tally.faults = tally.faults or []
            tally.faults.append(row)
            return
        if row.left_out is not None and tally.left_out is None:
            tally.left_out = row.left_out
        tally.kept = tally.kept or row.kept
        tally.day = tally.day or "date" in row.days
        if self._is_journal:
            self._add_posting(tally, row)
        else:
            self._add_line(tally, row)

    def _add_posting(self, tally: Tally, row: Record) -> None:
        amounts = row.amounts
        value = amounts.get("amount", amounts.get("line_amount"))
        if value is None:
            tally.unpriced = tally.unpriced or row.line
        else:
            tally.filled = True
            if value > 0:
                tally.lines += value
        if "account" not in row.texts:
            tally.blank_account = tally.blank_account or row.line

    def _add_line(self, tally: Tally, row: Record) -> None:
        amounts = row.amounts
        if tally.amount is None:
            tally.amount = amounts.get("amount")
        line = line_amount(row)
        if line is None:
            if amounts.keys() & {"quantity", "unit_amount"}:
                tally.unpriced = tally.unpriced or row.line
            return
        tally.filled = True
        tally.lines += line
        if self._tax:
            tally.lines += amounts.get("tax_amount", _NOTHING)

    def outcome(self, tally: Tally) -> Settled:
        """Return what a document came to."""
        if tally.left_out is not None or (self._wants_word and not tally.kept and tally.faults is None):
            reason = tally.left_out or Reason("no-status")
            return Settled(tally.rows, excluded=Excluded(tally.line, called(tally.key), reason))
        if tally.faults is not None:
            return Settled(tally.rows, faults=tuple(tally.faults))
        fault = self._fault(tally)
        if fault is not None:
            return Settled(tally.rows, faults=(fault,))
        total = tally.lines if tally.amount is None else tally.amount
        return Settled(tally.rows, total, records=tuple(tally.records))

    def _fault(self, tally: Tally) -> RowFault | None:
        """Return what the whole document lacks."""
        if not tally.day:
            return RowFault(tally.line, self._table.name_of("date"), Reason("blank"), tally.key)
        if tally.blank_account:
            return RowFault(tally.blank_account, self._table.name_of("account"), Reason("blank"), tally.key)
        if tally.amount is not None:
            return None
        if tally.unpriced:
            return RowFault(tally.unpriced, self._money(), Reason("blank"), tally.key)
        if not tally.filled:
            return RowFault(tally.line, self._money(), Reason("no-amount"), tally.key)
        return None

    def _money(self) -> str:
        at = self._table.at
        fields = ("line_amount", "unit_amount", "amount", "debit")
        return next((self._table.name_of(field) for field in fields if field in at), "")


def line_amount(row: Record) -> Decimal | None:
    """Return what a row's line comes to: its own amount, else quantity by unit amount, to the cent."""
    amounts = row.amounts
    found = amounts.get("line_amount")
    if found is not None:
        return found
    quantity, unit = amounts.get("quantity"), amounts.get("unit_amount")
    if quantity is None or unit is None:
        return None
    return (quantity * unit).quantize(CENT, ROUND_HALF_UP)
