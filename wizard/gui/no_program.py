"""Where no program on this PC opens a file: where it is, and what can be done with it all the same."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from wizard.catalogue.words import words_of
from wizard.gui.widgets.labels import button, label
from wizard.model.problem import ProblemFound
from wizard.store.files import write_atomic

_words = words_of(__name__)

_PAGES = {".html", ".htm"}
_TEXTS = {*_PAGES, ".txt", ".csv"}
_WIDE, _HIGH = 640, 300
"""Pixels of what is read here."""


def text_beside(path: Path) -> Path | None:
    """Return the file whose text says what a file says: itself, or the page that a PDF was made of."""
    page = path.with_suffix(".html")
    found = path if path.suffix.casefold() in _TEXTS else page if path.suffix.casefold() == ".pdf" else None
    return found if found is not None and found.is_file() else None


class NoProgram(QDialog):
    """Says it, and offers what works here: its text, a copy elsewhere, the words where it is."""

    def __init__(self, path: Path, copy: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_words("title"))
        self._path, self._copy, self._text = path, copy, text_beside(path)
        layout = self._layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addWidget(label(_words("folder" if path.is_dir() else "file", name=path.name), bold=True))
        where = label(_words("where", path=path))
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        where.setMinimumWidth(_WIDE // 2)
        layout.addWidget(where)
        self._said = label("", name="verdict")
        layout.addWidget(self._said)
        row = QHBoxLayout()
        row.addStretch(1)
        for text, do, is_there in (
            (_words("show"), self._show, self._text is not None),
            (_words("save"), self._save, path.is_file()),
            (_words("copy"), self._copy_place, True),
        ):
            if is_there:
                row.addWidget(_way(button(text), do))
        close = _way(button(_words("close"), primary=True), self.reject)
        close.setDefault(True)
        row.addWidget(close)
        layout.addLayout(row)
        close.setFocus()

    def _show(self) -> None:
        """Show the text in this window."""
        if self._text is None or self.findChild(QTextBrowser) is not None:
            return
        try:
            content = self._text.read_text("utf-8", errors="replace")
        except OSError:
            self._said.setText(_words("gone"))
            return
        shown = QTextBrowser()
        shown.setAccessibleName(self._path.name)
        shown.setOpenLinks(False)
        shown.setMinimumSize(_WIDE, _HIGH)
        (shown.setHtml if self._text.suffix.casefold() in _PAGES else shown.setPlainText)(content)
        self._layout.insertWidget(self._layout.indexOf(self._said), shown, 1)
        shown.setFocus()

    def _save(self) -> None:
        begin = str(Path.home() / self._path.name)
        named, _ = QFileDialog.getSaveFileName(self, _words("save"), begin)
        if not named:
            return
        try:
            write_atomic(Path(named), self._path.read_bytes())
        except (OSError, ProblemFound):
            self._said.setText(_words("not-saved"))
            return
        self._said.setText(_words("saved", path=named))

    def _copy_place(self) -> None:
        self._copy(str(self._path))
        self._said.setText(_words("copied"))


def _way(made: QPushButton, do: Callable[[], object]) -> QPushButton:
    made.clicked.connect(lambda _checked=False: do())
    return made
