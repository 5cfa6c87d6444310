"""A box for a file or a folder: its path, and a button that opens the system's own dialog."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from wizard.gui.widgets.labels import button


class PlaceEntry(QWidget):
    """The path stands in `edit`, as it was typed or chosen."""

    def __init__(self, edit: QLineEdit, *, is_folder: bool, title: str) -> None:
        super().__init__()
        self.edit, self._is_folder, self._title = edit, is_folder, title
        edit.setMaximumWidth(620)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(edit, 1)
        self.choose = button("Choose a folder…" if is_folder else "Choose a file…")
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
