"""Of what was seen once it is said when; what was seen to be otherwise is said until it is put right."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel

from tests.gui.mail_pc import MailPc
from tests.gui.test_home_states import all_well, card_of, mail_set_up, says, tone
from tests.gui.test_manners import ask
from tests.gui.test_trouble import MAIL_STOPPED, tell
from tests.gui.web import HARMLESS
from tests.gui.window import MAIL, Window, wait_for
from wizard.catalogue.moments import in_words
from wizard.catalogue.standings import lately
from wizard.gui.widgets.mark import Mark

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

LONG_AGO = datetime(2020, 3, 2, 10, 5, tzinfo=UTC)
CHANGED = "1 thing needs you: Store e-mail."
PUT_BACK = "Put the old settings back"


def on_card(window: Window) -> str:
    return " ".join(says(window, MAIL))


def on_page(window: Window) -> str:
    return " ".join(window.texts(window.page))


def held(window: Window) -> datetime:
    found = window.program.site.record().proofs[MAIL].held
    assert found is not None
    return found


def looked_at_long_ago(window: Window) -> None:
    """Have home say of a set-up that its mail program was compared years ago."""
    proof = window.program.site.record().proofs[MAIL]
    old = replace(proof, held=LONG_AGO)
    window.program.site.change(lambda record: record.with_proof(MAIL, old))
    window.controller.show_home()


def found_changed(window: Window) -> MailPc:
    """Set the mail up, and have home's own look find that somebody changed the mail program."""
    mail_set_up(window)
    pc = MailPc(window.program.world)
    pc.change_port(2110)
    window.press("Has anything changed?", card_of(window, MAIL))
    wait_for(lambda: "Write ours again" in window.texts(window.page))
    return pc


def test_to_look_at_the_server_says_nothing_new_of_the_mail_program(window: Window) -> None:
    mail_set_up(window)
    assert f"The mail program had the same ({lately(held(window))})" in on_card(window)
    assert all_well(window)
    looked_at_long_ago(window)
    MailPc(window.program.world).change_port(2110)
    window.press("Check again", card_of(window, MAIL))
    window.press("Close")
    assert held(window) == LONG_AGO
    assert f"The mail program had the same ({in_words(LONG_AGO)})" in on_card(window)
    assert "Last check today, " in on_card(window)
    assert not all_well(window)
    assert any(f"(oldest check: {in_words(LONG_AGO)})." in text for text in window.texts())


def test_to_compare_the_mail_program_renews_its_day(window: Window) -> None:
    mail_set_up(window)
    looked_at_long_ago(window)
    window.press("Has anything changed?", card_of(window, MAIL))
    assert "it is as we wrote it." in on_page(window)
    window.press("Close")
    assert held(window) > LONG_AGO
    assert all_well(window)


def test_what_was_found_changed_stands_on_the_card_until_it_is_written_again(window: Window) -> None:
    mail_set_up(window)
    pc = MailPc(window.program.world)
    ours = pc.prefs.read_bytes()
    pc.change_port(2110)
    tell(window, MAIL_STOPPED)
    window.press("‹ Back")
    assert window.number == "H1"
    assert {"Somebody changed it", "See what changed", "Check again", "Undo"} <= set(says(window, MAIL))
    assert "store@practice.example in Thunderbird was seen on" in on_card(window)
    assert "than we wrote: Port " in on_card(window)
    assert "Has anything changed?" not in says(window, MAIL), "its main button asks that"
    assert (card_of(window, MAIL).mark.mark, tone(window, MAIL)) == (Mark.FAILED, "fault")
    assert CHANGED in window.texts()
    window.press("Check again", card_of(window, MAIL))
    window.press("Close")
    assert "Somebody changed it" in says(window, MAIL), "the server works, and that is all that was looked at"
    window.press("See what changed", card_of(window, MAIL))
    assert window.number == "M14"
    window.press("Write ours again")
    assert pc.prefs.read_bytes() == ours
    window.press("Close")
    assert "Set up and proven" in says(window, MAIL)
    assert all_well(window)


def test_leaving_the_page_that_found_it_leaves_it_on_the_card(window: Window) -> None:
    found_changed(window)
    window.press_verb()
    assert window.number == "H1"
    assert "Somebody changed it" in says(window, MAIL)
    assert CHANGED in window.texts()


