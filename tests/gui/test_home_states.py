"""H1: each card says what its record proves, before and after it is looked at, undone or ended."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QRadioButton

from tests.gui.conftest import OpenWindow
from tests.gui.mail_pc import MailPc
from tests.gui.test_manners import ask
from tests.gui.test_the_connection import DEMO, card, card_texts, connected
from tests.gui.web import HARMLESS, OwnBrowser, connect, use_this
from tests.gui.window import (
    MAIL,
    RENTAL,
    ROOM,
    SENDER,
    SHOP,
    XERO,
    Window,
    let_live,
    plain_values,
    program_for,
    wait_for,
)
from wizard.app.standings import Card, cards
from wizard.catalogue.load import procedure
from wizard.gui.widgets.mark import Mark
from wizard.gui.widgets.page_area import PageArea
from wizard.gui.widgets.state_card import StateCard
from wizard.model.card_state import CardState, Safe
from wizard.model.xero import Organisation
from wizard.practice import PracticeServices

ALL_WELL = "What is set up worked when last checked ("

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


def card_of(window: Window, name: str) -> StateCard:
    title = procedure(name).title
    return next(c for c in window.visible(StateCard) if c.accessibleName().startswith(f"{title}:"))


def says(window: Window, name: str) -> list[str]:
    return window.texts(card_of(window, name))


def state(window: Window, name: str) -> CardState:
    """What the one function says of the window's record."""
    site = window.program.site
    found: list[Card] = cards(site, site.record(), Safe.NOT_ASKED)
    return next(each.standing.state for each in found if each.procedure.id == name)


def all_well(window: Window) -> bool:
    """Whether the line about all cards says that all worked, and when that was looked at."""
    return any(text.startswith(ALL_WELL) and "today, " in text for text in window.texts())


def tone(window: Window, name: str) -> str:
    """The style of the word beside the title."""
    labels = list(window.visible(QLabel, card_of(window, name)))
    return labels[2].objectName()


def mail_set_up(window: Window) -> None:
    window.walk_to("M8")
    window.press_verb()
    assert window.number == "H1"


def test_what_is_set_up_and_proven_is_working_with_all_its_buttons(window: Window) -> None:
    mail_set_up(window)
    assert {"Set up and proven", "Check again", "Has anything changed?", "Undo"} <= set(says(window, MAIL))
    assert (card_of(window, MAIL).mark.mark, tone(window, MAIL)) == (Mark.DONE, "good")
    assert all_well(window)
    assert any(text.startswith("No end date · Last check today, ") for text in says(window, MAIL))


def test_after_undo_nothing_is_working(window: Window) -> None:
    mail_set_up(window)
    window.press("Undo", card_of(window, MAIL))
    assert window.number == "M14"
    window.press("Put the old settings back")
    window.agree()
    window.press_verb()
    assert window.number == "H1"
    assert {"Undone by you", "Set up again"} <= set(says(window, MAIL))
    assert not {"Set up and proven", "Undo", "Has anything changed?"} & set(says(window, MAIL))
    assert (card_of(window, MAIL).mark.mark, tone(window, MAIL)) == (Mark.SKIPPED, "muted")
    assert "Nothing that is set up needs you. Put back or stopped by you: Store e-mail." in window.texts()
    assert not any("not fully proven" in text for text in window.texts())
    assert not any("Last check" in text for text in says(window, MAIL)), "of what is not there any more"


@pytest.mark.parametrize("looks", [False, True])
def test_looking_again_and_closing_leaves_the_card_as_it_was(window: Window, looks: bool) -> None:
    mail_set_up(window)
    first = window.program.site.record().proofs[MAIL].checked
    window.press("Check again", card_of(window, MAIL), rest=False)
    assert window.number == "M4"
    assert window.busy, "the check was asked for, and begins"
    if looks:
        window.come_to_rest()
        assert window.problem is None
    window.press("Close", rest=False)
    window.come_to_rest()
    assert window.program.site.load_draft(MAIL) is None
    assert {"Set up and proven", "Check again", "Undo"} <= set(says(window, MAIL))
    looked = window.program.site.record().proofs[MAIL].checked
    assert (looked != first) is looks, "the date is that of the last look"


