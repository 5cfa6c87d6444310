"""The lower edge of a page that is higher than its window: nothing is cut in half there, and it says so."""

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QWidget

from wizard.catalogue.words import words_of
from wizard.gui.widgets.labels import CAPTION, label

_words = words_of(__name__)

_WHOLE = 120
"""Pixels: what is no higher is shown whole or not at all; of what is higher its rows are."""
_TRIES = 5
"""Each time it scrolls, something else may have to be covered."""
_MOST = 160
"""Pixels of the page that may be covered at most."""


class MoreBelow(QFrame):
    """Covers what would be cut at the lower edge, as long as there is more below."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area)
        self.setObjectName("moreBelow")
        self.setProperty("focusPolicy", 0)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(32, 2, 32, 2)
        said = label(_words("more"), name="muted", scale=CAPTION)
        said.setWordWrap(False)
        inside.addWidget(said)
        inside.addStretch(1)
        self._area = area
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._place)
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(lambda _value: self._place())
        bar.rangeChanged.connect(lambda _least, _most: self.follow())
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._uncover)
        self.hide()

    def _uncover(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll so far that what gets the keys is not covered."""
        content, bar = self._area.widget(), self._area.verticalScrollBar()
        if now is None or content is None or not content.isAncestorOf(now):
            return
        for _ in range(_TRIES):
            self._place()
            low = now.mapTo(self._area, QPoint(0, now.height())).y() - self.y()
            if not self.isVisibleTo(self._area) or low <= 0:
                return
            bar.setValue(bar.value() + low)

    def follow(self) -> None:
        """Find its place anew, once everything has its own."""
        self._soon.start()

    def _place(self) -> None:
        bar, view, content = self._area.verticalScrollBar(), self._area.viewport(), self._area.widget()
        has_room = view.width() >= self.sizeHint().width()  # a step list of marks alone has none
        self.setVisible(content is not None and has_room and bar.value() < bar.maximum())
        if content is None or not self.isVisibleTo(self._area):
            return
        high, least = view.height(), self.sizeHint().height()
        at = _edge(content, view, high - least)
        if at < high - _MOST:
            at = high - least
        corner = view.mapTo(self._area, QPoint(0, at))
        self.setGeometry(corner.x(), corner.y(), view.width(), high - at)
        self.raise_()


def _edge(content: QWidget, view: QWidget, edge: int) -> int:
    """Return how far down the page can be shown without anything being cut, at `edge` or above it."""
    spans = [
        (top, top + each.height())
        for each in content.findChildren(QWidget)
        if each.isVisible() and 0 < each.height() <= _WHOLE
        for top in [each.mapTo(view, QPoint(0, 0)).y()]
    ]
    while cut := [top for top, bottom in spans if top < edge < bottom]:
        edge = min(cut)
    return edge
