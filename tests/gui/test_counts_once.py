"""One press counts once: keys held down as X11 tells of them, and the second click of a double click."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from tests.gui.test_presses import all_procedures, centre, place_at
from tests.gui.web import HARMLESS, OwnBrowser
from tests.gui.window import LETTERS, MAIL, Window, let_live, wait_for
from wizard.gui.main import make_application
from wizard.gui.widgets.ask_first import AskFirst

pytestmark = [pytest.mark.long, pytest.mark.qt_log_ignore(*HARMLESS)]

STEPS = {procedure.id: [step.id for step in procedure.steps] for procedure in all_procedures()}
LEADS_ON = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Heard(QObject):
    """The buttons that a click was let through to, and what they said then."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._shell = window.shell
        self.buttons: list[str] = []
        self._shell.closing.connect(lambda: self.buttons.append("(the program ends)"))
        handle = self._shell.windowHandle()
        assert handle is not None
        handle.installEventFilter(self)
        self._shell.presses.watch(self._shell)  # comes before, so that what it keeps back is not heard here

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt’s name
        if event.type() is QEvent.Type.MouseButtonPress:
            assert isinstance(event, QMouseEvent)
            hit: QWidget | None = self._shell.childAt(event.position().toPoint())
            while hit is not None and not isinstance(hit, QPushButton):
                hit = hit.parentWidget()
            if hit is not None and hit.isEnabled():
                self.buttons.append(hit.text())
        return super().eventFilter(watched, event)


@pytest.fixture
def heard(window: Window) -> Heard:
    return Heard(window)


@pytest.fixture
def slow_hand() -> Iterator[None]:
    """Whose double clicks may take five seconds: QTest sets half a second between one and the next."""
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(5000)
    yield
    QApplication.setDoubleClickInterval(before)


def double_click(window: Window, target: QWidget) -> None:
    QTest.mouseDClick(window.shell.windowHandle(), Qt.MouseButton.LeftButton, pos=centre(window, target))
    let_live(20)


def click_twice(window: Window, target: QWidget, until: Callable[[], object]) -> None:
    """Click, and once more at the same place when something has come of it."""
    place, handle = centre(window, target), window.shell.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=place)
    wait_for(until)
    let_live(20)
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=place)
    let_live(20)


class HeldKey:
    """A key that is held down, as X11 tells Qt of it."""

    def __init__(self, window: Window, key: Qt.Key = Qt.Key.Key_Return) -> None:
        self._window, self._key = window, key
        self._text = " " if key is Qt.Key.Key_Space else "\r"

    def _tell(self, *, down: bool, repeated: bool = False) -> None:
        handle = self._window.shell.windowHandle()
        if handle is not None:
            QTest.simulateEvent(
                handle, down, self._key.value, Qt.KeyboardModifier.NoModifier, self._text, repeated
            )

    def goes_down(self) -> None:
        """Once, and for as long as a first repetition takes."""
        self._tell(down=True)
        let_live(QApplication.doubleClickInterval() + 260)

    def repeats(self, times: int, *, seen_through: bool, apart: int = 40) -> None:
        """A release and a press at the same time; Qt has seen through it, or takes them for real ones."""
        for _ in range(times):
            self._tell(down=False, repeated=seen_through)
            self._tell(down=True, repeated=seen_through)
            let_live(apart)

    def comes_up(self) -> None:
        self._tell(down=False)
        let_live(30)


def test_hands_that_press_twice_without_looking_have_the_time_for_it(qapp: QApplication) -> None:
    """Presses about 400 ms apart went past a screen unread, where the system's own time ended."""
    before = qapp.doubleClickInterval()
    try:
        qapp.setDoubleClickInterval(400)
        assert make_application().doubleClickInterval() == 800
        qapp.setDoubleClickInterval(900)
        assert make_application().doubleClickInterval() == 900, "whoever asked the system for more has it"
    finally:
        qapp.setDoubleClickInterval(before)


# --- a key that is held down ---


@pytest.mark.parametrize("seen_through", [True, False])
@pytest.mark.parametrize("key", LEADS_ON, ids=lambda key: key.name)
def test_a_key_held_down_goes_one_screen_on_and_writes_nothing(
    window: Window, key: Qt.Key, *, seen_through: bool
) -> None:
    """From the check that is done, past the mail programs and the plan, to what would be written."""
    window.walk_to("M4")
    window.press_verb()
    assert window.focused is window.shell.verb
    held = HeldKey(window, key)
    held.goes_down()
    for _ in range(4):
        held.repeats(6, seen_through=seen_through)
        window.come_to_rest()  # whatever rested a moment is ready again
    held.comes_up()
    window.come_to_rest()
    assert window.number == "M5"
    assert not window.program.site.receipts(MAIL)


def test_a_key_whose_repetitions_come_slowly_counts_once(window: Window) -> None:
    window.walk_to("M4")
    window.press_verb()
    held = HeldKey(window)
    held.goes_down()
    held.repeats(3, seen_through=False, apart=QApplication.doubleClickInterval() + 50)
    held.comes_up()
    window.come_to_rest()
    assert window.number == "M5"


def test_the_next_press_of_a_key_that_was_held_counts(window: Window) -> None:
    window.walk_to("M4")
    window.press_verb()
    held = HeldKey(window)
    held.goes_down()
    held.repeats(3, seen_through=False)
    held.comes_up()
    window.come_to_rest()
    let_live(QApplication.doubleClickInterval() + 50)
    held.goes_down()
    held.comes_up()
    window.come_to_rest()
    assert window.number == "M6"


