"""A person at the pages of an embedded browser: waits for them, types with real keys, presses buttons."""

import json
from dataclasses import dataclass, field
from typing import Any

import requests
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton, QWidget

from tests.faults.person import Person, practice_person
from tests.gui.window import SCREENS, Window, wait_for
from wizard.catalogue.practice import practice_logins
from wizard.gui.pages.sign_in import XeroSignInPage

HARMLESS = (
    # What the engine says at its start on a machine without a graphics card; it draws by itself then.
    r"QRhiGles2: Failed to create (temporary )?context",
    r"Failed to create RHI for backend",
    r"This plugin does not support createPlatformVulkanInstance",
    r"QVulkanInstance: Failed to initialize Vulkan",
    r"GBM is not supported with the current configuration",
    r"GPUInfo not initialized on GpuInfoUpdate",
    # What the offscreen platform has none of.
    r"This plugin does not support (raise|propagateSizeHints)\(\)",
    r"This plugin does not support grabbing the keyboard",
)
"""Patterns of Qt messages for `qt_log_ignore`."""


def run(page: Any, script: str, world: int = 0) -> Any:
    """What a script in the page answers; `world` 0 is the page's own."""
    answers: list[Any] = []
    page.runJavaScript(script, world, answers.append)
    wait_for(lambda: answers, 20, f"(no answer to {script[:60]!r})")
    return answers[0]


def wait_for_element(page: Any, element: str) -> None:
    """Wait until an element of this id stands on the page."""
    script = f"Boolean(document.getElementById({json.dumps(element)}))"
    wait_for(lambda: run(page, script), 20, f"(no #{element} at {page.url().toString()})")


def keys_of(browser: Any) -> QWidget:
    """The widget inside the web view that gets its keys."""
    found = browser.view.focusProxy()
    assert isinstance(found, QWidget)
    return found


def type_into(browser: Any, element: str, text: str) -> None:
    """Put the cursor into an input of the page and type, key by key."""
    page = browser.page
    wait_for_element(page, element)
    wait_for(lambda: run(page, "document.readyState") == "complete")
    browser.view.setFocus()
    run(page, f"document.getElementById({json.dumps(element)}).focus()")
    QTest.keyClicks(keys_of(browser), text)
    value = f"document.getElementById({json.dumps(element)}).value"
    wait_for(lambda: run(page, value) == text, 10, f"(typed into #{element}: {run(page, value)!r})")


def press(browser: Any, element: str) -> None:
    """Press a button of the page."""
    wait_for_element(browser.page, element)
    run(browser.page, f"document.getElementById({json.dumps(element)}).click()")


def press_by_key(browser: Any, element: str) -> None:
    """Press a button or follow a link by Enter: to the page its user did it, not a script."""
    wait_for_element(browser.page, element)
    browser.view.setFocus()
    run(browser.page, f"document.getElementById({json.dumps(element)}).focus()")
    press_enter(browser)


def press_enter(browser: Any) -> None:
    QTest.keyClick(keys_of(browser), Qt.Key.Key_Return)


def begin(window: Window, way: str, procedure: str = "ipages-xero") -> XeroSignInPage:
    """Open the sign-in's page, choose a way as its user does, press Open Xero."""
    window.open(procedure)
    return begin_here(window, way)


def begin_here(window: Window, way: str) -> XeroSignInPage:
    """Choose a way on the page shown and press Open Xero."""
    page = window.page
    assert isinstance(page, XeroSignInPage)
    choose(window, way)
    window.press_verb(rest=False)
    wait_for(lambda: page.panel.attempt is not None, what="(no sign-in begins)")
    return page


WAYS = {"window": "In this window", "browser": "In my own browser", "paste": "Paste the address"}


def choose(window: Window, way: str) -> None:
    """Click a way."""
    radio = next(r for r in window.visible(QRadioButton, window.page) if r.text() == WAYS[way])
    window.click(radio)


def log_in(browser: Any, email: str, password: str) -> None:
    """Log in on the page by its keys."""
    type_into(browser, "email", email)
    type_into(browser, "password", password)
    press_enter(browser)
    wait_for_element(browser.page, "allow")


def log_in_to_practice(browser: Any) -> None:
    logins = practice_logins()
    log_in(browser, logins["xero-email"], logins["xero-password"])


def come_back(address: str) -> requests.Response:
    """What a browser does at the end: follow the redirect to our listener."""
    with requests.Session() as browser:
        browser.trust_env = False
        return browser.get(address, timeout=20)


@dataclass
class OwnBrowser:
    """The user's own browser: keeps what it was told to open, and goes there when it is told to."""

    opened: list[str] = field(default_factory=list)
    works: bool = True
    person: Person = field(default_factory=practice_person)

    def open(self, url: QUrl) -> bool:
        self.opened.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return self.works

    def sign_in(self, address: str = "") -> requests.Response:
        """Sign in at the last address opened and follow the redirect."""
        wait_for(lambda: bool(address or self.opened), what="(the browser is asked to open)")
        return come_back(self.person.visit(address or self.opened[-1]))


def connect(window: Window, own_browser: OwnBrowser, organisation: str = "Corner Store Pty Ltd") -> None:
    """From a page that signs in: sign in by the own browser and come to the organisation's page."""
    begin_here(window, "browser")
    own_browser.person = practice_person(organisation)
    before = window.page
    own_browser.sign_in()
    wait_for(lambda: window.shown is not before, what="(the sign-in ends)")
    window.come_to_rest()
    wait_for(lambda: not any("Asking Xero" in text for text in window.texts(window.page)), 10)
    window.come_to_rest()


def use_this(window: Window) -> None:
    """Use the organisation that is shown; where that is taken go on to the last screen, sending nothing."""
    window.press("Use this organisation")
    last = SCREENS.get(window.session.procedure.id)
    if last is not None and window.problem is None and not window.shell.verb.text().startswith("Use this"):
        if "W8" in last:
            window.go_on_to("W8")
            window.press("Finish without sending")
        window.go_on_to(last[-1])
