"""A list of any length in the room of a few rows: leafed through, so that its page need not scroll."""

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from wizard.catalogue.export import window_words
from wizard.gui.widgets.labels import CAPTION, label, link
from wizard.gui.widgets.low_window import spare_lines

_ONE_MORE = 6
"""In heights of a line: a window so much higher than a low one has one more row in sight."""


class Leaves(QWidget):
    """Shows `at_once` rows, more in a high window; what leafs through them stands above: no row moves it."""

    def __init__(self, rows: Sequence[QWidget], at_once: int) -> None:
        super().__init__()
        self._rows, self._first = rows, 0
        self._least = self._at_once = max(1, at_once)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.earlier, self.later = link(window_words("earlier")), link(window_words("later"))
        self._where = label("", name="muted", scale=CAPTION)
        self._where.setWordWrap(False)
        self._above = self._head()
        column.addWidget(self._above)
        for row in rows:
            column.addWidget(row)
        self._turn(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as the window has room for, from the first of those in sight on."""
        super().resizeEvent(event)
        spare = spare_lines(self)
        at_once = self._least + max(0, spare) // _ONE_MORE
        if at_once != self._at_once:
            self._at_once = at_once
            self._turn(0)

    def _head(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._where)
        for made, step in ((self.earlier, -1), (self.later, 1)):
            made.clicked.connect(lambda _checked=False, step=step: self._turn(step))
            row.addWidget(made)
        row.addStretch(1)
        return holder

    def _turn(self, step: int) -> None:
        self._first = max(0, self._first + step * self._at_once)
        if len(self._rows) <= self._at_once:
            self._first = 0
        end, above = self._first + self._at_once, ""
        for at, row in enumerate(self._rows):
            row.setVisible(self._first <= at < end)
            if isinstance(row, Under) and self._first <= at < end:
                row.show_caption(wanted=row.caption != above)
                above = row.caption
        self._above.setVisible(len(self._rows) > self._at_once)
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


class Under(QWidget):
    """A row below what the list is about that it is of; said once for the rows that stand together."""

    def __init__(self, caption: str, row: QWidget) -> None:
        super().__init__()
        self.caption = caption
        self._said = label(caption, name="muted", scale=CAPTION)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._said)
        column.addWidget(row)

    def show_caption(self, *, wanted: bool) -> None:
        """Say what it is of, or leave it to the row above."""
        self._said.setVisible(wanted)
