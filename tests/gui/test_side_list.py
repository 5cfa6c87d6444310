"""The list of steps: a red cross has its reason on the screen; rows stay while they say the same."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import OpenWindow
from tests.gui.test_vendor_organisation import CORNER, LINE, begin_r
from tests.gui.web import HARMLESS
from tests.gui.window import Window, program_for
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.side_list import SideList, SideStep
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


def mark_of(window: Window, step: int) -> Mark:
    """What the list of steps shows beside a step."""
    rows = [each.mark for each in window.visible(StateMark, window.shell.side)]
    return rows[step - 1]


def test_what_was_mended_on_the_screen_has_no_cross_any_more(window: Window) -> None:
    window.walk_to("W5")
    window.press_verb()
    assert window.problem is not None
    assert mark_of(window, 5) is Mark.FAILED
    accept = next(b for b in window.visible(QPushButton, window.page) if b.text().startswith("Accept all"))
    window.click(accept)
    window.come_to_rest()
    assert window.problem is None
    assert mark_of(window, 5) is Mark.NOW


SEEN, PASSED = Mark.DONE, Mark.PASSED


@pytest.mark.parametrize(
    ("last", "marks"),
    [
        ("M8", [PASSED, PASSED, PASSED, SEEN, PASSED, PASSED, SEEN]),
        ("K7", [PASSED, PASSED, PASSED, SEEN, SEEN, SEEN]),
        ("R8", [PASSED, PASSED, SEEN, SEEN, PASSED, SEEN, PASSED]),
        ("W8", [SEEN, SEEN, SEEN, PASSED, PASSED, PASSED, PASSED]),
        ("T8", [PASSED, PASSED, PASSED, Mark.SKIPPED, Mark.SKIPPED, PASSED, SEEN]),
    ],
)
def test_a_tick_is_for_what_was_seen_to_hold(window: Window, last: str, marks: list[Mark]) -> None:
    window.walk_to(last)
    assert [mark_of(window, at) for at in range(1, len(marks) + 1)] == marks
    said = [row.partition(",")[2].rpartition(" what it did")[0] or row for row in window.side]
    for row, mark in zip(said, marks, strict=False):
        assert mark.words in row
    assert Mark.PASSED.words == "gone through, not checked"


def test_a_line_found_on_the_vendors_own_page_was_seen(window: Window) -> None:
    begin_r(window, CORNER)
    assert mark_of(window, 2) is SEEN
    window.type_into("line", LINE)
    window.press("‹ Back")
    window.press("Next")
    assert mark_of(window, 2) is PASSED, "another line was pasted: nobody saw where it came from"


@pytest.mark.parametrize(
    ("last", "box", "step"), [("K7", "paste_back", 6), ("R8", "paste_back", 3), ("T8", "paste_back", 7)]
)
def test_a_copy_that_nobody_checked_has_no_tick(window: Window, last: str, box: str, step: int) -> None:
    window.walk_to(last, {box: ""})
    assert mark_of(window, step) is Mark.PASSED
    assert mark_of(window, int(last[1])) is not Mark.DONE, "nor has the end, which names it"


def test_where_nothing_was_matched_there_is_no_tick(window: Window) -> None:
    window.walk_to("R6", {"journal_file": "", "folder": ""})
    assert mark_of(window, 5) is Mark.PASSED


def rows(count: int, now: int) -> list[SideStep]:
    """A list of steps of which one is shown now and those before it are done."""
    marks = [Mark.DONE if at < now else Mark.NOW if at == now else Mark.TODO for at in range(1, count + 1)]
    return [
        SideStep(f"s{at}", at, f"Screen {at}", mark, reached=at <= now, current=at == now)
        for at, mark in enumerate(marks, 1)
    ]


@pytest.mark.parametrize("count", [2, 5, 8])
def test_rows_that_say_the_same_stay_and_all_are_met_in_their_order(qtbot: QtBot, count: int) -> None:
    side = SideList()
    qtbot.addWidget(side)
    side.show()
    chosen: list[str] = []
    side.step_chosen.connect(chosen.append)
    side.show_steps("A procedure", "", "M2", rows(5, now=2))
    before = side.findChildren(QPushButton)
    side.show_steps("A procedure", "", "M3", rows(count, now=min(3, count)))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    shown = side.findChildren(QPushButton)
    said = [row.accessibleName().partition(",")[0] for row in shown]
    assert said == [f"Step {at}" for at in range(1, count + 1)], "by Tab and by ear"
    assert [row.y() for row in shown] == sorted(row.y() for row in shown)
    assert shown[0] is before[0]
    for row in shown:
        row.click()
    assert chosen == [f"s{at}" for at in range(1, min(3, count))]


def test_what_an_earlier_start_saw_is_no_full_tick(
    open_window: OpenWindow, window: Window, home: Path, services: PracticeServices
) -> None:
    """Practice keeps no sign-in longer than it runs: what W1 saw then may be gone."""
    window.walk_to("W5")
    assert [mark_of(window, at) for at in (1, 2, 3)] == [SEEN, SEEN, SEEN]
    window.press("Close")
    window.press("Continue at W5")
    assert mark_of(window, 1) is SEEN, "the same program saw it a moment ago"
    window.close()
    later = open_window(program_for(home, services.services_file))
    later.controller.show_home()
    later.press("Continue at W5")
    later.come_to_rest()
    assert [mark_of(later, at) for at in (1, 2, 3)] == [Mark.EARLIER] * 3
    assert Mark.EARLIER.words in later.side[0]
    later.press("Close")
    later.press("Continue at W5")
    assert mark_of(later, 1) is Mark.EARLIER, "nobody looked since"
