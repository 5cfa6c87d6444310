"""The embedded browser by itself: what it shows, what it refuses, and what is left of it afterwards."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QVBoxLayout, QWidget

from tests.gui.web import HARMLESS, keys_of, press, press_by_key, run, type_into, wait_for_element
from tests.gui.web_pages import WebPages, web_pages
from tests.gui.window import let_live, wait_for
from wizard.gui.browser.address_bar import AddressBar
from wizard.gui.browser.embedded import EmbeddedBrowser
from wizard.gui.browser.guarded_page import refusal_of
from wizard.model.problem import Problem

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

ANSWER = "http://localhost:8747/callback?code=c0de&state=right"


class Shown:
    """A browser in a window of its own, and what it said."""

    def __init__(self) -> None:
        self.holder = QWidget()
        self.browser = EmbeddedBrowser(lambda address: address.startswith("http://localhost:8747/callback"))
        self.troubles: list[Problem] = []
        self.answers: list[str] = []
        self.browser.trouble.connect(self.troubles.append)
        self.browser.answered.connect(self.answers.append)
        column = QVBoxLayout(self.holder)
        column.addWidget(self.browser)
        self.holder.resize(900, 600)
        self.holder.show()

    @property
    def page(self) -> Any:
        return self.browser.page

    def open(self, address: str) -> None:
        self.browser.open(address)
        wait_for(lambda: self.browser.is_loaded and self.page.url().toString() != "", what=address)
        let_live(20)

    @property
    def codes(self) -> list[str]:
        return [problem.code for problem in self.troubles]

    @property
    def bar(self) -> AddressBar:
        return self.browser.pane.bar


@pytest.fixture
def shown(dressed: QApplication) -> Iterator[Shown]:
    made = Shown()
    yield made
    made.holder.close()
    made.holder.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    let_live(50)


@pytest.fixture
def site() -> Iterator[WebPages]:
    with web_pages() as running:
        yield running


# --- the redirect ---


def test_the_redirect_is_caught_and_nothing_is_asked_there(shown: Shown, site: WebPages) -> None:
    site.pages["/"] = (302, {"Location": ANSWER}, b"")
    shown.browser.open(site.base)
    wait_for(lambda: shown.answers)
    let_live(200)
    assert shown.answers == [ANSWER]
    assert shown.codes == []


def test_only_one_answer_is_told(shown: Shown, site: WebPages) -> None:
    site.pages["/"] = f"<script>location = '{ANSWER}'; setTimeout(() => location = '{ANSWER}', 50)</script>"
    shown.browser.open(site.base)
    wait_for(lambda: shown.answers)
    let_live(300)
    assert len(shown.answers) == 1


def test_a_frame_cannot_answer(shown: Shown, site: WebPages) -> None:
    site.pages["/"] = f"<p>Here</p><iframe src='{ANSWER}'></iframe>"
    shown.open(site.base)
    let_live(200)
    assert shown.answers == []


# --- pop-up windows ---


def test_a_pop_up_works_and_closes(shown: Shown, site: WebPages) -> None:
    site.pages[
        "/"
    ] = """<button id="go" onclick="window.open('/pop', 'p', 'width=400,height=300')">Go</button>
      <p id="said"></p><script>addEventListener('message', e => said.textContent = e.data)</script>"""
    site.pages["/pop"] = (
        """<button id="done" onclick="opener.postMessage('signed in', '*'); window.close()">Done</button>"""
    )
    shown.open(site.base)
    press(shown.browser, "go")
    wait_for(lambda: any(d.isVisible() for d in shown.holder.findChildren(QDialog)), what="(no pop-up)")
    pop_up: Any = next(d for d in shown.holder.findChildren(QDialog) if d.isVisible())
    wait_for_element(pop_up.pane.page, "done")
    assert "localhost" in pop_up.pane.bar.address.text(), "a pop-up shows its address too"
    assert pop_up.pane.view.height() > 250
    press(pop_up.pane, "done")
    wait_for(lambda: not shiboken6.isValid(pop_up) or not pop_up.isVisible(), what="(it stays)")
    wait_for(lambda: run(shown.page, "said.textContent") == "signed in")


def test_a_pop_up_that_ends_in_the_redirect_ends_the_sign_in(shown: Shown, site: WebPages) -> None:
    site.pages["/"] = """<button id="go" onclick="window.open('/pop')">Go</button>"""
    site.pages["/pop"] = f"""<a id="back" href="{ANSWER}">Back</a>"""
    shown.open(site.base)
    press(shown.browser, "go")
    wait_for(lambda: any(d.isVisible() for d in shown.holder.findChildren(QDialog)))
    pop_up: Any = next(d for d in shown.holder.findChildren(QDialog) if d.isVisible())
    press(pop_up.pane, "back")
    wait_for(lambda: shown.answers)
    assert shown.answers == [ANSWER]
    wait_for(lambda: not shiboken6.isValid(pop_up) or not pop_up.isVisible())


def test_a_pop_up_closed_by_its_user_leaves_the_page_at_work(shown: Shown, site: WebPages) -> None:
    site.pages["/"] = """<button id="go" onclick="window.open('/pop')">Go</button>"""
    site.pages["/pop"] = "<p id='there'>Pop</p>"
    shown.open(site.base)
    for _ in range(2):
        press(shown.browser, "go")
        wait_for(lambda: any(d.isVisible() for d in shown.holder.findChildren(QDialog)))
        pop_up: Any = next(d for d in shown.holder.findChildren(QDialog) if d.isVisible())
        wait_for_element(pop_up.pane.page, "there")
        pop_up.close()
        wait_for(lambda: not any(d.isVisible() for d in shown.holder.findChildren(QDialog)))
    assert run(shown.page, "Boolean(document.getElementById('go'))")


# --- refused ---


def test_a_download_is_refused_and_no_trouble(
    shown: Shown, site: WebPages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment = {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": "attachment; filename=x.bin",
    }
    site.pages |= {"/": "<a id='get' href='/file'>Get</a>", "/file": (200, attachment, b"x" * 5000)}
    states: list[Any] = []
    shown.open(site.base)
    shown.page.profile().downloadRequested.connect(states.append)
    press(shown.browser, "get")
    wait_for(lambda: states)
    let_live(300)
    assert all(one.state() is one.DownloadState.DownloadCancelled for one in states)
    assert run(shown.page, "Boolean(document.getElementById('get'))"), "the page stays"
    assert shown.codes == []


def test_a_certificate_that_nobody_knows_is_refused(shown: Shown) -> None:
    with web_pages(untrusted=True) as site:
        site.pages["/"] = "<p id='secret'>never shown</p>"
        shown.open(site.base)
        wait_for(lambda: shown.troubles)
        let_live(200)
        assert shown.codes == ["XERO-PAGE-CERT"], "one problem, and the right one"
        assert shown.troubles[0].facts["host"] == "localhost"
        assert "/" not in site.asked
        assert not run(shown.page, "Boolean(document.getElementById('secret'))")
        assert "🔒" not in shown.bar.address.text()


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "data:text/html,<p id=gone>x</p>", "qrc:/x", "chrome://gpu"],
)
def test_the_page_cannot_become_something_else(shown: Shown, site: WebPages, target: str) -> None:
    site.pages["/"] = f"""<a id="go" href="{target}">Go</a>"""
    shown.open(site.base)
    press(shown.browser, "go")
    let_live(400)
    assert run(shown.page, "Boolean(document.getElementById('go'))"), "the page was left"
    assert shown.codes == []


def test_boxes_of_a_page_do_not_stand_over_our_window(shown: Shown, site: WebPages) -> None:
    site.pages["/"] = """<p id="said"></p><script>
      alert('a'); const yes = confirm('b'); const typed = prompt('c', 'd');
      said.textContent = JSON.stringify([yes, typed])</script>"""
    shown.open(site.base)
    wait_for(lambda: run(shown.page, "said.textContent"))
    assert run(shown.page, "said.textContent") == "[false,null]"
    assert QApplication.activeModalWidget() is None


def test_a_page_may_be_left_although_it_asks_not_to_be(shown: Shown, site: WebPages) -> None:
    site.pages["/"] = """<input id="box"><a id="on" href="/next">On</a>
      <script>onbeforeunload = e => { e.preventDefault(); return 'stay'; }</script>"""
    site.pages["/next"] = "<p id='next'>Next</p>"
    shown.open(site.base)
    type_into(shown.browser, "box", "x")
    press(shown.browser, "on")
    wait_for_element(shown.page, "next")


def test_the_pages_console_is_not_logged(shown: Shown, site: WebPages, caplog: Any, qtlog: Any) -> None:
    site.pages["/"] = "<p id=a>x</p><script>console.log('CANARY-log'); console.error('CANARY-error')</script>"
    caplog.set_level(logging.DEBUG)
    shown.open(site.base)
    let_live(200)
    assert "CANARY" not in caplog.text
    assert not any("CANARY" in record.message for record in qtlog.records)


def test_a_page_that_is_not_there(shown: Shown) -> None:
    with web_pages() as site:
        gone = site.base
    shown.open(gone)
    wait_for(lambda: shown.troubles)
    assert shown.codes == ["XERO-PAGE-GONE"]
    assert shown.troubles[0].facts["host"] == "localhost"


def test_a_page_that_says_404_is_shown_as_it_is(shown: Shown, site: WebPages) -> None:
    site.pages["/"] = (404, {"Content-Type": "text/html"}, b"<p id=own>Our own words</p>")
    shown.open(site.base)
    assert run(shown.page, "Boolean(document.getElementById('own'))")
    assert shown.codes == []


def test_a_page_that_does_not_come_offers_another_way(
    dressed: QApplication, site: WebPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.gui.browser import embedded

    monkeypatch.setattr(embedded, "_SLOW_MS", 200)
    shown = Shown()
    shown.browser.open(f"{site.base}/hangs")
    wait_for(lambda: shown.troubles)
    assert shown.codes == ["XERO-PAGE-SLOW"]
    assert shown.troubles[0].facts["host"] == "localhost"
    site.waits.set()
    shown.holder.close()
    shown.holder.deleteLater()


# --- who refuses this window ---


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("https://accounts.google.com/v3/signin/rejected?rrk=46", "Google"),
        (
            "https://accounts.google.com/signin/oauth/error/v2?authError=ChREaXNhbGxvd2VkX3VzZXJhZ2VudA",
            "Google",
        ),
        ("https://accounts.google.com/o/oauth2/auth?error=disallowed_useragent", "Google"),
        ("https://accounts.google.com/v3/signin/identifier", ""),
        ("https://accounts.google.com.example.test/signin/rejected", ""),
        ("https://login.xero.com/signin/rejected", ""),
    ],
)
def test_googles_refusal_is_recognised(address: str, owner: str) -> None:
    found = refusal_of(address)
    assert (found.facts["owner"] if found else "") == owner
    assert found is None or found.code == "XERO-WINDOW"


# --- the address bar ---


@pytest.mark.parametrize(
    ("address", "trusted", "shown_as", "said", "owner"),
    [
        ("https://login.xero.com/identity?x=1", True, "🔒 https://<b>login.xero.com</b>/identity",
         "encrypted, certificate in order", "Xero’s page"),
        ("https://login.xero.com/", False, "⚠ https://<b>login.xero.com</b>/", "not", "Xero’s page"),
        ("http://login.xero.com/", True, "⚠ http://<b>login.xero.com</b>/", "not encrypted", "Xero’s page"),
        ("https://login.xero.com.evil.test/", True, "🔒 https://<b>login.xero.com.evil.test</b>/",
         "encrypted", "Not a page we know"),
        ("https://login.xero.com@evil.test/", True, "🔒 https://<b>evil.test</b>/", "encrypted",
         "Not a page we know"),
        ("http://localhost:123/a<b>", True, "⌂ http://<b>localhost:123</b>/a&lt;b&gt;", "on this PC", ""),
        ("about:blank", True, "", "", ""),
    ],
)  # fmt: skip
def test_the_address_bar(
    dressed: QApplication, address: str, trusted: bool, shown_as: str, said: str, owner: str
) -> None:
    bar = AddressBar({})
    bar.show_address(address, trusted=trusted)
    assert bar.address.text() == shown_as
    assert said in bar.address.accessibleName()
    assert bar.owner.text() == owner
    assert "x=1" not in bar.address.text() + bar.address.accessibleName() + bar.address.toolTip()


def test_zoom_back_and_reload(shown: Shown, site: WebPages) -> None:
    site.pages |= {"/": "<a id='on' href='/two'>On</a>", "/two": "<p id='two'>Two</p>"}
    shown.open(site.base)
    assert shown.page.zoomFactor() == pytest.approx(0.9), "a sign-in's whole form fits into this height"
    for wanted in (1.0, 1.1):
        QTest.mouseClick(shown.bar.larger, Qt.MouseButton.LeftButton)
        assert shown.page.zoomFactor() == pytest.approx(wanted)
    for _ in range(30):
        QTest.mouseClick(shown.bar.smaller, Qt.MouseButton.LeftButton)
    assert shown.page.zoomFactor() == pytest.approx(0.5)
    press_by_key(shown.browser, "on")
    wait_for_element(shown.page, "two")
    wait_for(lambda: "/two" in shown.bar.address.text())
    QTest.mouseClick(shown.bar.reload, Qt.MouseButton.LeftButton)
    wait_for(lambda: site.asked.count("/two") == 2)
    QTest.mouseClick(shown.bar.back, Qt.MouseButton.LeftButton)
    wait_for_element(shown.page, "on")
    wait_for(lambda: "/two" not in shown.bar.address.text())


# --- using it ---


def test_what_a_password_manager_pastes_arrives(shown: Shown, site: WebPages) -> None:
    site.pages["/"] = "<input id='password' type='password'>"
    shown.open(site.base)
    run(shown.page, "document.getElementById('password').focus()")
    shown.browser.view.setFocus()
    QGuiApplication.clipboard().setText("fr0m & a <manager>")
    shown.page.triggerAction(QWebEnginePage.WebAction.Paste)
    wait_for(lambda: run(shown.page, "document.getElementById('password').value") == "fr0m & a <manager>")


def test_the_menu_offers_no_saving(shown: Shown, site: WebPages) -> None:
    site.pages["/"] = "<p>Some text</p>"
    shown.open(site.base)
    shown.browser.view.customContextMenuRequested.emit(shown.browser.view.rect().center())
    menu = next(m for m in shown.browser.findChildren(QMenu) if m.isVisible())
    texts = [action.text().replace("&", "") for action in menu.actions()]
    menu.close()
    assert len(texts) == 6
    assert not any("Save" in text or "ource" in text for text in texts), texts


def test_escape_and_enter_belong_to_the_page(shown: Shown, site: WebPages) -> None:
    site.pages["/"] = """<button id="b" onclick="said.textContent += 'pressed '">B</button><p id="said"></p>
      <script>
      addEventListener('keydown', e => { if (e.key == 'Escape') said.textContent += 'escape ' })
      </script>"""
    shown.open(site.base)
    shown.browser.view.setFocus()
    run(shown.page, "document.getElementById('b').focus()")
    QTest.keyClick(keys_of(shown.browser), Qt.Key.Key_Return)
    QTest.keyClick(keys_of(shown.browser), Qt.Key.Key_Escape)
    wait_for(lambda: run(shown.page, "said.textContent") == "pressed escape ")


# --- afterwards ---


def test_the_profile_is_off_the_record_and_gone_afterwards(dressed: QApplication, site: WebPages) -> None:
    site.pages["/"] = (
        200,
        {"Content-Type": "text/html", "Set-Cookie": "seen=1; Max-Age=9999"},
        b"<p id=a>x</p>",
    )
    first = Shown()
    profile = first.page.profile()
    assert profile.isOffTheRecord()
    first.open(site.base)
    assert run(first.page, "document.cookie") == "seen=1"
    first.holder.close()
    first.holder.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    wait_for(lambda: not shiboken6.isValid(profile), what="(the profile lives on)")
    second = Shown()
    site.pages["/"] = "<p id=a>x</p>"
    second.open(site.base)
    assert run(second.page, "document.cookie") == ""
    second.holder.close()
    second.holder.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    let_live(50)


_ENDS = """
import tests.gui.conftest
import sys
from PySide6.QtCore import QTimer
from wizard.gui.main import make_application
from tests.gui.window import Window, program_for, wait_for
from tests.gui.web import begin
from wizard.practice import PracticeServices
from pathlib import Path
app = make_application()
with PracticeServices() as services:
    window = Window(program_for(Path(sys.argv[1]), services.services_file))
    window.shell.show()
    page = begin(window, "window")
    wait_for(lambda: page.room.browser.is_loaded)
    QTimer.singleShot(100, window.shell.close)
    QTimer.singleShot(400, app.quit)
    app.exec()
print("ended", flush=True)
"""


def test_the_program_may_be_closed_while_a_page_is_open(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _ENDS, str(tmp_path / "home")],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-1500:]
    assert "ended" in ended.stdout
    for never in ("Release of profile", "Traceback", "state="):
        assert never not in ended.stderr, ended.stderr[-1500:]
