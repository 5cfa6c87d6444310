"""Labels and buttons of the few kinds there are."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QEnterEvent, QFont
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

PLAIN_TEXT, RICH_TEXT = 0, 1
"""Qt.TextFormat for setProperty(): loading the `Qt` namespace costs an eighth of a bare window's start."""


class _Link(QPushButton):
    def enterEvent(self, event: QEnterEvent) -> None:
        from PySide6.QtCore import Qt  # noqa: PLC0415 - nothing is pointed at before the first paint

        self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)


def label(text: str, *, name: str = "", bold: bool = False, scale: float = 1.0) -> QLabel:
    """Return a plain-text label that wraps; `name` picks its style, `scale` its size."""
    made = QLabel(text)
    made.setProperty("textFormat", PLAIN_TEXT)
    made.setWordWrap(True)
    made.setObjectName(name)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if bold or scale != 1.0:
        font = QFont(made.font())
        font.setBold(bold)
        font.setPointSizeF(font.pointSizeF() * scale)
        made.setFont(font)
    return made


def characters(count: int) -> str:
    """Return so many characters in words."""
    return f"{count} character{'' if count == 1 else 's'}"


class SteadyButton(QPushButton):
    """A button that says something else once it was pressed, and keeps its place and width all the same."""

    def __init__(self, *texts: str) -> None:
        """It begins with the first of its texts."""
        super().__init__(texts[0])
        self._texts = texts
        self.setAutoDefault(False)

    def sizeHint(self) -> QSize:
        """As wide as the longest of its texts wants it."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for text in (self.text(), *self._texts))
        return QSize(hint.width() - metrics.horizontalAdvance(self.text()) + widest, hint.height())

    def minimumSizeHint(self) -> QSize:
        """No less."""
        return self.sizeHint()


def restyle(made: QWidget, name: str) -> None:
    """Give a widget the style of another name, whether it is shown or is about to be for the first time."""
    if made.objectName() != name:
        made.setObjectName(name)
        # What was never shown is given its style when it is; asking for it loads all of QStyle and `Qt`.
        if made.isVisible():
            made.style().polish(made)


def button(text: str, *, primary: bool = False, later: str = "") -> QPushButton:
    """Return a push button; the primary one is the verb of the screen, `later` what it says once pressed."""
    text = text.replace("&", "&&")
    made = SteadyButton(text, later) if later else QPushButton(text)
    made.setAutoDefault(False)
    if primary:
        made.setObjectName("primary")
    return made


def link(text: str) -> QPushButton:
    """Return a button that looks like a link: help questions and side pages."""
    made = _Link(text.replace("&", "&&"))
    made.setAutoDefault(False)
    made.setObjectName("link")
    return made
