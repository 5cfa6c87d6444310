"""A fold with a conversation, line by line, to be read and copied by a technician."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from wizard.gui.widgets.copy_row import CopyButton
from wizard.gui.widgets.labels import label, link, show_fold
from wizard.model.mail import Speaker, Spoken

_SIGNS = {Speaker.WE: "> ", Speaker.SERVER: "< ", Speaker.PLACE: ""}
_LINES = 12


class SpokenFold(QWidget):
    """Closed at first; hidden while there is nothing to be read, and on screens that have no title for it."""

    opened = Signal()

    def __init__(self, title: str, about: Sequence[str], copy: Callable[[str], None]) -> None:
        super().__init__()
        self._title, self._copy = title, copy
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.opener = link("")
        column.addWidget(self.opener)
        self._inside = QWidget()
        self.opener.clicked.connect(lambda: self.open(on=self._inside.isHidden()))
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(12, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(label(" ".join(about), name="muted"), 1)
        row.addWidget(CopyButton(title, self._copied))
        inside.addLayout(row)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(title)
        self.text.setTabChangesFocus(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setFixedHeight(_LINES * self.text.fontMetrics().lineSpacing() + 16)
        inside.addWidget(self.text)
        column.addWidget(self._inside)
        self.open(on=False)
        self.show_lines(())

    def show_lines(self, spoken: Sequence[Spoken]) -> None:
        """Show a conversation; without one the fold goes."""
        self.text.setPlainText("\n".join(f"{_SIGNS[each.speaker]}{each.text}" for each in spoken))
        self.setVisible(bool(spoken and self._title))

    def open(self, *, on: bool) -> None:
        """Open or close the fold."""
        self._inside.setVisible(on)
        show_fold(self.opener, self._title, is_open=on)
        if on:
            self.opened.emit()

    def _copied(self) -> bool:
        self._copy(self.text.toPlainText())
        return True
