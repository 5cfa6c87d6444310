"""S4.37, S4.38: on each screen of the web shop help is one press away, and blank boxes do what they say."""

import pytest

from tests.gui.books import CLEAN
from tests.gui.sending import SENDS, Sends
from tests.gui.web import HARMLESS
from tests.gui.window import Window
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)
SHOWN = ("W3", "W4", "W5", "W6", "W7", "W8")


@pytest.fixture
def sends(window: Window, services: PracticeServices) -> Sends:
    return Sends(window, services)


def help_answers(window: Window) -> None:
    """The question is pressed, its answer read, and closed; who is on the telephone names the screen."""
    help_ = window.session.screen.help
    window.press(help_.question)
    assert help_.answer in window.texts()
    window.press(help_.question)
    assert help_.answer not in window.texts()
    assert any(f"<b>{window.number}</b>" in text for text in window.texts())


def test_each_screen_has_help_and_blank_boxes_do_what_they_say(sends: Sends) -> None:
    window = sends.window
    window.shell.resize(1080, 760)  # where it is narrower, the number stands beside the title alone
    sends.come_to("W3")
    for screen in SHOWN:
        window.go_on_to(screen, {"folder": str(CLEAN)})
        help_answers(window)
        for name, box in window.page.boxes.items():
            spec = box.spec
            if not box.isVisible() or spec.required or spec.kind == "tick":
                continue
            assert f"left blank: {spec.if_blank}" in box.focus_target.accessibleDescription(), name
            if spec.kind != "choice" and not box.value:
                assert f"If left blank: {spec.if_blank}." in window.texts(box), name
            if screen == "W4":
                box.put("")
    # W4's boxes stayed blank: all accounts and orders, every customer by name.
    assert window.shell.verb.text() == SENDS
    assert sends.figures()["Left out"] == "0"
    window.press_verb()
    with sends.xero() as xero:
        names = {row["Contact"]["Name"] for row in xero.all("Invoices")}
    assert len(names) > 1, "each customer by name, not one for all"
    assert len(sends.numbers()) == 45
