"""A running job: one bar that never goes back, a Cancel that is heard, a window that stays alive."""

import sys

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar

from tests.gui.own_time import OwnTime
from tests.gui.window import MAIL, XERO, Window, let_live, plain_values, wait_for
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.practice import PracticeServices


class Bars:
    """Notes what the visible progress bars say."""

    def __init__(self, window: Window) -> None:
        self.values: list[int] = []
        self.most = 0
        self._window = window
        self._timer = QTimer(window.shell)
        self._timer.setInterval(2)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        bars = list(self._window.visible(QProgressBar))
        self.most = max(self.most, len(bars))
        self.values += [bar.value() for bar in bars]

    def stop(self) -> None:
        self._timer.stop()


class Gaps:
    """The longest time that the interface was deaf by its own doing, in milliseconds."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._since = OwnTime()
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        self.longest = max(self.longest, self._since.seconds() * 1000)
        self._since = OwnTime()

    def stop(self) -> float:
        self._timer.stop()
        return self.longest


SLOW = [("M4", "mail-slow-answers", MAIL), ("K4", "xero-slow", XERO)]


@pytest.mark.parametrize(
    ("screen", "fault", "procedure"), [("M4", "mail-slow", MAIL), ("K4", "xero-slow", XERO)]
)
def test_one_bar_goes_forward_only_and_the_window_stays_alive(
    window: Window, services: PracticeServices, screen: str, fault: str, procedure: str
) -> None:
    window.walk_to(screen)
    window.answer(plain_values(procedure))
    services.add_fault(fault)
    bars, gaps = Bars(window), Gaps()
    window.press_verb()
    bars.stop()
    longest = gaps.stop()
    sys.stdout.write(f"longest gap: {longest:.1f} ms\n")
    assert bars.most == 1
    assert bars.values == sorted(bars.values), "the bar went back"
    assert len(set(bars.values)) >= 2
    assert max(bars.values) < 1000, "full before the end"
    assert bars.values[0] <= 330
    assert not list(window.visible(QProgressBar)), "it stays after the end"
    assert longest < 500


@pytest.mark.parametrize(("screen", "fault", "procedure"), SLOW)
def test_cancel_is_heard_within_a_second_and_loses_nothing(
    window: Window, services: PracticeServices, screen: str, fault: str, procedure: str
) -> None:
    window.walk_to(screen)
    values = plain_values(procedure)
    window.answer(values)
    before = ({name: box.value for name, box in window.page.boxes.items()}, dict(window.session.answers))
    services.add_fault(fault)
    window.press_verb(rest=False)
    wait_for(window.page.progress.isVisible)
    let_live(300)
    since = OwnTime()
    window.press("Cancel", rest=False)
    wait_for(window.shell.verb.isEnabled)
    assert since.seconds() < 1.0
    assert window.number == screen
    assert not window.page.progress.isVisible()
    assert window.problem is None
    assert {name: box.value for name, box in window.page.boxes.items()} == before[0]
    for name, value in before[1].items():
        assert window.session.answers[name] == value
    assert not [m for m in window.visible(StateMark, window.page) if m.mark is Mark.RUNNING]
    services.clear_faults()
    window.press_verb()
    assert window.problem is None
    assert window.session.number != screen or window.shell.verb.text() == "Next"


def test_after_cancel_the_focus_is_on_the_verb(window: Window, services: PracticeServices) -> None:
    window.walk_to("M4")
    services.add_fault("mail-slow-answers")
    window.press_verb(rest=False)
    wait_for(window.page.progress.isVisible)
    window.press("Cancel")
    assert window.focused is window.shell.verb


def test_while_a_job_runs_enter_does_not_close_the_procedure(
    window: Window, services: PracticeServices
) -> None:
    window.walk_to("M4")
    services.add_fault("mail-slow-answers")
    window.press_verb(rest=False)
    wait_for(window.page.progress.isVisible)
    assert window.focused is not window.shell.close_button
    assert not window.shell.verb.isEnabled()
    assert not window.shell.back.isEnabled()


def test_closing_during_a_job_goes_home_and_the_next_job_can_run(
    window: Window, services: PracticeServices
) -> None:
    window.walk_to("K4")
    window.answer(plain_values(XERO))
    services.add_fault("xero-slow")
    window.press_verb(rest=False)
    wait_for(window.page.progress.isVisible)
    window.press("Close", rest=False)
    assert window.number == "H1"
    services.clear_faults()
    window.controller.open_procedure(MAIL)
    window.answer({"access_isp": "optus"})
    window.press_verb()
    window.answer(plain_values(MAIL))
    window.press_verb()
    window.answer(plain_values(MAIL))
    window.press_verb()
    assert window.number == "M4"
    window.press_verb()
    assert window.session.result is not None, "the verb does nothing while the old job lingers"


@pytest.mark.parametrize("target", ["K1", "M1"])
def test_a_job_that_ends_elsewhere_says_nothing_on_another_screen(
    window: Window, services: PracticeServices, target: str
) -> None:
    """Ctrl+J while a check runs: its problem belongs to the screen that it was started from."""
    window.walk_to("M4")
    services.add_fault("wrong-password")
    services.add_fault("mail-slow-answers")
    window.press_verb(rest=False)
    wait_for(window.page.progress.isVisible)
    window.controller.jumps.go(target[0], int(target[1:]))
    let_live()
    window.come_to_rest()
    if window.number == target:
        assert window.problem is None
        assert set(window.session.results) <= {"mail-check"}


def test_a_second_press_of_the_verb_starts_nothing_twice(window: Window, services: PracticeServices) -> None:
    window.walk_to("M4")
    ran: list[str] = []
    window.lane.started.connect(lambda: ran.append("ran"))
    services.add_fault("mail-slow-answers")
    window.press_verb(rest=False)
    window.run.press_verb()
    window.run.press_verb()
    assert ran == ["ran"]
