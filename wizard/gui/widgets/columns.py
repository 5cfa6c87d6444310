"""Parts beside each other where there is room, below each other where there is none."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from wizard.gui.widgets.items_layout import ItemsLayout

_MOST = 2
_BETWEEN = 16
"""Pixels between two columns."""


class _OneColumnAtLeast(ItemsLayout):
    """Wants no more width than its widest item, since all stand below each other where it is narrow."""

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


class ColumnsLayout(_OneColumnAtLeast):
    """Lays its items out in rows of two, each as high as its higher one; what is too wide has a row alone."""

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        """Return what stands beside each other: two that have room in half of the width, or one alone."""
        rows, half = list[list[QLayoutItem]](), (width - _BETWEEN) // _MOST
        for item in self._shown():
            is_narrow = item.minimumSize().width() <= half
            if rows and len(rows[-1]) < _MOST and is_narrow and rows[-1][0].minimumSize().width() <= half:
                rows[-1].append(item)
            else:
                rows.append([item])
        return rows

    def _place(self, rect: QRect, *, move: bool) -> int:
        rows, y = self._rows(rect.width()), rect.y()
        columns = max((len(row) for row in rows), default=1)
        for row in rows:
            # The last one of an odd number is no wider than those above it.
            alone = len(row) == 1 and (row is not rows[-1] or not _fits(row[0], rect.width(), columns))
            width = rect.width() if alone else (rect.width() - (columns - 1) * _BETWEEN) // columns
            height = max(height_of(item, width) for item in row)
            for at, item in enumerate(row):
                if move:
                    item.setGeometry(QRect(rect.x() + at * (width + _BETWEEN), y, width, height))
            y += height + self.spacing()
        return max(0, y - self.spacing() - rect.y())


class BesideLayout(_OneColumnAtLeast):
    """Lays one item out as wide as it likes, and another beside it where that has room, else below it."""

    def __init__(self, parent: QWidget | None = None, *, least: int, spacing: int = 8) -> None:
        """`least`: the pixels without which the second stands below."""
        super().__init__(parent, spacing=spacing)
        self._least = least

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
            high = max(height_of(items[0], first), height_of(items[1], rest))
            left = QRect(rect.x(), rect.y(), first, high)
            return [left, QRect(rect.x() + first + self.spacing(), rect.y(), rest, high)]
        places, y = [], rect.y()
        for item in items:
            high = height_of(item, rect.width())
            places.append(QRect(rect.x(), y, rect.width(), high))
            y += high + self.spacing()
        return places


def _fits(item: QLayoutItem, width: int, columns: int) -> bool:
    return item.minimumSize().width() <= (width - (columns - 1) * _BETWEEN) // columns


def height_of(item: QLayoutItem, width: int) -> int:
    """Return how high an item is in a width."""
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
