"""H2 to H5 by keys alone and at every size: letters, the order of Tab, Escape, nothing cut."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from tests.gui.conftest import OpenWindow
from tests.gui.key_letters import letters_amiss
from tests.gui.spoken import amiss_for_the_ear
from tests.gui.test_fits import LOOKS, SIZES
from tests.gui.test_helping import ask, choose, helping, refused
from tests.gui.test_open_set_up_file import MAIL_FILE, opened, written
from tests.gui.window import MAIL, Window, let_live
from wizard.catalogue.calls import call_file
from wizard.gui.support.file_page import FilePage
from wizard.gui.support.replay_page import ReplayPage

__all__ = ["choose"]
WORDS = call_file().window
To = Callable[[Window, Path], None]


def to_helping(window: Window, _chosen: Path) -> None:
    ask(window, helping(window), "M4 MAIL-LOGIN")


def to_file(window: Window, _chosen: Path) -> None:
    refused(window)
    window.controller.open_procedure(MAIL)
    window.come_to_rest()
    window.press(WORDS.make, window.problem)
    window.come_to_rest()


def to_replay(window: Window, chosen: Path) -> None:
    to_file(window, chosen)
    window.press(WORDS.save)
    window.come_to_rest()
    helping(window)
    window.press(WORDS.open)
    window.wait_for(lambda: isinstance(window.controller.asides.support.page, ReplayPage))
    window.come_to_rest()


WAYS: dict[str, To] = {"H2": to_helping, "H3": to_file, "H4": to_replay}


@pytest.mark.parametrize("number", WAYS)
def test_every_button_has_its_letter_and_its_name_and_nothing_is_cut(
    open_window: OpenWindow, choose: Path, number: str
) -> None:
    window = open_window()
    WAYS[number](window, choose)
    assert window.number == number
    assert letters_amiss(window) == []
    assert amiss_for_the_ear(window) == []
    amiss = []
    for size, room in SIZES.items():
        window.shell.resize(room)
        let_live(40)
        amiss += [f"{size}: {each}" for look in LOOKS for each in look(window)]
    assert "\n".join(amiss) == ""


@pytest.mark.parametrize("number", WAYS)
def test_escape_leads_home(open_window: OpenWindow, choose: Path, number: str) -> None:
    window = open_window()
    WAYS[number](window, choose)
    window.key(Qt.Key.Key_Escape)
    window.come_to_rest()
    assert window.number == "H1"


def said(widget: QWidget | None) -> str:
    text = widget.text() if isinstance(widget, QPushButton) else ""
    return text.replace("&", "") or (widget.accessibleName() if widget is not None else "")


def tabbed(window: Window, count: int) -> list[str]:
    """What Tab comes to, beginning with what has the cursor."""
    found = []
    for _ in range(count):
        found.append(said(window.focused))
        window.key(Qt.Key.Key_Tab)
    return found


def test_tab_goes_from_the_words_to_what_they_may_also_mean_and_then_the_buttons(
    open_window: OpenWindow,
) -> None:
    window = open_window()
    page = helping(window)
    assert window.focused is page.edit
    assert tabbed(window, 3) == [WORDS.helping_what, WORDS.program, WORDS.open]
    ask(window, page, "Outlook asks for the password again")
    order = tabbed(window, 9)
    assert order[:2] == [WORDS.helping_what, WORDS.program]
    assert order[2].startswith("MAIL-LOCKED"), "the ways to what they may also mean"
    assert order.index(WORDS.open) < order.index("‹ Back") < order.index(WORDS.show)


def test_a_line_is_struck_out_and_the_file_saved_by_keys_alone(open_window: OpenWindow, choose: Path) -> None:
    window = open_window()
    to_file(window, choose)
    page = window.controller.asides.support.page
    assert isinstance(page, FilePage)
    assert window.focused is page.lines
    count = page.lines.count()
    window.key(Qt.Key.Key_Space)
    assert len(page.kept) == count - 1
    window.tab_to(lambda widget: said(widget) == WORDS.save)
    window.key(Qt.Key.Key_Return)
    window.come_to_rest()
    assert len(choose.read_text("utf-8").splitlines()) == count


def test_the_callers_screens_are_stepped_through_by_keys(open_window: OpenWindow, choose: Path) -> None:
    window = open_window()
    to_replay(window, choose)
    page = window.controller.asides.support.page
    assert isinstance(page, ReplayPage)
    at = page.at
    window.tab_to(lambda widget: said(widget) == WORDS.earlier)
    window.key(Qt.Key.Key_Space)
    assert page.at == at - 1


def test_a_set_up_files_page_is_read_and_left_by_keys(
    window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened(window, monkeypatch, written(tmp_path, MAIL_FILE))
    assert letters_amiss(window) == []
    assert amiss_for_the_ear(window) == []
    for room in SIZES.values():
        window.shell.resize(room)
        let_live(40)
        assert [each for look in LOOKS for each in look(window)] == []
    QTest.keyClick(window.shell, Qt.Key.Key_Escape)
    window.come_to_rest()
    assert window.number == "H1"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    window.press("Open a set-up file")
    assert window.number == "H1", "nothing was chosen"