def test_a_look_that_failed_is_said_until_one_is_good(window: Window, services: PracticeServices) -> None:
    mail_set_up(window)
    services.add_fault("wrong-password")
    window.press("Check again", card_of(window, MAIL))
    window.press("Close")
    assert "Last check failed" in says(window, MAIL)
    assert any("refused this name and password" in text for text in says(window, MAIL))
    assert (card_of(window, MAIL).mark.mark, tone(window, MAIL)) == (Mark.FAILED, "fault")
    assert "1 thing needs you: Store e-mail." in window.texts()
    services.clear_faults()
    window.press("Check again", card_of(window, MAIL))
    window.press("Close")
    assert "Set up and proven" in says(window, MAIL)


def test_an_answer_changed_while_looking_is_a_draft(window: Window) -> None:
    mail_set_up(window)
    window.press("Check again", card_of(window, MAIL))
    window.press("‹ Back")
    window.type_into("user_name", "somebody-else")
    window.press("Close")
    assert "Continue at M3" in says(window, MAIL)


def test_what_was_begun_over_it_is_not_working_and_can_still_be_checked_and_undone(window: Window) -> None:
    mail_set_up(window)
    window.press("Check again", card_of(window, MAIL))
    window.press("‹ Back")
    window.type_into("user_name", "somebody-else")
    window.press("Close")
    assert "Set up and proven" not in says(window, MAIL)
    assert {"Begun again, not finished", "Undo", "Check again", "Continue at M3"} <= set(says(window, MAIL))
    assert (card_of(window, MAIL).mark.mark, tone(window, MAIL)) == (Mark.BEGUN, "warn")
    draft = window.program.site.load_draft(MAIL)
    window.press("Check again", card_of(window, MAIL))
    assert window.number == "M4"
    assert window.session.answers.text("user_name") == plain_values(MAIL)["user_name"], "what was proven"
    assert window.session.result is not None
    window.press("Close")
    assert window.program.site.load_draft(MAIL) == draft, "to look takes nothing away"
    window.press("Undo", card_of(window, MAIL))
    assert window.number == "M14"


def test_a_check_that_failed_is_not_when_it_worked(window: Window, services: PracticeServices) -> None:
    mail_set_up(window)
    proven = window.program.site.record().proofs[MAIL]
    long_ago = proven.at.replace(year=2020)
    window.program.site.change(
        lambda record: record.with_proof(MAIL, structs.replace(proven, at=long_ago, checked=None))
    )
    services.add_fault("wrong-password")
    window.press("Check again", card_of(window, MAIL))
    window.press("Close")
    window.press("Undo", card_of(window, MAIL))
    window.press("Put the old settings back")
    window.agree()
    window.press_verb()
    assert any("work with ours on" in text and "2020" in text for text in says(window, MAIL))


def test_a_practice_opened_again_has_broken_no_mail(
    open_window: OpenWindow, window: Window, home: Path, services: PracticeServices
) -> None:
    mail_set_up(window)
    later = open_window(program_for(home, services.services_file))  # another, empty safe in memory
    later.controller.show_home()
    later.press("Check again", card_of(later, MAIL))
    assert later.problem is not None
    said = " ".join(later.texts(later.problem))
    assert "SECRET-GONE" in said
    assert "In practice on this PC a password is kept only by the window" in said
    assert "took it out" not in said
    later.press("Close")
    assert "Could not look" in says(later, MAIL), "nobody could; what was proven stands beside it"
    assert any("Last seen to work on" in text for text in says(later, MAIL))
    assert (card_of(later, MAIL).mark.mark, tone(later, MAIL)) == (Mark.WARNING, "warn")


def test_mail_programs_left_alone_and_none_found_are_told_apart(window: Window) -> None:
    window.walk_to("M8", {"how": "alone"})
    window.press_verb()
    assert "Works as far as checked" in says(window, MAIL)
    assert any("the mail programs, which you left alone" in text for text in says(window, MAIL))
    assert "Undo" not in says(window, MAIL)


