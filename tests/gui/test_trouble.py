"""H6 and H7: something stopped; what is wrong is said in one sentence, and mended from there."""

import re
from datetime import UTC, datetime

import pytest
from msgspec import structs

from tests.gui.conftest import OpenWindow
from tests.gui.mail_pc import MailPc
from tests.gui.test_home_states import all_well, card_of, mail_set_up
from tests.gui.test_manners import ask
from tests.gui.test_problems import STANDARD_PORTS, impatient
from tests.gui.test_the_connection import DEMO, age, card, connected
from tests.gui.web import HARMLESS, OwnBrowser, connect, use_this
from tests.gui.window import MAIL, RENTAL, XERO, Window, let_live, plain_values, wait_for
from wizard.gui.home.trouble_page import TroublePage
from wizard.gui.widgets.panels import ProblemPanel
from wizard.jobs.sender.disconnect_sender import DisconnectSender
from wizard.jobs.sender.own_sender import known_sender
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.setback import Setback
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

__all__ = ["impatient"]
MAIL_STOPPED, XERO_STOPPED = "My e-mail stopped working", "Xero stopped"


def page(window: Window) -> TroublePage:
    return next(window.visible(TroublePage))


def wrong(window: Window) -> ProblemPanel | None:
    return next(window.visible(ProblemPanel, page(window)), None)


def code(window: Window) -> str:
    found = wrong(window)
    assert found is not None
    return next(text for text in window.texts(found) if text.isupper() and "-" in text)


def tell(window: Window, what: str) -> None:
    """Press what stopped, and wait until everything is looked at."""
    window.press(what)
    looked_at(window)


def looked_at(window: Window) -> None:
    """Wait until everything is."""
    wait_for(lambda: page(window).is_over)
    window.come_to_rest()


def set_up_by_the_usual_ports(window: Window) -> None:
    window.walk_to("M8", STANDARD_PORTS)
    window.press_verb()
    assert window.number == "H1"


# --- e-mail ---


def test_where_nothing_is_wrong_that_alone_is_said(window: Window) -> None:
    mail_set_up(window)
    tell(window, MAIL_STOPPED)
    assert window.number == "H6"
    assert wrong(window) is None
    said = " ".join(window.texts(page(window)))
    assert "works: a message went out and came back" in said
    assert "as we wrote them: Thunderbird" in said
    assert "Nothing is wrong with what was looked at" in said
    assert "What the mail program itself shows was not looked at" in said
    window.press("‹ Back")
    assert window.number == "H1"


def test_a_line_that_holds_back_a_port_is_found_and_mended_to_the_end(
    window: Window, services: PracticeServices, impatient: None
) -> None:
    set_up_by_the_usual_ports(window)
    pc = MailPc(window.program.world)
    assert b"15110" not in pc.prefs.read_bytes()
    services.add_fault("port-blocked")
    tell(window, MAIL_STOPPED)
    assert code(window) == "MAIL-PORT-BLOCKED"
    assert "110 and 25 do not both answer; 15110 and 15925 do." in window.texts(wrong(window))
    assert b"15110" not in pc.prefs.read_bytes(), "to look changes nothing"
    window.press("Use 15110 and 15925", wrong(window))
    assert window.number == "M4"
    assert window.problem is None, "it was checked with the other ports, and works"
    window.go_on_to("M8", {"incoming_port": 15110, "outgoing_port": 15925})
    assert b"15110" in pc.prefs.read_bytes()
    window.press_verb()
    assert all_well(window)


def test_what_was_found_stands_on_the_card_and_is_a_draft_only_once_something_is_changed(
    window: Window, services: PracticeServices
) -> None:
    mail_set_up(window)
    services.add_fault("wrong-password")
    tell(window, MAIL_STOPPED)
    assert code(window) == "MAIL-LOGIN"
    assert window.shell.verb.isHidden(), "its own buttons lead on"
    window.press("‹ Back")
    assert "1 thing needs you: Store e-mail." in window.texts()
    assert window.program.site.load_draft(MAIL) is None
    tell(window, MAIL_STOPPED)
    window.press("Change the password", wrong(window))
    assert window.number == "M3"
    assert window.focused is window.box("password").focus_target
    services.clear_faults()
    window.type_into("password", plain_values(MAIL)["password"])
    window.press_verb()
    window.press_verb()
    assert window.problem is None


