"""No press does what was not meant: verbs that commit, pressed twice, too early, or by a key held down."""

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from tests.gui.web import HARMLESS
from tests.gui.window import LETTERS, MAIL, NEVER_LONGER, SENDER, Window, let_live, plain_values, wait_for
from wizard.catalogue.load import hidden_procedures, procedures
from wizard.catalogue.schema import Procedure, Step
from wizard.gui.run.commits import again_commits, begins_at_once, reaches_outside, verb_commits
from wizard.gui.widgets.first_second import FirstSecond
from wizard.practice import PracticeServices
from wizard.procedure.navigator import Navigator

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

CONNECTION = "xero-connection"
FOR_EVER = 3_600_000
"""A first second that is over when the test says so."""
GAPS = (0, 60, 200, 350)
"""Milliseconds between two presses of one person; 0 is a double click."""


def all_procedures() -> list[Procedure]:
    return [*procedures(), *hidden_procedures()]


def steps_before(procedure: Procedure, step: Step) -> list[Step]:
    return [each for each in procedure.steps if step.id in each.targets]


def committing_steps() -> Iterator[tuple[str, str]]:
    """Every step whose verb, or second verb, commits at some time: its own jobs or the next screen’s."""
    for procedure in all_procedures():
        for step in procedure.steps:
            if reaches_outside(step):
                yield procedure.id, step.id
                if begins_at_once(step):
                    yield from ((procedure.id, before.id) for before in steps_before(procedure, step))


COMMITTING = sorted(set(committing_steps()))


def number_of(procedure: str, step: str) -> str:
    found = next(p for p in all_procedures() if p.id == procedure)
    return f"{found.letter}{next(s for s in found.steps if s.id == step).number}"


def test_the_screens_of_which_the_guides_say_so_are_among_them() -> None:
    numbers = {number_of(*each) for each in COMMITTING}
    assert {"M4", "M6", "M7", "M11", "M14", "K4", "K5", "T3", "T5", "T6", "R4", "W2", "H12", "H13"} <= numbers


# --- a person's hands ---


def press_at(window: Window, place: QPoint, gap: int) -> None:
    """Press at a place of the window twice, as far apart as the gap says; whatever stands there gets it."""
    handle = window.shell.windowHandle()
    if gap == 0:
        QTest.mouseDClick(handle, Qt.MouseButton.LeftButton, pos=place)
        return
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=place)
    let_live(gap)
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=place)


def centre(window: Window, target: QWidget) -> QPoint:
    return target.mapTo(window.shell, target.rect().center())


def hold_enter(window: Window, repeats: int = 12) -> None:
    """Enter goes down, repeats, and comes up."""
    for repeat in range(repeats):
        target = window.focused or window.shell
        QTest.simulateEvent(
            target, True, Qt.Key.Key_Return.value, Qt.KeyboardModifier.NoModifier, "\r", repeat > 0
        )
        let_live(5)
    target = window.focused or window.shell
    QTest.simulateEvent(target, False, Qt.Key.Key_Return.value, Qt.KeyboardModifier.NoModifier, "\r", False)