def test_without_a_mail_program_the_card_needs_its_user(window: Window) -> None:
    MailPc(window.program.world).remove_all()
    window.walk_to("M5")
    window.press_verb()
    assert window.number == "M8"
    window.press_verb()
    assert {"Mail program not set up yet", "Set it up"} <= set(says(window, MAIL))
    assert "1 thing needs you: Store e-mail." in window.texts()


def test_a_sender_nobody_has_heard_from_is_not_working(window: Window) -> None:
    window.walk_to("T7")
    window.press_verb()
    window.press_verb()
    assert window.number == "H1"
    assert "Works as far as checked" in says(window, SENDER)
    (under,) = [text for text in says(window, SENDER) if "Not checked" in text]
    assert "the copy in the other program" in under
    assert "whether the test message arrived" in under
    assert not all_well(window)


def sender_set_up(window: Window) -> None:
    window.walk_to("T8")
    window.press_verb()
    assert window.number == "H1"


def another_start(open_window: OpenWindow, window: Window, home: Path, services: PracticeServices) -> Window:
    """The window after a restart of practice without a password safe: what was kept in memory is gone."""
    window.close()
    later = open_window(program_for(home, services.services_file))
    later.controller.show_home()
    return later


def test_a_test_that_could_not_be_made_is_said_on_home_until_one_is(
    open_window: OpenWindow, window: Window, home: Path, services: PracticeServices
) -> None:
    sender_set_up(window)
    later = another_start(open_window, window, home, services)
    assert "Could not look" not in says(later, SENDER)
    later.press("Test again", card_of(later, SENDER))
    later.press("Close")
    assert "Could not look" in says(later, SENDER)
    assert any("Password has to be typed once more" in text for text in says(later, SENDER))
    assert "1 thing needs you: Send from your own address." in later.texts()
    later.open(SENDER)
    later.go_on_to("T6")
    later.press_verb()
    assert later.problem is None
    later.press("Close")
    assert "Could not look" not in says(later, SENDER), "it was looked at, with what was proven"


def test_mail_stopped_says_on_home_what_it_could_not_look_at(
    open_window: OpenWindow, window: Window, home: Path, services: PracticeServices
) -> None:
    mail_set_up(window)
    sender_set_up(window)
    later = another_start(open_window, window, home, services)
    later.press("My e-mail stopped working")
    later.press("Close")
    assert "Could not look" in says(later, MAIL)
    assert "Could not look" in says(later, SENDER)
    assert "2 things need you: Store e-mail and Send from your own address." in later.texts()


def test_a_test_that_passed_on_the_way_is_the_last_check(window: Window) -> None:
    sender_set_up(window)
    first = window.program.site.record().proofs[SENDER].checked
    window.open(SENDER)
    window.go_on_to("T6")
    if window.shell.verb.text() == "Next":
        window.press("Test again")
    else:
        window.press_verb()
    window.press("Close")
    looked = window.program.site.record().proofs[SENDER].checked
    assert looked is not None
    assert first is None or looked > first


# --- Xero ---


def test_a_web_shop_that_sent_nothing_is_not_called_working(window: Window) -> None:
    window.walk_to("W8")
    window.press("Finish without sending")
    window.press_verb()
    assert "Set up; nothing was sent yet" in says(window, SHOP)
    assert not {"Working", "Sent and proven"} & set(says(window, SHOP))
    assert "Nothing that is set up needs you. Not fully proven: Web shop to Xero." in window.texts()


def test_a_web_shop_that_sends_into_the_demo_company_is_not_green(window: Window) -> None:
    window.shell.resize(*ROOM)
    window.walk_to("W10")
    window.press_verb()
    assert all_well(window)
    record = window.program.site.record()
    assert record.organisation is not None
    demo = replace(record.organisation, is_demo=True)
    window.program.site.change(lambda record: structs.replace(record, organisation=demo))
    window.controller.show_home()
    assert not all_well(window)
    said = "Nothing that is set up needs you. Only in Xero's Demo Company: Xero sign-in and Web shop to Xero."
    assert said in window.texts()
    assert "Sent and proven" in says(window, SHOP)
    assert any("This is Xero's Demo Company: nothing of it" in text for text in says(window, SHOP))
    assert card_of(window, SHOP).mark.mark is not Mark.DONE
    assert any("This is Xero's Demo Company" in text for text in card_texts(window)), "the sign-in too"
    assert card(window).mark.mark is not Mark.DONE


