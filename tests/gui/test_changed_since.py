"""What was refused was refused with other answers: once one is changed, nothing red stands there."""

import pytest
from PySide6.QtTest import QTest

from tests.gui.web import HARMLESS
from tests.gui.window import Window, wait_for
from wizard.catalogue.practice import practice_answers
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


def red_rows(window: Window) -> list[StateMark]:
    return [mark for mark in window.visible(StateMark) if mark.mark is Mark.FAILED]


def retired(window: Window) -> bool:
    return any(text.startswith("Before what you changed: ") for text in window.texts(window.page))


def test_a_key_that_was_never_tried_has_no_red_cross(window: Window, services: PracticeServices) -> None:
    window.walk_to("K4")
    services.add_fault("secret-refused")
    window.answer(practice_answers("imagatec-xero"))
    window.press_verb()
    assert window.problem is not None
    assert window.problem.objectName() == "problem"
    assert any("failed" in row for row in window.side), window.side
    window.type_into("api_key", "0123456789ABCDEF0123456789ABCDEF")
    wait_for(lambda: retired(window))
    assert window.problem.objectName() == "notice"
    assert not any("failed" in row for row in window.side), window.side
    assert not red_rows(window)


def test_a_box_that_is_emptied_after_a_refusal_leaves_the_verb_to_press(
    window: Window, services: PracticeServices
) -> None:
    window.walk_to("T6")
    services.add_fault("wrong-password")
    window.type_into("send_to", "somebody@elsewhere.example")
    window.press_verb()
    assert window.problem is not None
    assert red_rows(window)
    window.shell.first_second.milliseconds = 60_000
    edit = window.edit("send_to")
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "store@practice.example")
    wait_for(lambda: retired(window))
    assert not red_rows(window)
    assert window.shell.verb.isVisible()
    assert window.shell.verb.isEnabled(), "it stood there before, and does the same"


def test_what_nobody_found_is_not_said_to_be_found(window: Window) -> None:
    window.walk_to("T2")
    said = " ".join(window.texts(window.page))
    assert "Nothing was found for your address" in said
    assert "Check what we found" not in said
    assert "the provider's server is used" not in said


def test_the_test_says_of_receiving_what_it_does(window: Window) -> None:
    window.walk_to("T7")
    window.press("‹ Back")
    assert window.number == "T6"
    said = window.texts(window.page)
    assert "not needed: only sending is checked" not in said
    assert "not needed to send; a message that comes back is fetched with it" in said
    assert "real message" not in " ".join(said)
