"""Our own sign-in to Xero: three ways in on one screen, switched midway, and how each of them can end."""

import contextlib
import importlib.util
import itertools
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QRadioButton

from tests.faults.person import practice_person, provider_person
from tests.gui.conftest import OpenWindow
from tests.gui.web import (
    HARMLESS,
    WAYS,
    OwnBrowser,
    begin,
    choose,
    come_back,
    log_in,
    log_in_to_practice,
    press,
    run,
    use_this,
    wait_for_element,
)
from tests.gui.window import Window, let_live, program_for, wait_for
from tests.servers import openid_provider
from tests.servers.openid_provider import OpenIdProvider
from wizard.gui.pages.sign_in import XeroSignInPage
from wizard.jobs.xero import connect_xero
from wizard.model.problem import Problem
from wizard.model.record import XERO_APP
from wizard.oauth.sign_in import REDIRECT_PORTS
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


def at_organisation(window: Window, name: str = "Corner Store Pty Ltd") -> None:
    """The sign-in is over, and the organisation is on the screen."""
    wait_for(lambda: window.shown is not None and window.number == "W2", what="(W2)")
    window.come_to_rest()
    wait_for(lambda: any(name in text for text in window.texts(window.page)), 10, f"({name})")


def problem_code(window: Window) -> str:
    wait_for(lambda: window.problem is not None, what="(a problem)")
    assert window.problem is not None
    return next(text for text in window.texts(window.problem) if text.isupper() and "-" in text)


def radio(window: Window, way: str) -> QRadioButton:
    return next(r for r in window.visible(QRadioButton, window.page) if r.text() == WAYS[way])


# --- each way, to its end ---


def test_on_a_small_screen_the_title_stays_and_allow_access_is_in_sight(window: Window) -> None:
    """1366x768, less the task bar; the page itself is Xero's, but practice shows what its user will see."""
    window.shell.resize(1366, 728)
    page = begin(window, "window")
    browser = page.room.browser
    log_in_to_practice(browser)
    wait_for_element(browser.page, "allow")
    let_live(300)
    assert "Sign in to Xero" in window.texts(page)
    where = "Math.round(document.getElementById('allow').getBoundingClientRect().bottom)"
    assert run(browser.page, where) <= run(browser.page, "window.innerHeight")


def test_why_there_are_two_sign_ins_is_said_where_there_are_two(window: Window) -> None:
    window.open("ipages-xero")
    assert any("iPages has another one, of its own" in text for text in window.texts(window.page))
    window.controller.open_connection("xero-sign-in")
    assert not any("of its own" in text for text in window.texts(window.page))


def test_in_the_window_by_keys(window: Window) -> None:
    page = begin(window, "window")
    assert page.room.browser.view.height() > 250
    log_in_to_practice(page.room.browser)
    press(page.room.browser, "allow")
    at_organisation(window)


def test_the_way_that_was_taken_is_where_the_next_sign_in_begins(window: Window) -> None:
    page = begin(window, "window")
    log_in_to_practice(page.room.browser)
    press(page.room.browser, "allow")
    at_organisation(window)
    use_this(window)
    assert window.number == "W10"
    window.press("Close")
    window.controller.open_connection("xero-sign-in")
    window.come_to_rest()
    assert radio(window, "window").isChecked()


def test_in_the_users_own_browser(window: Window, own_browser: OwnBrowser) -> None:
    begin(window, "browser")
    assert len(own_browser.opened) == 1
    said = own_browser.sign_in()
    assert said.status_code == 200
    assert "You are signed in" in said.text
    assert "code" not in said.text
    at_organisation(window)


def test_by_the_pasted_address(window: Window) -> None:
    page = begin(window, "paste")
    address = practice_person().visit(copied_address(window))
    page.pasted.line.setText(f"  {address}\n")
    window.press("Use this address", rest=False)
    at_organisation(window)


def copied_address(window: Window) -> str:
    """Our address, taken as its user takes it: with the Copy button."""
    window.press("Copy", rest=False)
    return QGuiApplication.clipboard().text()


# --- at a provider that this project did not write ---


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIdProvider]:
    from tests.servers.fixtures import require
    from tests.servers.openid_provider.node import NotHereError

    try:
        with openid_provider.openid_provider(tmp_path_factory.mktemp("provider")) as running:
            yield running
    except NotHereError as error:
        require(False, str(error))


