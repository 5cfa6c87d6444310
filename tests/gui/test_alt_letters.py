"""Alt and a letter reach every box and every button, and type nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.gui.test_nothing_moves import STEPS
from tests.gui.test_presses import HARMLESS, place_at
from tests.gui.window import Window, let_live, plain_values, wait_for
from wizard.gui.widgets.field_box import FieldBox
from wizard.gui.widgets.key_tips import KeyTips, _is_of_a_box

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)
ALT = Qt.KeyboardModifier.AltModifier


def tips_of(window: Window) -> KeyTips:
    wait_for(lambda: bool(window.shell.actions()), what="(the keys, which come after the first paint)")
    return window.shell.key_tips


def alt(window: Window, letter: str) -> None:
    QTest.keyClick(window.focused or window.shell, getattr(Qt.Key, f"Key_{letter}"), ALT)
    let_live(20)


def test_alt_and_a_boxs_letter_go_to_the_box_and_type_nothing(window: Window) -> None:
    window.walk_to("M2")
    tips_of(window)
    before = {name: box.value for name, box in window.page.boxes.items()}
    alt(window, "B")
    assert window.focused is window.box("email_address").focus_target
    alt(window, "A")
    assert window.focused is window.box("store_name").focus_target
    assert {name: box.value for name, box in window.page.boxes.items()} == before


def test_alt_and_a_buttons_letter_press_it_once(window: Window) -> None:
    window.walk_to("M1")
    window.answer(plain_values("imagatec-mail"))
    tips = tips_of(window)
    assert tips.letters["N"] is window.shell.verb
    alt(window, "N")
    alt(window, "N")  # an impatient second press means the same
    window.come_to_rest()
    assert window.number == "M2"


def test_a_button_that_rests_is_not_pressed(window: Window) -> None:
    place_at(window, "imagatec-mail", "mail-check")
    tips = tips_of(window)
    assert window.shell.verb in tips.letters.values()
    window.shell.first_second.milliseconds = 3_600_000
    window.run.show()
    assert window.shell.verb not in tips.letters.values()


@pytest.mark.parametrize("procedure", STEPS)
def test_every_box_and_every_button_has_a_letter_of_its_own(window: Window, procedure: str) -> None:
    window.shell.resize(1366, 740)
    without = list[str]()
    for step in STEPS[procedure]:
        place_at(window, procedure, step)
        letters = tips_of(window).letters
        reached = set(letters.values())
        boxes = [box for box in window.visible(FieldBox, window.page) if box.letter]
        assert all(letters[box.letter] is box for box in boxes if box.isEnabled())
        if len(letters) >= 25:
            continue  # a page with so many buttons that letters run out: Tab reaches the others
        parts: list[QWidget] = [window.page, window.shell.side]
        buttons = [b for part in parts for b in window.visible(QAbstractButton, part)]
        without += [
            f"{step}: {b.text() or b.accessibleName()}"
            for b in buttons
            if b.isEnabled() and not _is_of_a_box(b) and b not in reached
        ]
    assert without == []


def test_letters_are_seen_while_alt_is_held(window: Window) -> None:
    window.walk_to("M2")
    letters = set(tips_of(window).letters)
    handle = window.shell.windowHandle()
    QTest.keyPress(handle, Qt.Key.Key_Alt)
    shown = {tip.text() for tip in window.visible(QLabel) if tip.objectName() == "keyTip"}
    assert shown == letters
    QTest.keyRelease(handle, Qt.Key.Key_Alt)
    assert not [tip for tip in window.visible(QLabel) if tip.objectName() == "keyTip"]


def test_tab_comes_to_the_practice_link_after_the_boxes(window: Window) -> None:
    window.walk_to("M2")
    window.box("store_name").focus()
    window.key(Qt.Key.Key_Tab)
    assert window.focused is window.box("email_address").focus_target
    window.key(Qt.Key.Key_Tab)
    window.key(Qt.Key.Key_Backtab)
    window.key(Qt.Key.Key_Backtab)
    assert window.focused is window.box("store_name").focus_target