def test_what_was_found_changed_and_put_back_is_undone(window: Window) -> None:
    found_changed(window)
    window.press(PUT_BACK)
    window.press("Put the old settings back all the same", window.problem)
    window.press("Close")
    assert "Undone by you" in says(window, MAIL)
    assert "Somebody changed it" not in says(window, MAIL)


def test_a_change_that_its_user_took_back_by_hand_is_none_once_it_was_looked_at(window: Window) -> None:
    pc = found_changed(window)
    window.press("Close")
    pc.change('"mail.server.server1.port", 2110', '"mail.server.server1.port", 15110')
    window.press("See what changed", card_of(window, MAIL))
    assert "it is as we wrote it." in on_page(window)
    window.press("Close")
    assert "Set up and proven" in says(window, MAIL)


def test_what_was_written_again_is_not_said_to_be_unchanged(window: Window) -> None:
    found_changed(window)
    window.press("Write ours again")
    assert "Somebody had changed it, and ours was written again on " in on_page(window)
    assert "it is as we wrote it." in on_page(window)
    assert "Nobody" not in on_page(window)


def undone(window: Window) -> None:
    mail_set_up(window)
    window.press("Undo", card_of(window, MAIL))
    window.press(PUT_BACK)
    window.agree()
    window.press("Close")


def test_a_screen_that_looks_does_not_say_that_nothing_was_looked_at(window: Window) -> None:
    undone(window)
    at = window.program.site.record().proofs[MAIL].put_back
    assert at is not None
    assert f"The old settings were put back on {in_words(at)}." in on_card(window)
    MailPc(window.program.world).change("pop.old-provider.example", "pop.by-hand.example")
    assert ask(window, "M6") == ""
    window.come_to_rest()
    assert "pop.by-hand.example" in window.texts(window.page), "it was looked at"
    assert "Nothing was looked at again" not in on_page(window)
    assert "What stands here was looked at now, and nothing else again. Home says now: " in on_page(window)
    assert f"The old settings were put back on {in_words(at)}." in on_page(window)
    (said,) = [each for each in window.visible(QLabel, window.page) if each.objectName() == "said"]
    assert said.contentsMargins().top() >= 2, "what scrolls above it is not cut by its words"
    window.controller.show_home()
    assert ask(window, "M3") == ""
    assert "Nothing was looked at again. Home says now: " in on_page(window)


def test_what_was_undone_is_no_fault_to_whoever_asks_once_more(window: Window) -> None:
    undone(window)
    assert ask(window, "M14") == ""
    window.come_to_rest()
    assert window.number == "M14"
    assert window.problem is None
    assert "nothing left to undo: the old settings were put back on" in on_page(window)
    assert PUT_BACK not in window.texts()
    assert window.shell.verb.text() == "Go back"
    window.press_verb()
    assert window.number == "H1"


def test_what_home_has_a_button_for_is_opened_by_its_number_too(window: Window) -> None:
    mail_set_up(window)
    before = MailPc(window.program.world).prefs.read_bytes()
    assert ask(window, "M14") == ""
    window.come_to_rest()
    assert window.number == "M14"
    assert window.shell.verb.text() == "Go back", "a number undoes nothing"
    assert any(label.text() == "Has anything changed?" for label in window.visible(QLabel, window.page))
    window.press_verb()
    assert window.number == "H1"
    assert MailPc(window.program.world).prefs.read_bytes() == before


def test_what_an_earlier_set_up_wrote_can_be_undone_although_a_later_one_left_it_alone(
    window: Window,
) -> None:
    pc = MailPc(window.program.world)
    first = pc.prefs.read_bytes()
    mail_set_up(window)
    pc.change_port(2110)
    window.press("Check again", card_of(window, MAIL))
    window.press_verb()
    assert window.number == "M5"
    window.choose("how", "alone")
    window.press_verb()
    assert window.number == "M8"
    assert "nobody has looked" not in on_page(window)
    window.press_verb()
    assert window.number == "H1"
    assert {"Has anything changed?", "Undo"} <= set(says(window, MAIL))
    tell(window, MAIL_STOPPED)
    assert "Somebody changed" not in " ".join(window.texts()), "that is not what is set up by now"
    window.press("‹ Back")
    window.press("Undo", card_of(window, MAIL))
    window.press(PUT_BACK)
    window.press("Put the old settings back all the same", window.problem)
    assert pc.prefs.read_bytes() == first
    window.press("Close")
    assert "Undo" not in says(window, MAIL)
    assert "Works as far as checked" in says(window, MAIL), "the mail server was not touched by that"
