"""A row that goes on in the next line where there is no room: narrow windows, large type."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from wizard.gui.widgets.items_layout import ItemsLayout

if TYPE_CHECKING:
    from PySide6.QtCore import Qt


class WordsLayout(ItemsLayout):
    """Lays its items out like words of a text; never wider than its widest item has to be.

    A widget that it is the layout of says itself that it does not grow.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 10, between: int = -1) -> None:
        """`between` are the pixels between its lines, else half of those between the words."""
        super().__init__(parent, spacing=spacing)
        self._between = between if between >= 0 else spacing // 2

    def sizeHint(self) -> QSize:
        """All in one line."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Each in a line of its own."""
        items = self._shown()
        widest = max((_least(item) for item in items), default=0)
        return QSize(widest, max((item.sizeHint().height() for item in items), default=0))

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        rows: list[list[tuple[QLayoutItem, QPoint]]] = [[]]
        for item in self._shown():
            hint = _sized(item, rect.width())
            if rows[-1] and x + hint.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + self._between, 0
                rows.append([])
            rows[-1].append((item, QPoint(x, y)))
            x += hint.width() + self.spacing()
            line = max(line, hint.height())
        if move:
            for row in rows:
                height = max((_sized(item, rect.width()).height() for item, _ in row), default=0)
                for item, at in row:
                    hint = _sized(item, rect.width())
                    item.setGeometry(QRect(at + QPoint(0, (height - hint.height()) // 2), hint))
        return y + line - rect.y()


def _least(item: QLayoutItem) -> int:
    """Return how narrow an item may be: what wraps may be narrower than it likes."""
    return (item.minimumSize() if item.hasHeightForWidth() else item.sizeHint()).width()


def _sized(item: QLayoutItem, width: int) -> QSize:
    """Return an item's size in a row of a width; what wraps does so where it has no room."""
    hint = item.sizeHint()
    if hint.width() <= width or not item.hasHeightForWidth():
        return hint
    return QSize(width, item.heightForWidth(width))


class FlowLayout(WordsLayout):
    """The same, wanting no more room than there is need for."""

    def expandingDirections(self) -> "Qt.Orientation":
        """Neither way."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - costs start-up time, and home does without

        return Qt.Orientation(0)
