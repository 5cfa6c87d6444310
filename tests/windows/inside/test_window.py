"""Every procedure walked through the window in practice, on Windows' own Qt."""

import os
import sys

# Wine hands no variable that begins with QT_ to its programs.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("TILLBRIDGE_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.gui.window import LETTERS, SCREENS, Window, program_for, wait_for
from wizard.gui.main import make_application
from wizard.practice import PracticeServices


@pytest.fixture(scope="session")
def application():
    return make_application()


@pytest.fixture(scope="session")
def services():
    with PracticeServices() as running:
        yield running


@pytest.fixture
def window(application, services, tmp_path):
    services.clock.advance(61)
    made = Window(program_for(tmp_path / "Größe des Ladens", services.services_file))
    made.shell.show()
    made.controller.show_home()
    yield made
    made.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def test_it_is_the_platform_that_was_asked_for(application):
    assert application.platformName() == os.environ["QT_QPA_PLATFORM"]
    assert sys.platform == "win32"


@pytest.mark.parametrize("procedure", list(LETTERS))
def test_a_procedure_is_walked_to_its_end(window, procedure):
    window.walk_to(SCREENS[procedure][-1])
    assert window.page.ends
    assert window.problem is None


def test_the_window_stays_on_its_screen_with_its_frame(window):
    room = window.shell.screen().availableGeometry()
    window.shell.resize(room.width() + 200, room.height() + 200)
    window.shell.fit()
    wait_for(lambda: room.contains(window.shell.frameGeometry()))