@pytest.fixture
def at_provider(open_window: OpenWindow, provider: OpenIdProvider, home: Path) -> Window:
    """A window whose Xero is oidc-provider, with its app known to the store."""
    program = program_for(home, provider.services_file(), practice=False)
    program.site.change(lambda record: record.with_shared({XERO_APP: openid_provider.CLIENT_ID}))
    made = open_window(program)
    made.controller.show_home()
    return made


def test_in_the_window_at_a_real_provider(at_provider: Window) -> None:
    page = begin(at_provider, "window")
    log_in(page.room.browser, openid_provider.EMAIL, openid_provider.PASSWORD)
    press(page.room.browser, "allow")
    at_organisation(at_provider, openid_provider.ORGANISATION)


def test_in_the_own_browser_at_a_real_provider(at_provider: Window, own_browser: OwnBrowser) -> None:
    own_browser.person = provider_person()
    begin(at_provider, "browser")
    assert own_browser.sign_in().status_code == 200
    at_organisation(at_provider, openid_provider.ORGANISATION)


def test_by_the_pasted_address_at_a_real_provider(at_provider: Window) -> None:
    page = begin(at_provider, "paste")
    page.pasted.line.setText(provider_person().visit(copied_address(at_provider)))
    at_provider.press("Use this address", rest=False)
    at_organisation(at_provider, openid_provider.ORGANISATION)


# --- switching ---


@pytest.mark.parametrize("order", list(itertools.permutations(WAYS)), ids="-".join)
def test_the_ways_are_switched_midway_in_every_order(
    window: Window, own_browser: OwnBrowser, order: tuple[str, ...]
) -> None:
    """Same state, same verifier; and the last way is the one that brings the answer."""
    page = begin(window, order[0])
    attempt = page.panel.attempt
    assert attempt is not None
    sign_in = attempt.sign_in
    seen: dict[str, str] = {}
    for way in order:
        if way != order[0]:
            choose(window, way)
        if way == "window":
            wait_for_element(page.room.browser.page, "email")
            log_in_to_practice(page.room.browser)
            seen[way] = sign_in.address()  # the page is past it; the object is what counts
        elif way == "browser":
            seen[way] = own_browser.opened[-1]
        else:
            seen[way] = copied_address(window)
        assert page.panel.attempt is attempt
        assert attempt.sign_in is sign_in
    assert set(seen.values()) == {sign_in.address()}
    match order[-1]:
        case "window":
            press(page.room.browser, "allow")
        case "browser":
            own_browser.sign_in()
        case _:
            page.pasted.line.setText(practice_person().visit(seen["paste"]))
            window.press("Use this address", rest=False)
    at_organisation(window)


def test_what_was_typed_in_the_window_is_there_after_a_look_at_another_way(window: Window) -> None:
    page = begin(window, "window")
    log_in_to_practice(page.room.browser)
    before = page.room.browser
    choose(window, "paste")
    assert not before.isVisible()
    choose(window, "window")
    assert page.room.browser is before
    wait_for_element(before.page, "allow")


# --- what is pasted ---


def test_a_bare_code_and_a_foreign_address_are_refused_where_they_stand(window: Window) -> None:
    page = begin(window, "paste")
    attempt = page.panel.attempt
    assert attempt is not None
    redirect = attempt.sign_in.redirect
    state = attempt.sign_in.state
    for pasted, said in (
        ("c0de-without-anything", "only a part of the address"),
        ("https://login.xero.com/identity/connect", "does not belong to this sign-in"),
        (f"{redirect}?code=x&state=of-another-one", "does not belong to this sign-in"),
        (f"http://127.0.0.1:1/callback?code=x&state={state}", "does not belong to this sign-in"),
        (f"{redirect}?code=x&state={state}&state={state}", "does not belong to this sign-in"),
        ("", "does not belong to this sign-in"),
    ):
        page.pasted.line.setText(pasted)
        window.press("Use this address", rest=False)
        assert said in page.pasted.fault.text(), pasted
        assert page.pasted.fault.isVisible()
        assert page.panel.attempt is attempt, "it ended the sign-in"
        assert window.problem is None
    page.pasted.line.setText(practice_person().visit(attempt.sign_in.address()))
    window.press("Use this address", rest=False)
    at_organisation(window)


