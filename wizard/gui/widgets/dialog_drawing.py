"""Draws a mail program's dialog from its data: a calm schematic, what to touch ringed and numbered.

Works on any painter, so that guides can be printed with the same pictures; no bitmaps of other
people's software.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from wizard.catalogue.guides import Dialog
from wizard.catalogue.words import words_of
from wizard.gui.theme import LIGHT, Colours, colours, stands_close
from wizard.gui.widgets.dialog_layout import Laid, Piece, Target, lay_out
from wizard.gui.widgets.dialog_words import Touch, describe

_words = words_of(__name__)

_SMALLEST = 0.8
_SMALLEST_POINTS, _SMALLEST_POINTS_CLOSE = 8.2, 6.7
"""How much smaller than the text beside it a picture's text may get, to be seen whole; large type more."""
_WIDEST = 31.0
"""In lines of text: a wider dialog would only have more empty room."""


@dataclass(frozen=True)
class Picture:
    """What to draw: a dialog, what stands in it, and what is touched by which line."""

    dialog: Dialog
    values: Mapping[str, str]
    touches: Sequence[Touch] = ()


def draw_dialog(painter: QPainter, picture: Picture, laid: Laid, font: QFont, c: Colours) -> None:
    """Draw a dialog that was laid out in this font, its upper left corner at the painter's origin."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    _Brush(painter, laid, font, c).run(picture.touches)
    painter.restore()


def dialog_image(
    picture: Picture, font: QFont, *, width: float = 0.0, ratio: float = 2.0, scheme: Colours = LIGHT
) -> QImage:
    """Return a dialog as an image, without a window; `width` 0 is as wide as it needs."""
    laid = lay_out(picture.dialog, picture.values, font, width or _WIDEST * QFontMetricsF(font).height())
    size = QSize(round((laid.size.width() + 2) * ratio), round((laid.size.height() + 2) * ratio))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(scheme.ground))
    painter = QPainter(image)
    painter.translate(1, 1)
    draw_dialog(painter, picture, laid, font, scheme)
    painter.end()
    return image


class DialogDrawing(QWidget):
    """A dialog in the window: as large as fits, readable always, told in words to screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._layouts: dict[tuple[object, ...], tuple[Laid, QFont]] = {}
        """Of the dialog shown: from line to line only its rings and numbers change."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def picture(self) -> Picture | None:
        """What is drawn."""
        return self._picture

    def show_picture(self, picture: Picture) -> None:
        """Draw something else."""
        before, self._picture = self._picture, picture
        if before is None or (before.dialog, before.values) != (picture.dialog, picture.values):
            self._layouts.clear()
        self.setAccessibleName(_words("picture"))
        self.setAccessibleDescription(describe(picture.dialog, picture.values, picture.touches))
        self._reserve()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size at which most dialogs are seen whole."""
        u = self.fontMetrics().height()
        return QSize(int(26 * u), int(20 * u))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest at which labels are still read."""
        return QSize(int(18 * self.fontMetrics().height()), 60)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the height that the smallest text needs at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._layouts.clear()
        self._reserve()

    def fitted(self) -> tuple[Laid, QFont] | None:
        """Return the layout for the present size, with its font."""
        if self._picture is None:
            return None
        found = None
        scale = 1.0
        while scale > self._smallest() - 0.01:
            found = self._laid(scale)
            if found[0].size.height() <= self.height() - 2:
                break
            scale -= 0.05
        return found

    def touched(self) -> QRect | None:
        """Return where in this widget the last element of the present line stands."""
        found = self.fitted()
        if found is None or self._picture is None:
            return None
        now = [t.element for t in self._picture.touches if t.now]
        rects = [found[0].targets[name].rect for name in now if name in found[0].targets]
        return rects[-1].translated(1, 1).toAlignedRect() if rects else None

    def _smallest(self) -> float:
        # A window is low where a screen is small or everything on it is shown larger: there it is no smaller.
        points = _SMALLEST_POINTS_CLOSE if stands_close() else _SMALLEST_POINTS
        return max(0.6, min(_SMALLEST, points / self.font().pointSizeF()))

    def _laid(self, scale: float) -> tuple[Laid, QFont]:
        assert self._picture is not None
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * scale)
        width = min(self.width() - 2.0, _WIDEST * QFontMetricsF(font).height())
        key = (font.key(), width, self.logicalDpiX())
        if key not in self._layouts:
            self._layouts[key] = lay_out(self._picture.dialog, self._picture.values, font, width), font
        return self._layouts[key]

    def _reserve(self) -> None:
        if self._picture is not None:
            self.setMinimumHeight(int(self._laid(self._smallest())[0].size.height()) + 3)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the dialog."""
        found = self.fitted()
        if found is None or self._picture is None:
            return
        painter = QPainter(self)
        painter.translate(1, 1)
        draw_dialog(painter, self._picture, *found, colours())
        painter.end()


