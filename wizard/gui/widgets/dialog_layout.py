"""Where everything of a drawn dialog stands, measured with the font it will be drawn in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from wizard.catalogue.guides import Dialog, Part, filled

PieceKind = Literal[
    "title", "menu", "menu-open", "drop", "item", "page", "page-on", "pages", "tab", "tab-on", "pane", "text",
    "bold", "group", "field", "list", "tick", "radio", "button", "slider", "head", "cell", "table",
]  # fmt: skip
_BESIDE = {"field", "list", "tick", "radio", "text", "bold", "slider", "table", "title"}
"""What has its number at its right, where the layout leaves room; the others have it at their corner."""
_HEIGHTS = {"button": 1.8, "field": 1.5, "list": 1.5, "slider": 1.5}
"""In lines of text; everything else takes 1.3."""


@dataclass(frozen=True)
class Piece:
    """One thing to paint: what, where, and its text."""

    kind: PieceKind
    rect: QRectF
    text: str = ""
    on: bool = False
    grey: bool = False


@dataclass(frozen=True)
class Target:
    """Where the ring of a touched element goes, and whether its number stands beside it or at its corner."""

    rect: QRectF
    beside: bool


@dataclass
class Laid:
    """A dialog laid out: pieces in the order of painting, what can be touched, and the size of it all."""

    unit: float
    size: QSizeF = field(default_factory=QSizeF)
    pieces: list[Piece] = field(default_factory=list)
    targets: dict[str, Target] = field(default_factory=dict)


def lay_out(dialog: Dialog, values: Mapping[str, str], font: QFont, width: float) -> Laid:
    """Lay a dialog out for a width; the height follows from what is in it."""
    return _Layout(values, font, width).run(dialog)


class _Layout:
    """Lays out from top to bottom; `u`, the height of a line of text, is the unit of every distance."""

    def __init__(self, values: Mapping[str, str], font: QFont, width: float) -> None:
        self._values, self._width = values, width
        bold = QFont(font)
        bold.setBold(True)
        self._metrics, self._bold = QFontMetricsF(font), QFontMetricsF(bold)
        self._u = self._metrics.height()
        self._laid = Laid(self._u)

    def run(self, dialog: Dialog) -> Laid:
        u = self._u
        self._put("title", QRectF(0, 0, self._width, 1.8 * u), filled(dialog.window, self._values))
        y = 1.8 * u
        if dialog.menus:
            y = self._menus(dialog, y)
        if dialog.tabs:
            y = self._tabs(dialog, y + 0.5 * u)
        elif not dialog.menus:
            y += 0.2 * u
        left, right = 0.5 * u, self._width - 0.5 * u
        body = left
        if dialog.pages:
            body = left + self._pages(dialog, left, y + 0.3 * u) + 0.5 * u
        if dialog.parts:
            pane = len(self._laid.pieces)
            end = self._parts(dialog.parts, body + 0.7 * u, y + 0.7 * u, right - 2.0 * u) + 0.2 * u
            if dialog.pages:
                end = max(end, y + 0.6 * u + 1.6 * u * len(dialog.pages))
            self._laid.pieces.insert(pane, Piece("pane", QRectF(body, y, right - body, end - y)))
            y = end
        if dialog.buttons:
            y = self._buttons(dialog.buttons, y + 0.75 * u)
        self._laid.size = QSizeF(self._width, y + 0.6 * u)
        return self._laid

    # --- what frames the parts ---

    def _menus(self, dialog: Dialog, y: float) -> float:
        u, x, hang = self._u, 0.3 * self._u, 0.0
        for name, width in self._menus_that_fit(dialog):
            open_ = name == dialog.menu
            hang = x if open_ else hang
            rect = QRectF(x, y + 0.1 * u, width, 1.4 * u)
            self._put("menu-open" if open_ else "menu", rect, name, target=f"menu:{name}", on=open_)
            x += width
        y += 1.6 * u
        if not dialog.items:
            return y
        width = max(self._metrics.horizontalAdvance(i) for i in dialog.items) + 4.2 * u
        width = min(width, self._width - 0.8 * u)
        hang = max(0.3 * u, min(hang, self._width - width - 0.5 * u))
        self._put("drop", QRectF(hang, y, width, 1.55 * u * len(dialog.items) + 0.4 * u))
        y += 0.2 * u
        for name in dialog.items:
            rect = QRectF(hang + 0.2 * u, y, width - 0.4 * u, 1.55 * u)
            self._put("item", rect, name, target=f"item:{name}")
            y += 1.55 * u
        return y + 1.4 * u

    def _menus_that_fit(self, dialog: Dialog) -> list[tuple[str, float]]:
        """Return the menus with their widths; a narrow window shows fewer, but always the one to open."""
        shown = [(m, self._metrics.horizontalAdvance(m) + 1.1 * self._u) for m in dialog.menus]
        while len(shown) > 2 and sum(width for _, width in shown) > self._width - 0.5 * self._u:
            last = -1 if shown[-1][0] != dialog.menu else 1
            del shown[last]
        return shown

    def _tabs(self, dialog: Dialog, y: float) -> float:
        u, left = self._u, 0.5 * self._u
        rows: list[list[tuple[str, float]]] = [[]]
        used = 0.0
        for name in dialog.tabs:
            width = self._metrics.horizontalAdvance(name) + 1.3 * u
            if rows[-1] and used + width > self._width - 2 * left:
                rows.append([])
                used = 0.0
            rows[-1].append((name, width))
            used += width
        # As Windows has it: the row with the open tab stands next to what it shows.
        rows.sort(key=lambda row: any(name == dialog.tab for name, _ in row))
        for row in rows:
            x = left
            for name, width in row:
                on = name == dialog.tab
                rect = QRectF(x, y, width, 1.65 * u)
                self._put("tab-on" if on else "tab", rect, name, target=f"tab:{name}", on=on)
                x += width
            y += 1.65 * u
        return y

    def _pages(self, dialog: Dialog, x: float, y: float) -> float:
        u = self._u
        width = max(self._metrics.horizontalAdvance(name) for name in dialog.pages) + 1.6 * u
        width = min(width, self._width * 0.36)
        self._put("pages", QRectF(x, y - 0.3 * u, width, 1.6 * u * len(dialog.pages) + 0.6 * u))
        for name in dialog.pages:
            on = name == dialog.page
            rect = QRectF(x + 0.15 * u, y, width - 0.3 * u, 1.6 * u)
            self._put("page-on" if on else "page", rect, name, target=f"page:{name}", on=on)
            y += 1.6 * u
        return width

    def _buttons(self, names: Sequence[str], y: float) -> float:
        u = self._u
        x = self._width - 0.8 * u
        for name in reversed(names):
            width = self._button_width(name)
            self._put("button", QRectF(x - width, y, width, 1.8 * u), name, target=f"button:{name}")
            x -= width + 0.7 * u
        return y + 1.8 * u

    # --- the parts ---

    def _parts(self, parts: Sequence[Part], x: float, y: float, right: float) -> float:
        """Lay parts below each other and return where they end."""
        column = self._label_column(parts, right - x)
        for part in parts:
            indent = x + part.indent * 1.5 * self._u
            if part.kind == "group":
                y = self._group(part, indent, y, right)
            elif part.kind == "row":
                y = self._row(part, indent, y, right, column)
            else:
                y = self._one(part, indent, y, right, column) + 0.45 * self._u
        return y

    def _label_column(self, parts: Sequence[Part], room: float) -> float:
        """How wide the labels of the fields below each other are, so that their boxes stand in line."""
        widest = 0.0
        for part in parts:
            for each in part.parts[:1] if part.kind == "row" else [part]:
                if each.kind in {"field", "list"}:
                    indent = (part.indent + (each.indent if each is not part else 0)) * 1.5 * self._u
                    width = indent + self._metrics.horizontalAdvance(each.label) + 0.8 * self._u
                    # One long label does not push all boxes to the right: it takes two lines.
                    widest = max(widest, width if width <= room * 0.52 else 0.0)
        return widest

    def _group(self, part: Part, x: float, y: float, right: float) -> float:
        u, index = self._u, len(self._laid.pieces)
        end = self._parts(part.parts, x + 0.8 * u, y + 1.35 * u, right) + 0.25 * u
        frame = QRectF(x, y, right - x + 1.75 * u, end - y)
        self._laid.pieces.insert(index, Piece("group", frame, filled(part.label, self._values)))
        return end + 0.5 * u

    def _row(self, row: Part, x: float, y: float, right: float, column: float) -> float:
        """Lay parts beside each other, on further lines where there is no room."""
        u = self._u
        y += 0.4 * u if row.right else 0.0  # room for the number at a button's corner
        widths = [self._natural(part, column if index == 0 else 0.0) for index, part in enumerate(row.parts)]
        gaps = [0.5 * u if part.kind in {"text", "button"} or not part.id else 2.0 * u for part in row.parts]
        total = sum(widths) + sum(gaps[:-1])
        at = max(x, right + 1.5 * u - total) if row.right else x
        whole, height, end = QRectF(at, y, 0, 0), 0.0, y
        heights = [_HEIGHTS.get(part.kind, 1.3) * u for part in row.parts]
        for part, width, gap, own in zip(row.parts, widths, gaps, heights, strict=True):
            if at + width > right + (1.6 * u if part.kind == "button" else 0.1) and at > x:
                y, at, height = y + height + 0.35 * u, x + (1.5 * u if not row.right else 0), 0.0
            middle = y + (max(heights) - own) / 2
            bottom = self._one(part, at, middle, min(at + width, right + 1.6 * u), column if at == x else 0.0)
            height = max(height, bottom - y)
            end = max(end, bottom)
            whole = whole.united(QRectF(at, y, width, bottom - y))
            at += width + gap
        if row.id:
            self._laid.targets[row.id] = Target(whole, beside=True)
        return end + 0.45 * u

    def _natural(self, part: Part, column: float) -> float:
        u, text = self._u, filled(part.label, self._values)
        label = self._metrics.horizontalAdvance(text)
        if part.kind == "button":
            return self._button_width(text)
        if part.kind in {"field", "list"}:
            box = self._narrow(part) if part.narrow else 9 * u
            return box + (max(column, label + 0.8 * u) if text else 0.0)
        if part.kind in {"tick", "radio"}:
            return label + 1.9 * u
        return label + 0.2 * u

    def _narrow(self, part: Part) -> float:
        value = self._metrics.horizontalAdvance(filled(part.value, self._values))
        return max(2.6 * self._u, value + (2.3 if part.kind == "list" else 1.2) * self._u)

    def _button_width(self, text: str) -> float:
        return max(self._metrics.horizontalAdvance(text) + 1.5 * self._u, 4.2 * self._u)

    def _one(self, part: Part, x: float, y: float, right: float, column: float) -> float:
        """Lay one part and return its lower end."""
        u, text = self._u, filled(part.label, self._values)
        grey = part.is_grey(self._values)
        match part.kind:
            case "field" | "list":
                return self._field(part, x, y, right, column)
            case "tick" | "radio":
                words = self._wrapped(text, right - x - 1.6 * u, self._metrics)
                rect = QRectF(x, y, 1.75 * u + words.width(), max(words.height(), 1.3 * u))
                self._put(part.kind, rect, text, part.id, on=part.is_on(self._values), grey=grey)
                return rect.bottom()
            case "button":
                rect = QRectF(x, y, min(self._button_width(text), right - x), 1.8 * u)
                self._put("button", rect, text, part.id, grey=grey)
                return rect.bottom()
            case "slider":
                value = filled(part.value, self._values)
                width = min(right - x, 9 * u + self._metrics.horizontalAdvance(text + value))
                rect = QRectF(x, y, width, 1.5 * u)
                self._put("slider", rect, f"{text}\t{value}", part.id)
                return rect.bottom()
            case "table":
                return self._table(part, x, y, right)
            case _:
                words = self._wrapped(text, right - x, self._bold if part.bold else self._metrics)
                rect = QRectF(x, y, words.width() + 1, max(words.height(), 1.3 * u))
                self._put("bold" if part.bold else "text", rect, text, part.id, grey=grey)
                return rect.bottom()

    def _field(self, part: Part, x: float, y: float, right: float, column: float) -> float:
        u, text = self._u, filled(part.label, self._values)
        grey = part.is_grey(self._values)
        indent = part.indent * 1.5 * u
        own = self._metrics.horizontalAdvance(text) + 0.8 * u
        fits = own <= (right - x) * 0.52
        label = max(column - indent, own if fits else (right - x) * 0.42) if text else 0.0
        words = self._wrapped(text, label - 0.5 * u, self._metrics)
        height = max(1.5 * u, words.height())
        if text:
            self._put("text", QRectF(x, y, label - 0.4 * u, height), text, grey=grey)
        value = filled(part.value, self._values)
        width = right - x - label
        if part.narrow:
            width = min(width, self._narrow(part))
        box = QRectF(x + label, y + (height - 1.5 * u) / 2, width, 1.5 * u)
        whole = QRectF(x, y, label + width, height)
        self._put("list" if part.kind == "list" else "field", box, value, grey=grey)
        if part.id:
            self._laid.targets[part.id] = Target(whole, beside=True)
        return y + height

    def _table(self, part: Part, x: float, y: float, right: float) -> float:
        u, index = self._u, len(self._laid.pieces)
        count = max(len(part.columns), 1)
        weights = [2.0 if column == 0 and count > 1 else 1.0 for column in range(count)]
        widths = [(right - x) * w / sum(weights) for w in weights]
        top = y
        for row_index, row in enumerate([part.columns, *part.rows]):
            cells = [filled(cell, self._values) for cell in row]
            lines = [
                self._wrapped(c, w - 0.8 * u, self._metrics) for c, w in zip(cells, widths, strict=False)
            ]
            height = max(max((line.height() for line in lines), default=u), u) + 0.5 * u
            at = x
            for cell, width in zip(cells, widths, strict=False):
                kind: PieceKind = "head" if row_index == 0 else "cell"
                self._put(kind, QRectF(at, y, width, height), cell)
                at += width
            y += height
        frame = QRectF(x, top, right - x, y + 0.8 * u - top)
        self._laid.pieces.insert(index, Piece("table", frame))
        if part.id:
            self._laid.targets[part.id] = Target(frame, beside=True)
        return frame.bottom()

    # --- putting ---

    def _wrapped(self, text: str, width: float, metrics: QFontMetricsF) -> QRectF:
        flags = int(Qt.TextFlag.TextWordWrap)
        return metrics.boundingRect(QRectF(0, 0, max(width, self._u), 10_000), flags, text)

    def _put(
        self, kind: PieceKind, rect: QRectF, text: str = "", target: str = "", *, on: bool = False,
        grey: bool = False,
    ) -> None:  # fmt: skip
        self._laid.pieces.append(Piece(kind, rect, text, on, grey))
        if target:
            self._laid.targets[target] = Target(rect, beside=kind in _BESIDE)
