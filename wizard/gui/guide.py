"""`tillbridge guide`: a procedure's guide with pictures of its screens, drawn for it by the tour."""

import tempfile
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QApplication

from wizard.app.options import Options
from wizard.catalogue.guides import Guide, guide, guides, plain_text, unknown_values, with_note, with_ticks
from wizard.catalogue.load import procedure as procedure_of
from wizard.catalogue.schema import Procedure
from wizard.gui.book_pdf import book_as_pdf
from wizard.gui.support.caller_screen import caller_screen
from wizard.gui.tour import take_tour
from wizard.gui.widgets.dialog_drawing import Picture, dialog_image
from wizard.gui.widgets.dialog_words import Touch, describe
from wizard.papers.guide import Drawing, GuideProgram, page
from wizard.store.files import write_atomic
from wizard.support.guide import guide_book

_PROGRAMS = "mail-by-hand"
"""The screen whose lines are those of mail programs."""
_PICTURE_WIDTH = 900
_RATIO = 1.5
"""Dots of a mail program's window to a pixel, so that it is sharp on paper."""


def write_guide(options: Options, name: str, client: str, store: str, out: Path) -> int:
    """Write a guide as .html or .pdf and return how many pictures it has; ProblemFound STORE-WRITE.

    `client` is one mail program's guide, empty for all of them; RuntimeError where the tour gets stuck.
    """
    procedure = procedure_of(name)
    with tempfile.TemporaryDirectory(prefix="tillbridge-guide-") as folder:
        stops = take_tour(options._replace(home=None), [name], Path(folder), lambda line: None)  # noqa: ARG005
        pictures: dict[str, bytes] = {}
        for stop in sorted(stops, key=lambda stop: bool(stop.state)):
            pictures.setdefault(stop.screen, _scaled(QImage(stop.picture)))
        pictures |= _not_toured(procedure, pictures)
    programs = list(_programs(procedure, client))
    book = guide_book(procedure, pictures, programs, store)
    html = page(book)
    write_atomic(out, book_as_pdf(html, book.title) if out.suffix.lower() == ".pdf" else html)
    return sum(1 for one in book.screens if one.picture) + sum(len(one.drawings) for one in programs)


def _not_toured(procedure: Procedure, toured: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return pictures of screens that practice never comes to, drawn as a helper's page draws them."""
    found: dict[str, bytes] = {}
    for step in procedure.steps:
        number = f"{procedure.letter}{step.number}"
        if number not in toured and (drawn := caller_screen(procedure, step)) is not None:
            found[number] = _scaled(drawn.toImage())
    return found


def _scaled(image: QImage) -> bytes:
    return _png(image.scaledToWidth(_PICTURE_WIDTH, mode=Qt.TransformationMode.SmoothTransformation))


def _png(image: QImage) -> bytes:
    into = QBuffer()
    into.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(into, "PNG")  # type: ignore[call-overload]
    return bytes(into.data().data())


def _programs(procedure: Procedure, client: str) -> Iterator[GuideProgram]:
    if not any(step.screen == _PROGRAMS for step in procedure.steps):
        return
    for one in [guide(client)] if client else guides():
        yield GuideProgram(one.name, one.versions, tuple(_drawings(one)))


def _drawings(one: Guide) -> Iterator[Drawing]:
    """Yield each window as it comes up, with the lines that are done in it; values stand in words."""
    values = one.values(unknown_values())
    numbered = list(enumerate(one.lines_for(values), 1))
    font = QFont(QApplication.font())
    for name, rows in groupby(numbered, key=lambda row: row[1].dialog):
        here = list(rows)
        ticks = {tick: on for _, line in here for tick, on in line.ticks.items()}
        dialog = with_ticks(one.dialog(name), ticks)
        touches = [Touch(element, str(number), now=False) for number, line in here for element in line.touch]
        image = dialog_image(Picture(dialog, values, touches), font, ratio=_RATIO)
        lines = tuple(
            with_note(f"{number}. {plain_text(line.text, values)}", plain_text(line.note, values))
            for number, line in here
        )
        yield Drawing(_png(image), describe(dialog, values, touches), lines, round(image.width() / _RATIO))
