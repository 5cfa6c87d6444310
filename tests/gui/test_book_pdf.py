"""A guide on paper: its index has the numbers of pages, and no heading stands alone at a page's foot."""

import base64
import re

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPdfWriter
from pytestqt.qtbot import QtBot

from wizard.gui.book_pdf import book_as_pdf, kept_together, pages_of
from wizard.gui.printing import a4, laid_out


def png(width: int, height: int) -> str:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    (into := QBuffer()).open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(into, "PNG")  # type: ignore[call-overload]
    return base64.b64encode(into.data().data()).decode()


def a_book(lines: int) -> str:
    """A book of three screens; the first has a heading after so many lines."""
    index = "".join(f"<p><a href='#K{at}'>K{at}</a> <!--page:K{at}--></p>" for at in (1, 2, 3))
    shown = f"<p><img width='600' src='data:image/png;base64,{png(90, 60)}'></p>"
    screens = "".join(
        f"<h2 style='page-break-before:always'><a name='K{at}'>K{at}</a> Screen</h2>{shown}"
        f"{'<p>A line of it.</p>' * (lines if at == 1 else 3)}<h3>What goes wrong here</h3><p>Nothing.</p>"
        for at in (1, 2, 3)
    )
    return f"<html><body>{index}{screens}</body></html>"


def a_writer() -> tuple[QBuffer, QPdfWriter]:
    (into := QBuffer()).open(QIODevice.OpenModeFlag.WriteOnly)
    return into, a4(into)


def headings_alone(lines: int, *, kept: bool) -> int:
    into, writer = a_writer()
    document = (kept_together if kept else laid_out)(a_book(lines), writer)
    layout, height, alone, block = document.documentLayout(), writer.height(), 0, document.begin()
    while block.next().isValid():
        here, after = (int(layout.blockBoundingRect(one).top() / height) for one in (block, block.next()))
        alone += block.blockFormat().headingLevel() == 3 and after > here
        block = block.next()
    into.close()
    return alone


def test_no_heading_stands_alone_at_the_foot_of_a_page(qtbot: QtBot) -> None:
    at_the_foot = [lines for lines in range(15, 60) if headings_alone(lines, kept=False)]
    assert at_the_foot, "a length at which Qt alone leaves one"
    assert not any(headings_alone(lines, kept=True) for lines in at_the_foot)


def test_pictures_behind_a_moved_heading_keep_their_room(qtbot: QtBot) -> None:
    lines = next(lines for lines in range(15, 60) if headings_alone(lines, kept=False))
    into, writer = a_writer()
    plain, kept = laid_out(a_book(lines), writer), kept_together(a_book(lines), writer)
    assert plain.pageCount() == kept.pageCount() == 5
    assert pages_of(kept, writer.height()) == {"K1": 2, "K2": 4, "K3": 5}
    into.close()


def test_the_file_is_a_pdf_with_a_sheet_for_every_page(qtbot: QtBot) -> None:
    content = book_as_pdf(a_book(3), "Keys")
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", content)) == 4
