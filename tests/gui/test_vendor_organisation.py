"""The organisation picked on a vendor's own page beside that of our own sign-in: never silently another."""

import json
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from tests.faults.person import practice_person
from tests.gui.conftest import OpenWindow
from tests.gui.test_home_states import card_of
from tests.gui.test_manners import ask
from tests.gui.web import (
    HARMLESS,
    OwnBrowser,
    connect,
    log_in_to_practice,
    press,
    run,
    use_this,
    wait_for_element,
)
from tests.gui.window import ROOM, Window, let_live, program_for, wait_for
from wizard.gui.pages.sign_in import XeroSignInPage
from wizard.gui.pages.token_line import TokenLinePage
from wizard.gui.pages.vendor_sign_in import VendorSignInPage
from wizard.model.record import Proof, VendorSignIn
from wizard.model.xero import Organisation
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

CORNER, NORTH, DEMO = "Corner Store Pty Ltd", "Corner Store North Pty Ltd", "Demo Company (AU)"
R, W = "point-of-rental-xero", "ipages-xero"
LINE = "2RF:" + "AbC+/9" * 40 + "=="


def code_of(window: Window) -> str:
    wait_for(lambda: window.problem is not None, what="(a problem)")
    assert window.problem is not None
    return next(text for text in window.texts(window.problem) if text.isupper() and "-" in text)


def said(window: Window) -> str:
    return " ".join(window.texts(window.page))


def allow(browser: Any, organisation: str) -> None:
    """Log in where it is asked, pick an organisation, allow access."""
    wait_for(lambda: browser.is_loaded)
    log_in_to_practice(browser)
    wait_for_element(browser.page, "allow")
    choices = "[...document.querySelectorAll('label.choice')]"
    chosen = f"{choices}.find((each) => each.innerText.includes({json.dumps(organisation)}))"
    run(browser.page, f"{chosen}.querySelector('input').click()")
    press(browser, "allow")


def title(window: Window) -> str:
    assert window.page is not None
    return window.page.title.text()


def vendor_page(window: Window) -> VendorSignInPage:
    page = window.page
    assert isinstance(page, VendorSignInPage)
    return page


def get_line(window: Window, organisation: str, *, then: bool = True) -> None:
    """At R2 get a line for this organisation; `then` go on to R3."""
    page = vendor_page(window)
    window.press("Open Point of Rental's page", rest=False)
    allow(page.room.browser, organisation)
    wait_for(lambda: page.is_found, what="(the line)")
    if then:
        window.press("Next")
        assert window.number == "R3"


def begin_r(window: Window, organisation: str) -> None:
    """R up to R3 with a line for this organisation."""
    window.open(R)
    window.press_verb()
    get_line(window, organisation)


def begun(window: Window) -> None:
    page = window.page
    assert isinstance(page, XeroSignInPage)
    wait_for(lambda: page.panel.attempt is not None, what="(a sign-in)")


def store_in_ipages(window: Window, organisation: str) -> None:
    """At W13: connect iPages with this organisation."""
    page = vendor_page(window)
    window.press("Open the admin area", rest=False)
    wait_for(lambda: page.room.browser is not None and page.room.browser.is_loaded)
    run(page.room.browser.page, "document.querySelector('a').click()")
    allow(page.room.browser, organisation)
    wait_for(lambda: page.is_found, what="(Xero Tokens Stored)")
    window.come_to_rest()


def copy_button(window: Window) -> QPushButton:
    page = window.page
    assert isinstance(page, TokenLinePage)
    return page._row.copy_button


def proof(window: Window, procedure: str) -> tuple[Proof, VendorSignIn]:
    record = window.program.site.record()
    return record.proofs[procedure], record.vendor_sign_ins[procedure]


def tenant(window: Window) -> str:
    organisation = window.program.site.record().organisation
    assert organisation is not None
    return organisation.tenant_id


# --- R ---


