"""Boxes in their versions: beside each other where there is room, below each other where there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from wizard.catalogue.listing import listed
from wizard.gui.widgets.labels import CAPTION, keep_words_whole, label

_SIDES, _BETWEEN = 16, 16
"""Pixels at the sides, and between two columns."""


@dataclass(frozen=True)
class _Row:
    """One box: what it is called, and beside each version what the version is called."""

    name: QLabel
    heads: tuple[QLabel, ...]
    cells: tuple[QLabel, ...]


class VersionsTable(QFrame):
    """A table with a column for each version; where they are too wide, a short list for each box."""

    def __init__(self, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> None:
        """`heads` are what the versions are called; the third, what stands there now, is in bold."""
        super().__init__()
        self.setObjectName("card")
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(_SIDES, 8, _SIDES, 8)
        grid.setHorizontalSpacing(_BETWEEN)
        grid.setVerticalSpacing(4)
        self._heads = [label(text, name="muted", scale=CAPTION) for text in heads]
        self._rows = [self._row(name, heads, cells) for name, cells in rows]
        self._is_list: bool | None = None
        self._arrange(as_list=False)

    def _row(self, name: str, heads: Sequence[str], cells: Sequence[str]) -> _Row:
        made = keep_words_whole(label(name))
        heard = listed(f"{head}: {cell}" for head, cell in zip(heads, cells, strict=True))
        made.setAccessibleName(f"{name}, {heard}")
        return _Row(
            made,
            tuple(label(head, name="muted", scale=CAPTION) for head in heads),
            tuple(
                keep_words_whole(label(cell, name="muted" if at < 2 else "", bold=at == 2))
                for at, cell in enumerate(cells)
            ),
        )

    def minimumSizeHint(self) -> QSize:
        """As wide as the list needs it."""
        widest = max(
            (each.minimumWidth() for row in self._rows for each in (row.name, *row.cells)), default=0
        )
        return QSize(widest + 2 * _SIDES, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be the one that has room."""
        super().resizeEvent(event)
        self._arrange(as_list=event.size().width() < self._needed())

    def _needed(self) -> int:
        """Return how wide the table is at least."""
        columns = [[row.name for row in self._rows]]
        columns += [[row.cells[at] for row in self._rows] for at in range(len(self._heads))]
        widths = (max((each.minimumWidth() for each in column), default=0) for column in columns)
        return sum(widths) + len(self._heads) * _BETWEEN + 2 * _SIDES

    def _arrange(self, *, as_list: bool) -> None:
        if as_list is self._is_list:
            return
        self._is_list = as_list
        while self._grid.takeAt(0) is not None:
            pass
        for column in range(len(self._heads) + 1):
            self._grid.setColumnStretch(column, 0 if as_list else 1)
        for head in self._heads:
            head.setVisible(not as_list)
        for row in self._rows:
            for head in row.heads:
                head.setVisible(as_list)
        if as_list:
            self._be_list()
        else:
            self._be_table()
        self.updateGeometry()

    def _be_table(self) -> None:
        for column, head in enumerate(self._heads, 1):
            self._grid.addWidget(head, 0, column)
        for at, row in enumerate(self._rows, 1):
            for column, made in enumerate((row.name, *row.cells)):
                self._grid.addWidget(made, at, column)

    def _be_list(self) -> None:
        at = 0
        for row in self._rows:
            self._grid.addWidget(row.name, at, 0)
            for head, cell in zip(row.heads, row.cells, strict=True):
                self._grid.addWidget(head, at + 1, 0)
                self._grid.addWidget(cell, at + 2, 0)
                at += 2
            at += 1
