"""The vendors' own pages in the embedded browser: the line captured whole, and every way it can fail."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from tests.gui.conftest import OpenWindow
from tests.gui.web import (
    HARMLESS,
    OwnBrowser,
    log_in_to_practice,
    press,
    run,
    wait_for_element,
)
from tests.gui.web_pages import WebPages, web_pages
from tests.gui.window import Window, let_live, program_for, wait_for
from wizard.gui.browser import embedded
from wizard.gui.browser.finder import Seen
from wizard.gui.pages.vendor_sign_in import VendorSignInPage
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

LINE = "2RF:" + "AbC+/9" * 40 + "=="


def at_vendor(window: Window) -> VendorSignInPage:
    """Go to R2."""
    window.open("point-of-rental-xero")
    window.press_verb()
    assert window.number == "R2"
    page = window.page
    assert isinstance(page, VendorSignInPage)
    return page


def sign_in(window: Window, page: VendorSignInPage) -> None:
    """Log in and allow access on the vendor's page, up to the last press."""
    window.press("Open Point of Rental's page", rest=False)
    log_in_to_practice(page.room.browser)
    press(page.room.browser, "allow")


def code_of(window: Window) -> str:
    wait_for(lambda: window.problem is not None, what="(a problem)")
    assert window.problem is not None
    return next(text for text in window.texts(window.problem) if text.isupper() and "-" in text)


def everything_readable(window: Window) -> str:
    """All that can be seen or is told to a screen reader."""
    found = [label.text() for label in window.visible(QLabel)]
    for widget in [*window.visible(QLabel), *window.visible(QPushButton), window.page, window.shell]:
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
    found += [
        box.focus_target.displayText() for box in window.page.boxes.values() if box.spec.kind == "secret"
    ]  # type: ignore[attr-defined]
    return "\n".join(found)


def test_the_line_is_captured_whole_and_shown_by_its_ends_only(window: Window) -> None:
    page = at_vendor(window)
    sign_in(window, page)
    wait_for(lambda: page.is_found, what="(the line)")
    line = window.session.answers.secret("line")
    assert line is not None
    whole = line.reveal()
    assert whole.startswith("2RF:")
    assert len(whole) > 140
    assert page.room.browser is None, "the page shows the line to everybody: it goes"
    let_live(50)
    said = everything_readable(window)
    assert f"2RF:…{whole[-4:]} ({len(whole)} characters)" in said
    assert whole[8:40] not in said
    assert window.focused is window.shell.verb
    window.press("Next")
    assert window.number == "R3"
    assert window.box("line").value == whole
    window.type_into("picked_organisation", "Corner Store Pty Ltd")
    window.press("Copy")
    assert QGuiApplication.clipboard().text() == whole
    window.paste_into("paste_back", whole)
    assert "It is the same line: the copy is right." in window.texts(window.page), "a right one is answered"
    assert whole[8:40] not in everything_readable(window)
    window.paste_into("paste_back", whole[:-7])
    assert "It is the same line: the copy is right." not in window.texts(window.page)
    window.paste_into("paste_back", whole)
    window.press_verb()
    assert window.number == "R13"


def test_what_was_copied_half_is_told(window: Window) -> None:
    page = at_vendor(window)
    sign_in(window, page)
    wait_for(lambda: page.is_found)
    window.press("Next")
    window.paste_into("paste_back", str(window.box("line").value)[:60])
    window.press_verb()
    assert code_of(window) == "COPY-CUT"
    QGuiApplication.clipboard().setText("what was copied elsewhere")
    window.press("Copy again", window.problem)
    assert window.focused is window.edit("picked_organisation"), "not before it is said whose it is"
    window.type_into("picked_organisation", "Corner Store Pty Ltd")
    window.press_verb()
    assert code_of(window) == "COPY-CUT"
    window.press("Copy again", window.problem)
    assert QGuiApplication.clipboard().text() == window.box("line").value, "it copies"
    assert "Copied" in [one.text() for one in window.visible(QPushButton)]
    assert window.focused is window.edit("paste_back")
    assert window.box("paste_back").value == "", "another paste is wanted there"


# --- what a vendor's page can do wrong ---


def test_a_page_without_a_line(window: Window, services: PracticeServices) -> None:
    services.add_fault("vendor-no-line")
    page = at_vendor(window)
    sign_in(window, page)
    assert code_of(window) == "VENDOR-FAILED"
    assert window.problem is not None
    assert any("Something went wrong while storing" in text for text in window.texts(window.problem))
    window.press("Look again", rest=False)
    assert code_of(window) == "VENDOR-FAILED", "looking again says it again"
    services.clear_faults()
    window.press("Begin again", window.problem, rest=False)
    again(window, page)


