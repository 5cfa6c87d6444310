"""Both procedures from the first screen to the last, by mouse and by keyboard alone."""

import re
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from tests.gui.conftest import OpenWindow
from tests.gui.web import HARMLESS
from tests.gui.window import (
    MAIL,
    MOVE_ON,
    RENTAL,
    SCREENS,
    SENDER,
    SHOP,
    TOTALS,
    XERO,
    Window,
    let_live,
    plain_values,
)
from wizard.catalogue.load import procedure
from wizard.gui.doors import From

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

CARDS = {
    MAIL: "Store e-mail",
    XERO: "Xero keys for the Warehouse",
    RENTAL: "Xero for Point of Rental",
    SHOP: "Web shop to Xero",
    SENDER: "Send from your own address",
}


def looks_right(window: Window, name: str) -> None:
    """What must hold on every screen (D4, D5, D13): title, instruction, number, steps."""
    page, total, number = window.page, TOTALS[name], window.number
    side = number == "R13"
    assert window.where == ("Side page of step 3 of 8" if side else f"Step {number[1:]} of {total}")
    title = page.title.text()
    assert title
    assert "wizard" not in title.lower()
    assert re.search(r"\w$", title), f"{number}: {title!r} ends in punctuation"
    assert page.instruction.text()
    assert "…" not in page.instruction.text(), "something was not filled in"
    assert f"<b>{number}</b>" in window.shell.side._phone.text()
    rows = window.side
    assert [int(re.findall(r"Step (\d+)", row)[0]) for row in rows] == list(range(1, total + 1))
    now = 3 if side else int(number[1:])
    later = {step.number for step in procedure(name).later}
    for place, row in enumerate(rows, 1):
        said = row.removeprefix(f"Step {place}, ").partition(", ")[2].lower()
        walked = f"{number[0]}{place}" in {*SCREENS[name], *MOVE_ON}
        if not walked and place not in later:
            assert said.startswith("not needed" if place < now else "to do"), row
        elif place not in later and number != SCREENS[name][-1]:
            passed = ("done", "gone through")
            assert said.startswith(passed if place < now else "now" if place == now else "to do"), row


@pytest.mark.parametrize("name", CARDS)
def test_a_procedure_is_walked_by_its_buttons(window: Window, name: str) -> None:
    window.click(
        next(b for b in window.visible(QPushButton) if b.accessibleName() == f"Set up: {CARDS[name]}")
    )
    window.come_to_rest()
    seen = []
    for _ in range(20):
        seen.append(window.number)
        looks_right(window, name)
        if window.number == SCREENS[name][-1]:
            break
        before = window.number
        window.step_on(plain_values(name))
        assert window.problem is None, window.problem and window.problem.accessibleName()
        if window.number == before:
            assert window.shell.verb.text() == "Next"
            window.press_verb()
    assert seen == SCREENS[name]
    assert any(text.startswith("Receipt ") for text in window.texts(window.page))
    assert window.shell.verb.text() == "Close"
    window.press_verb()
    assert window.number == "H1"
    # The practice sender's own mailbox is not known, so that nobody has seen the message arrive.
    words = {SENDER: "Works as far as checked", XERO: "The key works", SHOP: "Sent and proven"}
    words |= {MAIL: "Set up and proven", RENTAL: "Signed in; nothing is sent from here"}
    assert words[name] in window.texts()


