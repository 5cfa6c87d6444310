"""Escape, Back, "Go back" and "Start again": each does one thing, and says what it costs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from tests.gui.test_presses import HARMLESS, place_at
from tests.gui.window import MAIL, SHOP, Window, let_live
from wizard.catalogue.load import hidden_procedures, procedures
from wizard.gui.pages.sign_in_panel import PASTE

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


def test_escape_on_a_side_page_goes_back_one(window: Window) -> None:
    window.walk_to("M3")
    window.run.open_side("ask-imagatec")
    window.key(Qt.Key.Key_Escape)
    assert window.number == "M3"
    window.key(Qt.Key.Key_Escape)
    assert window.number == "H1"


def test_escape_on_a_side_page_of_a_side_page_goes_back_one(window: Window) -> None:
    window.controller.open_connection("xero-sign-in")
    window.come_to_rest()
    window.run.open_side("own-xero-app")
    assert window.number == "H14"
    window.key(Qt.Key.Key_Escape)
    assert window.number == "H11"


def test_back_does_not_stand_beside_go_back(window: Window) -> None:
    window.walk_to("M3")
    window.run.open_side("ask-imagatec")
    assert window.shell.back.isVisible()
    window.press_verb()
    assert window.shell.verb.text() == "Go back"
    assert not window.shell.back.isVisible()
    window.press_verb()
    assert window.number == "M3"
    assert window.shell.back.isVisible()


def test_back_does_not_stand_beside_go_back_after_an_undo(window: Window) -> None:
    window.walk_to("M7")
    window.run.open_side("mail-undo")
    window.come_to_rest()
    assert window.shell.back.isVisible()
    window.press_verb()
    window.agree()
    assert window.shell.verb.text() == "Go back"
    assert not window.shell.back.isVisible()


def ask_to_start_again(window: Window) -> QDialog:
    window.walk_to("M4")
    window.press("Close")
    window.press("Start again")
    return window.dialog


def test_start_again_says_what_goes_and_keeps_it_where_it_is_kept(window: Window) -> None:
    dialog = ask_to_start_again(window)
    said = " ".join(window.texts(dialog))
    assert "M4" in said
    goes, stays = (text for text in window.texts(dialog) if text.startswith(("Forgotten", "Stays")))
    for lost in ("Incoming mail server", "Outgoing mail server", "User name"):
        assert lost in goes
    record = window.program.site.record()
    for name, said in (("store_name", "Name of store"), ("email_address", "Store e-mail address")):
        assert (said in stays) is (record.shared_answer(name) is not None)
        assert (said in goes) is (record.shared_answer(name) is None)
    window.key(Qt.Key.Key_Escape)
    assert window.number == "H1"
    before = window.program.site.load_draft(MAIL)
    assert before is not None
    assert before.answers["user_name"]
    window.press("Start again")
    window.press("Keep it", window.dialog)
    assert window.program.site.load_draft(MAIL) == before


def test_start_again_keeps_nothing_half(window: Window) -> None:
    dialog = ask_to_start_again(window)
    window.press("Forget it and start again", dialog)
    assert window.number == "M1"
    assert window.session.navigator.reached == {"internet-line"}
    assert len(window.session.results) == 0
    assert "user_name" not in window.session.answers
    for name in ("store_name", "email_address"):
        kept = window.program.site.record().shared_answer(name)
        assert window.session.answers.get(name) == kept


def test_the_box_for_another_organisations_name_says_why() -> None:
    from wizard.catalogue.load import screen

    asked = [
        field
        for procedure in [*procedures(), *hidden_procedures()]
        for step in procedure.steps
        for field in screen(step.screen).fields
        if field.id == "typed_name"
    ]
    assert len(asked) >= 4
    assert all("another organisation" in field.about for field in asked)


@pytest.mark.usefixtures("own_browser")
def test_nobody_is_hurried_while_an_address_is_pasted(window: Window) -> None:
    place_at(window, SHOP, "xero-sign-in")
    page = window.page
    assert page.panel is not None
    page.panel.choose_way(PASTE)
    window.press_verb(rest=False)
    window.wait_for(lambda: page.panel is not None and page.panel.attempt is not None)
    attempt = page.panel.attempt
    assert attempt is not None
    let_live(20)
    assert not any(" left" in text for text in window.texts(page))
    attempt._until -= attempt.seconds_left - 1  # type: ignore[attr-defined]
    page.waiting.ticked.emit()  # type: ignore[attr-defined]
    assert attempt.seconds_left > 250
    page.panel.choose_way("browser")
    assert any(" left" in text for text in window.texts(page)), "a listener does end"