@pytest.mark.parametrize("another", [DEMO, NORTH])
def test_a_line_for_another_organisation_goes_no_further(
    window: Window, own_browser: OwnBrowser, another: str
) -> None:
    begin_r(window, another)
    window.type_into("picked_organisation", another)
    window.press("Next")
    assert window.number == "R13"
    connect(window, own_browser, CORNER)
    use_this(window)
    assert code_of(window) == "VENDOR-ORG"
    assert window.problem is not None
    assert any(another in text and CORNER in text for text in window.texts(window.problem))
    assert window.program.site.record().organisation is None, "nothing is settled"
    window.press("Sign in again there", window.problem)
    assert window.number == "R2"
    assert not vendor_page(window).is_found, "the line that is here is not the one that is wanted"
    get_line(window, CORNER, then=False)
    assert any(f", for {CORNER}: " in text for text in window.texts(window.page))
    assert not any(another in text for text in window.texts(window.page))
    window.press("Next")
    assert window.box("picked_organisation").value == "", "it is asked anew"
    window.type_into("picked_organisation", CORNER)
    window.press("Next")
    assert window.number == "R4"
    assert window.problem is None, "what was said of the line before is over"
    use_this(window)
    assert window.number == "R8"
    assert f"The line is for {CORNER}" in said(window)
    assert title(window) == "The line is there; nobody has seen it in Point of Rental"
    proven, sign_in = proof(window, R)
    assert sign_in.organisation == tenant(window)
    assert "vendor-organisation" not in proven.not_checked


def test_whoever_says_another_than_the_page_names_copies_nothing(window: Window) -> None:
    begin_r(window, DEMO)
    QGuiApplication.clipboard().setText("before")
    window.type_into("picked_organisation", CORNER)
    window.press("Copy")
    assert code_of(window) == "PICKED-OTHER"
    assert QGuiApplication.clipboard().text() == "before"
    window.press("Next")
    assert window.number == "R3"
    assert code_of(window) == "PICKED-OTHER"
    window.press("Correct the name", window.problem)
    assert window.focused is window.edit("picked_organisation")
    window.type_into("picked_organisation", "  demo   company (AU) ")
    window.press("Copy")
    assert window.problem is None
    assert QGuiApplication.clipboard().text().startswith("2RF:")


def test_the_copy_button_waits_for_the_organisation(window: Window) -> None:
    begin_r(window, CORNER)
    assert window.focused is window.edit("picked_organisation"), "the line is there already"
    assert not copy_button(window).isEnabled()
    window.press(CORNER)
    assert window.box("picked_organisation").value == CORNER, "the page's own name is offered"
    assert copy_button(window).isEnabled()
    window.type_into("picked_organisation", " ")
    assert not copy_button(window).isEnabled()
    window.click(window.box("picked_unknown").focus_target)
    assert copy_button(window).isEnabled()
    window.click(window.box("picked_unknown").focus_target)
    assert not copy_button(window).isEnabled()


def elsewhere(window: Window) -> None:
    """Somebody pastes the line into Point of Rental, and copies it back from there."""
    text = QGuiApplication.clipboard().text()
    window.paste_into("paste_back", text)


def to_r8(window: Window, own_browser: OwnBrowser) -> None:
    window.press("Next")
    assert window.number == "R13"
    connect(window, own_browser, CORNER)
    use_this(window)
    assert window.number == "R8", window.problem and window.problem.accessibleName()


def test_what_nobody_named_is_not_checked(
    window: Window, own_browser: OwnBrowser, services: PracticeServices
) -> None:
    services.add_fault("vendor-unnamed")
    begin_r(window, DEMO)
    window.click(window.box("picked_unknown").focus_target)
    to_r8(window, own_browser)
    assert "Where the line posts to was not checked" in said(window)
    assert "posts to Corner" not in said(window)
    assert title(window) == "The line is there; nobody has seen it in Point of Rental"
    proven, sign_in = proof(window, R)
    assert sign_in.organisation == ""
    assert "vendor-organisation" in proven.not_checked


