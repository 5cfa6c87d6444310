"""Home in use and its own pages, at small screens and large scales: nothing is cut, nor scrolls to 125 %."""

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.test_fits import SIZES, out_of_reach, scroll_to_125, scrolls, sideways
from tests.gui.test_looks import cut_off, too_small_to_hit
from tests.gui.web import HARMLESS
from tests.gui.window import Window, let_live, wait_for
from wizard.gui.home.papers_page import PapersPage
from wizard.gui.home.trouble_page import TroublePage
from wizard.gui.widgets.panels import ProblemPanel
from wizard.practice import PracticeServices

pytestmark = [pytest.mark.long, pytest.mark.timeout(300), pytest.mark.qt_log_ignore(*HARMLESS)]
LOOKS = (sideways, out_of_reach, cut_off, too_small_to_hit)


def amiss(window: Window, name: str) -> list[str]:
    found, high = list[str](), dict[str, int]()
    for size, room in SIZES.items():
        window.shell.resize(room)
        for _ in range(3):
            QApplication.processEvents()
        let_live(20)
        found += [f"{name} at {size}: {each}" for look in LOOKS for each in look(window)]
        high[f"{name} at {size}"] = scrolls(window)
    window.shell.resize(1080, 760)
    let_live(20)
    return found + scroll_to_125(high)


def tell(window: Window, what: str) -> None:
    window.press(what)
    wait_for(lambda: next(window.visible(TroublePage)).is_over)
    let_live(100)


def test_nothing_of_home_in_use_and_its_pages_is_cut(window: Window, services: PracticeServices) -> None:
    window.walk_to("M8")
    window.press_verb()
    let_live(900)
    found = amiss(window, "H1-one")
    for last in ("W10", "K7"):
        window.walk_to(last)
        window.press_verb()
    let_live(900)
    found += amiss(window, "H1-all")
    tell(window, "My e-mail stopped working")
    found += amiss(window, "H6")
    window.press("Close")
    services.add_fault("secret-refused")
    tell(window, "Xero stopped")
    assert any(window.visible(ProblemPanel)), "the highest it becomes"
    found += amiss(window, "H7")
    window.press("Close")
    window.press("Receipts and proofs")
    wait_for(next(window.visible(PapersPage)).bar.isEnabled)
    found += amiss(window, "H8")
    assert "\n".join(found) == ""
