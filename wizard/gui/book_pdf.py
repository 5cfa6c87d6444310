"""A guide as a PDF: page numbers below every page, and in its index."""

import re
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from wizard.gui.printing import laid_out, pdf_of

_PLACE = re.compile(r"<!--page:([\w-]+)-->")
"""Where the index wants the number of the page on which an anchor stands."""
_LINK = re.compile(r"(?<=>)[A-Z0-9]+(?:-[A-Z0-9]+)+(?=</a> )")
"""A code in the index: a line may end behind it, not within it."""
_FOOT = 8.0
_BELOW_MM = 4.0


def book_as_pdf(html: str, title: str) -> bytes:
    """Return the page's HTML as A4 pages with their numbers."""
    html = _LINK.sub(lambda found: found[0].replace("-", "\u2011"), html)

    def write(writer: QPdfWriter) -> None:
        # As wide as a number is, so that nothing moves once it stands there.
        pages = pages_of(kept_together(_PLACE.sub("00", html), writer), writer.height())
        _paint(kept_together(_numbered(html, pages), writer), writer, title)

    return pdf_of(title, write)


def _numbered(html: str, pages: Mapping[str, int]) -> str:
    return _PLACE.sub(lambda found: str(pages[found[1]]) if found[1] in pages else "", html)


def _page_of(document: QTextDocument, block: QTextBlock, height: float) -> int:
    return int(document.documentLayout().blockBoundingRect(block).top() / height)


def kept_together(html: str, writer: QPdfWriter) -> QTextDocument:
    """Return the document with no heading alone at the foot of a page."""
    moved: set[int] = set()
    while True:
        document = laid_out(html, writer)
        for block in _blocks(document):
            if block.blockNumber() in moved:
                begins = block.blockFormat()
                begins.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(block).setBlockFormat(begins)
        # All of it is laid out anew: where only a part is, Qt loses the height of a picture behind it.
        document.documentLayout().setPaintDevice(writer)
        document.setPageSize(QSizeF(writer.width(), writer.height()))
        alone = set(_alone(document, writer.height()))
        if alone <= moved:
            return document
        moved |= alone


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _alone(document: QTextDocument, height: float) -> Iterator[int]:
    """Yield the headings whose text begins on the next page."""
    for block in _blocks(document):
        after = block.next()
        is_heading = block.blockFormat().headingLevel() and after.isValid()
        if is_heading and _page_of(document, after, height) > _page_of(document, block, height):
            yield block.blockNumber()


def pages_of(document: QTextDocument, height: float) -> dict[str, int]:
    """Return the page that each anchor stands on, from 1."""
    return {
        name: _page_of(document, block, height) + 1
        for block in _blocks(document)
        for part in block.textFormats()
        for name in part.format.anchorNames()
    }


def _paint(document: QTextDocument, writer: QPdfWriter, title: str) -> None:
    painter = QPainter(writer)
    width, height = float(writer.width()), float(writer.height())
    font = QFont(document.defaultFont())
    font.setPointSizeF(_FOOT)
    below = QRectF(0, height + _BELOW_MM / 25.4 * writer.logicalDpiY(), width, writer.logicalDpiY() / 6)
    for page in range(document.pageCount()):
        if page:
            writer.newPage()
        shown = QRectF(0, page * height, width, height)
        painter.save()
        painter.translate(0, -page * height)
        painter.setClipRect(shown)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = shown
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setFont(font)
        painter.setPen(QColor(Qt.GlobalColor.darkGray))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, title)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, str(page + 1))
    painter.end()
