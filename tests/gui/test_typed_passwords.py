"""A password that was typed and the one that is kept: the box says which is which; Close twice closes one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.conftest import OpenWindow
from tests.gui.test_home_states import card_of, mail_set_up
from tests.gui.web import HARMLESS
from tests.gui.window import MAIL, Window, plain_values, program_for
from wizard.catalogue.headings import home_words
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

NEW = "another-password"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def typed(window: Window) -> Window:
    """At home, where another password was typed at M3 and not checked."""
    mail_set_up(window)
    window.press("Check again", card_of(window, MAIL))
    window.press("‹ Back")
    assert window.number == "M3"
    window.type_into("password", NEW)
    window.press("Close")
    return window


def test_a_look_at_what_is_set_up_takes_no_typed_password_away(typed: Window) -> None:
    typed.press("Check again", card_of(typed, MAIL))
    assert typed.problem is None, "with the one that is kept"
    typed.press("Close")
    typed.press("Continue at M3")
    assert typed.edit("password").text() == NEW


def test_after_a_restart_the_old_one_is_there_and_the_box_says_so(
    open_window: OpenWindow, typed: Window, services: PracticeServices
) -> None:
    program = program_for(typed.program.world.home, services.services_file)
    program.vault = typed.program.vault  # a safe that outlives the program
    later = open_window(program)
    later.controller.show_home()
    later.press("Continue at M3")
    edit = later.edit("password")
    assert (edit.text(), edit.placeholderText()) == ("", "new one not kept; leave empty for the old")
    later.press("Close")
    later.press("Continue at M3")
    assert later.edit("password").placeholderText().startswith("new one not kept"), "to look chooses nothing"
    later.press_verb()
    assert later.number == "M4", "it is not asked for"
    later.press_verb()
    assert later.problem is None
    used = later.session.answers.secret("password")
    assert used is not None
    assert used.reveal() == plain_values(MAIL)["password"]


def test_home_promises_no_more_of_passwords_than_it_keeps() -> None:
    assert "passwords only once they were checked" in home_words().begin


def test_two_presses_of_close_end_no_program(window: Window) -> None:
    """Close of a last screen stands elsewhere than home's: no double click by its place."""
    window.open(MAIL)
    window.shell.first_second.milliseconds = 60_000
    QTest.mouseClick(window.shell.close_button, LEFT)
    assert window.number == "H1"
    QTest.mouseClick(window.shell.close_button, LEFT)
    window.wait_for(lambda: True)
    assert window.shell.isVisible()
    window.shell.first_second.end(window.shell.close_button)
    QTest.mouseClick(window.shell.close_button, LEFT)
    assert not window.shell.isVisible(), "who means it closes it"


def test_whoever_goes_on_from_home_at_once_can_close_there(window: Window) -> None:
    window.open(MAIL)
    window.shell.first_second.milliseconds = 60_000
    QTest.mouseClick(window.shell.close_button, LEFT)
    window.controller.open_procedure(MAIL)
    assert window.shell.close_button.isEnabled()