def by_keys(window: Window, values: dict[str, Any]) -> None:
    """Fill the boxes that are open, with Tab, Space, arrows and typing."""
    for name, box in list(window.page.boxes.items()):
        if name not in values or not box.isVisible():
            continue
        target = window.tab_to(box.isAncestorOf)
        if isinstance(target, QLineEdit):
            while not (isinstance(window.focused, QLineEdit) and box.isAncestorOf(window.focused)):
                window.key(Qt.Key.Key_Tab)
            QTest.keyClick(target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(target, str(values[name]))
        elif isinstance(target, QRadioButton):
            for _ in range(10):
                window.key(Qt.Key.Key_Space)
                if box.value == values[name]:
                    break
                window.key(Qt.Key.Key_Down)
        elif isinstance(target, QComboBox):
            window.key(Qt.Key.Key_Home)
            for _ in range(target.count()):
                if box.value == values[name]:
                    break
                window.key(Qt.Key.Key_Down)
        assert str(box.value) == str(values[name]), name


@pytest.mark.parametrize("name", [MAIL, XERO, SENDER])
def test_a_procedure_is_walked_by_keyboard_alone(window: Window, name: str) -> None:
    wanted = f"Set up: {CARDS[name]}"
    window.tab_to(lambda focused: focused.accessibleName() == wanted)
    window.key(Qt.Key.Key_Return)
    window.come_to_rest()
    seen = [window.number]
    for _ in range(20):
        by_keys(window, plain_values(name))
        verb = window.shell.verb
        window.tab_to(lambda focused: focused is verb)  # noqa: B023 - used at once
        window.key(Qt.Key.Key_Return)
        window.come_to_rest()
        if "I did them all" in window.texts():  # K3 asks where no line is ticked
            window.tab_to(lambda focused: focused.text() == "I did them all")
            window.key(Qt.Key.Key_Return)
            window.come_to_rest()
        seen.append(window.number)
        if window.number == "H1":
            break
    assert list(dict.fromkeys(seen)) == [*SCREENS[name], "H1"]


def test_enter_alone_goes_through_a_procedure_that_is_filled_in(window: Window) -> None:
    window.walk_to("K7")
    window.press_verb()
    window.controller.open_procedure(XERO, From.OPEN)
    seen = [window.number]
    for _ in range(12):
        window.answer({k: v for k, v in plain_values(window.session.procedure.id).items() if "secret" in k})
        focused = window.focused
        if not isinstance(focused, QLineEdit | QRadioButton | QCheckBox):
            assert focused in {window.shell.verb, None}, (
                f"{window.number}: Enter would press {focused and focused.accessibleName()!r}"
            )
        window.key(Qt.Key.Key_Return)
        window.come_to_rest()
        seen.append(window.number)
        if window.number == "H1":
            break
    assert seen[-1] == "H1"
    assert len(seen) > 3


@pytest.mark.parametrize("screen", ["M1", "M2", "M3", "M4", "M8", "K1", "K2", "K3", "K4", "K5", "K6", "K7"])
def test_enter_never_leaves_a_screen_by_its_close_button(window: Window, screen: str) -> None:
    window.walk_to(screen)
    focused = window.focused
    assert focused is not None, "nothing has the focus"
    assert focused is not window.shell.close_button or screen in {"M8", "K7"}
    boxes = [box for box in window.page.boxes.values() if box.isVisible()]
    if boxes:
        assert boxes[0].isAncestorOf(focused), "the first focus is on the first box (D32)"
    else:
        assert focused is window.shell.verb


class _OtherWindows(QObject):
    """Notes every window that shows itself besides the one that is meant to."""

    def __init__(self, meant: QWidget) -> None:
        super().__init__()
        self.meant, self.seen = meant, []  # type: ignore[var-annotated]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if (
            event.type() is QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched is not self.meant
        ):
            self.seen.append(f"{type(watched).__name__} {getattr(watched, 'text', str)()!r}")
        return False


@pytest.mark.parametrize("screen", ["M8", "K7"])
def test_no_other_window_flashes_up_while_pages_are_built(window: Window, screen: str) -> None:
    watch = _OtherWindows(window.shell)
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    try:
        window.walk_to(screen)
    finally:
        app.removeEventFilter(watch)
    assert watch.seen == []


def test_the_practice_bar_stands_on_every_screen_and_leads_out(window: Window) -> None:
    for last in ("M8", "K7"):
        window.controller.show_home()
        name = MAIL if last[0] == "M" else XERO
        for screen in ["H1", *SCREENS[name]]:
            if screen == SCREENS[name][0]:
                window.open(name)
            elif screen != "H1":
                window.go_on_to(screen)
            assert any("PRACTICE" in text for text in window.texts(window.shell.banner)), screen
            assert window.button("Leave practice", window.shell.banner).isEnabled()
    assert window.left == []
    window.press("Leave practice")
    assert window.left == ["left"]


def test_outside_practice_there_is_no_practice_bar_and_home_offers_to_practise(
    open_window: OpenWindow, tmp_path: Any, services: Any
) -> None:
    from tests.gui.window import program_for

    window = open_window(program_for(tmp_path / "other", services.services_file, practice=False))
    window.controller.show_home()
    assert not any("PRACTICE" in text for text in window.texts())
    assert "Leave practice" not in window.texts()
    window.press("Practise first")
    let_live()
    assert window.left == ["left"]


def test_someone_else_approves_by_way_of_a_page_for_them(window: Window) -> None:
    window.walk_to("K2")
    window.answer({"country": "AU", "approver": "someone-else"})
    window.press_verb()
    assert window.number == "K12"
    assert window.where == "Side page of step 2 of 7"
    window.press("Save the page")
    assert any(text.startswith("Saved as ") for text in window.texts(window.page))
    assert list(window.program.site.folder.glob("papers/*"))
    window.press("Next")
    assert window.number == "K3"
    assert window.where == "Step 3 of 7"
    window.press("‹ Back")
    window.press("‹ Back")
    assert window.number == "K2"
    assert window.box("approver").value == "someone-else"
