"""What is read out on the phone: number and code beside each other, to be copied, and whom to call."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from tests.gui.web import HARMLESS
from tests.gui.window import Window
from wizard.gui.widgets.panels import ProblemPanel
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


def refused(window: Window, services: PracticeServices) -> ProblemPanel:
    services.add_fault("wrong-password")
    window.walk_to("M4")
    window.press_verb()
    assert window.problem is not None
    return window.problem


def test_number_and_code_stand_together_and_as_large_as_the_rest(
    window: Window, services: PracticeServices
) -> None:
    panel = refused(window, services)
    labels = {made.text(): made for made in window.visible(QLabel, panel)}
    number, code = labels["M4"], labels["MAIL-LOGIN"]
    assert number.parentWidget() is code.parentWidget()
    assert number.geometry().center().y() == code.geometry().center().y()
    assert 0 < code.x() - (number.x() + number.width()) < 24
    body = window.page.instruction.font().pointSizeF()
    assert number.font().pointSizeF() >= body
    assert code.font().pointSizeF() >= body
    assert code.font().bold()


def test_both_are_copied_with_what_they_mean(window: Window, services: PracticeServices) -> None:
    panel = refused(window, services)
    window.press("Copy for support", panel)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("M4 MAIL-LOGIN: The server refused this name and password.")
    assert "Copied" in window.texts(panel)


@pytest.mark.parametrize("typed", ["MAIL-LOGIN", "M4 MAIL-LOGIN", "m4 mail-login"])
def test_a_code_typed_at_go_to_says_what_it_means_and_starts_nothing(window: Window, typed: str) -> None:
    window.controller.jumps.ask()
    box = window.controller.jumps._box
    assert box is not None
    box.edit.setText(typed)
    box.show_button.click()
    assert "refused this name and password" in box.meaning.text()
    assert box.meaning.height() >= box.meaning.heightForWidth(box.meaning.width()), "all of it is seen"
    assert window.number == "H1"
    assert not window.busy


@pytest.mark.parametrize("number", [6, 7, 8])
def test_homes_own_pages_are_gone_to_by_their_numbers(window: Window, number: int) -> None:
    assert window.controller.jumps.go("H", number) == ""
    window.come_to_rest()
    assert window.number == f"H{number}"


def test_who_helps_with_a_vendors_screens_is_said_on_them(window: Window) -> None:
    world = window.program.world
    policies = world.policies._replace(
        support_name="Harbour IT", support_of={"point-of-rental": "Rental desk 960456"}
    )
    window.program.world = world._replace(policies=policies)
    for screen, whom in (("R1", "Rental desk 960456"), ("M1", "Harbour IT")):
        window.walk_to(screen)
        window.shell.help_link.click()
        assert any(f"Who helps with this screen: {whom}." in text for text in window.texts(window.shell.help))
