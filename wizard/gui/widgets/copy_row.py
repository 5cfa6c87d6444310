"""One value to copy: what it is called over there, the value, and a Copy button that says it worked."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wizard.catalogue.words import words_of
from wizard.gui.widgets.columns import height_of
from wizard.gui.widgets.items_layout import ItemsLayout
from wizard.gui.widgets.labels import CAPTION, SteadyButton, label

_words = words_of(__name__)

_NAME, _BETWEEN, _BESIDE_FROM = 240, 10, 600
"""Pixels: a name before its value with the room behind it, in a row that is at least so wide."""


class CopyButton(SteadyButton):
    """Copies on press and says "Copied" for a moment."""

    def __init__(self, name: str, copy: Callable[[], bool]) -> None:
        super().__init__(_words("copy"), _words("copied"), has_tick=True)
        self.setAccessibleName(_words("copy-what", name=name))
        self._copy = copy
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.say_again)
        self.clicked.connect(self._press)

    def _press(self) -> None:
        if self._copy():
            self.said_copied()

    def said_copied(self) -> None:
        """Say that it worked."""
        self.say_later()
        self._timer.start(2500)


class _NameAndValue(ItemsLayout):
    """A name above its value, or before it where the row is as wide as a page."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, spacing=2)

    def sizeHint(self) -> QSize:
        """As wide as its value wants it."""
        hints = [item.sizeHint() for item in self._shown()]
        high = sum(hint.height() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(max((hint.width() for hint in hints), default=0), high)

    def minimumSize(self) -> QSize:
        """One above the other, and room for what has to be copied."""
        items = self._shown()
        heights = [item.minimumSize().height() for item in items]
        widest = max((item.minimumSize().width() for item in items), default=0)
        return QSize(widest, sum(heights) + self.spacing() * max(0, len(items) - 1))

    def _place(self, rect: QRect, *, move: bool) -> int:
        name = self._items[0]
        values = [item for item in self._items[1:] if not item.isEmpty()]
        is_named = not name.isEmpty()  # else whoever has the row says it
        is_beside = is_named and rect.width() >= _BESIDE_FROM
        left = _NAME if is_beside else 0
        high = height_of(name, _NAME - _BETWEEN if is_beside else rect.width()) if is_named else 0
        y = rect.y() if is_beside or not is_named else rect.y() + high + self.spacing()
        first = 0
        for value in values:
            height = height_of(value, rect.width() - left)
            if is_beside and not first:
                height = max(height, high)
            first = first or height
            if move:
                value.setGeometry(QRect(rect.x() + left, y, rect.width() - left, height))
            y += height + self.spacing()
        if move and is_named:
            above = max(0, (first - high) // 2) if is_beside else 0
            width = _NAME - _BETWEEN if is_beside else rect.width()
            name.setGeometry(QRect(rect.x(), rect.y() + above, width, high))
        return max(0, y - self.spacing() - rect.y())


class CopyRow(QWidget):
    """A name, a value and a Copy button."""

    def __init__(self, name: str, shown: str, note: str, copy: Callable[[], bool]) -> None:
        super().__init__()
        outer = _NameAndValue(self)
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._name = name
        self.value_label = value = label("", name="value")
        self.show_value(shown)
        self.name_label = text = label(name)
        self.copy_button = CopyButton(name, copy)
        outer.addWidget(text)
        row.addWidget(value, 1)
        row.addWidget(self.copy_button)
        outer.addWidget(beside)
        if note:
            outer.addWidget(label(note, name="muted", scale=CAPTION))

    def show_value(self, shown: str) -> None:
        """Show another value."""
        self.value_label.setText(shown)
        self.value_label.setAccessibleName(f"{self._name}: {shown}")