def test_escape_held_down_or_pressed_twice_leaves_the_program_open(window: Window, heard: Heard) -> None:
    window.walk_to("M3")
    held = HeldKey(window, Qt.Key.Key_Escape)
    held.goes_down()
    held.repeats(5, seen_through=False)
    held.comes_up()
    assert (window.number, heard.buttons) == ("H1", [])
    let_live(QApplication.doubleClickInterval() + 50)
    window.walk_to("K2")
    for _ in range(2):
        QTest.keyClick(window.shell.windowHandle(), Qt.Key.Key_Escape)
        let_live(60)
    assert (window.number, heard.buttons) == ("H1", [])


def test_what_is_typed_is_typed_however_quickly(window: Window) -> None:
    window.walk_to("M2")
    edit = window.edit("store_name")
    window.type_into("store_name", "")
    for _ in range(3):
        QTest.keyClick(window.shell.windowHandle(), Qt.Key.Key_A)
        QTest.keyClick(window.shell.windowHandle(), Qt.Key.Key_Space)
    assert edit.text() == "a a a "


# --- the second click of a double click ---


@pytest.mark.parametrize("procedure", STEPS)
def test_a_double_click_presses_one_button_once(
    window: Window, heard: Heard, own_browser: OwnBrowser, procedure: str
) -> None:
    """On the verb, the second verb, Back and Close of every screen; nothing it leads to is pressed."""
    assert not own_browser.opened
    pressed = 0
    for step, name in product(STEPS[procedure], ("verb", "again", "back", "close_button")):
        place_at(window, procedure, step)
        target: QPushButton = getattr(window.shell, name)
        if not target.isVisible() or not target.isEnabled():
            continue
        said = target.text()
        heard.buttons.clear()
        double_click(window, target)
        assert heard.buttons == [said], f"{step}: {name}: {said}"
        for question in window.visible(AskFirst):  # M14 asks before it undoes
            question.reject()
        pressed += 1
        if window.shown is not None and window.page.signs_in:
            window.run.jobs.stop()  # it waits for a person
        window.come_to_rest()
    assert pressed > len(STEPS[procedure])


def test_a_double_click_on_a_card_of_the_home_page_opens_it_and_no_more(window: Window, heard: Heard) -> None:
    window.shell.resize(1366, 740)
    for procedure in LETTERS:
        window.controller.show_home()
        card = window.controller.home.page._cards[procedure]  # type: ignore[union-attr]
        heard.buttons.clear()
        double_click(window, card.last_button)
        assert (heard.buttons, window.number) == (["Set up"], f"{LETTERS[procedure]}1")


def test_close_pressed_twice_on_the_last_screen_ends_no_program(window: Window, heard: Heard) -> None:
    window.walk_to("R8")
    double_click(window, window.button("Close"))
    assert (window.number, heard.buttons) == ("H1", ["Close"])


@pytest.mark.usefixtures("slow_hand")
def test_a_look_that_ended_between_the_two_clicks_takes_no_second(window: Window, heard: Heard) -> None:
    """M7's Write leads on to M8 by itself, whose Back stands where Write stood or beside it."""
    window.walk_to("M6")
    click_twice(window, window.shell.verb, lambda: window.number in {"M7", "M8"} and not window.busy)
    assert heard.buttons == ["Write settings"]


@pytest.mark.usefixtures("slow_hand")
def test_what_appears_beneath_the_pointer_takes_no_second_click(window: Window, heard: Heard) -> None:
    """Neither a box's Show nor a choice: what is put there was not there at the first."""
    place_at(window, MAIL, "store-and-address")
    place = centre(window, window.edit("store_name"))
    QTest.mouseClick(window.shell.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    later = QLineEdit(window.shell)
    later.setGeometry(place.x() - 40, place.y() - 10, 80, 20)
    later.show()
    later.clearFocus()
    QTest.mouseClick(window.shell.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert not later.hasFocus()


def test_a_double_click_in_a_box_selects_a_word_as_ever(window: Window) -> None:
    window.walk_to("M2")
    window.type_into("store_name", "Corner Store")
    edit = window.edit("store_name")
    edit.deselect()
    word = edit.mapTo(window.shell, QPoint(20, edit.height() // 2))
    QTest.mouseDClick(window.shell.windowHandle(), Qt.MouseButton.LeftButton, pos=word)
    assert edit.selectedText() == "Corner"


@pytest.mark.usefixtures("slow_hand")
def test_two_clicks_at_two_places_are_two(window: Window, heard: Heard) -> None:
    window.walk_to("M3")
    shell = window.shell
    for button in (shell.help_link, shell.back):
        QTest.mouseClick(shell.windowHandle(), Qt.MouseButton.LeftButton, pos=centre(window, button))
    assert len(heard.buttons) == 2
    assert window.number == "M2"


@pytest.mark.usefixtures("slow_hand")
def test_the_dialog_that_opens_beneath_the_pointer_takes_no_second_click(
    window: Window, heard: Heard
) -> None:
    """And neither does what stands below it, once it is closed."""
    window.walk_to("M3")
    window.controller.show_home()
    button = window.button("Start again")
    place = button.mapToGlobal(button.rect().center())
    QTest.mouseClick(window.shell.windowHandle(), Qt.MouseButton.LeftButton, pos=centre(window, button))
    dialog = window.dialog
    keep = window.button("Keep it", dialog)
    dialog.move(dialog.pos() + place - keep.mapToGlobal(keep.rect().center()))
    let_live(20)
    QTest.mouseClick(
        dialog.windowHandle(), Qt.MouseButton.LeftButton, pos=keep.mapTo(dialog, keep.rect().center())
    )
    assert dialog.isVisible()
    assert heard.buttons == ["Start again"]
