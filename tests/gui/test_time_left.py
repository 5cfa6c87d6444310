"""The time that is told as left: it never grows and never stands still without a word."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.gui.web import HARMLESS
from wizard.gui.widgets.panels import ProgressPanel
from wizard.gui.widgets.time_left import TimeLeft

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)
LONGER = "it takes longer than it looked"


class Waits:
    """A bar that is seen each second of a time of its own."""

    def __init__(self, qtbot: QtBot) -> None:
        self.panel = ProgressPanel()
        qtbot.addWidget(self.panel)
        self.now = 100.0
        self.panel.clock = lambda: self.now
        self.panel.begin()

    def second(self, done: float | None = None) -> list[str]:
        """Let a second pass, with news or without; return what the bar says."""
        self.now += 1
        if done is not None:
            self.panel.advance(done, "Comparing")
        self.panel._tick()
        return self.seen()

    def seen(self) -> list[str]:
        return [each.text() for each in self.panel.findChildren(QLabel) if each.isVisible() and each.text()]


@pytest.fixture
def waits(qtbot: QtBot, dressed: None) -> Waits:
    return Waits(qtbot)


def test_a_wait_that_goes_as_it_looked_counts_down_to_a_few_seconds(waits: Waits) -> None:
    told = [waits.second(second / 60)[-1] for second in range(1, 60)]
    left = list(dict.fromkeys(text for text in told if "left" in text))
    assert left[0] == "about 50 seconds left"
    assert left[-2:] == ["about 10 seconds left", "a few seconds left"]
    assert LONGER not in " ".join(told)


def test_the_last_second_that_takes_a_minute_is_said_to_take_longer(waits: Waits) -> None:
    for second in range(1, 51):
        waits.second(second / 52)
    stands = [waits.second()[-1] for _ in range(60)]
    assert stands[0] == "a few seconds left"
    assert stands[-1].startswith(LONGER)
    assert stands.count("a few seconds left") <= 13


def test_another_wait_begins_with_nothing_told(waits: Waits) -> None:
    for second in range(1, 30):
        waits.second(second / 60)
    waits.panel.begin()
    assert not any("left" in text for text in waits.second(0.5))


def test_what_a_person_holds_up_is_no_time_that_it_takes(waits: Waits) -> None:
    for second in range(1, 31):
        waits.second(second / 60)
    waits.panel.hold(on=True)
    assert not any("left" in text for text in waits.seen())
    waits.now += 600
    waits.panel.hold(on=False)
    assert waits.second(31 / 60)[-1] == "about 30 seconds left"


def seconds_in(text: str) -> int | None:
    """The figure that is told in seconds; a few are none."""
    found = re.search(r"about (\d+) (second|minute)", text)
    if found is None:
        return 0 if "few" in text else None
    return int(found[1]) * (60 if found[2] == "minute" else 1)


def series(steps: list[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    """Each second with how far it is by then: `steps` are seconds without news, and what is done after."""
    passed, done = 0, 0.0
    for still, more in steps:
        for _ in range(still):
            passed += 1
            yield passed, done
        done = min(0.99, done + more)


@given(st.lists(st.tuples(st.integers(1, 90), st.floats(0, 0.2)), min_size=1, max_size=30))
def test_whatever_a_job_does_no_figure_grows_or_stands_without_a_word(steps: list[tuple[int, float]]) -> None:
    left = TimeLeft()
    said = [(passed, left.say(passed, done)) for passed, done in series(steps)]
    for (_, before), (_, after) in pairwise(said):
        if LONGER not in after and before:
            grown = seconds_in(before) is not None and (seconds_in(after) or 0) > (seconds_in(before) or 0)
            assert not grown, (before, after)
    _stands_no_longer_than_it_says(said, lambda text: bool(text) and LONGER not in text)


def _stands_no_longer_than_it_says(said: list[tuple[int, str]], counts: Callable[[str], bool]) -> None:
    began: dict[str, int] = {}
    for passed, text in said:
        if text not in began:
            began = {text: passed}
        if counts(text):
            told = seconds_in(text) or 0
            assert passed - began[text] <= (76 if told > 60 else 14), text
