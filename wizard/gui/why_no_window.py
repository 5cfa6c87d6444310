"""The box that says why no window came, on a desktop that has none of its own for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from wizard.gui.main import make_application


def say_why(text: str) -> None:
    """Show it and wait until it is closed."""
    make_application()
    box = QMessageBox(QMessageBox.Icon.Warning, "Tillbridge", text)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()
