"""What is printed: one HTML text on paper, or as a PDF."""

from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

_MARGINS = QMarginsF(15, 15, 15, 15)
"""Millimetres."""


def write_pdf(html: str, path: Path, title: str = "") -> bool:
    """Write a text as a PDF of A4 pages; False where the file cannot be written."""
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(_MARGINS, QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setHtml(html)
    if not _can_write(path):
        return False
    document.print_(writer)
    return True


def _can_write(path: Path) -> bool:
    try:
        with path.open("ab"):
            return True
    except OSError:
        return False


def has_printer() -> bool:
    """Whether this PC has a printer."""
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 - only where something is printed

    return bool(QPrinterInfo.availablePrinterNames())


def print_html(html: str, parent: QWidget) -> bool:
    """Let the user choose a printer in the system's own window, and print; False where it was closed."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    document = QTextDocument()
    document.setHtml(html)
    document.print_(printer)
    return True
