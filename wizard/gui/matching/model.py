"""The rows of the table of matches: numbered to be read aloud, filtered while somebody types."""

import enum
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from wizard.books.match_table import Choices, MatchRow, MatchTable, State
from wizard.catalogue.matching import match_words
from wizard.catalogue.words import figure, number, words_of
from wizard.model.mapping import Code, Slot

_words = words_of(__name__)

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Column(enum.IntEnum):
    """The columns, from the left."""

    STATE = 0
    NUMBER = 1
    WORD = 2
    KIND = 3
    USED = 4
    TOTAL = 5
    TARGET = 6
    WHY = 7


def heading(column: Column) -> str:
    """Return what stands above a column; the states have nothing."""
    return _words.one_of("columns", column.name.lower())


class MatchModel(QAbstractTableModel):
    """Rows of a `MatchTable`; what is filtered out stays numbered as it was."""

    edited = Signal()

    def __init__(self, table: MatchTable) -> None:
        super().__init__()
        self.table = table
        self._searched = [self._text(at) for at in range(len(table.rows))]
        self._listed = self._all_listed()
        self._shown = self._listed
        self._words: list[str] = []
        self._slot: Slot | None = None

    # --- what is shown ---

    @property
    def shown(self) -> list[int]:
        """The places of the rows shown, in their order."""
        return self._shown

    @property
    def listed(self) -> list[int]:
        """The places of all rows that nothing but a filter hides."""
        return self._listed

    def _all_listed(self) -> list[int]:
        return [at for at, row in enumerate(self.table.rows) if row.state is not State.REMOVED]

    @property
    def slot(self) -> Slot | None:
        """The only slot that is shown; None: all."""
        return self._slot

    def filter(self, text: str) -> None:
        """Show the rows that have every word of a text in them."""
        self._words = text.casefold().split()
        self._show()

    def show_slot(self, slot: Slot | None) -> None:
        """Show one slot alone, or all."""
        self._slot = slot
        self._show()

    def _show(self) -> None:
        self.beginResetModel()
        codes, words, searched = self.table.codes, self._words, self._searched
        found = self.listed
        if self._slot is not None:
            found = [at for at in found if codes[at].slot == self._slot]
        for word in words:
            found = [at for at in found if word in searched[at]]
        self._shown = found
        self.endResetModel()

    def place(self, index: Index) -> int:
        """Return the place of the row at an index."""
        return self._shown[index.row()]

    def line(self, at: int) -> int | None:
        """Return in which line of the table a place is shown; None where it is filtered out."""
        try:
            return self._shown.index(at)
        except ValueError:
            return None

    # --- changing ---

    def put(self, choices: Choices) -> Choices:
        """Make choices and return what was chosen before."""
        listed = self.listed
        before = self.table.put(choices)
        self._searched += [""] * (len(self.table.rows) - len(self._searched))
        for at in choices:
            self._searched[at] = self._text(at)
        self._listed = self._all_listed()
        if self._listed != listed:  # a word was typed, or such a one taken out again
            self._show()
        lines = [line for line, at in enumerate(self._shown) if at in choices]
        if lines:
            self.dataChanged.emit(self.index(lines[0], 0), self.index(lines[-1], len(Column) - 1))
        self.edited.emit()
        return before

    def _text(self, at: int) -> str:
        row = self.table.rows[at]
        return f"{at + 1} {row.code.word} {row.label} {row.why}".casefold()

    # --- what Qt asks ---

    def rowCount(self, parent: Index | None = None) -> int:
        """So many rows are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """All columns; the view hides what says nothing."""
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A column's heading."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return heading(Column(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in {Column.USED, Column.TOTAL}
            return int(_RIGHT if right else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text, its state, or what is read aloud of its row."""
        at = self._shown[index.row()]
        row, column = self.table.rows[at], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return TEXTS[column](at, row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return TEXTS[column](at, row) or match_words().states[row.state]
        if role == Qt.ItemDataRole.TextAlignmentRole and column in {Column.USED, Column.TOTAL}:
            return int(_RIGHT)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return aloud(at, row) if column == Column.STATE else TEXTS[column](at, row)
        return None


def aloud(at: int, row: MatchRow) -> str:
    """Return a row as it is read aloud."""
    said = match_words().states[row.state]
    means = f", {row.label}" if row.label else ""
    return _words(
        "aloud",
        number=at + 1,
        word=row.code.word,
        used=row.code.count,
        said=said,
        means=means,
        why=row.why,
    )


def _used(row: MatchRow) -> str:
    return number(row.code.count) if row.code.count else "–"


def total_of(code: Code) -> str:
    """Return what a code comes to, with marks between thousands; blank where no file of today has it."""
    if not code.count:
        return ""
    return in_thousands(code.total)


def in_thousands(amount: str) -> str:
    """Return an amount with marks between thousands."""
    whole, _, cents = amount.partition(".")
    return figure(Decimal(amount), len(cents)) if whole.lstrip("-").isdigit() else amount


TEXTS: dict[int, Callable[[int, MatchRow], str]] = {
    Column.STATE: lambda at, row: "",  # noqa: ARG005 - its mark is drawn
    Column.NUMBER: lambda at, row: str(at + 1),  # noqa: ARG005
    Column.WORD: lambda at, row: row.code.word,  # noqa: ARG005
    Column.KIND: lambda at, row: match_words().slots[row.code.slot].one,  # noqa: ARG005
    Column.USED: lambda at, row: _used(row),  # noqa: ARG005
    Column.TOTAL: lambda at, row: total_of(row.code),  # noqa: ARG005
    Column.TARGET: lambda at, row: row.label or _words("choose"),  # noqa: ARG005
    Column.WHY: lambda at, row: row.why,  # noqa: ARG005
}
"""What stands in each column of a row."""