def test_begun_again_on_the_vendors_page_the_line_is_found(
    window: Window, services: PracticeServices
) -> None:
    services.add_fault("vendor-no-line")
    page = at_vendor(window)
    sign_in(window, page)
    assert code_of(window) == "VENDOR-FAILED"
    services.clear_faults()
    press(page.room.browser, "again")
    again(window, page)


def test_looking_before_the_end_finds_no_line(window: Window) -> None:
    page = at_vendor(window)
    window.press("Open Point of Rental's page", rest=False)
    log_in_to_practice(page.room.browser)
    window.press("Look again", rest=False)
    assert code_of(window) == "LINE-NONE"
    press(page.room.browser, "cancel")
    wait_for(lambda: window.problem is None or code_of(window) != "LINE-NONE", what="(another page)")


def again(window: Window, page: VendorSignInPage) -> None:
    """The second sign-in; the practice Xero still knows who it is, or asks."""
    wait_for(lambda: page.room.browser is not None)
    log_in_to_practice(page.room.browser)
    press(page.room.browser, "allow")
    wait_for(lambda: page.is_found, what="(the line)")
    assert window.problem is None
    window.press("Next")
    assert window.number == "R3"


@pytest.mark.parametrize(
    ("fault", "code"), [("vendor-two-lines", "LINE-TWO"), ("vendor-line-cut", "KEY-CUT")]
)
def test_a_line_that_is_not_one_whole_line(
    window: Window, services: PracticeServices, fault: str, code: str
) -> None:
    services.add_fault(fault)
    page = at_vendor(window)
    sign_in(window, page)
    assert code_of(window) == code
    assert not page.is_found
    window.press("Look again", rest=False)
    let_live(300)
    assert code_of(window) == code, "looking again says it again"
    services.clear_faults()
    window.press("Get a new token", window.problem, rest=False)
    again(window, page)


def test_two_lines_by_hand_in_the_end(window: Window, services: PracticeServices) -> None:
    services.add_fault("vendor-two-lines")
    page = at_vendor(window)
    sign_in(window, page)
    assert code_of(window) == "LINE-TWO"
    window.press("Go on by hand", window.problem)
    assert page.room.browser is None
    assert window.shell.verb.text() == "Next"
    window.press("Next")
    assert window.number == "R3"
    window.type_into("line", LINE)
    window.press_verb()
    assert window.number == "R13"


