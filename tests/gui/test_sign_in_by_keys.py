"""R and W from the first screen to the last by the keyboard alone; no secret of them anywhere afterwards."""

import logging
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QRadioButton, QWidget

from tests.gui.test_walking import by_keys
from tests.gui.web import HARMLESS, keys_of, run, wait_for_element
from tests.gui.window import RENTAL, SCREENS, SHOP, Window, let_live, plain_values, wait_for
from wizard.catalogue.practice import practice_logins
from wizard.gui.pages.look_arrived import LookArrivedPage
from wizard.gui.pages.match_codes import MatchCodesPage
from wizard.gui.pages.sign_in import XeroSignInPage
from wizard.gui.pages.vendor_sign_in import VendorSignInPage
from wizard.oauth.attempt import Attempt
from wizard.oauth.token_endpoint import TokenEndpoint
from wizard.redaction.log_filter import RedactingFormatter

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

CARDS = {RENTAL: "Xero for Point of Rental", SHOP: "Web shop to Xero"}


def press_verb(window: Window) -> None:
    verb = window.shell.verb
    window.tab_to(lambda focused: focused is verb)
    window.key(Qt.Key.Key_Return)


def press_again(window: Window) -> None:
    again = window.shell.again
    window.tab_to(lambda focused: focused is again)
    window.key(Qt.Key.Key_Return)


def type_in_page(window: Window, text: str) -> None:
    """Type wherever the page's cursor is."""
    focused = window.focused
    assert focused is not None
    QTest.keyClicks(focused, text)


def at(browser: Any) -> str:
    """Where the page's cursor is."""
    return str(run(browser.page, "(e => `${e.tagName} ${e.id} ${e.value}`)(document.activeElement)"))


def on_the_pages(window: Window, browser: Any) -> None:
    """Log in and allow access with Tab, Enter and typing; the page has the keys from the start."""
    logins = practice_logins()
    wait_for_element(browser.page, "email")
    wait_for(lambda: run(browser.page, "document.activeElement.id") == "email", what="(no cursor in it)")
    assert window.focused is keys_of(browser), "the page does not have the keys"
    type_in_page(window, logins["xero-email"])
    window.key(Qt.Key.Key_Tab)
    wait_for(lambda: run(browser.page, "document.activeElement.id") == "password")
    type_in_page(window, logins["xero-password"])
    wait_for(lambda: run(browser.page, "document.activeElement.value") == logins["xero-password"])
    window.key(Qt.Key.Key_Return)
    wait_for_element(browser.page, "allow")
    for _ in range(10):
        if run(browser.page, "document.activeElement.id") == "allow":
            break
        before = at(browser)
        window.key(Qt.Key.Key_Tab)
        wait_for(lambda: at(browser) != before, what="(Tab does not move)")  # noqa: B023 - used at once
    assert window.focused is keys_of(browser)
    window.key(Qt.Key.Key_Return)


def sign_in(window: Window, page: XeroSignInPage) -> None:
    window.tab_to(lambda focused: isinstance(focused, QRadioButton))
    for _ in range(5):
        if page.panel.ways.value == "window":
            break
        window.key(Qt.Key.Key_Left)
    press_verb(window)
    wait_for(lambda: page.room.browser is not None)
    on_the_pages(window, page.room.browser)
    wait_for(lambda: window.shown is not page, what="(the sign-in does not end)")


def vendor(window: Window, page: VendorSignInPage) -> None:
    press_verb(window)
    wait_for(lambda: page.room.browser is not None)
    on_the_pages(window, page.room.browser)
    wait_for(lambda: page.is_found, what="(the line)")
    let_live(30)
    assert window.focused is window.shell.verb
    window.key(Qt.Key.Key_Return)


def paste_the_line_back(window: Window) -> None:
    """Say which organisation was picked, copy the line by its button, paste it back with Ctrl+V."""
    picked = window.edit("picked_organisation")
    window.tab_to(lambda focused: focused is picked)
    QTest.keyClicks(picked, "Corner Store Pty Ltd")
    target = window.tab_to(lambda focused: focused.accessibleName() == "Copy API Key")
    assert isinstance(target, QAbstractButton)
    window.key(Qt.Key.Key_Return)
    edit = window.edit("paste_back")
    window.tab_to(lambda focused: focused is edit)
    window.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    press_verb(window)


