"""Waits: how long it takes about from ten seconds on, what a stop leaves, a notice when it was long."""

from dataclasses import replace

import pytest

from tests.gui.test_long_jobs import LongPage, SlowJob, begin, slow
from tests.gui.web import HARMLESS
from tests.gui.window import MAIL, Window, let_live, wait_for
from wizard.gui.pages.registry import PAGES
from wizard.gui.run import job_runs
from wizard.gui.widgets.panels import ProgressPanel
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)
__all__ = ["slow"]


def left(panel: ProgressPanel, seconds: float, fraction: float) -> str:
    now = [100.0]
    panel.clock = lambda: now[0]
    panel.begin()
    panel.advance(fraction, "Waiting")
    now[0] += seconds
    panel._tick()
    return panel._left.text()


@pytest.mark.parametrize(
    ("seconds", "fraction", "said"),
    [
        (9, 0.5, ""),
        (10, 0.5, "about 10 seconds left"),
        (30, 0.75, "about 10 seconds left"),
        (12, 0.9, "a few seconds left"),
        (60, 0.25, "about 3 minutes left"),
        (40, 0.37, "about 2 minutes left"),
        (90, 0.01, ""),
    ],
)
def test_from_ten_seconds_on_the_time_left_is_said_where_it_can_be(
    window: Window, seconds: float, fraction: float, said: str
) -> None:
    assert left(ProgressPanel(), seconds, fraction) == said


def test_a_bar_that_hears_nothing_moves_all_the_same_and_never_to_the_end_or_back(window: Window) -> None:
    panel = ProgressPanel()
    panel.begin()
    panel.advance(0.2, "Waiting")
    seen = [panel.value]
    for _ in range(300):
        panel._tick()
        seen.append(panel.value)
    assert seen[1] == seen[0] == 200, "what goes on at its pace shows that alone"
    assert seen[10] > seen[2] > seen[0]
    assert seen == sorted(seen)
    assert seen[-1] <= 600, "half of what is left"
    panel.advance(0.3, "Waiting")
    assert panel.value == seen[-1]
    panel.advance(0.8, "Waiting")
    assert panel.value == 800


def test_what_restores_everything_is_cancelled_and_what_leaves_something_is_stopped(
    window: Window, services: PracticeServices
) -> None:
    window.walk_to("M4")
    services.add_fault("mail-lost")
    window.press_verb(rest=False)
    assert window.page.progress.stop.text() == "Cancel"
    wait_for(lambda: window.page.progress.stop.text() == "Stop")
    window.press("Stop", rest=False)
    assert "Stopped. The test message may still arrive: it can be deleted." in window.texts()
    services.clear_faults()
    window.press_verb()
    window.go_on_to("M6")
    services.add_fault("mail-slow-answers")
    window.press_verb(rest=False)
    wait_for(lambda: window.busy)
    assert window.page.progress.stop.text() == "Stop"
    window.press("Stop", rest=False)


@pytest.mark.parametrize("is_long", [True, False])
def test_whoever_went_on_to_something_else_is_told_when_it_is_done(
    window: Window, slow: SlowJob, monkeypatch: pytest.MonkeyPatch, is_long: bool
) -> None:
    monkeypatch.setitem(PAGES, "mail-check", f"{LongPage.__module__}:LongPage")
    monkeypatch.setattr(job_runs, "_LONG", 0.0 if is_long else 120.0)
    begin(window, slow)
    told = list[tuple[str, str]]()
    session = window.session
    session.tools = replace(session.tools, notify=lambda title, text: told.append((title, text)) is None)
    window.press("Close", rest=False)
    for _ in range(3):
        slow.go_on()
    wait_for(slow.over.is_set)
    wait_for(lambda: MAIL in session.procedure.id and not window.busy)
    let_live(200)
    assert told == ([("Store e-mail: done", "M4: It is done.")] if is_long else [])
