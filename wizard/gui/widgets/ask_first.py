"""A question before something is done that changes what works: the safe answer has the cursor."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from wizard.gui.widgets.labels import button, label

_LEAST_WIDTH = 420
"""Pixels: what is read is not as narrow as its buttons."""


class AskFirst(QDialog):
    """Asks; accepted when it is really to be done."""

    def __init__(
        self, question: str, lines: Sequence[str], yes: str, no: str, parent: QWidget, *, title: str = ""
    ) -> None:
        """`title` stands on the window; without one the question does."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title or question)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(label(question, bold=True))
        for text in lines:
            said = label(text)
            said.setMinimumWidth(_LEAST_WIDTH)
            layout.addWidget(said)
        row = QHBoxLayout()
        row.addStretch(1)
        self.yes, self.no = button(yes), button(no, primary=True)
        self.no.setDefault(True)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        layout.addLayout(row)
        self.no.setFocus()
