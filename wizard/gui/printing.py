"""What is printed: one HTML text on paper, or as a PDF, by Qt's own text and PDF writers."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from wizard.model.problem import Problem, ProblemFound
from wizard.papers.proof import is_sealed
from wizard.store.files import write_atomic

_MARGIN_MM = 15.0
_DOTS = 300


def as_pdf(html: str, title: str) -> bytes:
    """Return a page's HTML as a PDF of A4 pages."""
    return pdf_of(title, lambda writer: laid_out(html, writer).print_(writer))


def pdf_of(title: str, write: Callable[[QPdfWriter], None]) -> bytes:
    """Return a PDF of A4 sheets; `write` draws on them."""
    content = QByteArray()
    into = QBuffer(content)
    into.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = a4(into)
    writer.setTitle(title)
    write(writer)
    del writer  # it writes its end
    into.close()
    return bytes(content.data())


def a4(into: QIODevice) -> QPdfWriter:
    """Return a writer of A4 sheets."""
    writer = QPdfWriter(into)
    writer.setCreator("Tillbridge")
    writer.setResolution(_DOTS)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins,
            QPageLayout.Unit.Millimeter,
        )
    )  # fmt: skip
    return writer


def laid_out(html: str, writer: QPdfWriter) -> QTextDocument:
    """Return a page's HTML as it stands on a writer's sheets."""
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.setHtml(html)
    return document


def proof_as_pdf(page: Path) -> Path:
    """Write a kept proof as PDF beside its page, with its SHA-256 in a file of its own, and return its path.

    ProblemFound PROOF-BROKEN for a page that is not as it was made, or is gone; STORE-WRITE.
    """
    try:
        html = page.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        html = ""
    if not is_sealed(html):
        raise ProblemFound(Problem("PROOF-BROKEN", {"path": str(page)}))
    content = as_pdf(html, page.stem)
    path = page.with_suffix(".pdf")
    write_atomic(path, content)
    seal = hashlib.sha256(content).hexdigest()
    write_atomic(path.with_name(f"{path.name}.sha256"), f"{seal}  {path.name}\n")
    return path


def write_pdf(html: str, path: Path, title: str = "") -> bool:
    """Write a text as a PDF of A4 pages; False where the file cannot be written."""
    try:
        path.write_bytes(as_pdf(html, title))
    except OSError:
        return False
    return True


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
