"""The table itself: rows go by arrows, Enter opens the list, Space takes a suggestion, Delete takes back."""

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from wizard.books.match_table import MatchTable
from wizard.catalogue.words import words_of
from wizard.gui.matching.marks import LINE_HEIGHT, RowDelegate
from wizard.gui.matching.model import TEXTS, Column, MatchModel, heading

_words = words_of(__name__)

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_SHARES = {Column.WORD: 4, Column.TARGET: 7, Column.WHY: 6}
"""How the room that is left is divided."""


class MatchView(QTableView):
    """Shows a MatchModel; tells what its user wants of the rows that are selected."""

    pick_wanted = Signal(str)
    """The list is wanted, with what was typed to open it."""
    accept_wanted = Signal()
    take_back_wanted = Signal()
    moved = Signal()
    """Other rows are selected."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("matches")
        self.setAccessibleName(_words("table"))
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(LINE_HEIGHT + 4)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumHeight(self.fontMetrics().height() + 12)
        self.clicked.connect(self._clicked)
        self._several_slots = False
        self._longest: dict[Column, str] = {}

    def show_matches(self, model: MatchModel) -> None:
        """Show these rows."""
        self.setModel(model)
        self._several_slots = len({code.slot for code in model.table.codes}) > 1
        self._longest = _longest(model.table)
        self.setColumnHidden(Column.KIND, not self._several_slots)
        self.selectionModel().selectionChanged.connect(lambda *_: self.moved.emit())
        self._divide()

    @property
    def matches(self) -> MatchModel:
        """What is shown."""
        model = self.model()
        assert isinstance(model, MatchModel)
        return model

    @property
    def places(self) -> list[int]:
        """The places of the selected rows, in their order."""
        lines = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.matches.shown[line] for line in lines]

    def go_to(self, at: int) -> bool:
        """Go to the row of a place; False where it is filtered out."""
        line = self.matches.line(at)
        if line is None:
            return False
        self.setCurrentIndex(self.matches.index(line, Column.TARGET))
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    # --- keys and mouse ---

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == Column.TARGET and len(self.places) == 1:
            self.pick_wanted.emit("")

    def event(self, event: QEvent) -> bool:
        """Enter is for the table here, not for the verb below."""
        is_ours = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride
        if is_ours and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys mean to the selected rows."""
        key, text = Qt.Key(event.key()), event.text()
        if key in _ENTER or key == Qt.Key.Key_F2:
            self.pick_wanted.emit("")
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and not event.modifiers():
            self.selectRow(0 if key == Qt.Key.Key_Home else self.matches.rowCount() - 1)
        elif key == Qt.Key.Key_Space:
            self.accept_wanted.emit()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.take_back_wanted.emit()
        elif (
            text.isprintable()
            and text.strip()
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.pick_wanted.emit(text)
        else:
            super().keyPressEvent(event)

    # --- widths ---

    def sizeHint(self) -> QSize:
        """It wants no height of its own: it takes what the page has left."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the room anew."""
        super().resizeEvent(event)
        self._divide()

    def _divide(self) -> None:
        if self.model() is None:
            return
        metrics = self.fontMetrics()
        fixed = {
            Column.STATE: 34,
            Column.NUMBER: metrics.horizontalAdvance("0000") + 14,
            **{
                column: max(map(metrics.horizontalAdvance, (text, heading(column)))) + 16
                for column, text in self._longest.items()
            },
        }
        if not self._several_slots:
            fixed[Column.KIND] = 0
        for column, width in fixed.items():
            self.setColumnWidth(column, width)
        room = max(self.viewport().width() - sum(fixed.values()), 0)
        for column, share in _SHARES.items():
            self.setColumnWidth(column, room * share // sum(_SHARES.values()))


def _longest(table: MatchTable) -> dict[Column, str]:
    """Return of the columns that are as wide as what stands in them the longest text."""
    columns = (Column.KIND, Column.USED, Column.TOTAL)
    return {
        column: max((TEXTS[column](0, row) for row in table.rows), key=len, default="") for column in columns
    }
