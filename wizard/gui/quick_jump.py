"""Ctrl+J: type the screen number that support says, the code of a problem, or what a caller says."""

import re
from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wizard.catalogue.words import words_of
from wizard.gui.widgets.labels import button, label

_words = words_of(__name__)

_NUMBER = re.compile(r"\s*([A-Za-z])\s*-?\s*(\d{1,2})\s*")


def parse_number(text: str) -> tuple[str, int] | None:
    """Read "m4", "M 4" or "M-4"; None when it is no screen number."""
    found = _NUMBER.fullmatch(text)
    return (found.group(1).upper(), int(found.group(2))) if found else None


class QuickJump(QDialog):
    """A small dialog; `go` says why it cannot go there, or nothing when it went.

    `means` says of anything else whether it is known, and what it means; then the dialog stays to be read.
    """

    def __init__(
        self, go: Callable[[str, int], str], means: Callable[[str], tuple[bool, str]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_words("go-to-a-screen"))
        self._go, self._means = go, means
        layout = QVBoxLayout(self)
        what = _words("type-a-number")
        layout.addWidget(label(what, bold=True))
        self.edit = QLineEdit()
        self.edit.setAccessibleName(_words("screen-number"))
        layout.addWidget(self.edit)
        self.said = label("", name="fault")
        self.said.setMinimumWidth(420)
        layout.addWidget(self.said)
        self.meaning = label("")
        layout.addWidget(self.meaning)
        row = QHBoxLayout()
        row.addStretch(1)
        self.show_button = button(_words("show"), primary=True)
        self.show_button.setDefault(True)
        stay = button(_words("stay"))
        row.addWidget(self.show_button)
        row.addWidget(stay)
        layout.addLayout(row)
        self.show_button.clicked.connect(self._try)
        stay.clicked.connect(self.reject)

    def ask(self) -> None:
        """Open the dialog, empty."""
        self.edit.clear()
        self.said.setText("")
        self.meaning.setText("")
        self._fit()
        self.open()
        self.edit.setFocus()

    def _try(self) -> None:
        self.said.setText("")
        self.meaning.setText("")
        number = parse_number(self.edit.text())
        if number is None:
            known, text = self._means(self.edit.text())
            (self.meaning if known else self.said).setText(text)
        elif reason := self._go(*number):
            self.said.setText(reason)
        else:
            self.accept()
            return
        self._fit()
        self.edit.selectAll()
        self.edit.setFocus()

    def _fit(self) -> None:
        """Take the height that the words have at this width; a window of its own does not see to that."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(self.width(), layout.totalHeightForWidth(self.width()))
