"""Print… asks in the system's own window, and what is chosen there is on paper: here in a PDF file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QLineEdit, QPushButton

from tests.gui.books import Books
from tests.gui.test_printing import sheets
from tests.gui.web import HARMLESS
from tests.gui.window import Window, wait_for
from wizard.gui.matching import exchange

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


@pytest.fixture
def books(window: Window, monkeypatch: pytest.MonkeyPatch) -> Books:
    """At W6, on a PC that has a printer: what is printed goes into a file all the same."""
    monkeypatch.setattr(exchange, "has_printer", lambda: True)
    made = Books(window)
    made.walk_to("W6")
    return made


class Watcher:
    """Does something in the print dialog as soon as it is there: its own loop runs until it is closed."""

    def __init__(self, do: Callable[[QPrintDialog], None]) -> None:
        self.came, self._do = False, do
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(25)

    def _look(self) -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, QPrintDialog):
            self._timer.stop()
            self.came = True
            self._do(found)


def into(path: Path) -> Callable[[QPrintDialog], None]:
    """Choose to print into a PDF file, as a user does."""

    def choose(dialog: QPrintDialog) -> None:
        printers = next(one for one in dialog.findChildren(QComboBox) if one.objectName() == "printers")
        printers.setCurrentIndex(printers.findText("Print to File (PDF)"))
        dialog.findChild(QLineEdit, "filename").setText(str(path))
        buttons = dialog.findChild(QDialogButtonBox)
        next(made for made in buttons.buttons() if made.text().replace("&", "") == "Print").click()

    return choose


def test_the_sheet_is_printed_where_the_dialog_says(books: Books, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    watcher = Watcher(into(path))
    books.window.press("Print…")
    wait_for(lambda: watcher.came)
    wait_for(path.is_file)
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert sheets(content) >= 1
    assert b"/FontFile" in content, "with words on it"
    assert "Sent to the printer." in books.said()


def test_who_closes_the_dialog_prints_nothing_and_nothing_is_claimed(books: Books, tmp_path: Path) -> None:
    def close(dialog: QPrintDialog) -> None:
        next(m for m in dialog.findChildren(QPushButton) if m.text().replace("&", "") == "Cancel").click()

    watcher = Watcher(close)
    books.window.press("Print…")
    wait_for(lambda: watcher.came)
    assert "Sent to the printer." not in books.said()
    assert list(tmp_path.glob("*.pdf")) == []