class _Brush:
    """Paints the pieces of one layout, then the rings and numbers."""

    def __init__(self, painter: QPainter, laid: Laid, font: QFont, c: Colours) -> None:
        self._p, self._laid, self._font, self._c, self._u = painter, laid, font, c, laid.unit

    def run(self, touches: Sequence[Touch]) -> None:
        p, c = self._p, self._c
        p.setPen(QPen(QColor(c.edge), 1.2))
        p.setBrush(QColor(c.panel))
        p.drawRect(QRectF(0, 0, self._laid.size.width(), self._laid.size.height()))
        now = [t for t in touches if t.now]
        rings = [self._laid.targets[t.element] for t in now if t.element in self._laid.targets]
        grounds = {
            "title",
            "pane",
            "group",
            "table",
            "tab",
            "tab-on",
            "drop",
            "pages",
            "button",
            "page-on",
            "menu-open",
        }
        for piece in self._laid.pieces:
            if piece.kind in grounds:
                self._ground(piece)
        p.setPen(Qt.PenStyle.NoPen)
        p.setBrush(QColor(c.accent_soft))
        for target in rings:
            p.drawRoundedRect(self._ring(target), 4, 4)
        for piece in self._laid.pieces:
            self._piece(piece)
        for target in rings:
            p.setPen(QPen(QColor(c.accent), max(2.2, self._u * 0.14)))
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.drawRoundedRect(self._ring(target), 4, 4)
        numbered = {t.element for t in now}
        for touch in sorted(touches, key=lambda t: t.now):
            if touch.element in self._laid.targets and (touch.now or touch.element not in numbered):
                self._badge(self._laid.targets[touch.element], touch)

    # --- grounds and frames ---

    def _ground(self, piece: Piece) -> None:
        p, c, u, r = self._p, self._c, self._u, piece.rect
        p.setPen(QPen(QColor(c.line if piece.grey else c.edge), 1))
        p.setBrush(QColor(c.ground))
        match piece.kind:
            case "title":
                p.setPen(Qt.PenStyle.NoPen)
                p.drawRect(r.adjusted(0.7, 0.7, -0.7, 0))
                p.setPen(QPen(QColor(c.line), 1))
                p.drawLine(r.bottomLeft(), r.bottomRight())
            case "tab":
                p.setPen(QPen(QColor(c.line), 1))
                p.setBrush(QColor(c.panel))
                p.drawRect(r.adjusted(0, 0.15 * u, 0, 0))
            case "tab-on":
                p.setPen(Qt.PenStyle.NoPen)
                p.drawRect(r.adjusted(0, 0, 0, 1.5))
                p.setPen(QPen(QColor(c.edge), 1))
                p.drawPolyline(QPolygonF([r.bottomLeft(), r.topLeft(), r.topRight(), r.bottomRight()]))
            case "pane":
                p.setPen(QPen(QColor(c.line), 1))
                p.drawRect(r)
            case "group":
                p.setPen(QPen(QColor(c.line), 1.2))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.drawRect(r.adjusted(0, 0.55 * u, 0, 0))
            case "page-on" | "menu-open":
                p.setPen(Qt.PenStyle.NoPen)
                p.setBrush(QColor(c.line))
                p.drawRect(r)
            case "button":
                p.drawRoundedRect(r, 3, 3)
            case _:
                p.drawRect(r)

    # --- texts and boxes ---

    def _piece(self, piece: Piece) -> None:
        p, c, u, r = self._p, self._c, self._u, piece.rect
        ink = QColor(c.muted if piece.grey else c.text)
        p.setPen(ink)
        left, centre = (
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            Qt.AlignmentFlag.AlignCenter,
        )
        match piece.kind:
            case "title":
                self._line(r.adjusted(0.7 * u, 0, -2 * u, 0), left, piece.text)
                self._line(
                    r.adjusted(0, 0, -0.6 * u, 0),
                    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                    "×",
                )
            case "menu" | "menu-open" | "button" | "tab" | "tab-on":
                self._line(r, centre, piece.text)
            case "item" | "page" | "page-on":
                self._line(r.adjusted(0.6 * u, 0, -0.3 * u, 0), left, piece.text)
            case "cell" | "head":
                p.setPen(QColor(c.muted) if piece.kind == "head" else ink)
                self._cell(r.adjusted(0.4 * u, 0, -0.4 * u, 0), piece.text)
            case "text" | "bold":
                self._wrapped(r, piece.text, bold=piece.kind == "bold")
            case "group":
                self._group_title(piece)
            case "field" | "list":
                self._box(piece)
            case "tick" | "radio":
                self._choice(piece, ink)
            case "slider":
                self._slider(piece)
            case _:
                pass

    def _cell(self, rect: QRectF, text: str) -> None:
        if " " in text:
            self._wrapped(rect, text)
        else:  # a server's name has no place to break
            self._line(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _line(self, rect: QRectF, how: Qt.AlignmentFlag, text: str) -> None:
        elided = self._p.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()) + 1)
        self._p.drawText(rect, how, elided)

    def _wrapped(self, rect: QRectF, text: str, *, bold: bool = False) -> None:
        font = QFont(self._font)
        font.setBold(bold)
        self._p.setFont(font)
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)
        self._p.drawText(rect.adjusted(0, 0, 1, 0), flags, text)
        self._p.setFont(self._font)

    def _group_title(self, piece: Piece) -> None:
        u, r = self._u, piece.rect
        width = self._p.fontMetrics().horizontalAdvance(piece.text) + 0.6 * u
        title = QRectF(r.left() + 0.5 * u, r.top(), width, 1.1 * u)
        self._p.fillRect(title, QColor(self._c.ground))
        self._p.drawText(title, Qt.AlignmentFlag.AlignCenter, piece.text)

    def _box(self, piece: Piece) -> None:
        p, c, u, r = self._p, self._c, self._u, piece.rect
        p.setPen(QPen(QColor(c.line if piece.grey else c.edge), 1))
        p.setBrush(QColor(c.panel if piece.grey else c.field))
        p.drawRect(r)
        p.setPen(QColor(c.muted if piece.grey else c.text))
        room = r.adjusted(0.35 * u, 0, -0.3 * u, 0)
        if piece.kind == "list":
            x, y = r.right() - 0.75 * u, r.center().y()
            p.setPen(QPen(QColor(c.text), 1.4))
            p.drawPolyline(
                QPolygonF(
                    [
                        QPointF(x - 0.25 * u, y - 0.1 * u),
                        QPointF(x, y + 0.15 * u),
                        QPointF(x + 0.25 * u, y - 0.1 * u),
                    ]
                )
            )
            room.setRight(r.right() - 1.2 * u)
        self._line(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, piece.text)

    def _choice(self, piece: Piece, ink: QColor) -> None:
        p, c, u, r = self._p, self._c, self._u, piece.rect
        size = 0.95 * u
        box = QRectF(r.left() + 0.1 * u, r.top() + (min(r.height(), 1.3 * u) - size) / 2, size, size)
        if r.height() > 1.5 * u:  # beside the first of several lines
            box.moveTop(r.top() + 0.05 * u)
        p.setPen(QPen(QColor(c.line if piece.grey else c.edge), 1.3))
        p.setBrush(QColor(c.panel if piece.grey else c.field))
        if piece.kind == "radio":
            p.drawEllipse(box)
            if piece.on:
                p.setPen(Qt.PenStyle.NoPen)
                p.setBrush(ink)
                p.drawEllipse(box.adjusted(0.26 * u, 0.26 * u, -0.26 * u, -0.26 * u))
        else:
            p.drawRect(box)
            if piece.on:
                pen = QPen(
                    ink, 0.15 * u, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
                )
                p.setPen(pen)
                at = [(0.2, 0.52), (0.42, 0.74), (0.8, 0.26)]
                points = [QPointF(box.left() + size * x, box.top() + size * y) for x, y in at]
                p.drawPolyline(QPolygonF(points))
        p.setPen(ink)
        self._wrapped(r.adjusted(1.6 * u, 0, 0, 0), piece.text)

    def _slider(self, piece: Piece) -> None:
        p, c, u, r = self._p, self._c, self._u, piece.rect
        low, _, high = piece.text.partition("\t")
        metrics = p.fontMetrics()
        start = r.left() + metrics.horizontalAdvance(low) + 0.6 * u
        end = max(r.right() - metrics.horizontalAdvance(high) - 0.6 * u, start + 2 * u)
        how = Qt.AlignmentFlag.AlignVCenter
        p.drawText(r, how | Qt.AlignmentFlag.AlignLeft, low)
        p.drawText(r, how | Qt.AlignmentFlag.AlignRight, high)
        y = r.center().y()
        p.setPen(QPen(QColor(c.edge), 2))
        p.drawLine(QPointF(start, y), QPointF(end, y))
        p.setBrush(QColor(c.ground))
        p.setPen(QPen(QColor(c.text), 1.3))
        p.drawRect(QRectF(start + (end - start) * 0.35, y - 0.5 * u, 0.45 * u, u))

    # --- what to touch ---

    def _ring(self, target: Target) -> QRectF:
        out = 0.22 * self._u if target.beside else -0.02 * self._u
        return target.rect.adjusted(-out, -out, out, out)

    def _badge(self, target: Target, touch: Touch) -> None:
        p, c, u = self._p, self._c, self._u
        ring = self._ring(target)
        radius = 0.68 * u
        if target.beside:
            x = min(ring.right() + radius + 0.15 * u, self._laid.size.width() - radius - 0.2 * u)
            centre = QPointF(x, ring.center().y())
        else:
            # A narrow element would vanish behind its number: that stands wholly beside it then.
            corner = ring.right() if ring.width() > 2.4 * u else ring.right() + 0.5 * radius
            x = min(corner, self._laid.size.width() - radius - 0.2 * u)
            centre = QPointF(x, ring.top() + 0.05 * u)
        p.setPen(QPen(QColor(c.accent), 1.5))
        p.setBrush(QColor(c.accent if touch.now else c.ground))
        p.drawEllipse(centre, radius, radius)
        font = QFont(self._font)
        font.setPointSizeF(font.pointSizeF() * 0.8)
        font.setBold(touch.now)
        p.setFont(font)
        p.setPen(QColor(c.on_accent if touch.now else c.accent))
        circle = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        p.drawText(circle, Qt.AlignmentFlag.AlignCenter, touch.number)
        p.setFont(self._font)
