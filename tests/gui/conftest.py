"""The real window over the practice services; no display, no keyring, no D-Bus of this user."""

import ctypes
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Whatever asks for a session bus finds none: no test reaches this user's own password store.
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
if getattr(os, "geteuid", lambda: -1)() == 0:
    # Chromium does not run as root with its sandbox; what a test opens is on loopback.
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.gui.web import OwnBrowser
from tests.gui.window import Window, program_for
from wizard.app import openers
from wizard.app.program import Program
from wizard.gui import theme
from wizard.practice import PracticeServices

if sys.version_info < (3, 12):
    # WORKAROUND: each Signal.emit of PySide6 6.12 lets go of one reference of True too many, and each call
    # that returns nothing of one of None; after some thousand the process dies. test_long_days looks at
    # what the program itself does about it.
    for constant in (True, False, None):
        ctypes.c_ssize_t.from_address(id(constant)).value += 1 << 40

OpenWindow = Callable[..., Window]


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with the program's own style."""
    qapp.setStyle(theme.STYLE)
    theme.apply(qapp)
    return qapp


@pytest.fixture(scope="session")
def running_services() -> Iterator[PracticeServices]:
    with PracticeServices() as services:
        yield services


@pytest.fixture
def services(running_services: PracticeServices) -> Iterator[PracticeServices]:
    """Practice services without a fault, before and after."""
    running_services.clear_faults()
    running_services.forget_documents()
    # The practice Xero counts 60 calls a minute for each organisation; tests together make more.
    running_services.clock.advance(61)
    yield running_services
    running_services.clear_faults()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def open_window(dressed: QApplication, services: PracticeServices, home: Path) -> Iterator[OpenWindow]:
    """Opens windows; all are closed after the test."""
    windows: list[Window] = []

    def make(program: Program | None = None) -> Window:
        window = Window(program or program_for(home, services.services_file, services=services))
        windows.append(window)
        window.shell.show()
        window.shell.activateWindow()
        window.wait_for(window.shell.isActiveWindow)
        # It fits itself to the screen once it was painted: who resizes it before that gets the screen's size.
        window.wait_for(window.shell.actions)
        return window

    yield make
    for window in windows:
        window.close()
    QGuiApplication.clipboard().clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


@pytest.fixture
def window(open_window: OpenWindow) -> Window:
    """A window in practice, on the home page."""
    made = open_window()
    made.controller.show_home()
    return made


@pytest.fixture
def own_browser(monkeypatch: pytest.MonkeyPatch) -> OwnBrowser:
    """In the place of the user's own browser."""
    browser = OwnBrowser()
    monkeypatch.setattr(QDesktopServices, "openUrl", browser.open)
    return browser


@pytest.fixture(autouse=True)
def nobody_chooses_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own windows for files are closed as soon as they open: they would wait for a person."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))


@pytest.fixture(autouse=True)
def this_pc_has_a_program_for_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """What opens files on the PC that tests run on is not theirs to know."""
    monkeypatch.setattr(openers, "names_a_program", lambda _url: True)
