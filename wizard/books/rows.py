"""What both passes see alike: which lines are data, and which document a row belongs to."""

from collections.abc import Iterator, Sequence
from datetime import date

from wizard.books.dates import read_date
from wizard.books.headings import Recognised, normal
from wizard.books.iif import BLOCK
from wizard.model.books import Cell, RawRow, Reason, Skipped

_RULES = "#-=*_\x1a"
"""What a line under a table is drawn with; DOS ends a file with the last."""
_TOTALS = {"total", "totals"}


def text_of_cell(cell: Cell) -> str:
    """Return a cell as text, without outer blanks."""
    if isinstance(cell, str):
        return cell.strip()
    return cell.isoformat() if isinstance(cell, date) else f"{cell:f}"


class DataRows:
    """Tells data from what is none; one pass over a table."""

    def __init__(self, table: Recognised) -> None:
        self._table = table
        self._headings = [normal(name) for name in table.headings]
        self._dates = tuple(table.at[f] for f in ("date",) if f in table.at)
        self._number = table.at.get("number")
        self._telling = table.at.get("date", 0) if table.header_line else 0

    def __iter__(self) -> Iterator[RawRow | Skipped]:
        """Return each row of data, and each line that is none; blank lines are not told."""
        header = self._table.header_line
        headings = self._headings
        for row in self._table.table.rows():
            cells = row.cells
            if row.line <= header:
                if row.line < header and (row.broken is not None or not is_blank(cells)):
                    yield Skipped(row.line, Reason("before-headings"))
                continue
            if row.broken is not None:
                yield Skipped(row.line, row.broken) if row.broken.code == "other-list" else row
                continue
            if not cells or (_is_empty(cells[0]) and is_blank(cells)):
                continue
            if headings and len(cells) == len(headings) and self._is_headings(cells):
                yield Skipped(row.line, Reason("headings-again"))
                continue
            reason = self._no_data(cells)
            yield row if reason is None else Skipped(row.line, reason)

    def _is_headings(self, cells: Sequence[Cell]) -> bool:
        """Whether the headings stand here again; the date's cell shows it at once."""
        at = self._telling
        if str(cells[at])[:1].isdigit():
            return False
        return normal(cells[at]) == self._headings[at] and [normal(c) for c in cells] == self._headings

    def _no_data(self, cells: Sequence[Cell]) -> Reason | None:
        """Return why a row is no data: totals and footers have no date."""
        if not self._dates:
            return None
        index = self._dates[0]
        if 0 < index < len(cells) and not _is_empty(cells[index]):
            return None
        first = text_of_cell(cells[0])
        if first.rstrip(" :").casefold() in _TOTALS and not self._numbered(cells):
            return Reason("totals-row")
        if self._is_footer(first, cells):
            return Reason("footer")
        return None

    def _numbered(self, cells: Sequence[Cell]) -> bool:
        """Whether the row has a number, in a cell of its own."""
        number = self._number
        return bool(number and number < len(cells) and text_of_cell(cells[number]))

    def _is_footer(self, first: str, cells: Sequence[Cell]) -> bool:
        """Whether a row is nothing but words in its first cell: several words, a rule or a remark."""
        if not first or not is_blank(cells[1:]):
            return False
        if self._dates[0] == 0 and read_date(first).days:
            return False
        return len(first.split()) > 1 or not first.strip(_RULES)


def _is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and (not cell or cell.isspace())


def is_blank(cells: Sequence[Cell]) -> bool:
    """Whether nothing stands in a row."""
    return all(_is_empty(cell) for cell in cells)


class Keys:
    """Says which document each row belongs to; blank cells go on with the row before."""

    def __init__(self, table: Recognised) -> None:
        at = table.at
        self._number = at.get("number")
        self._date = at.get("date")
        self._narration = at.get("narration")
        self._is_journal = table.layout.kind == "journal"
        self._head = tuple(at[f] for f in ("date", "contact", "contact_code", "amount") if f in at)
        self._block = len(table.headings) - 1 if table.headings and table.headings[-1] == BLOCK else None
        self._last = ""
        self._last_narration, self._last_day, self._last_is_day = "", "", True

    def of(self, cells: Sequence[Cell]) -> str:
        """Return the row's document; empty where nothing tells."""
        number = _cell(cells, self._number)
        if self._block is not None:
            return number or f"\x1e{_cell(cells, self._block)}"
        if number:
            self._last = number
            return number
        if self._is_journal:
            return self._journal(cells)
        if self._last and not any(_cell(cells, index) for index in self._head):
            return self._last
        self._last = ""
        return ""

    def _journal(self, cells: Sequence[Cell]) -> str:
        """Return narration and day; rows that leave both blank belong to the journal above."""
        narration, day = _cell(cells, self._narration), _cell(cells, self._date)
        if not narration and not day and self._last:
            return self._last
        days = read_date(day).days
        if self._last and day and narration == self._last_narration and not (days and self._last_is_day):
            return self._last  # a row whose date is none spoils the journal it stands in
        if day:
            self._last_is_day = bool(days)
            self._last_day = days[0].isoformat() if days else day
        if narration or day:
            self._last_narration = narration or self._last_narration
        self._last = f"{self._last_narration}\x1f{self._last_day}"
        return self._last


def called(key: str) -> str:
    """Return a document's name as it is told: its number, or a journal's narration."""
    return key.partition("\x1f")[0].lstrip("\x1e")


def _cell(cells: Sequence[Cell], index: int | None) -> str:
    return text_of_cell(cells[index]) if index is not None and index < len(cells) else ""
