"""Which mail program it is, chosen by what its first window looks like."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wizard.catalogue.guides import Dialog, Guide
from wizard.catalogue.words import words_of
from wizard.gui.theme import colours, stands_close
from wizard.gui.widgets.dialog_drawing import Picture, draw_dialog
from wizard.gui.widgets.dialog_layout import lay_out
from wizard.gui.widgets.labels import CAPTION, label

_words = words_of(__name__)

HIGH, LOW = 5.6, 3.4
"""How high a picture is, in lines of text: as a rule, and where all of them would have to be scrolled to."""
_SMALL = 0.78
_CARD, _CARD_CLOSE = 13.5, 9.3
"""The narrowest card, in lines of text, also where the window is low."""


class _Thumb(QWidget):
    """The upper part of a dialog, small."""

    def __init__(self, dialog: Dialog, values: Mapping[str, str]) -> None:
        super().__init__()
        self._dialog, self._values, self._lines = dialog, values, HIGH
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def be(self, lines: float) -> None:
        """Be so many lines of text high."""
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(int(11 * self.fontMetrics().height()), int(self._lines * self.fontMetrics().height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _SMALL)
        # Wider than there is room for: what counts is how it begins, upper left.
        laid = lay_out(self._dialog, self._values, font, max(self.width() - 2.0, 15 * _SMALL * 17))
        painter = QPainter(self)
        painter.setClipRect(QRectF(self.rect()))
        painter.translate(1, 1)
        draw_dialog(painter, Picture(self._dialog, self._values), laid, font, colours())
        painter.end()


class GuideCard(QPushButton):
    """A button with the picture, the program's name and its versions."""

    def __init__(self, guide: Guide, values: Mapping[str, str]) -> None:
        super().__init__()
        self.setObjectName("choice")
        self.setAutoDefault(False)
        dialog = guide.dialog(guide.first)
        self.setAccessibleName(f"{guide.name}, {guide.versions}")
        self.setAccessibleDescription(_words("first-window", window=dialog.window))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(8, 8, 8, 8)
        inside.setSpacing(4)
        self._thumb = _Thumb(dialog, guide.values(values))
        inside.addWidget(self._thumb)
        for made in (label(guide.name, bold=True), label(guide.versions, name="muted", scale=CAPTION)):
            made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(made)
        inside.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_so_much(self, lines: float) -> None:
        """Show so many lines of its picture."""
        self._thumb.be(lines)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return what stands in it."""
        inside = self.layout()
        assert inside is not None
        least = int(_least_card() * self.fontMetrics().height())
        return QSize(least, inside.totalHeightForWidth(max(self.width(), least)))

    def minimumSizeHint(self) -> QSize:
        """Return the same: nothing of a card is cut off."""
        least = int(0.8 * _least_card() * self.fontMetrics().height())
        return QSize(least, self.sizeHint().height())


def _least_card() -> float:
    return _CARD_CLOSE if stands_close() else _CARD


class GuideChooser(QWidget):
    """The cards of all guides, as many beside each other as fit."""

    chosen = Signal(str)

    def __init__(self, guides: Sequence[Guide], values: Mapping[str, str]) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._columns = 0
        self.shown_lines = HIGH
        """Of each picture."""
        self.cards = [GuideCard(guide, values) for guide in guides]
        for card, guide in zip(self.cards, guides, strict=True):
            card.clicked.connect(lambda _checked=False, name=guide.id: self.chosen.emit(name))
        self._place(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cards anew where more or fewer fit beside each other."""
        super().resizeEvent(event)
        self._place(max(1, int((self.width() + 10) // (_least_card() * self.fontMetrics().height() + 10))))

    def show_so_much(self, lines: float) -> None:
        """Show so many lines of each picture."""
        self.shown_lines = lines
        for card in self.cards:
            card.show_so_much(lines)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for index, card in enumerate(self.cards):
            self._grid.addWidget(card, index // columns, index % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
