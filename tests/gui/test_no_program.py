"""A file that no program here opens: a window says so, says where it is, and offers what works."""

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QTextBrowser

from tests.gui.web import HARMLESS
from tests.gui.window import Window, let_live, wait_for
from wizard.app import openers
from wizard.gui.no_program import NoProgram
from wizard.gui.widgets.schedule_card import ScheduleCard
from wizard.model.world import WorldKind

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


@pytest.fixture(params=["the system says no", "the desktop names none"])
def no_program(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """`xdg-open` is started whatever comes of it: then only the desktop can tell."""
    is_started = request.param == "the desktop names none"
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: is_started)
    monkeypatch.setattr(openers, "names_a_program", lambda _url: False)


def said_in(window: Window) -> NoProgram:
    wait_for(lambda: any(window.shell.findChildren(NoProgram)))
    return window.shell.findChildren(NoProgram)[0]


def test_the_proof_on_home_is_read_where_no_program_opens_it(
    window: Window, no_program: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.walk_to("W10")
    window.press_verb()
    window.press("Open the proof", next(window.visible(ScheduleCard)))
    dialog = said_in(window)
    path = dialog._path
    assert path.suffix == ".pdf"
    assert path.is_file()
    assert window.texts(dialog)[:2] == [
        f"This PC names no program that opens {path.name}.",
        f"It is kept here: {path}",
    ]
    window.press("Copy where it is", dialog)
    assert QGuiApplication.clipboard().text() == str(path)
    window.press("Show its text", dialog)
    assert "Corner Store" in dialog.findChildren(QTextBrowser)[0].toPlainText()
    copy = tmp_path / "copy.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    window.press("Save a copy", dialog)
    assert copy.read_bytes() == path.read_bytes()
    assert f"Saved as {copy}" in window.texts(dialog)
    window.press("Close", dialog)
    let_live(20)
    assert not any(window.visible(QDialog))


def test_a_folder_is_only_named(window: Window, no_program: None, tmp_path: Path) -> None:
    assert not window.controller.frame.open_address(tmp_path.as_uri())
    dialog = said_in(window)
    assert window.texts(dialog)[0] == f"This PC names no program that shows the folder {tmp_path.name}."
    assert [each for each in window.texts(dialog) if each in {"Show its text", "Save a copy"}] == []


def test_an_e_mail_that_no_program_takes_is_not_said_to_be_in_one(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    monkeypatch.setattr(openers, "names_a_program", lambda url: not url.startswith("mailto:"))
    window.program.world = window.program.world._replace(kind=WorldKind.LIVE)
    assert not window.controller.frame.open_address("mailto:?subject=x")
