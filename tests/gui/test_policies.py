"""What whoever looks after a PC switched off is grey and says so, unless nothing else would be left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QRadioButton

from tests.gui.conftest import OpenWindow
from tests.gui.web import HARMLESS, WAYS
from tests.gui.window import Window, program_for
from wizard.gui.pages import sign_in_panel, vendor_sign_in
from wizard.model.policies import Policies
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)
SAID = "Switched off by whoever looks after this PC."
MISSING = "Not installed with this Tillbridge."
Decide = Callable[..., Window]


@pytest.fixture
def decided(open_window: OpenWindow, services: PracticeServices, home: Path) -> Decide:
    """Opens a window on a PC where only these ways to sign in may be used."""

    def opened(*ways: str) -> Window:
        program = program_for(home, services.services_file)
        program.world = program.world._replace(policies=Policies(sign_in_ways=ways))
        return open_window(program)

    return opened


def offered(window: Window) -> list[str]:
    """The ways on the page shown that can be chosen, the chosen one first."""
    radios = [radio for radio in window.visible(QRadioButton, window.page) if radio.isEnabled()]
    names = {text: way for way, text in WAYS.items()}
    return [names[radio.text()] for radio in sorted(radios, key=lambda radio: not radio.isChecked())]


def test_only_the_ways_that_are_allowed_can_be_chosen(decided: Decide) -> None:
    window = decided("window", "paste")
    window.open("ipages-xero")
    assert offered(window) == ["window", "paste"]
    assert any(f"In my own browser: {SAID}" in text for text in window.texts(window.page))


def test_a_problems_button_for_a_way_that_is_switched_off_says_so(decided: Decide) -> None:
    window = decided("paste")
    window.open("ipages-xero")
    window.page.panel.choose_way("browser")  # type: ignore[attr-defined]
    assert any(SAID in text for text in window.texts(window.page))
    assert offered(window) == ["paste"]


def test_where_none_that_is_allowed_can_work_the_others_are_offered(
    decided: Decide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_panel, "why_not", lambda: MISSING)
    window = decided("window")
    window.open("ipages-xero")
    assert set(offered(window)) == {"browser", "paste"}
    assert not any(SAID in text for text in window.texts(window.page))


def test_what_comes_to_be_impossible_meanwhile_leaves_a_way_too(decided: Decide) -> None:
    window = decided("browser")
    window.open("ipages-xero")
    assert offered(window) == ["browser"]
    window.page.panel.ways.grey("browser", "Other programs hold the ports.")  # type: ignore[attr-defined]
    assert "paste" in offered(window)


def at_vendor(window: Window) -> None:
    window.open("point-of-rental-xero")
    window.press_verb()
    assert window.number == "R2"


ELSEWHERE = "Open the page of Point of Rental in my own browser"


def test_the_vendors_page_is_not_opened_in_the_window_where_that_is_switched_off(decided: Decide) -> None:
    window = decided("browser")
    at_vendor(window)
    assert window.shell.verb.text() == "Next"
    said = window.texts(window.page)
    assert any(SAID in text for text in said)
    assert ELSEWHERE in said


def test_the_own_browser_is_not_offered_for_the_vendors_page_where_that_is_switched_off(
    decided: Decide, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = decided("window")
    at_vendor(window)
    assert window.shell.verb.text() == "Open Point of Rental's page"
    assert ELSEWHERE not in window.texts(window.page)
    window.controller.show_home()
    monkeypatch.setattr(vendor_sign_in, "why_not", lambda: MISSING)
    window.open("point-of-rental-xero")
    assert ELSEWHERE in window.texts(window.page), "nothing else is left"