def test_somebody_who_changed_the_mail_program_is_found_and_ours_is_put_back(window: Window) -> None:
    mail_set_up(window)
    pc = MailPc(window.program.world)
    ours = pc.prefs.read_bytes()
    pc.change_port(2110)
    tell(window, MAIL_STOPPED)
    assert code(window) == "CLIENT-CHANGED"
    window.press("See what changed", wrong(window))
    assert window.number == "M14"
    wait_for(lambda: "Write ours again" in window.texts(window.page))
    window.press("Write ours again")
    assert pc.prefs.read_bytes() == ours


def test_a_sender_that_was_disconnected_is_said_to_be_and_can_be_set_up_again(window: Window) -> None:
    window.walk_to("T8")
    window.press_verb()
    tools = window.program.tools()
    sender = known_sender(tools)
    assert sender is not None
    DisconnectSender(sender).run(tools, Silent(), Cancel())
    window.controller.show_home()
    tell(window, MAIL_STOPPED)
    assert code(window) == "SENDER-NONE"
    said = window.texts(wrong(window))
    assert "This store's own sender was disconnected." in said
    assert not any("Nobody has gone through" in text for text in said)
    window.press("Set it up again", wrong(window))
    assert window.number == "T1"


def test_where_no_mail_was_set_up_it_leads_to_that(window: Window) -> None:
    window.walk_to("K7")
    window.press_verb()
    assert MAIL_STOPPED not in window.texts(), "home asks only for what was set up"
    assert ask(window, "H6") == ""
    window.come_to_rest()
    assert any(text.startswith("Tillbridge has not set up this store's e-mail") for text in window.texts())
    window.press_verb()
    assert window.number == "M1"


def test_looking_can_be_stopped_and_leaving_stops_it(window: Window, services: PracticeServices) -> None:
    mail_set_up(window)
    services.add_fault("mail-lost")
    window.press(MAIL_STOPPED, rest=False)
    wait_for(lambda: window.busy)
    window.press("Cancel", rest=False)
    assert not window.busy
    assert "Stopped: nothing more is known than stands here." in window.texts()
    window.press("Look again", rest=False)
    wait_for(lambda: window.busy)
    window.press("Close", rest=False)
    assert window.number == "H1"
    assert not window.busy


# --- Xero ---


def test_a_sign_in_and_a_key_that_work_are_said_to(window: Window, own_browser: OwnBrowser) -> None:
    window.walk_to("K7")
    window.press_verb()
    connected(window, own_browser)
    tell(window, XERO_STOPPED)
    assert window.number == "H7"
    assert wrong(window) is None
    assert window.texts(page(window)).count("works: Corner Store Pty Ltd") == 2


@pytest.mark.parametrize("what", ["lapsed", "taken away"])
def test_a_sign_in_that_ended_is_found_and_made_anew(
    window: Window, own_browser: OwnBrowser, services: PracticeServices, what: str
) -> None:
    connected(window, own_browser)
    window.program.connections.forget("xero")
    if what == "lapsed":
        age(window, 61)
    else:
        services.add_fault("token-consumed")
    tell(window, XERO_STOPPED)
    assert code(window) == {"lapsed": "CONN-LAPSED", "taken away": "CONN-LOST"}[what]
    services.clear_faults()
    window.press("Reconnect", wrong(window))
    assert window.number == "H11"
    connect(window, own_browser)
    use_this(window)
    window.press("Close")
    tell(window, XERO_STOPPED)
    assert wrong(window) is None


def test_a_key_that_xero_refuses_is_found_and_typed_again(window: Window, services: PracticeServices) -> None:
    window.walk_to("K7")
    window.press_verb()
    services.add_fault("secret-refused")
    tell(window, XERO_STOPPED)
    assert code(window) == "KEY-REFUSED"
    window.press("Paste the secret again", wrong(window))
    assert window.number == "K4"
    assert "Last check failed" in _after_home(window, XERO)


def _after_home(window: Window, name: str) -> list[str]:
    window.controller.show_home()
    let_live(10)
    return window.texts(card_of(window, name))


def test_xero_that_is_down_is_not_called_a_sign_in_that_ended(
    window: Window, own_browser: OwnBrowser, services: PracticeServices
) -> None:
    connected(window, own_browser)
    services.add_fault("xero-down")
    tell(window, XERO_STOPPED)
    assert code(window) == "XERO-DOWN"
    assert "Reconnect" not in window.texts(wrong(window))
    assert window.program.site.record().xero.connected
    services.clear_faults()
    window.press("Check again", wrong(window))
    wait_for(lambda: page(window).is_over)
    assert wrong(window) is None


