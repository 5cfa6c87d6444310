"""H1's first line and its cards agree: what can only be mended by its user needs its user."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.gui.conftest import OpenWindow
from tests.gui.test_home_states import all_well, card_of, mail_set_up, says
from tests.gui.test_manners import ask
from tests.gui.test_the_connection import card, card_texts, connected
from tests.gui.web import HARMLESS, OwnBrowser
from tests.gui.window import MAIL, RENTAL, ROOM, SHOP, XERO, Window, program_for, wait_for
from wizard.catalogue.load import procedure
from wizard.catalogue.till import till_words
from wizard.gui.home.pc_says import PcSays
from wizard.gui.widgets.copy_row import CopyButton
from wizard.model.record import LastRun
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

FITS = "matches fit what Xero had"


def has_sent(window: Window, **counts: int) -> None:
    """Have home say that so much was sent a moment ago."""
    last = LastRun(datetime.now(UTC), counts, differences=0)
    window.program.site.change(lambda record: replace(record, books=replace(record.books, last_run=last)))


def disconnect(window: Window) -> None:
    window.press("Disconnect", card(window))
    window.choose("disconnect_what", "all")
    window.press_verb()
    window.press("Close")
    wait_for(lambda: "Disconnected by you" in card_texts(window))


def lines(window: Window) -> str:
    return "\n".join(window.texts())


def test_what_is_not_in_xero_needs_its_user_although_he_disconnected(
    window: Window, own_browser: OwnBrowser
) -> None:
    window.shell.resize(*ROOM)
    connected(window, own_browser)
    has_sent(window, sent=18, failed=7)
    window.controller.show_home()
    assert "1 thing needs you: Web shop to Xero." in window.texts()
    disconnect(window)
    assert "1 thing needs you: Web shop to Xero." in window.texts()
    assert "Stopped by you; 7 not in Xero" in says(window, SHOP)
    assert "Nothing that is set up needs you" not in lines(window)


def test_a_daily_run_that_cannot_send_is_named_in_the_first_line(
    window: Window, own_browser: OwnBrowser
) -> None:
    connected(window, own_browser)
    window.program.site.change(lambda record: replace(record, books=replace(record.books, schedule="18:30")))
    disconnect(window)
    assert "Cannot send" in window.texts()
    assert "1 thing needs you: Every day." in window.texts()
    page = window.controller.home.page
    assert page is not None
    page.show_pc(PcSays([], page.titles, lambda _action: None, window.shell.side))
    assert "1 thing needs you: Every day." in window.texts(), "what is said of this PC takes nothing from it"


def test_without_a_sign_in_nothing_is_said_to_fit_what_xero_has(
    window: Window, own_browser: OwnBrowser
) -> None:
    connected(window, own_browser)
    window.controller.show_home()
    wait_for(lambda: any(FITS in text for text in says(window, SHOP)))
    disconnect(window)
    window.come_to_rest()
    assert till_words().no_sign_in in says(window, SHOP)
    assert FITS not in lines(window)


def test_of_a_sign_in_that_practice_forgot_no_day_is_said_and_its_user_is_needed(
    open_window: OpenWindow, window: Window, own_browser: OwnBrowser, home: Path, services: PracticeServices
) -> None:
    connected(window, own_browser)
    wait_for(lambda: any("Good until" in text for text in card_texts(window)))
    later = open_window(program_for(home, services.services_file))  # another, empty safe in memory
    later.controller.show_home()
    wait_for(lambda: "Practice kept no sign-in" in card_texts(later))
    assert not any("Good until" in text for text in card_texts(later))
    assert "1 thing needs you: Xero sign-in." in later.texts()
    wait_for(lambda: till_words().no_sign_in in says(later, SHOP))
    later.come_to_rest()
    assert till_words().no_sign_in in says(later, SHOP), "what a look that was on its way says is no more"


def test_a_sign_in_that_is_only_to_read_sends_nothing(window: Window, own_browser: OwnBrowser) -> None:
    connected(window, own_browser)
    has_sent(window, sent=18, failed=7)
    window.program.site.change(
        lambda record: replace(
            record,
            xero=replace(record.xero, may_write=False, may_post=False),
            books=replace(record.books, schedule="18:30"),
        )
    )
    window.controller.show_home()
    wait_for(lambda: "Signed in, only to read" in card_texts(window))
    assert {"7 not in Xero; the sign-in is only to read", "Reconnect"} <= set(says(window, SHOP))
    assert any(
        "Nothing can be sent then: the last sign-in to Xero lets Tillbridge look" in t for t in window.texts()
    )
    assert "Next: " not in lines(window)
    assert "1 thing needs you: Web shop to Xero." in window.texts()
    window.press("Reconnect", card_of(window, SHOP))
    assert window.number == "H11"


def test_nobody_is_asked_what_stopped_that_was_never_set_up(window: Window) -> None:
    mail_set_up(window)
    assert "My e-mail stopped working" in window.texts()
    assert "Xero stopped" not in window.texts()
    assert all_well(window)


def test_where_xero_alone_is_set_up_there_is_no_question_about_mail(window: Window) -> None:
    window.walk_to("K7")
    window.press_verb()
    assert "Xero stopped" in window.texts()
    assert "My e-mail stopped working" not in window.texts()


def test_a_set_up_was_checked_when_what_was_written_was(window: Window) -> None:
    window.walk_to("M6")
    before = datetime.now(UTC)
    window.go_on_to("M8")
    window.press_verb()
    checked = window.program.site.record().proofs[MAIL].checked
    assert checked is not None
    assert checked > before, "M7 checks once more, with what it read back"


def test_a_line_that_was_not_copied_is_said_until_it_is(window: Window) -> None:
    window.walk_to("R8")
    window.press_verb()
    proof = window.program.site.record().proofs[RENTAL]
    line = replace(proof, to_copy=True)
    window.program.site.change(lambda record: record.with_proof(RENTAL, line))
    window.controller.show_home()
    assert "The new token is not copied yet" in says(window, RENTAL)
    assert "Get a new token" in says(window, RENTAL)
    assert says(window, RENTAL).count("Get a new token") == 1, "two buttons for one thing"
    assert "still has what it had" not in " ".join(says(window, RENTAL)), "nobody has seen that"
    window.press("Get a new token", card_of(window, RENTAL))
    window.press("Close")
    assert "Get a new token" in says(window, RENTAL), "nothing was begun yet"
    assert window.program.site.load_draft(RENTAL) is None
    window.press("Get a new token", card_of(window, RENTAL))
    window.press_verb()
    window.press("Close")
    assert "The new token is not copied yet" in says(window, RENTAL)
    assert "Found good" not in " ".join(says(window, RENTAL))
    assert "1 thing needs you: Xero for Point of Rental." in window.texts()


def test_what_was_finished_can_be_copied_again_by_its_number(window: Window) -> None:
    window.walk_to("K7")
    window.press_verb()
    window.press("Change the keys", card_of(window, XERO))
    assert window.number == "K1"
    assert ask(window, "K6") == ""
    assert window.number == "K6"
    said = " ".join(window.texts(window.page))
    assert "Nothing was looked at again. Nothing is copied before you press Copy." in said
    assert "Home says now" not in said
    window.press("Close")
    assert "Change the keys" in says(window, XERO)


def test_what_a_step_is_opened_for_has_the_keys(window: Window) -> None:
    window.walk_to("K7")
    window.press_verb()
    keys = procedure(XERO)
    assert keys.copies is not None
    assert window.controller.jumps.look_over(keys, keys.copies.step)
    wait_for(lambda: isinstance(window.focused, CopyButton), what="(the verb has them)")