def test_what_was_read_back_was_looked_at_then(window: Window) -> None:
    window.walk_to("W10")
    window.press_verb()
    record = window.program.site.record()
    proof, last = record.proofs[SHOP], record.books.last_run
    assert last is not None
    long_ago = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
    earlier = structs.replace(proof, at=long_ago, checked=long_ago)
    window.program.site.change(lambda record: record.with_proof(SHOP, earlier))
    window.controller.show_home()
    row = next(text for text in says(window, SHOP) if "Xero sign-in last checked" in text)
    assert f"Xero sign-in last checked today, {last.at.astimezone():%H:%M}" in row


def test_a_web_shop_says_what_it_sent(window: Window) -> None:
    window.shell.resize(*ROOM)
    window.walk_to("W10")
    window.press_verb()
    assert {"Sent and proven", "Send"} <= set(says(window, SHOP))
    window.shell.resize(1080, 1000)  # its row is folded where there is no room for it
    let_live(50)
    (row,) = [text for text in says(window, SHOP) if "Last sent: " in text]
    assert "Last sent: 105 sent, 4 already in Xero on " in row, "as the verb and W10 say it"
    assert "Xero sign-in last checked today" in row
    wait_for(lambda: "105 sent" in " ".join(card_texts(window)))
    assert all_well(window)


def test_what_is_in_use_has_the_main_button_and_all_is_in_sight(window: Window) -> None:
    window.shell.resize(1366, 740)
    window.walk_to("W10")
    window.press_verb()
    let_live(700)
    assert window.button("Send", card_of(window, SHOP)).objectName() == "primary"
    assert window.focused is window.button("Send", card_of(window, SHOP))
    area = next(iter(window.visible(PageArea)))
    assert not area.verticalScrollBar().isVisible()
    assert window.button("I have a screen number").isVisible()


def test_disconnecting_is_the_users_own_wish_and_stops_what_needs_it(
    window: Window, own_browser: OwnBrowser
) -> None:
    connected(window, own_browser)
    window.press("Disconnect", card(window))
    window.choose("disconnect_what", "all")
    window.press_verb()
    window.press("Close")
    wait_for(lambda: "Disconnected by you" in card_texts(window))
    assert card(window).mark.mark is Mark.SKIPPED, "no red cross for what its user chose"
    assert {"Stopped by you", "Reconnect"} <= set(says(window, SHOP))
    assert not any("own connection" in text for text in says(window, SHOP)), "it was not signed in to"
    window.press("Reconnect", card_of(window, SHOP))
    assert window.number == "H11"


def test_a_sign_in_for_another_organisation_than_the_cards_is_said(
    window: Window, own_browser: OwnBrowser
) -> None:
    connected(window, own_browser)
    window.press("Reconnect", card(window))
    connect(window, own_browser, DEMO)
    window.type_into("typed_name", DEMO)
    use_this(window)
    window.press("Close")
    assert state(window, SHOP) is CardState.DIFFERS
    assert "Another organisation" in says(window, SHOP)
    assert any("Corner Store Pty Ltd" in text and DEMO in text for text in says(window, SHOP))
    assert "1 thing needs you: Web shop to Xero. Only in Xero's Demo Company: Xero sign-in." in window.texts()


def test_a_key_for_another_organisation_than_the_stores_is_said(window: Window) -> None:
    other = Organisation("tenant-2", "Other Pty Ltd")

    window.walk_to("K7")
    window.press_verb()
    assert state(window, XERO) is CardState.PROVEN
    window.program.site.change(lambda record: structs.replace(record, organisation=other))
    window.controller.show_home()
    assert "Another organisation" in says(window, XERO)


