"""Parts beside each other where there is room, below each other where there is none."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from wizard.gui.widgets.items_layout import ItemsLayout

_MOST = 2
_BETWEEN = 16
"""Pixels between two columns."""


class ColumnsLayout(ItemsLayout):
    """Lays its items out in rows of two, each as high as its higher one; in one column where it is narrow."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8) -> None:
        super().__init__(parent, spacing=spacing)

    def sizeHint(self) -> QSize:
        """One column, as wide as its widest item likes it."""
        hints = [item.sizeHint() for item in self._shown()]
        return QSize(max((h.width() for h in hints), default=0), self.minimumSize().height())

    def minimumSize(self) -> QSize:
        """One column, as narrow as its widest item can be."""
        widths = [item.minimumSize().width() for item in self._shown()]
        return QSize(max(widths, default=0), 0)

    def _columns(self, width: int, items: list[QLayoutItem]) -> int:
        widest = max((item.minimumSize().width() for item in items), default=0)
        return _MOST if len(items) > 1 and width >= _MOST * widest + _BETWEEN else 1

    def _place(self, rect: QRect, *, move: bool) -> int:
        items = self._shown()
        columns = self._columns(rect.width(), items)
        width = (rect.width() - (columns - 1) * _BETWEEN) // columns
        y = rect.y()
        for first in range(0, len(items), columns):
            row = items[first : first + columns]
            height = max(_height(item, width) for item in row)
            for at, item in enumerate(row):
                if move:
                    item.setGeometry(QRect(rect.x() + at * (width + _BETWEEN), y, width, height))
            y += height + self.spacing()
        return max(0, y - self.spacing() - rect.y())


class BesideLayout(ItemsLayout):
    """Lays one item out as wide as it likes, and another beside it where that has room, else below it."""

    def __init__(self, parent: QWidget | None = None, *, least: int, spacing: int = 8) -> None:
        """`least`: the pixels without which the second stands below."""
        super().__init__(parent, spacing=spacing)
        self._least = least

    def sizeHint(self) -> QSize:
        """Both below each other."""
        hints = [item.sizeHint() for item in self._shown()]
        return QSize(max((h.width() for h in hints), default=0), self.minimumSize().height())

    def minimumSize(self) -> QSize:
        """As narrow as the wider can be."""
        widths = [item.minimumSize().width() for item in self._shown()]
        return QSize(max(widths, default=0), 0)

    def _place(self, rect: QRect, *, move: bool) -> int:
        items = self._shown()
        places = self._places(rect, items)
        for item, place in zip(items, places, strict=True) if move else ():
            item.setGeometry(place)
        return max((place.y() + place.height() for place in places), default=rect.y()) - rect.y()

    def _places(self, rect: QRect, items: list[QLayoutItem]) -> list[QRect]:
        first = items[0].sizeHint().width() if items else 0
        rest = rect.width() - first - self.spacing()
        if len(items) > 1 and rest >= self._least:
            high = max(_height(items[0], first), _height(items[1], rest))
            left = QRect(rect.x(), rect.y(), first, high)
            return [left, QRect(rect.x() + first + self.spacing(), rect.y(), rest, high)]
        places, y = [], rect.y()
        for item in items:
            high = _height(item, rect.width())
            places.append(QRect(rect.x(), y, rect.width(), high))
            y += high + self.spacing()
        return places


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
