"""Home in use and its own pages, at small screens and large scales: nothing is cut or goes sideways."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.test_fits import SIZES, out_of_reach, sideways
from tests.gui.test_looks import cut_off, too_small_to_hit
from tests.gui.web import HARMLESS
from tests.gui.window import Window, let_live, wait_for
from wizard.gui.home.papers_page import PapersPage
from wizard.gui.home.trouble_page import TroublePage

pytestmark = [pytest.mark.long, pytest.mark.timeout(300), pytest.mark.qt_log_ignore(*HARMLESS)]
LOOKS = (sideways, out_of_reach, cut_off, too_small_to_hit)


def amiss(window: Window, name: str) -> list[str]:
    found = list[str]()
    for size, room in SIZES.items():
        window.shell.resize(room)
        for _ in range(3):
            QApplication.processEvents()
        let_live(20)
        found += [f"{name} at {size}: {each}" for look in LOOKS for each in look(window)]
    window.shell.resize(1080, 760)
    let_live(20)
    return found


def test_nothing_of_home_in_use_and_its_pages_is_cut(window: Window) -> None:
    window.walk_to("W10")
    window.press_verb()
    window.walk_to("M8")
    window.press_verb()
    let_live(900)
    found = amiss(window, "H1")
    window.press("My e-mail stopped working")
    wait_for(lambda: next(window.visible(TroublePage)).is_over)
    found += amiss(window, "H6")
    window.press("Close")
    window.press("Receipts and proofs")
    wait_for(next(window.visible(PapersPage)).bar.isEnabled)
    found += amiss(window, "H8")
    assert found == []
