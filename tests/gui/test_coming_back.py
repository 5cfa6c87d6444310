"""Coming back to what was left: what failed is said again, and what is missing has a way to it."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from tests.gui.conftest import OpenWindow
from tests.gui.web import HARMLESS
from tests.gui.window import Window, plain_values, program_for
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

ANOTHER = {"picked_organisation": "Somebody Else Ltd"}
SIGN_IN = "Sign in for a new line (R2)"


def again(open_window: OpenWindow, window: Window, home: Path, services: PracticeServices) -> Window:
    """Another window of the same home; the password safe is the same."""
    window.close()
    made = open_window(program_for(home, services.services_file, vault=window.program.vault))
    made.controller.show_home()
    return made


def code(window: Window) -> str:
    assert window.problem is not None
    return next(text for text in window.texts(window.problem) if text.isupper() and "-" in text)


def test_another_organisation_is_said_on_home_and_at_r4_again(
    open_window: OpenWindow, window: Window, home: Path, services: PracticeServices
) -> None:
    window.walk_to("R4", ANOTHER)
    window.come_to_rest()
    window.press_verb()
    before = code(window)
    window.press("Close")
    later = again(open_window, window, home, services)
    assert "Begun, at R4; the last try failed" in later.texts()
    assert any("Somebody Else Ltd" in text or "another organisation" in text for text in later.texts())
    later.press("Continue at R4")
    later.come_to_rest()
    assert code(later) == before
    assert any(text.startswith("The last try, on ") for text in later.texts())


def test_r3_without_its_line_offers_to_sign_in_for_one(
    open_window: OpenWindow, window: Window, home: Path, services: PracticeServices
) -> None:
    window.walk_to("R3")
    window.press("Close")
    later = again(open_window, window, home, services)
    later.press("Continue at R3")
    later.press(SIGN_IN)
    assert later.number == "R2"


def test_r3_with_a_line_offers_no_other(window: Window) -> None:
    window.walk_to("R4")
    while window.number != "R3":
        window.press("‹ Back")
    assert SIGN_IN not in [each.text() for each in window.visible(QPushButton)]


@pytest.mark.parametrize(
    ("last", "changes", "way"),
    [
        ("R8", {"paste_back": ""}, "R3"),
        ("R8", {"picked_organisation": "", "picked_unknown": True}, "R3"),
        ("K7", {"paste_back": ""}, "K6"),
        ("T8", {"paste_back": ""}, "T7"),
        ("T8", {"arrived": False}, "T6"),
    ],
)
def test_what_was_not_checked_leads_to_where_it_is(
    window: Window, last: str, changes: dict[str, object], way: str
) -> None:
    window.walk_to(last, changes)
    window.press(f"Go to {way}")
    assert window.number == way


# --- a secret that was typed and not tried ---

MAIL = "imagatec-mail"


@pytest.fixture
def typed_anew(window: Window, services: PracticeServices) -> Window:
    """A proven store whose password is refused; another is typed, and Close pressed before it is tried."""
    window.walk_to("M8")
    window.press_verb()
    services.add_fault("wrong-password")
    window.press("Check again")
    window.press("Change the password", window.problem)
    window.type_into("password", "another-password")
    window.press("Close")
    services.clear_faults()
    assert "Last try failed; not finished" in window.texts()
    return window


def test_a_password_that_was_typed_is_what_is_gone_on_with(typed_anew: Window) -> None:
    typed_anew.press("Continue at M3")
    assert typed_anew.edit("password").text() == "another-password"
    typed_anew.press_verb()
    typed_anew.come_to_rest()
    if typed_anew.problem is None:
        typed_anew.press_verb()
    assert code(typed_anew) == "MAIL-LOGIN", "the one that was typed is tried, not the one in the safe"


def test_another_window_asks_for_it_and_does_not_take_the_one_in_the_safe(
    open_window: OpenWindow, typed_anew: Window, home: Path, services: PracticeServices
) -> None:
    later = again(open_window, typed_anew, home, services)
    later.press("Continue at M3")
    assert later.edit("password").text() == ""
    later.press_verb()
    assert later.number == "M3"
    assert later.edit("password").property("faulty") == "true"
    drafts = list(home.rglob("drafts/*.json"))
    assert drafts
    assert all("another-password" not in each.read_text(encoding="utf-8") for each in drafts)


def test_what_was_typed_and_worked_is_not_asked_for_again(
    open_window: OpenWindow, typed_anew: Window, home: Path, services: PracticeServices
) -> None:
    typed_anew.press("Continue at M3")
    typed_anew.type_into("password", plain_values(MAIL)["password"])
    typed_anew.go_on_to("M5")
    typed_anew.press("Close")
    later = again(open_window, typed_anew, home, services)
    later.press("Continue at M5")
    later.press("‹ Back")
    later.press("‹ Back")
    assert later.number == "M3"
    later.press_verb()
    assert later.number == "M4", "the safe has it"


# --- a box that was emptied ---


def test_a_box_that_was_emptied_stays_empty_whatever_is_proven_with_it(
    open_window: OpenWindow, window: Window, home: Path, services: PracticeServices
) -> None:
    """A store on typed ports moves to another internet provider, whose rule says which ports are used."""
    window.walk_to("M8", {"incoming_port": 15110, "outgoing_port": 15925})
    window.press_verb()
    emptied = {"access_isp": "another", "incoming_port": "", "outgoing_port": ""}
    window.open(MAIL)
    window.go_on_to("M5", emptied)
    window.press("Close")
    window.press("Check again")
    window.press("Close")
    later = again(open_window, window, home, services)
    later.press("Continue at M5")
    later.press("‹ Back")
    later.press("‹ Back")
    assert later.edit("incoming_port").text() == ""
    assert later.edit("outgoing_port").text() == ""
    later.go_on_to("M8", emptied)
    later.press_verb()
    later.open(MAIL)
    later.go_on_to("M3")
    assert later.edit("incoming_port").text() == "", "and once it is finished"


def test_a_shared_answer_that_was_taken_back_begins_no_other_procedure(
    window: Window, home: Path, services: PracticeServices
) -> None:
    window.walk_to("W10", {"start_from": "2026-11-01"})
    window.press_verb()
    assert window.program.site.record().shared_answer("books_start_from") == "2026-11-01"
    window.open("ipages-xero")
    window.go_on_to("W10", {"start_from": ""})
    window.press_verb()
    assert window.program.site.record().shared_answer("books_start_from") is None
    assert "start_from" not in window.program.session("point-of-rental-xero").answers


# --- to look is not to begin, and takes nothing away ---


def test_a_look_that_ends_in_a_receipt_leaves_what_was_begun_as_it_was(window: Window) -> None:
    window.walk_to("M8")
    window.press_verb()
    window.open(MAIL)
    window.go_on_to("M3")
    window.type_into("user_name", "somebody-else")
    window.press("Close")
    begun = window.program.site.load_draft(MAIL)
    assert begun is not None
    window.press("Check again")
    window.go_on_to("M8")
    window.press_verb()
    after = window.program.site.load_draft(MAIL)
    assert after is not None
    assert (after.trail, after.answers) == (begun.trail, begun.answers)
    assert "Continue at M3" in window.texts()


def test_to_see_what_would_be_sent_begins_nothing(window: Window) -> None:
    window.walk_to("W10")
    window.press_verb()
    assert "Sent and proven" in window.texts()
    window.press("Send")
    assert window.number == "W8"
    window.press("Close")
    assert "Sent and proven" in window.texts()
    assert window.program.site.load_draft("ipages-xero") is None
