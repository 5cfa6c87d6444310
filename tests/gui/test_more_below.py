"""A page that is higher than its window: nothing is cut in half at its lower edge, and it says so."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.gui.web import HARMLESS
from tests.gui.window import Window, let_live
from wizard.gui.widgets.more_below import MoreBelow
from wizard.gui.widgets.page_area import PageArea

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

SMALL_PC = (1080, 740)
"""What the window has on a screen of 1366x768."""
LOW = (1080, 420)
"""So low that these pages have to be scrolled, however close everything stands."""


def edge_of(area: PageArea) -> int:
    """Where the page ends for the eye, in the area's viewport."""
    more = area.findChild(MoreBelow)
    view = area.viewport()
    if more is None or not more.isVisible():
        return view.height()
    return more.mapTo(area, QPoint(0, 0)).y() - view.mapTo(area, QPoint(0, 0)).y()


def cut_in_half(window: Window, area: PageArea) -> list[str]:
    """What stands over the lower edge with a part of it, such as a line of words or a box of some lines."""
    edge, view, found = edge_of(area), area.viewport(), []
    for each in window.visible(QWidget, area.widget()):
        top = each.mapTo(view, QPoint(0, 0)).y()
        if each.height() <= 120 and top < edge < top + each.height():
            found.append(f"{type(each).__name__} {each.accessibleName() or each.objectName()}")
    return found


@pytest.mark.parametrize("screen", ["R8", "W10"])
def test_nothing_is_cut_in_half_above_the_footer(window: Window, screen: str) -> None:
    window.walk_to(screen)
    window.come_to_rest()
    area = window.page.area
    bar = area.verticalScrollBar()
    window.shell.resize(*SMALL_PC)
    let_live(50)
    assert bar.maximum() == 0, "what is too high for it stands closer"
    assert cut_in_half(window, area) == []
    window.shell.resize(*LOW)
    let_live(50)
    assert bar.maximum() > 0
    for value in range(0, bar.maximum(), 11):
        bar.setValue(value)
        let_live()
        assert edge_of(area) < area.viewport().height(), "it is said that there is more"
        assert cut_in_half(window, area) == [], f"scrolled by {value} of {bar.maximum()}"
    assert "More below ▾" in window.texts(area)
    bar.setValue(bar.maximum())
    let_live()
    assert edge_of(area) == area.viewport().height(), "at the end nothing is covered"
    assert "More below ▾" not in window.texts(area)


def test_what_has_the_keys_is_not_covered(window: Window) -> None:
    window.walk_to("R8")
    window.shell.resize(*LOW)
    let_live(50)
    area = window.page.area
    seen = 0
    for _ in range(20):
        QTest.keyClick(window.shell, Qt.Key.Key_Tab)
        let_live()
        focused = window.focused
        inside = area.widget()
        if focused is not None and inside is not None and inside.isAncestorOf(focused):
            bottom = focused.mapTo(area.viewport(), QPoint(0, focused.height())).y()
            assert bottom <= edge_of(area), focused
            seen += 1
    assert seen > 2


def test_a_page_with_room_enough_says_nothing_of_more(window: Window) -> None:
    window.walk_to("M1")
    let_live(50)
    assert "More below ▾" not in window.texts()
