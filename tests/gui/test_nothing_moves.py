"""Nothing that can be pressed moves under the pointer while somebody fills in a screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QWidget

from tests.gui.test_presses import HARMLESS, all_procedures, place_at
from tests.gui.window import Window, let_live
from wizard.catalogue.load import screen
from wizard.gui.widgets.field_box import FieldBox
from wizard.gui.widgets.way_bar import WayBar
from wizard.model.problem import Fault

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

SCREENS = sorted({(p.id, s.id) for p in all_procedures() for s in p.steps if screen(s.screen).fields})
SIGNS_IN = {"exchange-details", "sender-connect"}
TYPED = ("x", "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234", "2RF:short", "y" * 48, "")


def places(window: Window) -> dict[QWidget, QPoint]:
    """Where everything stands that can be pressed or typed into, seen or not on this part of the page."""
    let_live()
    let_live()
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    found = [each for kind in kinds for each in window.visible(kind, window.page)]
    return {each: each.mapTo(window.shell, QPoint(0, 0)) for each in found}


def moved(before: dict[QWidget, QPoint], after: dict[QWidget, QPoint]) -> list[str]:
    return [
        f"{each.accessibleName() or each.objectName() or type(each).__name__}: {at} -> {after[each]}"
        for each, at in before.items()
        if each in after and after[each] != at
    ]


def changes(box: FieldBox) -> Iterator[str]:
    """Put one thing after the other into a box; say what each was."""
    target = box.focus_target
    if isinstance(target, QComboBox):
        for index in range(target.count()):
            target.setCurrentIndex(index)
            yield f"{box.spec.id} is {target.currentText()}"
    elif isinstance(target, QLineEdit):
        for text in TYPED:
            target.setText(text)
            yield f"{box.spec.id} holds {text!r}"
    elif isinstance(target, QCheckBox):
        for _ in range(2):
            target.click()
            yield f"{box.spec.id} is {target.isChecked()}"
    else:
        for radio in box._radios:
            radio.click()
            yield f"{box.spec.id} is {radio.text()}"


@pytest.mark.parametrize(("procedure", "step"), SCREENS, ids=lambda value: value)
def test_whatever_is_typed_chosen_or_said_moves_nothing(window: Window, procedure: str, step: str) -> None:
    window.shell.resize(1366, 740)
    place_at(window, procedure, step, {"login_kind": "sign-in"} if step in SIGNS_IN else {})
    page, wrong = window.page, list[str]()

    def look(what: str, before: dict[QWidget, QPoint]) -> dict[QWidget, QPoint]:
        after = places(window)
        wrong.extend(f"{what}: {each}" for each in moved(before, after))
        return after

    now = places(window)
    for name, box in list(page.boxes.items()):
        if not box.isVisibleTo(page):
            continue
        for what in changes(box):
            now = look(what, now)
        page.boxes[name].show_fault("This is not right, for a reason that has some words.") if may_be_wrong(
            box
        ) else None
        now = look(f"{name} is faulty", now)
        for show in (b for b in window.visible(QAbstractButton, box) if getattr(b, "text", str)() == "Show"):
            show.click()
            now = look(f"{name} is shown", now)
        for what in changes(box):
            now = look(f"{what} again", now)
    for bar in window.visible(WayBar, page):
        for way in [option.value for option in bar.spec.options]:
            bar.choose(way)
            now = look(f"the way is {way}", now)
    assert wrong == []


def may_be_wrong(box: FieldBox) -> bool:
    """Whether its answer can be refused: a choice that has one from the start can not."""
    return box.spec.required or box.spec.kind in {"text", "secret", "number"}


def test_a_screen_of_faults_moves_nothing(window: Window) -> None:
    window.walk_to("M3")
    before = places(window)
    window.page.show_faults(
        [Fault(name, "missing", "This is missing.") for name in list(window.page.boxes)[:4]]
    )
    assert moved(before, places(window)) == []


def test_the_fold_opens_below_all_else(window: Window) -> None:
    window.shell.resize(1366, 740)
    window.walk_to("M3")
    before = places(window)
    window.press("▸ Other settings")
    after = places(window)
    assert [each for each, at in before.items() if after[each].y() != at.y()] == []
    # The scroll bar that it may bring takes its room from the right.
    bar = window.page.area.verticalScrollBar().sizeHint().width()
    assert max(abs(after[each].x() - at.x()) for each, at in before.items()) <= bar


def test_a_copy_button_keeps_its_place_when_it_says_so(window: Window) -> None:
    window.walk_to("K6")
    before = places(window)
    sizes = {each: each.size() for each in before}
    for each in list(before):
        if isinstance(each, QAbstractButton) and each.text() == "Copy":
            window.click(each)
            window.come_to_rest()
    after = places(window)
    assert moved(before, after) == []
    assert {each: each.size() for each in after} == sizes
