"""The round mark: state by shape, word and colour together."""

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from wizard.catalogue.words import words_of
from wizard.gui.theme import Colours, colours

_words = words_of(__name__)

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

_SHARP = 3
"""How many pixels an icon has for one of the window's."""
_RING = 1.6
"""The width of a ring's line."""
_TRIANGLE = ((11, 3), (20, 18.5), (2, 18.5))
_BOOKMARK = ((6, 3), (16, 3), (16, 19), (11, 14.5), (6, 19))
_PARTS, _DRAWN, _WHOLE = 8, 0.58, 360 * 16
"""An empty mark is a broken ring, so that nobody takes it for something to choose."""


class Mark(enum.StrEnum):
    """What a mark can say."""

    DONE = "done"
    PASSED = "passed"
    EARLIER = "earlier"
    NOW = "now"
    FAILED = "failed"
    TODO = "to-do"
    SKIPPED = "skipped"
    RUNNING = "running"
    WARNING = "warning"
    BEGUN = "begun"
    ABSENT = "absent"

    @property
    def words(self) -> str:
        """What screen readers say of it."""
        return _words.one_of("marks", self.value)


_NO_RING = {Mark.WARNING, Mark.BEGUN, Mark.ABSENT}
"""What is said in a shape of its own: a triangle, a bookmark, a line."""


def draw_tick(painter: QPainter, circle: QRectF, colour: QColor) -> None:
    """Draw a tick into a circle of any size."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - costs start-up time, and an empty mark needs none of it

    side = circle.width()
    painter.setPen(QPen(colour, side * 0.116, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    at = ((0.263, 0.516), (0.432, 0.684), (0.737, 0.332))
    points = [QPointF(circle.left() + side * x, circle.top() + side * y) for x, y in at]
    painter.drawPolyline(QPolygonF(points))


def draw_sign(on: QWidget, top: int, side: int, *, is_well: bool) -> None:
    """Draw a tick or a cross at the left of a widget, in the colour of what it says."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - costs start-up time, and home has no signs

    painter, c = QPainter(on), colours()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    room = QRectF(0, top, side, side)
    if is_well:
        draw_tick(painter, room.adjusted(-3, -3, 3, 3), QColor(c.good))  # no circle stands around it
    else:
        painter.setPen(QPen(QColor(c.bad), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        inner = room.adjusted(side / 4, side / 4, -side / 4, -side / 4)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    painter.end()


class StateMark(QWidget):
    """A 20-pixel circle: tick, number, cross, broken ring, dash or dots; a tick is for what was proven.

    A tick in a ring was proven in the run before. What is no step has a triangle, a bookmark or a line.
    """

    def __init__(self, mark: Mark = Mark.TODO, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark, self._text = mark, text
        self.setObjectName("mark")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(mark, text)

    @property
    def mark(self) -> Mark:
        """The state shown."""
        return self._mark

    def set(self, mark: Mark, text: str = "") -> None:
        """Show another state."""
        self._mark, self._text = mark, text
        self.setAccessibleName(mark.words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the fixed size."""
        return QSize(22, 22)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the mark."""
        c = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(1.5, 1.5, 19, 19)
        if self._mark is Mark.ABSENT:
            painter.scale(_RING, _RING)
            painter.drawLine(QPointF(6 / _RING, 11 / _RING), QPointF(16 / _RING, 11 / _RING))
        elif self._mark in _NO_RING:
            self._draw_shape(painter, c)
        elif self._mark is Mark.TODO and not self._text:
            # The painter's own pen is 1 wide and in this widget's colour; to set one loads all of `Qt`.
            painter.scale(_RING, _RING)
            ring = QRectF(1.5 / _RING, 1.5 / _RING, 19 / _RING, 19 / _RING)
            for part in range(_PARTS):
                painter.drawArc(ring, part * _WHOLE // _PARTS, int(_WHOLE / _PARTS * _DRAWN))
        else:
            self._draw(painter, circle, c)
        painter.end()

    def _draw_shape(self, painter: QPainter, c: Colours) -> None:
        """Draw a triangle that warns, or a bookmark."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - costs start-up time, and is not needed for that

        warns = self._mark is Mark.WARNING
        colour = QColor(c.warn if warns else c.muted)
        corners = _TRIANGLE if warns else _BOOKMARK
        painter.setPen(
            QPen(colour, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        if warns:
            painter.setPen(QPen(QColor(c.ground), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(11, 8), QPointF(11, 12.5))
            painter.drawPoint(QPointF(11, 16))

    def _draw(self, painter: QPainter, circle: QRectF, c: Colours) -> None:
        """Draw a mark with something in it."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - costs start-up time, and an empty mark needs none of it

        fills = {Mark.DONE: c.good, Mark.PASSED: c.muted, Mark.NOW: c.accent, Mark.FAILED: c.bad}
        if self._mark in fills:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fills[self._mark]))
        else:
            painter.setPen(QPen(QColor(c.edge), _RING))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        on = QColor(c.ground if self._mark in fills else c.muted)
        painter.setPen(QPen(on, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        match self._mark:
            case Mark.DONE:
                draw_tick(painter, circle, on)
            case Mark.EARLIER:
                draw_tick(painter, circle, QColor(c.good))
            case Mark.FAILED:
                painter.drawLine(QPointF(7.5, 7.5), QPointF(14.5, 14.5))
                painter.drawLine(QPointF(14.5, 7.5), QPointF(7.5, 14.5))
            case Mark.SKIPPED:
                painter.drawLine(QPointF(7.5, 11), QPointF(14.5, 11))
            case Mark.RUNNING:
                for x in (6.5, 11.0, 15.5):
                    painter.drawPoint(QPointF(x, 11))
            case _:
                font = QFont(self.font())
                font.setPixelSize(11)
                font.setBold(self._mark is Mark.NOW)
                painter.setFont(font)
                painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, self._text)


def mark_icon(mark: Mark) -> "QIcon":
    """Return a mark as a button's icon, sharp at every scale of the screen."""
    from PySide6.QtCore import QPoint  # noqa: PLC0415 - the first screen has no icons, and they load much
    from PySide6.QtGui import QIcon, QPixmap, QRegion  # noqa: PLC0415

    drawn = StateMark(mark)
    drawn.resize(drawn.sizeHint())
    picture = QPixmap(drawn.size() * _SHARP)
    picture.setDevicePixelRatio(_SHARP)
    picture.fill(QColor(0, 0, 0, 0))
    drawn.render(picture, QPoint(), QRegion(), QWidget.RenderFlag(0))
    return QIcon(picture)