def test_a_practice_that_was_opened_again_says_that_the_sign_in_is_gone(
    open_window: OpenWindow, window: Window, own_browser: OwnBrowser, home: Path, services: PracticeServices
) -> None:
    connected(window, own_browser)
    later = open_window(program_for(home, services.services_file))  # another, empty safe in memory
    later.controller.show_home()
    wait_for(lambda: "Practice kept no sign-in" in card_texts(later))
    assert any("closed or another store is opened" in text for text in card_texts(later)), (
        "which, nobody knows"
    )
    assert card(later).mark.mark is Mark.WARNING, "nothing is broken"
    assert not any("would end on" in text for text in later.texts())
    assert {"Needs the Xero sign-in", "Reconnect"} <= set(says(later, SHOP))
    assert "1 thing needs you: Xero sign-in." in later.texts()
    later.press("Reconnect", card_of(later, SHOP))
    assert later.number == "H11"


def test_point_of_rentals_own_line_is_not_what_its_user_stopped(
    window: Window, own_browser: OwnBrowser
) -> None:
    window.shell.resize(*ROOM)
    window.open(RENTAL)
    window.go_on_to("R13")
    connect(window, own_browser)
    use_this(window)
    assert window.number == "R8"
    window.press("Close")
    window.press("Disconnect", card(window))
    window.choose("disconnect_what", "all")
    window.press_verb()
    window.press("Close")
    assert "Checking stopped by you" in says(window, RENTAL)
    assert any("Point of Rental's own connection is another" in text for text in says(window, RENTAL))
    assert not any("Worked" in text or text == "Stopped by you" for text in says(window, RENTAL))


def left_with_another_picked(window: Window, own_browser: OwnBrowser) -> None:
    """The store is Corner Store's; somebody signed in again, picked Demo alone, and left."""
    connected(window, own_browser)
    window.press("Disconnect", card(window))
    window.choose("disconnect_what", "all")
    window.press_verb()
    window.press("Close")
    window.press("Reconnect", card(window))
    connect(window, own_browser, DEMO)
    use_this(window)
    assert window.problem is not None, "ORG-CHANGED"
    window.key(Qt.Key.Key_Escape)
    while window.shown is not None:
        window.key(Qt.Key.Key_Escape)
        window.come_to_rest()
    wait_for(lambda: "Another organisation" in card_texts(window))


def test_a_sign_in_that_opened_another_organisation_does_not_work_for_this_one(
    window: Window, own_browser: OwnBrowser
) -> None:
    left_with_another_picked(window, own_browser)
    assert "Signed in" not in card_texts(window)
    assert any(DEMO in text and "Corner Store Pty Ltd" in text for text in card_texts(window))
    assert {"Another organisation", "Reconnect"} <= set(says(window, SHOP))
    assert "1 thing needs you: Xero sign-in." in window.texts()
    window.press("Reconnect", card(window))
    connect(window, own_browser)
    use_this(window)
    window.press("Close")
    wait_for(lambda: "Signed in" in card_texts(window))
    assert "Set up; nothing was sent yet" in says(window, SHOP)


def test_disconnecting_this_stores_organisation_ends_no_other(
    window: Window, own_browser: OwnBrowser
) -> None:
    left_with_another_picked(window, own_browser)
    window.press("Disconnect", card(window))
    assert "Only Corner Store Pty Ltd" in [radio.text() for radio in window.visible(QRadioButton)]
    window.press_verb()
    assert window.number == "H13"
    assert window.problem is not None
    said = " ".join(window.texts(window.problem))
    assert "DISCONNECT-OTHER" in said
    assert DEMO in said
    assert window.program.site.record().xero.connected, "nothing was ended"
    window.press("End the whole sign-in", window.problem)
    assert window.number == "H17"
    assert DEMO in window.texts()


def test_what_home_says_to_set_up_opens_the_check_and_begins_nothing(window: Window) -> None:
    mail_set_up(window)
    window.press("Undo", card_of(window, MAIL))
    window.press("Put the old settings back")
    window.agree()
    window.press_verb()
    window.press("Set up again")
    assert window.number == "M4"
    assert "Nothing was checked again yet: press “Check the mail”." in window.texts()
    window.press_verb()
    assert not any(text.startswith("Nothing is checked yet") for text in window.texts())


