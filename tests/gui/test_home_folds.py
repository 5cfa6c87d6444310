"""H1 in use where it has no room: what is quiet folds its details; nothing scrolls away by itself."""

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.gui.test_fits import scrolls
from tests.gui.test_home_states import card_of, says
from tests.gui.web import HARMLESS
from tests.gui.window import MAIL, SENDER, SHOP, Window, let_live, wait_for
from wizard.gui.home.home_page import HomePage
from wizard.gui.widgets.mark import Mark
from wizard.gui.widgets.state_card import StateCard
from wizard.model.card_state import Safe

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)
LOW, USUAL = (1092, 542), (1080, 760)


def in_use(window: Window) -> HomePage:
    """Home with three things set up, once all that comes by itself has come."""
    for last in ("M8", "W10", "K7"):
        window.walk_to(last)
        window.press_verb()
    let_live(900)
    return next(window.visible(HomePage))


def opener_of(window: Window, card: StateCard) -> QPushButton:
    return next(each for each in window.visible(QPushButton, card) if "Details" in each.accessibleName())


def buttons(window: Window, name: str) -> list[str]:
    return [each.text() for each in window.visible(QPushButton, card_of(window, name)) if each.text()]


def test_in_a_low_window_quiet_cards_say_their_state_and_show_the_rest_when_asked(window: Window) -> None:
    in_use(window)
    window.shell.resize(*USUAL)
    let_live(50)
    assert buttons(window, MAIL) == ["Has anything changed?", "Undo", "Check again"]
    window.shell.resize(*LOW)
    let_live(50)
    assert scrolls(window) == 0
    assert says(window, MAIL) == ["Store e-mail", "Imagatec", "Set up and proven", "Check again"]
    opener, before = opener_of(window, card_of(window, MAIL)), card_of(window, MAIL).pos()
    assert opener.accessibleName() == "Details of Store e-mail, closed"
    opener.click()
    let_live(50)
    assert opener.accessibleName() == "Details of Store e-mail, open"
    assert any("Last check today" in text for text in says(window, MAIL))
    assert buttons(window, MAIL) == ["Has anything changed?", "Undo", "Check again"]
    assert card_of(window, MAIL).pos() == before, "it opens downwards"
    opener.click()
    let_live(50)
    assert buttons(window, MAIL) == ["Check again"]
    window.shell.resize(*USUAL)
    let_live(50)
    assert buttons(window, MAIL) == ["Has anything changed?", "Undo", "Check again"]


def test_what_is_wrong_is_said_in_the_lowest_window(window: Window) -> None:
    page = in_use(window)
    page._cards[MAIL].show_words(Mark.FAILED, "Not set up any more", "fault", "The server refused it.")
    window.shell.resize(683, 312)
    let_live(50)
    assert "The server refused it." in says(window, MAIL)
    assert not any("What the Warehouse does" in text for text in window.texts())


def test_in_a_window_of_the_usual_height_no_more_is_folded_than_there_is_no_room_for(window: Window) -> None:
    in_use(window)
    window.shell.resize(1080, 752)
    let_live(50)
    assert scrolls(window) == 0
    assert says(window, SENDER) == ["Send from your own address", "KashFlow", "Not set up", "Set up"]
    assert buttons(window, MAIL)[0] != buttons(window, MAIL)[-1], "the first keep all that they say"
    assert len(buttons(window, SHOP)) == 1, "the last in use says its state"
    window.shell.resize(1080, 1000)
    let_live(50)
    assert len(buttons(window, SHOP)) > 1


def test_home_stays_where_it_is_when_the_safe_takes_the_button_away_that_had_the_cursor(
    window: Window,
) -> None:
    page = in_use(window)
    window.shell.resize(700, 400)
    window.shell.activateWindow()
    card = card_of(window, SHOP)
    last = card.last_button
    assert last is not None
    last.setFocus()
    wait_for(last.hasFocus)
    let_live(50)
    area = page._area.verticalScrollBar()
    assert area.maximum() > 0
    before = area.value()
    window.controller.home._say_again(page, Safe.EMPTY, None)
    let_live(50)
    cursor = QApplication.focusWidget()
    assert isinstance(cursor, QPushButton)
    assert cursor is not last, "the sign-in is gone: there is another button"
    assert card.isAncestorOf(cursor)
    assert area.value() == before, "it stays where it was"