# --- waiting ---


def test_cancel_ends_the_waiting_and_the_page_is_as_before(window: Window, own_browser: OwnBrowser) -> None:
    page = begin(window, "window")
    wait_for(lambda: page.room.browser.is_loaded)
    window.press("Cancel")
    assert page.panel.attempt is None
    assert page.room.browser is None
    assert window.shell.verb.isEnabled()
    assert window.shell.verb.text() == "Open Xero"
    assert "Xero will ask whether Tillbridge may:" in window.texts(page)
    choose(window, "browser")
    window.press_verb(rest=False)
    wait_for(lambda: own_browser.opened)
    own_browser.sign_in()
    at_organisation(window)


def test_a_cancelled_sign_in_takes_no_answer_any_more(window: Window, own_browser: OwnBrowser) -> None:
    begin(window, "browser")
    back = practice_person().visit(own_browser.opened[-1])
    window.press("Cancel")
    wait_for(lambda: not _listens(int(urlsplit(back).port or 0)), what="(the listener stays)")
    assert window.number == "W1"
    assert not window.program.site.record().xero.connected


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_more_time_is_given_and_shown(window: Window, own_browser: OwnBrowser) -> None:
    page = begin(window, "browser")
    assert page.panel.attempt is not None
    before = page.panel.attempt.seconds_left
    assert any("4:5" in text or "5:00" in text for text in window.texts(page))
    window.press("More time", rest=False)
    assert page.panel.attempt.seconds_left > before + 290
    assert any("9:5" in text or "10:00" in text for text in window.texts(page))
    window.press("Cancel")


def test_when_the_time_is_over_it_says_so_and_helps(window: Window, own_browser: OwnBrowser) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connect_xero.ConnectXero, "asked", lambda _asked: connect_xero.ConnectXero("", 0.4))
        begin(window, "browser")
        wait_for(lambda: window.problem is not None)
    assert problem_code(window) == "XERO-SILENT"
    assert window.problem is not None
    assert "/callback" in window.problem.accessibleName()
    window.press("Compare with our app")
    assert window.number == "W11"
    window.press("‹ Back")
    assert window.number == "W1"
    window.press_verb(rest=False)
    wait_for(lambda: isinstance(window.page, XeroSignInPage) and window.page.panel.attempt is not None)
    window.press("Cancel")


def test_help_for_a_page_that_never_comes_back(window: Window, own_browser: OwnBrowser) -> None:
    page = begin(window, "browser")
    window.press("Page shows an error?", rest=False)
    assert page.panel.attempt is not None
    assert any(page.panel.attempt.sign_in.redirect in text for text in window.texts(page))
    window.press("Cancel")


# --- other endings ---


def test_denied_in_the_window(window: Window) -> None:
    page = begin(window, "window")
    log_in_to_practice(page.room.browser)
    press(page.room.browser, "cancel")
    assert problem_code(window) == "XERO-DENIED"
    assert page.room.browser is None
    window.press("Sign in again", rest=False)
    wait_for(lambda: page.room.browser is not None)
    log_in_to_practice(page.room.browser)
    press(page.room.browser, "allow")
    at_organisation(window)


def test_denied_where_a_connection_is_there_says_nothing_of_going_on(window: Window) -> None:
    """The connection is not the one that was wanted: somebody came back to choose another."""
    begin(window, "window")
    log_in_to_practice(window.page.room.browser)
    press(window.page.room.browser, "allow")
    at_organisation(window)
    window.press("‹ Back")
    assert any("connected to Xero already" in text for text in window.texts(window.page))
    window.press("Sign in again all the same", rest=False)
    page = window.page
    assert page.panel.ways.value == "window"
    wait_for(lambda: page.room.browser is not None)
    log_in_to_practice(page.room.browser)
    press(page.room.browser, "cancel")
    assert problem_code(window) == "XERO-DENIED"
    assert not any("Press Next to go on" in text for text in window.texts(window.page))


def test_the_way_that_was_switched_to_is_where_the_next_sign_in_begins(
    window: Window, own_browser: OwnBrowser
) -> None:
    begin(window, "browser")
    choose(window, "window")
    log_in_to_practice(window.page.room.browser)
    press(window.page.room.browser, "allow")
    at_organisation(window)
    window.press("‹ Back")
    window.press("Sign in again all the same", rest=False)
    wait_for(lambda: window.page.room.browser is not None, what="(the page in the window)")
    assert len(own_browser.opened) == 1