def walk(window: Window, name: str, look: Callable[[], None] = lambda: None) -> list[str]:
    """From the home page to the home page; `look` is called on every screen."""
    wanted = f"Set up: {CARDS[name]}"
    window.tab_to(lambda focused: focused.accessibleName() == wanted)
    window.key(Qt.Key.Key_Return)
    seen = []
    for _ in range(20):
        window.come_to_rest()
        let_live(30)
        window.come_to_rest()
        if window.number == "H1":
            return seen
        seen.append(window.number)
        look()
        page = window.page
        if isinstance(page, XeroSignInPage):
            sign_in(window, page)
        elif isinstance(page, VendorSignInPage):
            vendor(window, page)
        elif window.number == "R3":
            paste_the_line_back(window)
        elif "folder" in page.boxes:
            by_keys(window, plain_values(name))
            window.key(Qt.Key.Key_Tab)
            window.come_to_rest()  # a folder that was named is read
            press_verb(window)
        elif isinstance(page, LookArrivedPage) and window.shell.again.isVisible():
            press_again(window)  # nothing is posted in practice
        elif isinstance(page, MatchCodesPage):
            window.accept_all(page)
            press_verb(window)
        else:
            press_verb(window)
        window.come_to_rest()
        if window.shown is not None:
            assert window.problem is None, window.problem and window.problem.accessibleName()
    return seen


RIGHT = {RENTAL: "Signed in; nothing is sent from here", SHOP: "Sent and proven"}
"""What home says in the end."""


@pytest.mark.parametrize("name", [RENTAL, SHOP])
def test_a_procedure_is_walked_by_keyboard_alone(window: Window, name: str) -> None:
    assert list(dict.fromkeys(walk(window, name))) == SCREENS[name]
    assert RIGHT[name] in window.texts()


class _Canaries:
    """Every secret of the sign-ins, as they come by."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.found: dict[str, str] = {}
        for name in ("exchange", "refresh"):
            patch.setattr(TokenEndpoint, name, self._noting_tokens(name))
        take = Attempt.take

        def noting(attempt: Attempt, address: str) -> bool:
            query = parse_qs(urlsplit(address).query)
            self.found |= {"code": query["code"][0], "verifier": attempt.sign_in.verifier}
            self.found["state"] = attempt.sign_in.state
            return take(attempt, address)

        patch.setattr(Attempt, "take", noting)

    def _noting_tokens(self, name: str) -> Any:
        real = getattr(TokenEndpoint, name)

        def noting(*args: Any, **named: Any) -> Any:
            tokens = real(*args, **named)
            self.found[f"{name}: access"] = tokens.access.reveal()
            self.found[f"{name}: refresh"] = tokens.refresh.reveal()
            return tokens

        return noting


def readable(window: Window) -> str:
    """All that stands in the window or is told to a screen reader."""
    found = []
    for widget in window.shell.findChildren(QWidget):
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QAbstractButton):
            found.append(widget.text())
        if isinstance(widget, QLineEdit):
            found.append(widget.displayText())
    return "\n".join(found)


@pytest.fixture
def program_log(window: Window) -> Iterator[StringIO]:
    """What the program's own log says at its most talkative, libraries included."""
    stream, root = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter(window.program.redactor))
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(before)
    root.removeHandler(handler)


def test_no_secret_of_a_sign_in_is_anywhere_afterwards(
    window: Window, home: Path, monkeypatch: pytest.MonkeyPatch, program_log: StringIO, capfd: Any
) -> None:
    canaries = _Canaries(monkeypatch)
    texts: list[str] = []

    def look() -> None:
        line = window.session.answers.secret("line")
        if line is not None:
            canaries.found["line"] = line.reveal()
        texts.append(readable(window))

    walk(window, RENTAL, look)
    look_home = readable(window)
    found = canaries.found
    assert {"code", "verifier", "state", "line", "exchange: access", "exchange: refresh"} <= set(found)
    out, err = capfd.readouterr()
    written = b"\n".join(path.read_bytes() for path in home.rglob("*") if path.is_file()).decode(
        "utf-8", "replace"
    )
    names = "\n".join(str(path) for path in home.rglob("*"))
    assert "Corner Store" in written, "there are files to look into"
    # Which libraries speak depends on what ran in this process before; the practice Xero always does.
    assert "practice Xero answered" in program_log.getvalue(), "there is a log to look into"
    places = {
        "window": "\n".join(texts),
        "home page": look_home,
        "log": program_log.getvalue(),
        "output": out + err,
        "files": written,
        "names of files": names,
    }
    for secret, value in found.items():
        for piece in {value, value[8:40]}:
            for place, text in places.items():
                assert piece not in text, f"{secret} is in the {place}"
    assert QGuiApplication.clipboard().text() in {"", found["line"]}, "only what its user copied"
    window.controller._on_closing()
    assert QGuiApplication.clipboard().text() == "", "and that not for long"


def test_a_key_that_is_only_looked_at_cannot_be_shown(window: Window) -> None:
    window.walk_to("R1")
    assert "Show" not in window.texts(window.box("key_now"))
    window.walk_to("R3")
    assert "Show" not in window.texts(window.box("line"))
    assert window.edit("line").echoMode() is QLineEdit.EchoMode.Password