class Heard:
    """What the window's verbs were heard to say, and for which steps jobs were begun."""

    def __init__(self, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
        self.verbs: list[str] = []
        self.begun: list[str] = []
        window.shell.verb_pressed.connect(lambda: self.verbs.append(window.shell.verb.text()))
        window.shell.again_pressed.connect(lambda: self.verbs.append(window.shell.again.text()))
        former = type(window.session).order

        def order(session, instead=None):  # type: ignore[no-untyped-def]
            self.begun.append(session.number)
            return former(session, instead)

        monkeypatch.setattr(type(window.session), "order", order)


# --- reaching a screen at which its verb commits ---


def to_a_write_that_failed(window: Window, services: PracticeServices) -> None:
    window.walk_to("M6")
    services.add_fault("relay-refused")
    window.press_verb()


def to_what_was_written(window: Window, _services: PracticeServices) -> None:
    window.walk_to("M7")
    window.run.open_side("mail-undo")


def to_a_sending_that_failed(window: Window, services: PracticeServices) -> None:
    window.walk_to("W8")
    services.add_fault("xero-down")
    window.press_verb()


def to_entries_of_ours(window: Window, _services: PracticeServices) -> None:
    window.walk_to("R6")
    window.answer({"who_posts": "tillbridge"})
    window.come_to_rest()
    window.answer({"vendor_off": True})
    window.come_to_rest()


def to_a_posting_that_failed(window: Window, services: PracticeServices) -> None:
    to_entries_of_ours(window, services)
    services.add_fault("xero-down")
    window.press_verb()


def to_organisations_signed_in_to_before(window: Window, _services: PracticeServices) -> None:
    window.walk_to("W10")
    place_at(window, CONNECTION, "xero-organisation")


def walk_to(screen: str) -> Callable[[Window, PracticeServices], None]:
    return lambda window, _services: window.walk_to(screen)


REACHED: dict[str, Callable[[Window, PracticeServices], None]] = {
    "M6": walk_to("M6"),
    "M7": to_a_write_that_failed,
    "M14": to_what_was_written,
    "R4": walk_to("R4"),
    "W8": walk_to("W8"),
    "W9": to_a_sending_that_failed,
    "R6": to_entries_of_ours,
    "R15": to_a_posting_that_failed,
    "W2": walk_to("W2"),
    "H12": to_organisations_signed_in_to_before,
}
"""Screens whose verb commits only once something was found; any other is shown as it is."""


def place_at(window: Window, procedure: str, step: str, changes: dict[str, str] | None = None) -> None:
    """Show a step with the practice answers, without the way to it."""
    session = window.program.session(procedure)
    session.navigator = Navigator(session.procedure, (step,))
    values = {**(plain_values(procedure) if procedure in LETTERS else {}), **(changes or {})}
    for name, value in values.items():
        if name in session.answering.specs:
            session.answering.put(name, value)
    window.controller._show_session(session)
    window.come_to_rest()


def show(window: Window, services: PracticeServices, procedure: str, step: str) -> None:
    """Show a step as it is when its verb commits."""
    reach = REACHED.get(number_of(procedure, step))
    if reach is not None:
        reach(window, services)
    else:
        place_at(window, procedure, step)
    window.come_to_rest()


def committing_buttons(window: Window) -> list[QPushButton]:
    page, shell = window.page, window.shell
    return [
        button
        for button, commits in ((shell.verb, verb_commits(page)), (shell.again, again_commits(page)))
        if commits
    ]


@pytest.mark.parametrize(("procedure", "step"), COMMITTING, ids=lambda value: value)
def test_a_verb_that_commits_takes_no_press_before_it_could_be_read(
    window: Window, services: PracticeServices, procedure: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(window, services, procedure, step)
    shell, places = window.shell, [centre(window, each) for each in committing_buttons(window)]
    assert places, "no verb commits here: say in REACHED how one gets to where it does"
    heard = Heard(window, monkeypatch)
    shell.first_second.milliseconds = FOR_EVER
    for place in places:  # the last press was just where it would stand
        QTest.mousePress(shell.windowHandle(), Qt.MouseButton.RightButton, pos=place)
        QTest.mouseRelease(shell.windowHandle(), Qt.MouseButton.RightButton, pos=place)
        window.run.show()
        let_live(20)
        wait_for(lambda: not window.busy)
        for button in committing_buttons(window):
            assert not button.geometry().contains(button.parentWidget().mapFrom(shell, place))
            assert not button.isEnabled(), "it does not show that it is not ready"
            assert not button.hasFocus()
            for gap in GAPS:
                press_at(window, centre(window, button), gap)
                press_at(window, place, gap)
            hold_enter(window)
    assert (heard.verbs, window.number) == ([], number_of(procedure, step))
    for button in committing_buttons(window):
        shell.first_second.end(button)
        assert button.isEnabled()


def test_one_press_is_enough_once_the_second_is_over(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    place_at(window, MAIL, "mail-check")
    heard = Heard(window, monkeypatch)
    assert window.focused is window.shell.verb, "the cursor comes when the verb is ready"
    window.press_verb()
    assert heard.begun == ["M4"]


def test_the_second_is_a_second_from_when_the_verb_was_seen(window: Window) -> None:
    window.walk_to("M3")
    window.answer(plain_values(MAIL))
    window.shell.first_second.milliseconds = FirstSecond(window.shell).milliseconds
    window.press_verb(rest=False)
    wait_for(lambda: window.number == "M4")
    began = time.monotonic()
    wait_for(window.shell.verb.isEnabled)
    assert 0.9 < time.monotonic() - began < NEVER_LONGER
    assert FirstSecond(window.shell).milliseconds == 1000
    assert window.focused is window.shell.verb


# --- whole ways, as they were seen to go wrong ---


@pytest.mark.parametrize("gap", GAPS)
def test_two_presses_on_next_at_the_mail_programs_write_nothing(
    window: Window, gap: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.walk_to("M5")
    heard = Heard(window, monkeypatch)
    place = centre(window, window.shell.verb)
    window.shell.first_second.milliseconds = FOR_EVER
    press_at(window, place, gap)
    wait_for(lambda: window.number == "M6" and window.shell.verb.text() == "Write settings")
    press_at(window, place, gap)
    press_at(window, centre(window, window.shell.verb), gap)
    hold_enter(window)
    let_live(50)
    assert (window.number, heard.begun) == ("M6", ["M5", "M6"])


@pytest.mark.parametrize("gap", GAPS)
def test_two_presses_on_next_at_the_server_send_nothing(
    window: Window, gap: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.walk_to("M3")
    window.answer(plain_values(MAIL))
    heard = Heard(window, monkeypatch)
    window.shell.first_second.milliseconds = FOR_EVER
    press_at(window, centre(window, window.shell.verb), gap)
    let_live(50)
    assert (window.number, heard.begun) == ("M4", [])


def test_enter_held_down_goes_one_screen_on(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing to wait for: a key that is held down was pressed once."""
    window.walk_to("M3")
    window.answer(plain_values(MAIL))
    window.shell.verb.setFocus()
    heard = Heard(window, monkeypatch)
    window.shell.first_second.milliseconds = 0
    hold_enter(window)
    let_live(50)
    assert (window.number, heard.begun) == ("M4", [])


@pytest.mark.parametrize("gap", GAPS)
def test_a_check_that_fails_is_not_begun_again_by_the_same_press(
    window: Window, services: PracticeServices, gap: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by the verb nor by the problem's button, which has the cursor once it may be pressed."""
    place_at(window, MAIL, "mail-check")
    services.add_fault("relay-refused")
    heard = Heard(window, monkeypatch)
    place = centre(window, window.shell.verb)
    window.shell.first_second.milliseconds = FOR_EVER
    press_at(window, place, gap)
    wait_for(lambda: window.problem is not None)
    wait_for(lambda: not window.busy)
    press_at(window, place, gap)
    hold_enter(window)
    assert heard.begun == ["M4"]
    assert window.problem is not None
    for button in window.problem.buttons:
        window.shell.first_second.end(button)
    assert window.focused is window.problem.buttons[0]


def test_disconnect_takes_no_press_that_was_meant_for_connect(window: Window) -> None:
    """T5: the second verb appears where the first one was pressed."""
    window.walk_to("T5", {"provider": "office365", "login_kind": "sign-in"})
    shell = window.shell
    shell.first_second.milliseconds = FOR_EVER
    for place in (QPoint(x, centre(window, shell.verb).y()) for x in range(300, shell.width(), 7)):
        shell.presses.last_at = shell.mapToGlobal(place)
        shell.set_buttons(back=True, verb="Connect", verb_commits=True)
        shell.set_buttons(back=True, verb="Next", again="Disconnect", again_commits=True)
        assert shell.childAt(place) is not shell.again
        assert not shell.again.isEnabled()
        assert shell.verb.isEnabled(), "Next commits to nothing"


def test_a_next_that_only_checks_stands_where_every_next_stands(window: Window) -> None:
    """M6, with all written already: a press meant for "Write settings" falls beside it."""
    window.walk_to("M6")
    next_at_m5 = window.shell.back.geometry().right()
    writes = window.shell.verb.geometry()
    window.press_verb()
    assert window.number == "M7"
    window.run.back()
    window.come_to_rest()
    shell = window.shell
    assert (window.number, shell.verb.text()) == ("M6", "Next")
    assert 0 < shell.verb.geometry().left() - next_at_m5 < 20
    assert not shell.verb.geometry().intersects(writes)
    shell.first_second.milliseconds = FOR_EVER
    window.run.show()
    wait_for(lambda: not window.busy)
    assert not shell.verb.isEnabled(), "what it begins is to be read first all the same"


def test_a_check_done_again_and_again_is_begun_at_the_same_place(window: Window) -> None:
    place_at(window, MAIL, "mail-check")
    window.press_verb()
    places = list[QPoint]()
    for _ in range(3):
        assert window.shell.again.text() == "Check again"
        places.append(window.shell.again.pos())
        window.click(window.shell.again)
        window.come_to_rest()
    assert len({each.toTuple() for each in places}) == 1


def test_an_edit_does_not_begin_the_second_anew(window: Window) -> None:
    place_at(window, SENDER, "password-login")
    window.shell.first_second.milliseconds = FOR_EVER
    window.run.show_buttons()
    assert window.shell.verb.isEnabled()


def test_no_tab_and_no_enter_comes_to_leaving_practice(window: Window) -> None:
    """When what had the cursor is gone Qt hands it to the next in order, where Enter would press it."""
    for screen in ("", "M4"):
        if screen:
            window.walk_to(screen)
        assert window.shell.leave.isVisible()
        for _ in range(40):
            window.key(Qt.Key.Key_Tab)
            assert window.focused is not window.shell.leave
    window.key(Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    wait_for(lambda: window.left == ["left"] or not window.shell.isVisible(), what="(Alt+L does not leave)")


@pytest.mark.parametrize(
    ("name", "screen", "changes"),
    [(SENDER, "T6", {}), (SENDER, "T5", {"login_kind": "sign-in"}), (MAIL, "M4", {})],
)
def test_a_verb_stands_at_the_same_place_whatever_was_pressed_last(
    window: Window, name: str, screen: str, changes: dict[str, str]
) -> None:
    window.walk_to(screen, changes)
    shell, step = window.shell, window.session.step.id
    at = shell.verb.geometry()
    window.press("‹ Back")
    shell.presses.last_at = shell.mapToGlobal(QPoint(40, 200))  # in the list of steps
    assert window.run.go_to(step)
    window.come_to_rest()
    assert shell.verb.geometry() == at
    pressed = shell.verb.mapToGlobal(shell.verb.rect().center())
    window.press("‹ Back")
    shell.presses.last_at = pressed
    assert window.run.go_to(step)
    window.come_to_rest()
    assert not shell.verb.geometry().intersects(at), "but never where another one was pressed last"