def test_denied_in_the_own_browser(window: Window, own_browser: OwnBrowser) -> None:
    own_browser.person = practice_person(decision="cancel")
    begin(window, "browser")
    own_browser.sign_in()
    assert problem_code(window) == "XERO-DENIED"


def test_no_browser_can_be_opened(window: Window, own_browser: OwnBrowser) -> None:
    own_browser.works = False
    page = begin(window, "browser")
    assert problem_code(window) == "XERO-NO-BROWSER"
    window.press("Try again", rest=False)
    assert len(own_browser.opened) == 2
    wait_for(lambda: window.problem is not None)
    window.press("Paste the address", window.problem, rest=False)
    assert radio(window, "paste").isChecked()
    assert page.pasted.line.isVisible()
    page.pasted.line.setText(practice_person().visit(own_browser.opened[0]))
    window.press("Use this address", rest=False)
    at_organisation(window)


def test_the_answer_of_another_sign_in_is_answered_and_ignored(
    window: Window, own_browser: OwnBrowser
) -> None:
    page = begin(window, "browser")
    assert page.panel.attempt is not None
    said = come_back(f"{page.panel.attempt.sign_in.redirect}?code=stolen&state=wrong")
    assert said.status_code == 404
    assert "Nothing to do here" in said.text
    let_live(300)
    assert page.panel.attempt is not None
    own_browser.sign_in()
    at_organisation(window)


# --- a way that cannot work is greyed and says why ---


def greyed(window: Window, way: str, why: str) -> None:
    shown = radio(window, way)
    assert not shown.isEnabled()
    assert why in shown.toolTip()
    assert any(why in text for text in window.texts(window.page)), "the reason cannot be read"


