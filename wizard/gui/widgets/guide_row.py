"""One line of a guide: a round tick with its number, the words with labels in bold, and a value to copy."""

import html
import re
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from wizard.catalogue.guides import GuideLine, filled, plain_text
from wizard.catalogue.words import words_of
from wizard.gui.theme import colours
from wizard.gui.widgets.copy_row import CopyRow
from wizard.gui.widgets.labels import CAPTION, label
from wizard.gui.widgets.mark import draw_tick

_words = words_of(__name__)

_SHORT = 12
_BREAKS_FROM = 20
"""Longer addresses may take two lines, broken at @ and before a dot; what is copied has no breaks."""


def rich_text(text: str, values: Mapping[str, str]) -> str:
    """Return a line's text as HTML, its `[labels]` in bold and everything typed by people escaped."""
    parts = re.split(r"\[([^\]]+)\]", text)
    shown = [html.escape(filled(part, values)) for part in parts]
    return "".join(f"<b>{_unbroken(part)}</b>" if index % 2 else part for index, part in enumerate(shown))


def _unbroken(words: str) -> str:
    """Keep a short label such as “Next >” on one line."""
    return words.replace(" ", "\u00a0") if len(words) <= _SHORT else words


class LineTick(QCheckBox):
    """A check box drawn as the round mark of a line: its number, or a tick when it is done."""

    reached = Signal()
    moved = Signal(int)
    """Up or down was pressed: one line back or on."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._now = str(number), False
        self.setObjectName("lineTick")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_now(self, now: bool) -> None:
        """Show whether this line is the one being done."""
        self._now = now
        self.update()

    def sizeHint(self) -> QSize:
        """Return a circle that grows with the type, never smaller than what a finger can meet."""
        side = max(28, round(1.75 * self.fontMetrics().height()))
        return QSize(side, side)

    def hitButton(self, pos: QPoint) -> bool:
        """Everything of it can be clicked."""
        return self.rect().contains(pos)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The line that has the cursor is the one being done."""
        super().focusInEvent(event)
        self.reached.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from line to line by the arrow keys too."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the mark: tick, filled number or empty number; a ring around it when it has the cursor."""
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5)
        # Grey as in the list of steps: what a person did, nobody has seen.
        filling = c.muted if self.isChecked() else c.accent if self._now else None
        painter.setPen(QPen(QColor(filling or c.edge), 1.6))
        painter.setBrush(QColor(filling) if filling else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if self.isChecked():
            draw_tick(painter, circle, QColor(c.ground))
        else:
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * 0.86)
            font.setBold(self._now)
            painter.setFont(font)
            painter.setPen(QColor(c.on_accent if self._now else c.muted))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, self._number)
        if self.hasFocus():
            painter.setPen(QPen(QColor(c.accent if not self._now or self.isChecked() else c.text), 1.8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()


class GuideRow(QFrame):
    """A line with its tick; `copy_row` is its value, if it has one."""

    reached = Signal()

    def __init__(
        self, number: int, line: GuideLine, values: Mapping[str, str], copy_row: CopyRow | None
    ) -> None:
        super().__init__()
        self.setObjectName("guideLine")
        self._now = False
        self.number, self.line, self.copy_row = number, line, copy_row
        self.said = plain_text(line.text, values)
        self.tick = LineTick(number)
        self.tick.setAccessibleName(_words("line", number=number, said=self.said))
        self.tick.reached.connect(self.reached)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(self.tick, 0, Qt.AlignmentFlag.AlignTop)
        cell = QVBoxLayout()
        cell.setSpacing(4)
        text = label(rich_text(line.text, values))
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        text.setContentsMargins(
            0, max(0, (self.tick.sizeHint().height() - text.fontMetrics().height()) // 2), 0, 0
        )
        cell.addWidget(text)
        if line.note:
            cell.addWidget(label(filled(line.note, values), name="muted", scale=CAPTION))
        if copy_row is not None:
            copy_row.name_label.hide()
            shown = copy_row.value_label.text()
            if len(shown) > _BREAKS_FROM:
                copy_row.value_label.setText(re.sub(r"(@|(?<=\w)(?=\.))", "\\1\u200b", shown))
            copy_row.copy_button.installEventFilter(self)
            cell.addWidget(copy_row)
        row.addLayout(cell, 1)

    def set_now(self, now: bool) -> None:
        """Show whether this line is the one being done."""
        self.tick.set_now(now)
        if self._now != now:
            self._now = now
            self.setProperty("now", now)
            self.style().unpolish(self)
            self.style().polish(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The Copy button belongs to its line."""
        if event.type() is QEvent.Type.FocusIn:
            self.reached.emit()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the words shows the line's picture."""
        super().mousePressEvent(event)
        self.tick.setFocus(Qt.FocusReason.MouseFocusReason)
        self.reached.emit()

    def contains(self, widget: QWidget | None) -> bool:
        """Whether a widget is part of this line."""
        return widget is not None and self.isAncestorOf(widget)