def test_only_what_is_in_place_and_compared_is_ready_to_post(window: Window, own_browser: OwnBrowser) -> None:
    begin_r(window, CORNER)
    window.press(CORNER)
    window.press("Copy")
    elsewhere(window)
    to_r8(window, own_browser)
    assert title(window) == "Ready to post"
    assert f"The line in Point of Rental is for {CORNER}" in said(window)


def test_what_nobody_answered_or_copied_is_not_checked(window: Window, own_browser: OwnBrowser) -> None:
    window.shell.resize(*ROOM)
    begin_r(window, CORNER)
    to_r8(window, own_browser)
    assert title(window) == "The line is there; nobody has seen it in Point of Rental"
    assert "The line was not copied here" in said(window)
    assert f"page named {CORNER}; which one was picked nobody said" in said(window)
    assert not any(claim in said(window) for claim in ("is right", "posts to Corner", "is for Corner"))
    proven, sign_in = proof(window, R)
    assert set(proven.not_checked) == {"copy", "vendor-organisation"}
    assert sign_in.organisation == ""
    receipt = window.program.site.last_receipt(R)
    assert receipt is not None
    assert set(receipt["not_checked"]) == {"copy", "vendor-organisation"}
    window.press("Close")
    assert any("Not checked: the copy" in text for text in window.texts())
    assert "The new token is not copied yet" in window.texts()
    assert "1 thing needs you: Xero for Point of Rental." in window.texts(), "the register has its old one"


def test_what_was_copied_and_never_came_back_is_said_so(window: Window, own_browser: OwnBrowser) -> None:
    begin_r(window, CORNER)
    window.press(CORNER)
    window.press("Copy")
    to_r8(window, own_browser)
    assert title(window) == "The line is for your organisation; its copy was not checked"
    assert "copied here, but nothing came back" in said(window)


@pytest.mark.parametrize("mended", ["emptied", "ticked", "corrected"])
def test_a_contradiction_is_over_once_something_else_is_said(window: Window, mended: str) -> None:
    begin_r(window, CORNER)
    window.type_into("picked_organisation", DEMO)
    window.press("Copy")
    assert code_of(window) == "PICKED-OTHER"
    assert not copy_button(window).isEnabled(), "as long as that is said"
    if mended == "emptied":
        window.edit("picked_organisation").clear()
    elif mended == "ticked":
        window.click(window.box("picked_unknown").focus_target)
    else:
        window.type_into("picked_organisation", CORNER)
    assert window.problem is None
    assert copy_button(window).isEnabled() is (mended != "emptied")
    window.press("Next")
    assert window.number == "R13"


def test_the_demo_company_is_said_in_practice_too(window: Window) -> None:
    begin_r(window, DEMO)
    read = "This is the whole line, read from Point of Rental’s page."
    assert f"{read} {DEMO} is Xero's Demo Company: good for practice" in said(window)
    window.type_into("picked_organisation", DEMO)
    assert said(window).count("never for a store") == 2


def test_what_stood_in_the_box_is_said_where_it_is_replaced(window: Window) -> None:
    window.open(R)
    window.type_into("key_now", "2RF:abc123")
    window.press("Next")
    assert window.number == "R2"
    assert "cut short (10 characters): it cannot post" in said(window)


def test_a_persons_word_alone_proves_nothing(
    window: Window, own_browser: OwnBrowser, services: PracticeServices
) -> None:
    services.add_fault("vendor-unnamed")
    begin_r(window, DEMO)
    window.type_into("picked_organisation", CORNER)
    to_r8(window, own_browser)
    assert f"you said {CORNER}; nobody else has seen it" in said(window)
    assert "vendor-organisation" in proof(window, R)[0].not_checked


