"""A list of any length in the room of a few rows: leafed through, so that its page need not scroll."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wizard.catalogue.export import window_words
from wizard.gui.widgets.labels import CAPTION, label, link


class Leaves(QWidget):
    """Shows `at_once` rows; what leafs through them stands above, where no row's height moves it."""

    def __init__(self, rows: Sequence[QWidget], at_once: int) -> None:
        super().__init__()
        self._rows, self._at_once, self._first = rows, max(1, at_once), 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.earlier, self.later = link(window_words("earlier")), link(window_words("later"))
        self._where = label("", name="muted", scale=CAPTION)
        self._where.setWordWrap(False)
        if len(rows) > self._at_once:
            column.addLayout(self._head())
        for row in rows:
            column.addWidget(row)
        self._turn(0)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._where)
        for made, step in ((self.earlier, -1), (self.later, 1)):
            made.clicked.connect(lambda _checked=False, step=step: self._turn(step))
            row.addWidget(made)
        row.addStretch(1)
        return row

    def _turn(self, step: int) -> None:
        self._first = max(0, self._first + step * self._at_once)
        end = self._first + self._at_once
        for at, row in enumerate(self._rows):
            row.setVisible(self._first <= at < end)
        last, count = min(end, len(self._rows)), len(self._rows)
        self._where.setText(window_words("leaf", first=self._first + 1, last=last, count=count))
        self.earlier.setEnabled(self._first > 0)
        self.later.setEnabled(end < count)


def card_of(rows: Sequence[QWidget], at_once: int) -> QFrame:
    """Return rows in a frame, `at_once` in sight."""
    card = QFrame()
    card.setObjectName("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(12, 4, 12, 4)
    inside.addWidget(Leaves(rows, at_once))
    return card


def under(caption: str, row: QWidget) -> QWidget:
    """Return a row below what the list is about that it is of."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(caption, name="muted", scale=CAPTION))
    column.addWidget(row)
    return holder
