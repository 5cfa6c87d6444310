"""The list that an account is picked from: typed into to be shorter, gone through by keys."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QStackedWidget, QVBoxLayout, QWidget

from wizard.catalogue.words import words_of
from wizard.gui.matching.marks import LineDelegate
from wizard.gui.matching.target_list import TargetList
from wizard.gui.widgets.labels import button, label
from wizard.model.mapping import Choice

_words = words_of(__name__)

_WIDTH, _HEIGHT = 760, 400
_LEAST = QSize(480, 180)
"""A smaller one would show too little of the list."""
_MOVES = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}


class Picker(QFrame):
    """A popup: what is typed filters, Enter or a click picks, Escape leaves all as it was."""

    picked = Signal(object)
    """A Choice."""

    def __init__(self, title: str, targets: TargetList, asides: dict[str, str], parent: QWidget) -> None:
        """`asides`: answers that are none of the list, with the words on their buttons."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("picker")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.targets = targets
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        heading = label(title, bold=True)
        column.addWidget(heading)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_words("type-a-part"))
        self.search.setAccessibleName(title)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        column.addWidget(self.search)
        self.list = QListView()
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(LineDelegate(self.list))
        self.list.setModel(targets)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._pick)
        column.addWidget(self.list, 1)
        self._none = label(_words("nothing-found"), name="muted")
        self._none.hide()
        column.addWidget(self._none)
        row = QHBoxLayout()
        for to, words in asides.items():
            made = button(words)
            made.clicked.connect(lambda _checked=False, to=to: self._take(Choice(to)))
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        self._filter("")

    def open_below(self, place: QPoint, typed: str = "", over: int = 0) -> None:
        """Show it with its corner here, or above what is `over` high where there is more room.

        `typed` stands in it already. It stays in its page: what is pressed below that is not covered.
        """
        room = self._room()
        wide = min(_WIDTH, room.width())
        left = max(room.left(), min(place.x(), room.right() - wide))
        below, above = room.bottom() - place.y(), place.y() - over - room.top()
        high = min(_HEIGHT, max(below, above))
        if high < _LEAST.height():  # neither side will do
            high = min(_HEIGHT, room.height())
            top = max(room.top(), min(place.y(), room.bottom() - high))
        else:
            top = place.y() if below >= high else place.y() - over - high
        self.setGeometry(left, top, wide, high)
        self.search.setText(typed)
        self.show()
        self.search.setFocus()

    def _room(self) -> QRect:
        """Return where it may stand: over its page, or anywhere on the screen where that is small."""
        screen = self.screen().availableGeometry()
        page = self.parentWidget()
        while page is not None and not isinstance(page, QStackedWidget):
            page = page.parentWidget()
        if page is None:
            return screen
        room = QRect(page.mapToGlobal(QPoint(0, 0)), page.size()).intersected(screen)
        is_large = room.width() >= _LEAST.width() and room.height() >= _LEAST.height()
        return room if is_large else screen

    def _filter(self, text: str) -> None:
        self.targets.filter(text)
        first = self.targets.first_fit
        self.list.setCurrentIndex(first)
        nothing = self.targets.rowCount() == 0
        self.list.setVisible(not nothing)
        self._none.setVisible(nothing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows go through the list while the cursor stays in the box; Enter picks."""
        if watched is self.search and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if event.type() is QEvent.Type.ShortcutOverride and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                if key in _MOVES:
                    self._move(_MOVES[key])
                    return True
                if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                    self._pick(self.list.currentIndex())
                    return True
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        """Go to the next line that can be picked."""
        count, current = self.targets.rowCount(), self.list.currentIndex().row()
        step = 1 if by > 0 else -1
        at = min(max(current + by, 0), count - 1)
        while 0 <= at < count:
            index = self.targets.index(at, 0)
            if index.flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentIndex(index)
                return
            at += step

    def _pick(self, index: QModelIndex) -> None:
        offer = self.targets.offer(index)
        if offer is not None and not offer.target.unfit:
            self._take(offer.choice)

    def _take(self, choice: Choice) -> None:
        self.close()
        self.picked.emit(choice)
