"""Nothing that can be pressed moves under the pointer while somebody fills in a screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit, QWidget

from tests.gui.test_presses import HARMLESS, MAIL, all_procedures, place_at
from tests.gui.window import Window, let_live
from wizard.catalogue.load import screen
from wizard.gui.widgets.field_box import FieldBox, TrimmingLineEdit
from wizard.gui.widgets.way_bar import WayBar
from wizard.model.problem import Fault, Problem

pytestmark = [pytest.mark.long, pytest.mark.qt_log_ignore(*HARMLESS)]

SCREENS = sorted({(p.id, s.id) for p in all_procedures() for s in p.steps if screen(s.screen).fields})
PASTED_BACK = sorted(
    (p.id, s.id)
    for p in all_procedures()
    for s in p.steps
    if any(field.own_copy for field in screen(s.screen).fields)
)
SIGNS_IN = {"exchange-details", "sender-connect"}
STEPS = {p.id: [s.id for s in p.steps] for p in all_procedures()}
LEAVES = ("Open", "Show", "Details", "Other settings", "Print the guide")
"""How the words of a button begin that opens something, in this page or elsewhere."""
TYPED = ("x", "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234", "2RF:short", "y" * 48, "")


def places(window: Window) -> dict[QWidget, QPoint]:
    """Where everything stands that can be pressed or typed into, seen or not on this part of the page."""
    let_live()
    let_live()
    kinds = (QAbstractButton, QLineEdit, QComboBox)
    found = [each for kind in kinds for each in window.visible(kind, window.page)]
    return {each: each.mapTo(window.shell, QPoint(0, 0)) for each in found}


def all_places(window: Window) -> dict[QWidget, QPoint]:
    """Those of the page, and of Back and Close; a verb has its place for what it is."""
    below = (window.shell.back, window.shell.close_button)
    return places(window) | {each: each.mapTo(window.shell, QPoint(0, 0)) for each in below}


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


@pytest.mark.parametrize("size", [(1366, 740), (1080, 740), (1092, 542)])
@pytest.mark.parametrize(("procedure", "step"), PASTED_BACK, ids=str)
def test_what_is_said_of_a_paste_moves_nothing(
    window: Window, procedure: str, step: str, size: tuple[int, int]
) -> None:
    """It is said that a copy is our own, and of what was typed that it shows nothing."""
    window.shell.resize(*size)
    place_at(window, procedure, step)
    let_live(20)
    now, wrong = places(window), list[str]()
    for name, box in window.page.boxes.items():
        edit = box.focus_target
        if not (box.spec.own_copy and isinstance(edit, TrimmingLineEdit)):
            continue
        for what, do in (
            ("copied", lambda: window.controller.frame.clipboard.copy("ABC")),
            ("pasted", edit.paste_trimmed),
            ("typed", lambda edit=edit: QTest.keyClicks(edit, "x")),
            ("emptied", edit.clear),
        ):
            do()
            after = places(window)
            wrong += [f"{name} {what}: {each}" for each in moved(now, after)]
            now = after
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
    window.press("Other settings")
    after = places(window)
    assert [each for each, at in before.items() if after[each].y() != at.y()] == []
    assert [each for each, at in before.items() if after[each] != at] == []


@pytest.mark.parametrize("size", [(1366, 740), (1080, 740), (900, 600)])
@pytest.mark.parametrize("procedure", STEPS)
def test_a_problem_that_comes_or_goes_moves_nothing(
    window: Window, procedure: str, size: tuple[int, int]
) -> None:
    """Neither does the scroll bar that it may bring; further down, the page itself is scrolled to it."""
    window.shell.resize(*size)
    wrong = list[str]()
    for step in STEPS[procedure]:
        place_at(window, procedure, step)
        page = window.page
        if page.area.verticalScrollBar().isVisible():
            continue  # what is higher than the window may have to be scrolled
        page.focus_first()
        before = all_places(window)
        page.show_problem(Problem("MAIL-RELAY", {"said": "550 5.7.1 relaying denied"}))
        page.show_notice(Problem("MAIL-PLAIN"))
        let_live()
        after = all_places(window)
        wrong += [f"{step}, a problem comes: {each}" for each in moved(before, after)]
        page.clear_problem()
        wrong += [f"{step}, it goes: {each}" for each in moved(after, all_places(window))]
        page.say("The address is copied.")
        wrong += [f"{step}, something is said: {each}" for each in moved(before, all_places(window))]
    assert wrong == []


@pytest.mark.parametrize("procedure", STEPS)
def test_a_press_moves_nothing_that_stays(window: Window, procedure: str) -> None:
    """Every button of every page: copies, names, practice values, ticks."""
    window.shell.resize(1366, 740)
    wrong, pressed = list[str](), 0
    for step in STEPS[procedure]:
        place_at(window, procedure, step)
        for index in range(len(list(window.visible(QAbstractButton, window.page)))):
            place_at(window, procedure, step)
            page = window.page
            found = list(window.visible(QAbstractButton, page))[index:]
            if not found or found[0].text().startswith(LEAVES) or not found[0].isEnabled():
                continue
            page.area.ensureWidgetVisible(found[0])
            said, before = found[0].text(), all_places(window)
            found[0].click()
            window.come_to_rest()
            if window.shown is page:
                pressed += 1
                wrong += [f"{step}, {said}: {each}" for each in moved(before, all_places(window))]
    assert wrong == []


def test_the_buttons_below_stay_through_a_whole_procedure(window: Window) -> None:
    window.shell.resize(1366, 740)
    window.open(MAIL)
    shell, seen = window.shell, dict[str, set[QPoint]]()
    for screen_number in ("M2", "M3", "M4", "M5", "M6", "M7", "M8"):
        window.go_on_to(screen_number)
        seen.setdefault("back", set()).add(shell.back.pos())
        if shell.close_button.isVisible():
            seen.setdefault("close", set()).add(shell.close_button.pos())
        if shell.verb.text() == "Next":
            seen.setdefault("next", set()).add(shell.verb.pos())
    assert {name: len(places) for name, places in seen.items()} == {"back": 1, "close": 1, "next": 1}


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
