"""A box for a file or a folder: its path, and a button that opens the system's own dialog."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from wizard.catalogue.words import words_of
from wizard.gui.widgets.labels import button

_words = words_of(__name__)


class PlaceEntry(QWidget):
    """The path stands in `edit`, which says `editingFinished` when it was typed, pasted or chosen."""

    def __init__(self, edit: QLineEdit, *, is_folder: bool, title: str) -> None:
        super().__init__()
        self.edit, self._is_folder, self._title = edit, is_folder, title
        edit.setMaximumWidth(620)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(edit, 10)
        self.choose = button(_words("choose-a-folder") if is_folder else _words("choose-a-file"))
        self.choose.clicked.connect(self._ask)
        row.addWidget(self.choose)
        row.addStretch(1)

    def _ask(self) -> None:
        before = self.edit.text() or str(Path.home())
        if self._is_folder:
            found = QFileDialog.getExistingDirectory(self.window(), self._title, before)
        else:
            found, _ = QFileDialog.getOpenFileName(self.window(), self._title, before)
        if found:
            self.edit.setText(str(Path(found)))
            self.edit.editingFinished.emit()


def when_named(edit: QLineEdit, page: QWidget, do: Callable[[], None]) -> None:
    """Do something when a path was typed, pasted or chosen; a button below the page does it itself.

    What is begun as the cursor leaves for the verb would make that rest, and the press be lost.
    """

    def named() -> None:
        focused = QApplication.focusWidget()
        if not isinstance(focused, QPushButton) or page.isAncestorOf(focused):
            do()

    edit.editingFinished.connect(named)