@pytest.mark.parametrize("name", [XERO, RENTAL])
def test_to_check_again_checks_and_comes_back_with_the_day(window: Window, name: str) -> None:
    window.walk_to({XERO: "K7", RENTAL: "R8"}[name])
    window.press_verb()
    first = window.program.site.record().proofs[name].checked
    assert first is not None
    window.press("Check again" if name == XERO else "Check the sign-in", card_of(window, name))
    wait_for(lambda: window.number == "H1")
    looked = window.program.site.record().proofs[name].checked
    assert looked is not None
    assert looked > first
    assert window.program.site.load_draft(name) is None


@pytest.mark.parametrize(
    ("name", "opens", "first"), [(XERO, "Change the keys", "K1"), (RENTAL, "Get a new token", "R1")]
)
def test_what_is_set_up_can_be_gone_through_again(window: Window, name: str, opens: str, first: str) -> None:
    window.shell.resize(*ROOM)
    window.walk_to({XERO: "K7", RENTAL: "R8"}[name])
    window.press_verb()
    wait_for(lambda: not any("looking at your matches" in text for text in says(window, name)))
    before = says(window, name)
    window.press(opens, card_of(window, name))
    assert window.number == first
    window.press("Close")
    wait_for(lambda: says(window, name) == before, what="(opening it is no draft)")
    window.press(opens, card_of(window, name))
    window.press_verb()
    window.press("Close")
    assert "Begun again, not finished" in says(window, name)
    assert opens not in says(window, name)


def test_the_keys_are_copied_again_without_making_them_again(window: Window) -> None:
    window.walk_to("K7")
    window.press_verb()
    before = says(window, XERO)
    window.press("Change the keys", card_of(window, XERO))
    assert ask(window, "K6") == "", "by its number too"
    window.press("Close")
    window.press("Change the keys", card_of(window, XERO))
    window.press_verb()
    window.press("Close")
    assert "Begun again, not finished" in says(window, XERO)
    window.press("Copy again", card_of(window, XERO))
    assert window.number == "K6"
    QGuiApplication.clipboard().setText("before")
    window.press("Copy", window.page)
    wait_for(lambda: QGuiApplication.clipboard().text() != "before")
    window.press("Close")
    assert "Continue at K2" in says(window, XERO), "what was begun is where it was"
    window.program.site.drop_draft(XERO)
    window.controller.show_home()
    assert says(window, XERO) == before


# --- what was only opened ---


@pytest.mark.parametrize("name", [MAIL, XERO, SENDER, RENTAL, SHOP])
def test_what_was_opened_by_its_words_and_closed_again_is_not_begun(window: Window, name: str) -> None:
    window.controller.show_home()
    before = says(window, name)
    words = list(window.visible(QLabel, card_of(window, name)))[-1]
    QTest.mouseClick(words, Qt.MouseButton.LeftButton)
    window.come_to_rest()
    assert window.number.endswith("1"), "the whole card is the button"
    assert window.number != "H1"
    window.press("Close")
    assert window.program.site.load_draft(name) is None
    assert says(window, name) == before
    assert not any("Waits for you" in text for text in window.texts())


def test_what_was_forgotten_and_closed_again_is_not_begun(window: Window) -> None:
    window.walk_to("M3")
    window.press("Close")
    assert "Continue at M3" in says(window, MAIL)
    window.press("Start again")
    window.press("Forget it and start again", window.dialog)
    assert window.number == "M1"
    window.press("Close")
    assert "Not set up" in says(window, MAIL)


def test_an_answer_alone_is_begun_and_one_taken_back_is_not(window: Window) -> None:
    window.open(MAIL)
    window.choose("access_isp", "telstra")
    window.press("Close")
    assert "Continue at M1" in says(window, MAIL)
    window.open(SENDER)
    window.type_into("sender_name", "Corner Store")
    window.type_into("sender_name", "")
    window.press("Close")
    assert "Not set up" in says(window, SENDER)


# --- what was begun and failed ---


