"""The box into which a store types its codes where no file has them."""

import re

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wizard.catalogue.matching import match_words
from wizard.gui.widgets.labels import CAPTION, button, label

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_BETWEEN = re.compile(r"[,;\t\r\n\u2028]+")
"""What stands between the words of a list that was typed, or pasted out of a spreadsheet or a mail."""


class _Line(QLineEdit):
    """Keeps Enter for itself: elsewhere on a page it presses the verb."""

    entered = Signal()

    def event(self, event: QEvent) -> bool:
        """Enter is no shortcut here."""
        if isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _ENTER:
            if event.type() is QEvent.Type.KeyPress:
                self.entered.emit()
            event.accept()
            return True
        return super().event(event)


class TypedWords(QWidget):
    """Enter, or its button, tells the words; the cursor stays for the next."""

    typed = Signal(object)
    """A tuple of words, each once."""

    def __init__(self) -> None:
        super().__init__()
        words = match_words().typing
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        name = label(words.label, bold=True)
        name.setWordWrap(False)
        self.edit = _Line()
        self.edit.setAccessibleName(f"{words.label.replace('&', '')}: {words.hint}")
        self.edit.entered.connect(self._tell)
        name.setBuddy(self.edit)
        self.add = button(words.button)
        self.add.clicked.connect(self._tell)
        row.addWidget(self.edit, 1)
        row.addWidget(self.add)
        column.addWidget(name)
        column.addLayout(row)
        column.addWidget(label(words.hint, name="muted", scale=CAPTION))
        column.addStretch(1)

    def _tell(self) -> None:
        said = [word.strip() for word in _BETWEEN.split(self.edit.text())]
        words = tuple(dict.fromkeys(filter(None, said)))
        self.edit.setFocus()
        if words:
            self.edit.clear()
            self.typed.emit(words)
