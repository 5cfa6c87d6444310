"""How the table of matches is drawn: the mark of a row's state, the box of what it means, notes in lists."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from wizard.books.match_table import State
from wizard.gui.matching.model import TEXTS, Column, MatchModel
from wizard.gui.matching.target_list import NOTE
from wizard.gui.theme import Colours, colours
from wizard.gui.widgets.mark import draw_tick

Index = QModelIndex | QPersistentModelIndex
_STATE, _WORD, _TARGET, _LAST = map(int, (Column.STATE, Column.WORD, Column.TARGET, Column.WHY))
_FIGURES = frozenset(map(int, (Column.USED, Column.TOTAL)))
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_QUIET = frozenset((State.SUGGESTED, State.LEFT, State.ASIDE))
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
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, _colour(c.accent_soft))
        # Columns are named by number: to compare with the enumeration costs as much as to draw.
        if column == _STATE:
            _draw_state(painter, rect, state, c)
        elif column == _TARGET:
            _draw_box(painter, rect, text, state, c)
        else:
            _draw_text(painter, rect, column, text, state, c)
        if column == _LAST:  # one line below all of them
            painter.setPen(_pen(c.line, 1))
            painter.drawLine(0, rect.bottom(), rect.right(), rect.bottom())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line's height is the same for all."""
        return QSize(super().sizeHint(option, index).width(), LINE_HEIGHT)


def _draw_text(painter: QPainter, rect: QRect, column: int, text: str, state: State, c: Colours) -> None:
    colour = c.text if column == _WORD else c.muted
    if column == _LAST and state.is_fault:
        colour = c.bad
    painter.setPen(_colour(colour))
    inner = rect.adjusted(6, 0, -6, 0)
    if column == _LAST:
        _draw_small(painter, inner, text)
        return
    shown = _fitted(text, inner.width(), painter.font().key())
    painter.drawText(inner, _RIGHT if column in _FIGURES else _LEFT, shown)


def _draw_small(painter: QPainter, rect: QRect, text: str) -> None:
    """Draw a reason in small type: two lines of it fit into one row."""
    font = _smaller(painter.font().key())
    painter.setFont(font)
    height, ascent, lines = _in_lines(text, rect.width(), font.key())
    top = rect.top() + (rect.height() - len(lines) * height) // 2 + ascent
    for at, line in enumerate(lines):
        painter.drawText(rect.left(), top + at * height, line)


@lru_cache(maxsize=64)
def _colour(name: str) -> QColor:
    return QColor(name)


@lru_cache(maxsize=64)
def _pen(name: str, width: float) -> QPen:
    return QPen(QColor(name), width)


@lru_cache(maxsize=8)
def _font(key: str) -> QFont:
    font = QFont()
    font.fromString(key)
    return font


@lru_cache(maxsize=8)
def _smaller(key: str) -> QFont:
    font = QFont(_font(key))
    font.setPointSizeF(font.pointSizeF() * _SMALL)
    return font


@lru_cache(maxsize=8)
def _italic(key: str) -> QFont:
    font = QFont(_font(key))
    font.setItalic(True)
    return font


@lru_cache(maxsize=16384)
def _fitted(text: str, width: int, font_key: str) -> str:
    """Return a text as far as it has room; measuring takes longer than drawing."""
    return QFontMetrics(_font(font_key)).elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=4096)
def _in_lines(text: str, width: int, font_key: str) -> tuple[int, int, tuple[str, ...]]:
    """Return a line's height, where its letters stand, and the lines; measuring takes longer than drawing."""
    metrics = QFontMetrics(_font(font_key))
    words, first = text.split(), ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}") <= width:
        first = f"{first} {words.pop(0)}".strip()
    second = metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)
    return metrics.height(), metrics.ascent(), (first, second) if second else (first,)


def _draw_state(painter: QPainter, rect: QRect, state: State, c: Colours) -> None:
    """Draw a tick, a dash, a cross, a question mark in a ring, or an empty ring."""
    mark = _mark(state, c, painter.device().devicePixelRatio(), painter.font().key())
    side = _MARK + 2
    painter.drawPixmap(rect.center().x() - side // 2 + 1, rect.center().y() - side // 2 + 1, mark)


def _draw_box(painter: QPainter, rect: QRect, text: str, state: State, c: Colours) -> None:
    """Draw what a code means in a box that can be opened."""
    box = rect.adjusted(2, 2, -2, -3)
    scale = painter.device().devicePixelRatio()
    painter.drawPixmap(box.topLeft(), _box(box.width(), box.height(), state.is_fault, c, scale))
    painter.setPen(_colour(c.muted if state in _QUIET else c.text))
    if state is State.SUGGESTED:
        painter.setFont(_italic(painter.font().key()))
    inner = rect.adjusted(12, 3, -23, -4)
    painter.drawText(inner, _LEFT, _fitted(text, inner.width(), painter.font().key()))


def _blank(width: int, height: int, scale: float) -> QPixmap:
    """Return a picture to draw into, clear all over."""
    made = QPixmap(QSize(width, height) * scale)
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    return made


@lru_cache(maxsize=64)
def _mark(state: State, c: Colours, scale: float, font_key: str) -> QPixmap:
    """Return a state's mark; round lines take longer to draw than to copy."""
    made = _blank(_MARK + 2, _MARK + 2, scale)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(_font(font_key))
    _paint_mark(painter, QRectF(1, 1, _MARK, _MARK), state, c)
    painter.end()
    return made


@lru_cache(maxsize=64)
def _box(width: int, height: int, faulty: bool, c: Colours, scale: float) -> QPixmap:
    """Return an empty box with the tip that says it can be opened."""
    made = _blank(width, height, scale)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(c.bad_edge if faulty else c.edge, 1))
    painter.setBrush(_colour(c.bad_ground if faulty else c.field))
    box = QRectF(1, 1, width - 2, height - 2)
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(_pen(c.muted, 1.4))
    tip = QPointF(box.right() - 11, box.center().y() + 2)
    painter.drawLine(tip - QPointF(4, 4), tip)
    painter.drawLine(tip, tip + QPointF(4, -4))
    painter.end()
    return made


def _paint_mark(painter: QPainter, circle: QRectF, state: State, c: Colours) -> None:
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
        left_over = inner.width() - width_of(metrics, str(index.data())) - 12
        room = min(width_of(metrics, note), max(inner.width() // 3, left_over)) if note else 0
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


def width_of(metrics: QFontMetrics, text: str) -> int:
    """Return the pixels in which a text is not cut: its advance may be part of one too few."""
    return metrics.horizontalAdvance(text) + 1
