"""How the table of matches is drawn: the mark of a row's state, the box of what it means, notes in lists."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from wizard.books.match_table import State
from wizard.gui.matching.model import TEXTS, Column, MatchModel
from wizard.gui.matching.target_list import NOTE
from wizard.gui.theme import Colours, colours
from wizard.gui.widgets.mark import draw_tick

Index = QModelIndex | QPersistentModelIndex
_MARK = 18
LINE_HEIGHT = 30
_SMALL = 0.88
"""Of the table's own type; captions are as large."""


class RowDelegate(QStyledItemDelegate):
    """Draws the first column's mark, and what a code means as a box that can be opened."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        c, model, column = colours(), index.model(), index.column()
        assert isinstance(model, MatchModel)  # asked itself: a cell's data over Qt takes three times as long
        at = model.place(index)
        row = model.table.rows[at]
        state, text = row.state, TEXTS[column](at, row)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.fillRect(rect, QColor(c.accent_soft))
        match column:
            case Column.STATE:
                _draw_state(painter, rect, state, c)
            case Column.TARGET:
                _draw_box(painter, rect, text, state, c)
            case _:
                _draw_text(painter, rect, column, text, state, c)
        painter.setPen(QPen(QColor(c.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line's height is the same for all."""
        return QSize(super().sizeHint(option, index).width(), LINE_HEIGHT)


def _draw_text(painter: QPainter, rect: QRect, column: int, text: str, state: State, c: Colours) -> None:
    colour = c.text if column == Column.WORD else c.muted
    if column == Column.WHY and state.is_fault:
        colour = c.bad
    painter.setPen(QColor(colour))
    right = column in {Column.USED, Column.TOTAL}
    align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    inner = rect.adjusted(6, 0, -6, 0)
    metrics = painter.fontMetrics()
    if column == Column.WHY:
        _draw_small(painter, inner, text)
        return
    if metrics.horizontalAdvance(text) > inner.width():
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, int(align | Qt.AlignmentFlag.AlignVCenter), text)


def _draw_small(painter: QPainter, rect: QRect, text: str) -> None:
    """Draw a reason in small type: two lines of it fit into one row."""
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * _SMALL)
    painter.setFont(font)
    height, ascent, lines = _in_lines(text, rect.width(), font.key())
    top = rect.top() + (rect.height() - len(lines) * height) // 2 + ascent
    for at, line in enumerate(lines):
        painter.drawText(rect.left(), top + at * height, line)


@lru_cache(maxsize=4096)
def _in_lines(text: str, width: int, font_key: str) -> tuple[int, int, tuple[str, ...]]:
    """Return a line's height, where its letters stand, and the lines; measuring takes longer than drawing."""
    font = QFont()
    font.fromString(font_key)
    metrics = QFontMetrics(font)
    words, first = text.split(), ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}") <= width:
        first = f"{first} {words.pop(0)}".strip()
    second = metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)
    return metrics.height(), metrics.ascent(), (first, second) if second else (first,)


def _draw_state(painter: QPainter, rect: QRect, state: State, c: Colours) -> None:
    """Draw a tick, a dash, a cross, a question mark in a ring, or an empty ring."""
    circle = QRectF(0, 0, _MARK, _MARK)
    circle.moveCenter(QRectF(rect).center())
    fills = {State.MATCHED: c.good, State.UNFIT: c.bad, State.GONE: c.bad}
    if state in fills:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fills[state]))
    else:
        painter.setPen(QPen(QColor(c.accent if state is State.SUGGESTED else c.edge), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(circle)
    middle, reach = circle.center(), _MARK / 5.5
    match state:
        case State.MATCHED:
            draw_tick(painter, circle, QColor(c.ground))
        case State.UNFIT | State.GONE:
            painter.setPen(QPen(QColor(c.ground), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            across = QPointF(reach, reach)
            painter.drawLine(middle - across, middle + across)
            up = QPointF(reach, -reach)
            painter.drawLine(middle - up, middle + up)
        case State.ASIDE:
            painter.drawLine(middle - QPointF(reach, 0), middle + QPointF(reach, 0))
        case State.SUGGESTED:
            painter.setPen(QColor(c.accent))
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), "?")


def _draw_box(painter: QPainter, rect: QRect, text: str, state: State, c: Colours) -> None:
    box = QRectF(rect.adjusted(3, 3, -3, -4))
    faulty = state.is_fault
    painter.setPen(QPen(QColor(c.bad_edge if faulty else c.edge), 1))
    painter.setBrush(QColor(c.bad_ground if faulty else c.field))
    painter.drawRoundedRect(box, 4, 4)
    quiet = state in {State.SUGGESTED, State.LEFT, State.ASIDE}
    painter.setPen(QColor(c.muted if quiet else c.text))
    font = painter.font()
    font.setItalic(state is State.SUGGESTED)
    painter.setFont(font)
    inner = box.adjusted(9, 0, -20, 0).toRect()
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
    painter.setPen(QPen(QColor(c.muted), 1.4))
    tip = QPointF(box.right() - 11, box.center().y() + 2)
    painter.drawLine(tip - QPointF(4, 4), tip)
    painter.drawLine(tip, tip + QPointF(4, -4))


class LineDelegate(QStyledItemDelegate):
    """Draws a line of the list: its label, and at the right in small type what is to know of it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        c = colours()
        rect: QRect = option.rect
        usable = bool(index.flags() & Qt.ItemFlag.ItemIsEnabled)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(c.accent_soft))
        inner = rect.adjusted(10, 0, -10, 0)
        note = str(index.data(NOTE))
        metrics = painter.fontMetrics()
        left_over = inner.width() - metrics.horizontalAdvance(str(index.data())) - 12
        room = min(metrics.horizontalAdvance(note), max(inner.width() // 3, left_over)) if note else 0
        side = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(c.muted))
        painter.drawText(
            inner,
            int(Qt.AlignmentFlag.AlignRight | side),
            metrics.elidedText(note, Qt.TextElideMode.ElideRight, room),
        )
        painter.setPen(QColor(c.text if usable else c.muted))
        left = inner.adjusted(0, 0, -(room + 12 if note else 0), 0)
        text = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, int(Qt.AlignmentFlag.AlignLeft | side), text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line's height is the same for all."""
        return QSize(super().sizeHint(option, index).width(), LINE_HEIGHT - 2)
