"""Labels and buttons of the few kinds there are."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget


def label(text: str, *, name: str = "", bold: bool = False, scale: float = 1.0) -> QLabel:
    """Return a plain-text label that wraps; `name` picks its style, `scale` its size."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setObjectName(name)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    font = QFont(made.font())
    font.setBold(bold)
    font.setPointSizeF(font.pointSizeF() * scale)
    made.setFont(font)
    return made


def button(text: str, *, primary: bool = False, parent: QWidget | None = None) -> QPushButton:
    """Return a push button; the primary one is the verb of the screen."""
    made = QPushButton(text.replace("&", "&&"), parent)
    made.setAutoDefault(False)
    if primary:
        made.setObjectName("primary")
    return made


def link(text: str) -> QPushButton:
    """Return a button that looks like a link: help questions and side pages."""
    made = QPushButton(text.replace("&", "&&"))
    made.setAutoDefault(False)
    made.setObjectName("link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made