def test_a_persons_word_that_differs_goes_no_further(
    window: Window, own_browser: OwnBrowser, services: PracticeServices
) -> None:
    services.add_fault("vendor-unnamed")
    begin_r(window, DEMO)
    window.type_into("picked_organisation", DEMO)
    window.press("Next")
    connect(window, own_browser, CORNER)
    use_this(window)
    assert code_of(window) == "VENDOR-ORG"
    window.press("Correct what I said", window.problem)
    assert window.number == "R3"
    window.type_into("picked_organisation", CORNER)
    window.press("Next")
    use_this(window)
    assert window.number == "R8"


def test_another_line_than_the_one_beside_the_name_has_none(window: Window, own_browser: OwnBrowser) -> None:
    begin_r(window, CORNER)
    window.type_into("line", LINE)
    window.type_into("picked_organisation", CORNER)
    to_r8(window, own_browser)
    assert "Where the line posts to was not checked" in said(window)


def test_a_line_that_was_read_here_is_known_when_it_is_pasted_again(window: Window) -> None:
    begin_r(window, NORTH)
    line = window.session.answers.secret("line")
    assert line is not None
    window.press("Close")
    window.open(R)
    assert window.number == "R3"
    window.type_into("line", "")
    window.type_into("line", line.reveal())
    window.type_into("picked_organisation", CORNER)
    window.press("Copy")
    assert code_of(window) == "PICKED-OTHER", "its page named another when it was read"
    assert QGuiApplication.clipboard().text() != line.reveal()


def test_outside_practice_a_line_for_the_demo_company_is_not_copied(
    open_window: OpenWindow, services: PracticeServices, home: Any
) -> None:
    window = open_window(program_for(home, services.services_file, practice=False))
    begin_r(window, DEMO)
    QGuiApplication.clipboard().setText("before")
    window.click(window.box("picked_unknown").focus_target)
    window.press("Copy")
    assert code_of(window) == "VENDOR-DEMO"
    assert QGuiApplication.clipboard().text() == "before"
    window.press("Next")
    assert window.number == "R3"
    window.press("Sign in again there", window.problem)
    assert window.number == "R2"
    get_line(window, CORNER)


def test_a_line_cut_short_is_not_called_found(window: Window) -> None:
    window.open(R)
    window.press_verb()
    window.run.advance()
    window.type_into("line", LINE[:15])
    window.press("Next")
    assert code_of(window) == "KEY-CUT"
    window.press("Get a new token", window.problem)
    assert window.number == "R2"
    assert window.shell.verb.text() == "Open Point of Rental's page"


@pytest.mark.parametrize(("picked", "is_other"), [(NORTH, True), (CORNER, False)])
def test_a_line_for_another_than_this_stores_is_no_good_news(
    window: Window, picked: str, is_other: bool
) -> None:
    own = Organisation("a-tenant", CORNER)
    window.program.site.change(lambda record: replace(record, organisation=own))
    window.open(R)
    window.press_verb()
    get_line(window, picked, then=False)
    good = [made.text() for made in window.visible(QLabel) if made.objectName() == "good"]
    warned = [made.text() for made in window.visible(QLabel) if made.objectName() == "warn"]
    if is_other:
        assert good == []
        assert any(NORTH in text and f"this store is set up for {CORNER}" in text for text in warned), warned
        assert "Press Next" not in said(window)
    else:
        assert any(CORNER in text and "Press Next" in text for text in good), good
        assert warned == []


def test_whoever_picked_the_wrong_one_gets_another_line(window: Window) -> None:
    begin_r(window, DEMO)
    wrong = window.session.answers.secret("line")
    window.press("‹ Back")
    assert window.number == "R2"
    window.press("Sign in there again", rest=False)
    page = vendor_page(window)
    assert not page.is_found
    allow(page.room.browser, CORNER)
    wait_for(lambda: page.is_found, what="(another line)")
    assert window.session.answers.secret("line") != wrong
    window.press("Next")
    window.type_into("picked_organisation", CORNER)
    window.press("Copy")
    assert window.problem is None


