"""The lines of a guide: the first at once, the others while those are read."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wizard.gui.widgets.guide_row import GuideRow

_AT_FIRST = 4
"""So many lines are made before any is shown; whoever reads the first does not see the others come."""
_AT_A_TIME = 4
"""So many more in each turn of the event loop: in between the window hears its user."""


class LineList(QScrollArea):
    """The lines; they scroll, the page does not. A line is made when it is asked for, or in its turn."""

    completed = Signal()
    """The last line is there."""

    def __init__(self, count: int, make: Callable[[int], GuideRow]) -> None:
        """`make` is given the place of each of `count` lines, from 0, in their order."""
        super().__init__()
        self._count, self._make = count, make
        self._rows: list[GuideRow] = []
        self._turns = QTimer(self)
        self._turns.setInterval(0)
        self._turns.timeout.connect(self._go_on)
        self.setObjectName("guideList")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its room is there from the start: a bar that came later would break the texts anew.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumSize(15 * self.fontMetrics().height(), 10 * self.fontMetrics().height())
        self._kept: GuideRow | None = None
        content = QWidget()
        content.setObjectName("scrollBody")
        self._lines = QVBoxLayout(content)
        self._lines.setContentsMargins(0, 0, 4, 0)
        self._lines.setSpacing(0)
        self._lines.addStretch(1)
        self.setWidget(content)

    def begin(self, at: int) -> None:
        """Make what is in sight while line `at` is done, and the others one turn after another."""
        self._make_to(max(_AT_FIRST, at + _AT_A_TIME))
        self._turns.start()

    def let_go(self) -> None:
        """Make no more lines: others are about to take their place."""
        self._turns.stop()

    @property
    def rows(self) -> list[GuideRow]:
        """Every line."""
        self._make_to(self._count)
        return list(self._rows)

    @property
    def made(self) -> list[GuideRow]:
        """The lines that are there."""
        return list(self._rows)

    def row(self, at: int) -> GuideRow:
        """Return the line at a place."""
        self._make_to(at + 1)
        return self._rows[at]

    def _go_on(self) -> None:
        if len(self._rows) < self._count:
            self._make_to(len(self._rows) + _AT_A_TIME)
        else:
            self._turns.stop()

    def _make_to(self, end: int) -> None:
        """Make the lines up to this place, which is left out."""
        before = len(self._rows)
        for at in range(before, min(end, self._count)):
            self._rows.append(self._make(at))
            self._lines.insertWidget(at, self._rows[at])
        if len(self._rows) > before:
            self._measure()
            if len(self._rows) == self._count:
                self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
                self.completed.emit()

    def sizeHint(self) -> QSize:
        """Ask for little: the lines take whatever height there is."""
        return self.minimumSize()

    def keep_visible(self, row: GuideRow) -> None:
        """Scroll so that a line and the next one are seen."""
        self._kept = row
        # Once it has its place: lines that were just made have none.
        QTimer.singleShot(0, row, lambda: self.ensureWidgetVisible(row, 0, row.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the lines the height that their texts need at this width; the present one stays in sight."""
        super().resizeEvent(event)
        self._measure()
        if self._kept is not None:
            self.keep_visible(self._kept)

    def _measure(self) -> None:
        content = self.widget()
        if content is not None and self.isVisible():
            # The viewport is as wide, but to hand it to Python every kind of widget is prepared first.
            content.setMinimumHeight(self._lines.totalHeightForWidth(content.width()))