def test_a_refused_password_is_said_on_home_and_where_it_is_gone_on_with(
    open_window: OpenWindow, window: Window, home: Path, services: PracticeServices
) -> None:
    services.add_fault("wrong-password")
    window.walk_to("M4")
    window.press_verb()
    assert window.problem is not None
    window.press("Close")
    assert "Begun, at M4; the last try failed" in says(window, MAIL)
    assert any("refused this name and password" in text for text in says(window, MAIL))
    later = open_window(program_for(home, services.services_file))
    later.controller.show_home()
    assert "Begun, at M4; the last try failed" in says(later, MAIL)
    later.press("Continue at M4")
    assert later.problem is not None
    assert "MAIL-LOGIN" in " ".join(later.texts(later.problem))
    assert any(text.startswith("The last try, on ") for text in later.texts())


def test_a_refused_password_is_said_although_another_was_typed_since(
    window: Window, services: PracticeServices
) -> None:
    mail_set_up(window)
    services.add_fault("wrong-password")
    window.press("Check again", card_of(window, MAIL))
    window.press("Change the password", window.problem)
    window.type_into("password", "another")
    window.type_into("user_name", "somebody-else")
    window.press("Close")
    assert "Last try failed; not finished" in says(window, MAIL)
    assert any("refused this name and password" in text for text in says(window, MAIL))
    assert "1 thing needs you: Store e-mail." in window.texts(), "it is one thing, not two"
    services.clear_faults()
    window.press("Continue at M3")
    window.type_into("user_name", plain_values(MAIL)["user_name"])
    window.type_into("password", plain_values(MAIL)["password"])
    window.press_verb()
    window.press_verb()
    assert window.problem is None
    window.press("Close")
    assert not any("refused" in text for text in says(window, MAIL))


# --- the card itself ---


def press_card(window: Window, name: str) -> None:
    """Click a card beside its words and buttons."""
    card = card_of(window, name)
    wait_for(lambda: card.is_settled)
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(4, card.height() // 2))
    window.come_to_rest()


def test_the_whole_card_does_what_its_last_button_does(window: Window) -> None:
    press_card(window, MAIL)
    assert window.number == "M1"
    window.press("Close")
    mail_set_up(window)
    press_card(window, MAIL)
    assert window.number == "M4"
    assert window.session.result is None, "nobody pressed Check: nothing is checked, and no message goes"


def test_a_card_that_grew_or_came_under_the_mouse_just_now_is_not_pressed(window: Window) -> None:
    first, second = card_of(window, MAIL), card_of(window, XERO)
    wait_for(lambda: first.is_settled and second.is_settled)
    before = second.pos()
    first.also("What was found meanwhile.")
    wait_for(lambda: second.pos() != before)
    for made in (first, second):
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(4, made.height() // 2))
        window.come_to_rest()
        assert window.number == "H1", "another thing stood there when the hand set out for it"
    press_card(window, XERO)
    assert window.number == "K1"


def test_a_press_that_is_let_go_of_outside_of_the_card_is_none(window: Window) -> None:
    card = card_of(window, MAIL)
    QTest.mousePress(card, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    QTest.mouseRelease(card, Qt.MouseButton.LeftButton, pos=QPoint(4, card.height() + 40))
    window.come_to_rest()
    assert window.number == "H1"


def test_nothing_of_a_card_looks_like_something_to_choose(window: Window) -> None:
    window.walk_to("K2")
    window.controller.show_home()
    marks = {name: card_of(window, name).mark.mark for name in (MAIL, XERO)}
    assert marks == {MAIL: Mark.ABSENT, XERO: Mark.BEGUN}


def test_after_send_on_home_the_steps_of_the_run_before_are_told_from_what_nobody_saw(window: Window) -> None:
    window.shell.resize(1366, 740)
    window.walk_to("W10")
    marks = {row.split(", ")[0]: row.split(", ")[2] for row in window.side}
    window.press_verb()
    window.press("Send", card_of(window, SHOP))
    now = {row.split(", ")[0]: row.split(", ")[2] for row in window.side}
    reached = [step for step in now if int(step.split()[1]) < int(window.number[1:])]
    seen = {step for step in reached if marks[step] == "done"}
    assert len(seen) > 2
    assert {step for step in reached if now[step] == "seen to work in the run before"} == seen
    assert any("in a ring, in the run before" in text for text in window.texts())