def test_what_was_refused_stands_there_as_refused_when_its_user_comes_back(
    window: Window, own_browser: OwnBrowser
) -> None:
    begin_r(window, NORTH)
    window.type_into("picked_organisation", NORTH)
    window.press("Next")
    connect(window, own_browser, CORNER)
    use_this(window)
    assert code_of(window) == "VENDOR-ORG"
    window.press("Close")
    window.press("Continue at R4")
    assert code_of(window) == "VENDOR-ORG"
    assert window.problem is not None
    window.session.save()
    let_live(1500)
    assert window.problem.objectName() == "problem", "nobody changed anything"


def test_what_the_vendors_page_named_outlives_a_sign_in_of_ours_that_fails(
    window: Window, own_browser: OwnBrowser
) -> None:
    finished_uncopied(window, own_browser)
    window.press("Get a new token", card_of(window, R))
    window.press_verb()
    get_line(window, NORTH)
    window.type_into("picked_organisation", NORTH)
    window.press("Next")
    window.walk_to("R4")
    use_this(window)
    assert code_of(window) == "VENDOR-ORG"
    window.press("Change ours instead", window.problem, rest=False)
    begun(window)
    own_browser.person = practice_person(decision="cancel")
    own_browser.sign_in()
    assert code_of(window) == "XERO-DENIED"
    window.press("Close")
    there = "On Point of Rental's page another organisation was picked."
    assert any(there in text for text in card_says(window)), "nothing was mended there"
    draft = window.program.site.load_draft(R)
    assert draft is not None
    assert draft.setback is not None
    assert draft.setback.problem.code == "VENDOR-ORG"
    window.press("Xero stopped")
    wait_for(lambda: any("VENDOR-ORG" in text for text in window.texts()), what="(H7 names it)")
    window.come_to_rest()
    window.press("Sign in again there")
    assert window.number == "R2"
    get_line(window, CORNER, then=False)
    assert window.session.setback is None, "a line for the right one is there"


def test_ours_may_be_the_one_that_is_wrong(window: Window, own_browser: OwnBrowser) -> None:
    begin_r(window, CORNER)
    window.press(CORNER)
    window.press("Next")
    connect(window, own_browser, DEMO)
    use_this(window)
    assert code_of(window) == "VENDOR-ORG"
    window.press("Change ours instead", window.problem, rest=False)
    assert window.number == "R13"
    begun(window)
    window.press("Cancel", rest=False)
    window.come_to_rest()
    assert f"On Xero’s page pick {CORNER}: Point of Rental is connected to it" in said(window)
    assert f"pick {DEMO}" not in said(window), "that is the one that does not fit"
    window.press("Sign in again all the same", rest=False)
    begun(window)
    own_browser.person = practice_person(CORNER)
    own_browser.sign_in()
    wait_for(lambda: window.number == "R4")
    window.come_to_rest()
    use_this(window)
    assert window.number == "R8"
    assert f"The line is for {CORNER}" in said(window)


# --- W ---


def test_a_web_shop_whose_own_sign_in_nobody_looked_at_is_not_connected(
    window: Window, own_browser: OwnBrowser
) -> None:
    window.open(W)
    connect(window, own_browser, CORNER)
    use_this(window)
    assert title(window) == "Tillbridge is connected to Xero"
    assert "which was not looked at here" in said(window)


def to_w13(window: Window) -> None:
    window.press("iPages' own sign-in (W13)")
    assert window.number == "W13"