def test_without_webengine_everything_else_works(
    window: Window, own_browser: OwnBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = importlib.util.find_spec

    def none(name: str, *rest: Any) -> Any:
        return None if "WebEngine" in name else real(name, *rest)

    monkeypatch.setattr(importlib.util, "find_spec", none)
    window.open("ipages-xero")
    greyed(window, "window", "Not installed")
    window.press_verb(rest=False)
    wait_for(lambda: own_browser.opened)
    own_browser.sign_in()
    at_organisation(window)


def test_as_root_with_its_sandbox_it_is_greyed(
    window: Window, own_browser: OwnBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.gui.browser import available

    monkeypatch.setattr(available, "_is_root", lambda: True)
    monkeypatch.delenv("QTWEBENGINE_DISABLE_SANDBOX", raising=False)
    monkeypatch.delenv("QTWEBENGINE_CHROMIUM_FLAGS", raising=False)
    window.open("ipages-xero")
    greyed(window, "window", "administrator (root)")
    assert radio(window, "browser").isChecked()
    window.press_verb(rest=False)
    wait_for(lambda: own_browser.opened)
    own_browser.sign_in()
    at_organisation(window)


@pytest.mark.takes_all_ports
def test_with_all_ports_taken_the_own_browser_is_greyed(window: Window, own_browser: OwnBrowser) -> None:
    held = []
    for port in REDIRECT_PORTS:
        taken = socket.socket()
        held.append(taken)
        # Where an earlier test's connection is remembered still, this takes the port over as we do.
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):  # somebody else listens there: taken all the same
            taken.bind(("127.0.0.1", port))
            taken.listen()
    try:
        page = begin(window, "browser")
        greyed(window, "browser", "8747")
        assert own_browser.opened == []
        assert page.room.browser is not None, "the next way takes its place"
        log_in_to_practice(page.room.browser)
        press(page.room.browser, "allow")
        at_organisation(window)
    finally:
        for taken in held:
            taken.close()


# --- the window ---


@pytest.mark.parametrize("size", [(1366, 768), (1080, 760)])
def test_the_page_has_room(window: Window, size: tuple[int, int]) -> None:
    window.shell.resize(*size)
    page = begin(window, "window")
    wait_for(lambda: page.room.browser.is_loaded)
    let_live(100)
    assert page.room.browser.view.height() > 250
    assert page.area.verticalScrollBar().maximum() == 0, "the page scrolls round the browser"
    window.press("Cancel")


@pytest.mark.parametrize("size", [(1366, 740), (1080, 740)])
def test_the_whole_log_in_is_in_sight_without_scrolling(window: Window, size: tuple[int, int]) -> None:
    window.shell.resize(*size)
    page = begin(window, "window")
    browser = page.panel.room.browser
    wait_for_element(browser.page, "log-in")
    below = "document.getElementById('log-in').getBoundingClientRect().bottom - window.innerHeight"
    wait_for(lambda: run(browser.page, below) < 0, 10)
    each = "[...document.querySelectorAll('.small b')].map((one) => one.getClientRects().length)"
    assert run(browser.page, f"Math.max(...{each})") == 1, "what is read off it is not broken at a hyphen"
    assert not page.area.verticalScrollBar().isVisible()
    assert browser.page.zoomFactor() >= 0.75
    window.press("Cancel")
    assert page.title.isVisible()


def test_the_ways_stay_where_they_are_whichever_is_chosen(window: Window, own_browser: OwnBrowser) -> None:
    window.shell.resize(1366, 740)
    begin(window, "paste")
    places = set()
    for way in ("window", "browser", "paste", "window"):
        choose(window, way)
        let_live(30)
        places.add(tuple(r.mapTo(window.shell, QPoint()).toTuple() for r in window.visible(QRadioButton)))
    assert len(places) == 1
    assert own_browser.opened


def test_the_window_asks_for_the_front_once(
    window: Window, own_browser: OwnBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    page = begin(window, "browser")
    monkeypatch.setattr(window.shell, "activateWindow", lambda: asked.append("forward"))
    object.__setattr__(page.tools, "come_forward", lambda: asked.append("forward"))
    own_browser.sign_in()
    at_organisation(window)
    assert asked == ["forward"]


def test_in_the_window_nobody_needs_to_be_called_forward(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    page = begin(window, "window")
    object.__setattr__(page.tools, "come_forward", lambda: asked.append("forward"))
    log_in_to_practice(page.room.browser)
    press(page.room.browser, "allow")
    at_organisation(window)
    assert asked == []


def test_the_permissions_are_named_with_their_reasons_before_anybody_leaves_for_xero(
    window: Window, own_browser: OwnBrowser
) -> None:
    from wizard.catalogue.load import scopes

    window.open("ipages-xero")
    said = " ".join(window.texts(window.page))
    for scope in scopes():
        assert scope.reason.removeprefix("to ") in said
    assert own_browser.opened == []
    window.press_verb(rest=False)
    wait_for(lambda: own_browser.opened)
    asked = parse_qs(urlsplit(own_browser.opened[0]).query)["scope"][0].split()
    assert asked == [scope.id for scope in scopes()]
    window.press("Cancel")


def test_an_unknown_app_at_xero_leaves_the_helps_in_reach(
    open_window: OpenWindow, services: PracticeServices, home: Path
) -> None:
    """Xero's page says unauthorized_client and sends nobody back."""
    program = program_for(home, services.services_file, practice=False)
    program.site.change(lambda record: record.with_shared({XERO_APP: "F" * 32}))
    window = open_window(program)
    page = begin(window, "window")
    wait_for(lambda: page.room.browser.is_loaded)
    assert window.button("Page shows an error?").isVisible()
    assert window.problem is None
    window.press("Cancel")


@pytest.mark.parametrize("size", [(1366, 768), (1080, 760), (800, 760)])
def test_a_problem_beside_the_page_is_in_sight_whole(
    window: Window, own_browser: OwnBrowser, size: tuple[int, int]
) -> None:
    window.shell.resize(*size)
    page = begin(window, "window")
    wait_for(lambda: page.room.browser.is_loaded)
    page.room.browser.trouble.emit(Problem("XERO-WINDOW", {"owner": "Google"}))
    let_live(100)
    assert window.problem is not None
    assert not window.problem.visibleRegion().isEmpty()
    assert window.problem.visibleRegion().boundingRect().height() == window.problem.height()
    assert page.area.horizontalScrollBar().maximum() == 0, "the page is wider than the window"
    assert page.area.widget().width() <= page.area.viewport().width()
    window.press("Use my browser", window.problem, rest=False)
    assert radio(window, "browser").isChecked()
    assert len(own_browser.opened) == 1
    assert window.problem is None
    window.press("Cancel")