def test_records_that_did_not_arrive_lead_to_where_the_rest_is_sent(window: Window) -> None:
    window.walk_to("W10")
    window.press_verb()
    books = window.program.site.record().books
    assert books.last_run is not None
    left = structs.replace(books.last_run, counts={**books.last_run.counts, "failed": 2})
    window.program.site.change(
        lambda record: structs.replace(record, books=structs.replace(books, last_run=left))
    )
    tell(window, XERO_STOPPED)
    assert code(window) == "POST-SOME"
    (said,) = [text for text in window.texts(wrong(window)) if "of 111 records" in text]
    then = r"On .+ 20\d\d, \d\d:\d\d, 109 of 111 records were in Xero as they were here, "
    assert re.fullmatch(then + r"2 were not taken or held, 0 were left out\.", said)
    window.press("Check again", wrong(window))
    assert window.number.startswith("W")


def test_nothing_at_xero_is_said_to_be_nothing(open_window: OpenWindow, window: Window) -> None:
    mail_set_up(window)
    assert XERO_STOPPED not in window.texts(), "home asks only for what was set up"
    assert ask(window, "H7") == ""
    window.come_to_rest()
    assert any(text.startswith("Nothing of this store is connected to Xero") for text in window.texts())
    window.press_verb()
    assert window.number == "H1"


def test_who_wants_a_new_token_finds_point_of_rental_and_the_way_to_one(window: Window) -> None:
    window.walk_to("R8")
    window.press_verb()
    tell(window, XERO_STOPPED)
    said = window.texts(page(window))
    assert "Point of Rental's own connection" in said
    assert any(text.startswith("not seen from here") for text in said)
    window.press("Get a new token", page(window))
    assert window.number == "R1"


@pytest.mark.parametrize("what", ["missing", "to_copy", "differing", "tried"])
def test_what_still_needs_somebody_is_not_said_to_be_well(window: Window, what: str) -> None:
    window.walk_to("R8")
    window.press_verb()
    site = window.program.site
    proof = site.record().proofs[RENTAL]
    now = {"missing": 2} if what == "missing" else {"to_copy": what == "to_copy"}
    site.change(lambda record: record.with_proof(RENTAL, structs.replace(proof, **now)))
    if what in {"differing", "tried"}:
        counts = {"arrived": 0, "read": 2, "missing": 0, "differing": 0}
        counts["differing" if what == "differing" else "missing"] = 2
        setback = Setback("look-arrived", Problem("POST-MISSING", counts), datetime.now(UTC))
        site.save_draft(RENTAL, ["point-of-rental", "look-arrived"], {}, {}, setback)
    tell(window, XERO_STOPPED)
    said = window.texts(page(window))
    assert wrong(window) is None
    assert "Nothing is wrong" not in " ".join(said)
    assert "Something still needs you: its row above says what." in said
    row = {
        "to_copy": "the new token was not copied",
        "differing": "2 entries of Point of Rental in Xero with",
    }
    assert any(text.startswith(row.get(what, "2 entries of Point of Rental not in Xero")) for text in said)


def test_what_is_wrong_at_the_vendors_is_said_and_mended_there(window: Window) -> None:
    window.walk_to("R8")
    window.press_verb()
    other = {"owner": "Point of Rental", "finds": "line", "own": "Corner Store Pty Ltd", "last_four": "19c8"}
    wrong_there = Problem("VENDOR-ORG", {**other, "vendor": DEMO, "by": "page"})
    now = datetime.now(UTC)
    window.program.site.change(lambda record: record.after_check(RENTAL, now, wrong_there))
    tell(window, XERO_STOPPED)
    assert code(window) == "VENDOR-ORG"
    window.press("Sign in again there", wrong(window))
    assert window.number == "R2"


def test_another_organisation_that_was_picked_leads_to_the_box_for_its_name(
    window: Window, own_browser: OwnBrowser
) -> None:
    connected(window, own_browser)
    window.press("Reconnect", card(window))
    connect(window, own_browser, DEMO)
    window.press("Close")
    tell(window, XERO_STOPPED)
    assert code(window) == "ORG-CHANGED"
    window.press("Type the new name")
    assert window.number == "H12"
    window.type_into("typed_name", DEMO)
    use_this(window)
    assert window.number == "H16"