def test_ipages_for_another_organisation_goes_no_further(window: Window, own_browser: OwnBrowser) -> None:
    window.open(W)
    to_w13(window)
    store_in_ipages(window, DEMO)
    window.press("Next")
    connect(window, own_browser, CORNER)
    use_this(window)
    assert code_of(window) == "VENDOR-ORG"
    window.press("Sign in again there", window.problem)
    assert window.number == "W13"
    store_in_ipages(window, CORNER)
    window.press("Next")
    assert window.number == "W2"
    assert window.problem is None
    use_this(window)
    assert window.number == "W10"
    assert f"iPages sends to {CORNER}" in said(window)
    assert proof(window, W)[1].organisation == tenant(window)


def test_ipages_signed_in_after_the_organisation_was_chosen_is_compared_too(
    window: Window, own_browser: OwnBrowser
) -> None:
    window.open(W)
    connect(window, own_browser, CORNER)
    use_this(window)
    assert window.number == "W10"
    window.run.go_to("xero-sign-in")
    to_w13(window)
    store_in_ipages(window, DEMO)
    window.press("Next")
    assert window.number == "W1"
    window.press("Next")
    assert window.number == "W2"
    use_this(window)
    assert code_of(window) == "VENDOR-ORG"


def test_ipages_without_a_name_is_not_checked(
    window: Window, own_browser: OwnBrowser, services: PracticeServices
) -> None:
    services.add_fault("vendor-unnamed")
    window.open(W)
    to_w13(window)
    store_in_ipages(window, DEMO)
    window.press("Next")
    connect(window, own_browser, CORNER)
    use_this(window)
    assert window.number == "W10"
    assert "Where iPages itself sends to was not checked" in said(window)
    assert title(window) == "Tillbridge is connected; where iPages sends to was not checked"
    assert "vendor-organisation" in proof(window, W)[0].not_checked


def test_ipages_done_in_another_browser_was_not_seen(window: Window, own_browser: OwnBrowser) -> None:
    window.open(W)
    to_w13(window)
    window.press("Open the page of iPages in my own browser")
    window.press("Next")
    connect(window, own_browser, CORNER)
    use_this(window)
    assert window.number == "W10"
    assert "iPages' own connection was not seen" in said(window)
    assert title(window) == "Tillbridge is connected; iPages itself was not seen"
    assert "vendor-organisation" in proof(window, W)[0].not_checked


def test_what_an_earlier_run_proved_is_compared_with_the_organisation_in_use(
    window: Window, own_browser: OwnBrowser
) -> None:
    window.open(W)
    to_w13(window)
    store_in_ipages(window, CORNER)
    window.press("Next")
    connect(window, own_browser, CORNER)
    use_this(window)
    window.press("Close")
    window.open(W)
    window.press("Next")
    use_this(window)
    assert window.number == "W10"
    assert f"iPages sends to {CORNER}" in said(window)
    assert proof(window, W)[1].organisation == tenant(window)
    window.press("Close")
    window.open(W)
    window.press("Sign in again all the same", rest=False)
    begun(window)
    own_browser.person = practice_person(DEMO)
    own_browser.sign_in()
    wait_for(lambda: window.number == "W2")
    window.come_to_rest()
    window.type_into("typed_name", DEMO)
    use_this(window)
    assert code_of(window) == "VENDOR-ORG"
    assert tenant(window) == proof(window, W)[1].organisation, "nothing is changed"


def test_no_organisation_is_named_before_our_own_sign_in_is_reached(window: Window) -> None:
    """What the store chose for another set-up says nothing of what the vendor's page picks."""
    own = Organisation("tenant-1", CORNER, "AU", "!Cs7tR")
    window.program.site.change(lambda record: replace(record, organisation=own))
    window.walk_to("R1")
    assert "Nothing was pasted" in said(window) or "taken for a new set-up" in said(window)
    for screen in ("R1", "R2", "R3"):
        window.walk_to(screen)
        assert f"Organisation: {CORNER}" not in " ".join(window.texts(window.shell)), screen
    window.walk_to("R13")
    assert f"Organisation: {CORNER}" in " ".join(window.texts(window.shell))


# --- the token that was got can be come back to ---


