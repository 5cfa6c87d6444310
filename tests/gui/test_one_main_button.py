"""One main button a screen, in every state, and no two that say the same."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton

from tests.gui.test_counts_once import STEPS
from tests.gui.test_home_states import mail_set_up
from tests.gui.test_presses import place_at
from tests.gui.web import HARMLESS
from tests.gui.window import MAIL, Window, let_live, wait_for
from wizard.catalogue.load import problem_text, problems
from wizard.model.problem import Problem
from wizard.practice import PracticeServices
from wizard.session.results import StepResult

pytestmark = [pytest.mark.long, pytest.mark.qt_log_ignore(*HARMLESS)]


def kinds_of_problems() -> Iterator[str]:
    """A code for each row of buttons that there is."""
    seen = set[tuple[object, ...]]()
    for code in problems():
        text = problem_text(code)
        assert text is not None
        buttons = (text.notice, *(action.does for action in text.actions))
        if buttons not in seen:
            seen.add(buttons)
            yield code


KINDS = list(kinds_of_problems())


def main_buttons(window: Window) -> list[str]:
    return [b.text() for b in window.visible(QPushButton) if b.objectName() == "primary"]


def said_twice(window: Window) -> set[str]:
    """What two buttons say, of those below the page and of a problem's."""
    below = [window.shell.verb, window.shell.again, window.shell.back, window.shell.close_button]
    texts = [b.text() for b in below if b.isVisible()]
    texts += [b.text() for panel in window.page.panels for b in window.visible(QPushButton, panel)]
    return {text for text in texts if texts.count(text) > 1}


def goes_back_twice(window: Window) -> bool:
    texts = {b.text() for b in window.visible(QPushButton)}
    return {"‹ Back", "Go back"} <= texts


def look(window: Window, what: str, wrong: list[str]) -> None:
    main = main_buttons(window)
    if len(main) > 1:
        wrong.append(f"{what}: {main}")
    if twice := said_twice(window):
        wrong.append(f"{what}: twice {twice}")
    if goes_back_twice(window):
        wrong.append(f"{what}: two ways back")


def test_there_are_many_rows_of_buttons() -> None:
    assert {"MAIL-RELAY", "CONN-LOST", "WRITE-STALE"} <= {*problems()}
    assert len(KINDS) > 25


@pytest.mark.parametrize("procedure", STEPS)
def test_a_screen_has_one_main_button_with_any_problem_and_without(window: Window, procedure: str) -> None:
    wrong = list[str]()
    for step in STEPS[procedure]:
        place_at(window, procedure, step)
        look(window, f"{step} as it is", wrong)
        session, page = window.session, window.page
        stamp = session._stamp(session.answers)
        for code in KINDS:
            result = StepResult(problem=Problem(code), stamp=stamp)
            session.results[session.step.id] = result
            page.show_result(result)
            window.run.show_buttons()
            look(window, f"{step} with {code}", wrong)
            page.clear_problem()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert wrong == []


def test_a_check_that_failed_offers_once_to_check_again(window: Window, services: PracticeServices) -> None:
    window.walk_to("M4")
    services.add_fault("port-closed")
    window.press_verb()
    assert window.problem is not None
    assert main_buttons(window) == [window.problem.buttons[0].text()]
    assert "Check again" in window.texts(window.problem)
    assert not window.shell.verb.isVisible()


def test_enter_presses_what_stands_instead_of_the_verb(window: Window) -> None:
    place_at(window, MAIL, "mail-check")
    pressed = list[bool]()
    instead = QPushButton("Check again", window.page)
    instead.clicked.connect(lambda: pressed.append(True))
    instead.show()
    window.shell.verb.setFocus()
    window.shell.set_buttons(back=True, verb="Check again", instead=instead)
    assert window.focused is None
    window.shell._enter()
    assert pressed == [True]


def test_the_home_page_has_one_main_button_in_every_state(window: Window) -> None:
    assert main_buttons(window) == ["Set up"]
    mail_set_up(window)
    assert len(main_buttons(window)) == 1
    window.walk_to("K2")
    window.controller.show_home()
    window.walk_to("T2")
    window.controller.show_home()
    assert main_buttons(window) == ["Continue at K2"]
    window.controller.home.show_problems([Problem("VAULT-CLOSED"), Problem("STORE-WRITE")])
    assert main_buttons(window) == ["Continue at K2"]


# --- M14: asked, or wanted ---


def test_undo_on_the_home_page_opens_undo_whose_verb_undoes(window: Window) -> None:
    mail_set_up(window)
    window.press("Undo")
    wait_for(lambda: window.page._shown is not None)  # type: ignore[attr-defined]
    let_live(20)
    assert window.page.title.text() == "Undo"
    assert window.shell.verb.text() == "Put the old settings back"
    assert main_buttons(window) == [], "what undoes is not the one to press"
    window.press_verb()
    window.agree()
    assert window.page.title.text() == "The old settings are back"
    assert "Go back" in window.texts()


def test_has_anything_changed_only_leads_back(window: Window) -> None:
    mail_set_up(window)
    window.press("Has anything changed?")
    assert window.page.title.text() == "Has anything changed?"
    assert main_buttons(window) == ["Go back"]
    window.press_verb()
    assert window.number == "H1"


def test_the_verb_looks_like_what_it_is_after_it_was_away(window: Window) -> None:
    place_at(window, MAIL, "mail-check")
    shell, looks = window.shell, list[int]()
    instead = QPushButton("Check again", window.page)
    for stands_in, main in ((None, True), (instead, False), (None, False), (None, True)):
        shell.set_buttons(back=True, verb="Check again", instead=stands_in, main=main)
        shell.first_second.end(shell.verb)
        let_live(20)
        if stands_in is None:
            looks.append(shell.verb.grab().toImage().pixelColor(10, shell.verb.height() // 2).lightness())
    assert looks[0] == looks[2]
    assert looks[1] > looks[0] + 50