def test_a_page_that_hangs(
    window: Window, services: PracticeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.add_fault("vendor-page-hangs")
    page = at_vendor(window)
    sign_in(window, page)
    wait_for(lambda: not page.room.browser.is_loaded, what="(it never begins to load)")
    window.press("Look again", rest=False)
    assert code_of(window) == "XERO-PAGE-SLOW"
    monkeypatch.setattr(embedded, "_SLOW_MS", 300)
    window.press("Begin again", window.problem, rest=False)
    assert window.problem is None
    log_in_to_practice(page.room.browser)
    press(page.room.browser, "allow")
    assert code_of(window) == "XERO-PAGE-SLOW", "it says so by itself, too"
    services.clear_faults()
    wait_for(lambda: page.is_found, what="(the line after all)")
    assert window.problem is None, "what was said is over"


def deny(window: Window, page: VendorSignInPage) -> None:
    window.press("Open Point of Rental's page", rest=False)
    log_in_to_practice(page.room.browser)
    press(page.room.browser, "cancel")
    assert code_of(window) == "XERO-DENIED", "nobody has to ask for it"


def test_denied_at_the_vendor_is_noticed_and_done_again(window: Window) -> None:
    page = at_vendor(window)
    deny(window, page)
    wait_for(lambda: "/done" in page.room.browser.page.url().toString() and page.room.browser.is_loaded)
    let_live(1500)
    assert code_of(window) == "XERO-DENIED", "the vendor's own words do not take its place"
    window.press("Look again", rest=False)
    assert code_of(window) == "XERO-DENIED"
    window.press("Sign in again", window.problem, rest=False)
    again(window, page)


def test_who_is_not_allowed_makes_a_page_for_somebody_who_is(window: Window) -> None:
    deny(window, at_vendor(window))
    window.press("Make a page for them", window.problem)
    assert window.number == "R12"


def test_a_failure_that_is_not_shown_is_none(at_site: Window, site: WebPages) -> None:
    site.pages["/"] = "<p id='failed' style='display: none'>It did not work.</p><p data-failed></p>"
    opened(at_site)
    let_live(1500)
    assert at_site.problem is None


# --- other ways ---


def test_in_the_own_browser_and_by_hand(window: Window, own_browser: OwnBrowser) -> None:
    at_vendor(window)
    window.press("Open the page of Point of Rental in my own browser")
    assert len(own_browser.opened) == 1
    assert window.shell.verb.text() == "Next"
    window.press("Next")
    assert window.number == "R3"


def test_who_did_it_in_the_other_program_goes_on_with_the_line(window: Window) -> None:
    page = at_vendor(window)
    assert any("Or do it in Point of Rental:" in text for text in window.texts(page))
    window.press("I have the line already")
    assert window.number == "R3", "something happens where it is pressed"
    window.type_into("line", LINE)
    assert any(f"2RF:…{LINE[-4:]}" in text for text in window.texts())


def test_what_was_said_of_a_pasted_key_stands_there_when_its_user_comes_back(window: Window) -> None:
    window.open("point-of-rental-xero")
    window.paste_into("key_now", "2RF:abc12")
    said = "What is in the box is cut short (9 characters)"
    assert any(text.startswith(said) for text in window.texts(window.page))
    window.press_verb()
    assert window.number == "R2"
    window.press("‹ Back")
    assert any(text.startswith(said) for text in window.texts(window.page))


def test_from_the_window_to_the_own_browser(window: Window, own_browser: OwnBrowser) -> None:
    page = at_vendor(window)
    window.press("Open Point of Rental's page", rest=False)
    wait_for_element(page.room.browser.page, "email")
    window.press("Use my own browser instead")
    assert page.room.browser is None
    assert len(own_browser.opened) == 1
    assert any("green box" in text for text in window.texts(page)), "the lines to do by hand"
    assert window.shell.verb.text() == "Next"


def test_in_the_live_world_without_an_address_it_is_done_by_hand(
    open_window: OpenWindow, services: PracticeServices, home: Path, tmp_path: Path, own_browser: OwnBrowser
) -> None:
    without = tmp_path / "services.toml"
    text = services.services_file.read_text("utf-8")
    before, _, after = text.partition("[vendors]")
    without.write_text(before + after[after.index("[trust]") :], "utf-8")
    window = open_window(program_for(home, without, practice=False))
    page = at_vendor(window)
    assert window.shell.verb.text() == "Next"
    assert any("In Point of Rental press Yes, then Ok." in text for text in window.texts(page))
    assert "Open the page of Point of Rental in my own browser" not in window.texts(page)
    window.press("Next")
    assert window.number == "R3"
    window.type_into("line", LINE)
    assert any(f"2RF:…{LINE[-4:]}" in text for text in window.texts())


def test_without_webengine_the_line_is_pasted(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    from wizard.gui.pages import vendor_sign_in

    monkeypatch.setattr(vendor_sign_in, "why_not", lambda: "Not installed with this Tillbridge.")
    page = at_vendor(window)
    assert window.shell.verb.text() == "Next"
    assert any("Not installed" in text for text in window.texts(page))


# --- whose page, and whose script ---


@pytest.fixture
def site() -> Iterator[WebPages]:
    with web_pages() as running:
        yield running


@pytest.fixture
def foreign() -> Iterator[WebPages]:
    with web_pages() as running:
        yield running


@pytest.fixture
def at_site(open_window: OpenWindow, services: PracticeServices, home: Path, site: WebPages) -> Window:
    """R2 in a world whose Point of Rental is the test's own page."""
    window = open_window()
    vendors = window.program.world.vendors
    window.program.world = _with_vendor(window.program.world, {**vendors, "point-of-rental": f"{site.base}/"})
    return window


def _with_vendor(world: Any, vendors: dict[str, str]) -> Any:

    return world._replace(vendors=vendors)


def opened(window: Window) -> VendorSignInPage:
    page = at_vendor(window)
    window.press("Open Point of Rental's page", rest=False)
    # A line that stands there at once may be found, and the page gone, before it is looked at here.
    wait_for(lambda: page.is_found or (page.room.browser is not None and page.room.browser.is_loaded))
    return page


def test_a_line_on_another_origin_is_not_taken(at_site: Window, site: WebPages, foreign: WebPages) -> None:
    site.pages["/"] = f"<a id='on' href='{foreign.base}/'>On</a>"
    foreign.pages["/"] = f"<div id='token'>{LINE}</div><a id='home' href='{site.base}/last'>Home</a>"
    site.pages["/last"] = f"<div id='token'>{LINE}</div>"
    page = opened(at_site)
    press(page.room.browser, "on")
    wait_for_element(page.room.browser.page, "home")
    let_live(1500)
    assert not page.is_found
    at_site.press("Look again", rest=False)
    assert code_of(at_site) == "LINE-NONE"
    press(page.room.browser, "home")
    wait_for(lambda: page.is_found, what="(on its own origin)")


def test_a_frame_of_another_origin_cannot_show_a_line(
    at_site: Window, site: WebPages, foreign: WebPages
) -> None:
    site.pages["/"] = f"<p>Wait</p><iframe src='{foreign.base}/'></iframe>"
    foreign.pages["/"] = f"<div id='token'>{LINE}</div>"
    page = opened(at_site)
    let_live(1500)
    assert not page.is_found


def test_the_pages_script_neither_sees_nor_deceives_ours(at_site: Window, site: WebPages) -> None:
    """The page replaces what we might use, and watches what is called."""
    site.pages["/"] = f"""<div id="token">{LINE}</div><p id="seen"></p><script>
      const note = (name) => {{ document.getElementById('seen').textContent += name; return []; }};
      for (const [of, name] of [[document, 'querySelectorAll'], [Array, 'from'], [JSON, 'stringify']])
        of[name] = () => note(name);
      Object.defineProperty(document, 'readyState', {{get: () => {{ note('state'); return 'loading'; }}}});
    </script>"""
    page = opened(at_site)
    browser_page = page.room.browser.page
    page._finder._timer.stop()
    answers: list[Seen] = []
    page._finder.look(answers.append)
    wait_for(lambda: answers)
    assert LINE in answers[0].text
    assert run(browser_page, "document.getElementById('seen').textContent") == ""
    assert run(browser_page, "Object.keys(window).join()").find("token") == -1


@pytest.mark.parametrize(
    "markup",
    [
        "<textarea id='token' readonly>{line}</textarea>",
        "<input class='token' value='{line}'>",
        "<p>Your line is <span data-token>{line}</span>. Copy it.</p>",
        "<p>No marked element. {line}</p>",
        "<div id='token'><span>{half}</span><span>{rest}</span></div>",
        "<div id='token' style='width: 90px; overflow-wrap: anywhere'>{line}</div>",
        "<div id='token'></div><p>{line}</p>",
    ],
)
def test_the_line_is_found_however_the_page_is_made(at_site: Window, site: WebPages, markup: str) -> None:
    site.pages["/"] = markup.format(line=LINE, half=LINE[:50], rest=LINE[50:])
    page = opened(at_site)
    wait_for(lambda: page.is_found or at_site.problem is not None)
    line = at_site.session.answers.secret("line")
    assert line is not None, at_site.problem and at_site.problem.accessibleName()
    assert line.reveal() == LINE


def test_half_a_line_of_a_page_still_coming_in_is_not_taken(at_site: Window, site: WebPages) -> None:
    """The page's end waits for a script that hangs; the line stands there before it is whole."""
    half = LINE[:60]
    site.pages["/"] = f"<div id='token'>{half}</div><script src='/hangs'></script>"
    site.pages["/hangs"] = (
        200,
        {"Content-Type": "text/javascript"},
        f"document.getElementById('token').textContent = '{LINE}'".encode(),
    )
    page = at_vendor(at_site)
    at_site.press("Open Point of Rental's page", rest=False)
    wait_for(lambda: "/hangs" in site.asked)
    let_live(1500)
    assert not page.is_found
    site.waits.set()
    wait_for(lambda: page.is_found)
    line = at_site.session.answers.secret("line")
    assert line is not None
    assert line.reveal() == LINE


# --- iPages ---


def test_ipages_words_are_found(window: Window) -> None:
    window.open("ipages-xero")
    window.press("iPages' own sign-in (W13)")
    assert window.number == "W13"
    page = window.page
    assert isinstance(page, VendorSignInPage)
    window.press("Open the admin area", rest=False)
    wait_for(lambda: page.room.browser is not None and page.room.browser.is_loaded)
    run(page.room.browser.page, "document.querySelector('a').click()")
    log_in_to_practice(page.room.browser)
    wait_for(lambda: page.room.browser.is_loaded)
    window.press("Look again", rest=False)
    assert code_of(window) == "WORDS-NONE"
    press(page.room.browser, "allow")
    wait_for(lambda: page.is_found, what="(Xero Tokens Stored)")
    let_live(50)
    assert window.problem is None
    assert any("Xero Tokens Stored" in text for text in window.texts(page))
    window.press("Next")
    assert window.number == "W1"