def finished_uncopied(window: Window, own_browser: OwnBrowser) -> None:
    begin_r(window, CORNER)
    to_r8(window, own_browser)
    window.press("Close")


def card_says(window: Window) -> set[str]:
    return set(window.texts(card_of(window, R)))


def test_what_is_not_copied_stays_said_whatever_is_opened(window: Window, own_browser: OwnBrowser) -> None:
    window.shell.resize(*ROOM)
    finished_uncopied(window, own_browser)
    before = card_says(window)
    assert "The new token is not copied yet" in before
    assert any("not copied from here, and nobody has seen it in the other program" in each for each in before)
    assert not any("still has what it had" in each for each in before), "that is not known"
    assert {each for each in buttons(window) if "token" in each} == {"Get a new token", "Copy the token"}
    assert not any("line" in each for each in buttons(window))
    window.press("Get a new token", card_of(window, R))
    assert window.number == "R1"
    window.press("Close")
    assert card_says(window) == before, "opened and closed is no draft"
    assert window.program.site.load_draft(R) is None
    for number in ("R3", "R8"):
        window.press("Get a new token", card_of(window, R))
        assert ask(window, number) == ""
        assert window.number == number
        window.press("Close")
    window.press("Get a new token", card_of(window, R))
    window.press_verb()
    assert window.number == "R2"
    window.press("Close")
    after = card_says(window)
    assert "The new token is not copied yet" in after, "what was begun since proves nothing of it"
    assert any("Not checked: the copy in the other program" in each for each in after)
    assert not any("Found good" in each for each in after), "only our own reading was"


def buttons(window: Window) -> set[str]:
    return {made.text() for made in window.visible(QPushButton, card_of(window, R))}


def test_the_token_that_was_got_is_copied_later_and_the_card_knows(
    window: Window, own_browser: OwnBrowser
) -> None:
    window.shell.resize(*ROOM)
    finished_uncopied(window, own_browser)
    window.press("Copy the token", card_of(window, R))
    assert window.number == "R3"
    assert window.box("picked_organisation").value == "", "nobody had said it"
    (said,) = [text for text in window.texts(window.page) if text.startswith("Nothing was looked at again")]
    assert said.endswith("Nothing is copied before you press Copy."), "what home says is no news here"
    QGuiApplication.clipboard().setText("before")
    window.press(CORNER)
    window.press("Copy")
    assert QGuiApplication.clipboard().text().startswith("2RF:")
    window.press("Close")
    assert "The new token is not copied yet" not in card_says(window)
    assert any("the copy in the other program" in each for each in card_says(window)), "it was not seen there"
    assert window.program.site.load_draft(R) is None
    window.press("Copy the token", card_of(window, R))
    window.press(CORNER)
    window.press("Copy")
    elsewhere(window)
    window.press("Next")
    window.go_on_to("R8")
    assert title(window) == "Ready to post"
    window.press("Close")
    assert "the copy in the other program" not in " ".join(card_says(window))


def test_what_was_begun_since_is_not_lost_for_the_copying(window: Window, own_browser: OwnBrowser) -> None:
    window.shell.resize(*ROOM)
    finished_uncopied(window, own_browser)
    window.press("Get a new token", card_of(window, R))
    window.press_verb()
    assert ask(window, "R3") == ""
    window.press(CORNER)
    window.press("Copy")
    window.press("Close")
    assert {"Continue at R2", "Copy the token"} <= buttons(window)


def test_a_token_that_is_not_here_any_more_is_not_offered(
    open_window: OpenWindow, window: Window, own_browser: OwnBrowser, services: PracticeServices, home: Any
) -> None:
    finished_uncopied(window, own_browser)
    later = open_window(program_for(home, services.services_file, vault=window.program.vault))
    later.controller.show_home()
    assert "Get a new token" in buttons(later)
    assert "Copy the token" not in buttons(later)
    assert any("only while this window is open" in each for each in card_says(later))
