"""The line at the top of a page that is none of a procedure: its number to read out, and its title."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy

from wizard.catalogue.words import words_of
from wizard.gui.widgets.labels import SUBTITLE, label

_words = words_of(__name__)


def numbered_heading(number: str, title: QLabel) -> QHBoxLayout:
    """Return the line; what else stands in it is added behind."""
    pill = QLabel(number)
    pill.setObjectName("pill")
    pill.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    pill.setAccessibleName(_words("screen", number=number))
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(pill)
    row.addWidget(title, 1)
    return row


def title_of(text: str) -> QLabel:
    """Return a title for that line."""
    return label(text, bold=True, scale=SUBTITLE)
