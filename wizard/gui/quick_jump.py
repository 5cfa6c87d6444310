"""Ctrl+J: type the screen number that support says."""

import re
from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wizard.gui.widgets.labels import button, label

_NUMBER = re.compile(r"\s*([A-Za-z])\s*-?\s*(\d{1,2})\s*")


def parse_number(text: str) -> tuple[str, int] | None:
    """Read "m4", "M 4" or "M-4"; None when it is no screen number."""
    found = _NUMBER.fullmatch(text)
    return (found.group(1).upper(), int(found.group(2))) if found else None


class QuickJump(QDialog):
    """A small dialog; `go` says why it cannot go there, or nothing when it went."""

    def __init__(self, go: Callable[[str, int], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Go to a screen")
        self._go = go
        layout = QVBoxLayout(self)
        layout.addWidget(label("Type the number, for example M4.", bold=True))
        self.edit = QLineEdit()
        self.edit.setAccessibleName("Screen number")
        layout.addWidget(self.edit)
        self.said = label("", name="fault")
        self.said.setMinimumWidth(320)
        layout.addWidget(self.said)
        row = QHBoxLayout()
        row.addStretch(1)
        self.show_button = button("Show this screen", primary=True)
        self.show_button.setDefault(True)
        stay = button("Stay here")
        row.addWidget(self.show_button)
        row.addWidget(stay)
        layout.addLayout(row)
        self.show_button.clicked.connect(self._try)
        stay.clicked.connect(self.reject)

    def ask(self) -> None:
        """Open the dialog, empty."""
        self.edit.clear()
        self.said.setText("")
        self.open()
        self.edit.setFocus()

    def _try(self) -> None:
        number = parse_number(self.edit.text())
        reason = (
            "That is not a screen number. It is a letter and a number, like M4."
            if number is None
            else self._go(*number)
        )
        if reason:
            self.said.setText(reason)
            self.edit.selectAll()
            self.edit.setFocus()
        else:
            self.accept()
