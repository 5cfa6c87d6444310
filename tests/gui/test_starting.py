"""How a window begins: within its screen, after a crash, and where not even practice starts."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLabel

from tests.gui.conftest import OpenWindow
from tests.gui.window import MAIL, Window, program_for, wait_for
from tests.journeys.children import wait_until
from wizard.app.options import Options
from wizard.gui import main
from wizard.gui.home.nothing_starts import show_why
from wizard.gui.shell import Shell
from wizard.gui.widgets.panels import ProblemPanel
from wizard.model.policies import Policies
from wizard.model.problem import Problem
from wizard.practice import PracticeServices

ROOT = Path(__file__).parents[2]


def test_the_window_stays_on_its_screen_with_its_frame(window: Window) -> None:
    shell, room = window.shell, window.shell.screen().availableGeometry()
    frame = shell.frameGeometry().size() - shell.geometry().size()
    assert frame.height() > 0, "this platform draws frames, so that the test can fail"
    shell.resize(QSize(room.width() + 300, room.height() + 300))
    shell.fit()
    wait_for(lambda: room.contains(shell.frameGeometry()))
    assert shell.frameGeometry().size() == room.size()


def test_a_window_that_fits_is_left_where_it_is(window: Window) -> None:
    shell = window.shell
    shell.resize(700, 500)
    shell.move(37, 41)
    before = shell.geometry()
    shell.fit()
    assert shell.geometry() == before


def test_where_practice_does_not_start_the_reason_has_a_screen_number_and_no_more_room_than_it_needs(
    dressed: object, qtbot: object
) -> None:
    shell, again = Shell(), []
    show_why(
        shell, Problem("STORE-WRITE", {"path": "/x", "said": "Not a directory"}), lambda: again.append(1)
    )
    shell.show()
    (panel,) = shell.findChildren(ProblemPanel)
    wait_for(panel.isVisible)
    assert panel.height() < shell.pages.height() / 2
    assert "Not a directory. Free some space" in panel.accessibleName()
    assert "H1" in " ".join(found.text() for found in shell.side.findChildren(QLabel))
    panel.buttons[0].click()
    assert again == [1]
    shell.close()
    shell.deleteLater()


def crash_at(home: Path, walked: str) -> None:
    """Start the real program with a window, and have it die as of a bug in a library."""
    command = [sys.executable, "-m", "wizard", "--home", str(home), "--practice", "open", walked]
    environment = {**os.environ, "HOME": str(home.parent), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: any((home / "log").glob("running-*.txt")), 30)
            wait_until(lambda: any(home.rglob("drafts/*")), 30)
            process.send_signal(signal.SIGSEGV)
            process.wait(30)
        finally:
            process.kill()


@pytest.mark.skipif(
    sys.platform == "win32", reason="a signal cannot be sent there; tests/windows has its own"
)
def test_a_crash_is_said_once_at_the_next_start_and_the_draft_goes_on(
    open_window: OpenWindow, services: PracticeServices, home: Path
) -> None:
    first = open_window(program_for(home, services.services_file))
    first.walk_to("M2")
    first.close()
    crash_at(home, MAIL)
    window = open_window(program_for(home, services.services_file))
    window.controller.show_home()
    window.controller.home.tell_of_crash(home / "log")
    (panel,) = window.shell.findChildren(ProblemPanel)
    assert "ended by itself" in panel.accessibleName()
    (report,) = (home / "log").glob("crash-*.txt")
    assert str(report) in panel.accessibleName()
    window.press("Continue at M2")
    window.controller.show_home()
    window.controller.home.tell_of_crash(home / "log")
    assert window.shell.findChildren(ProblemPanel) == [] or "ended by itself" not in window.texts()


def test_home_shows_what_the_policies_of_the_pc_let_it_and_whom_to_call(
    open_window: OpenWindow, services: PracticeServices, home: Path
) -> None:
    program = program_for(home, services.services_file)
    policies = Policies(
        procedures=("imagatec-mail",), support_name="Harbour IT", support_phone="01632 960123"
    )
    program.world = program.world._replace(policies=policies)
    window = open_window(program)
    window.controller.show_home()
    said = " ".join(window.texts())
    assert "Store e-mail" in said
    assert "Web shop to Xero" not in said
    window.click(window.shell.help_link)
    assert "For this PC: Harbour IT 01632 960123." in " ".join(window.texts(window.shell.help))
    window.walk_to("M2")
    window.controller.show_home()
    assert "Web shop to Xero" not in " ".join(window.texts())


def test_policies_that_would_leave_nothing_leave_all(
    open_window: OpenWindow, services: PracticeServices, home: Path
) -> None:
    program = program_for(home, services.services_file)
    program.world = program.world._replace(policies=Policies(procedures=("misspelt",)))
    window = open_window(program)
    window.controller.show_home()
    assert "Web shop to Xero" in " ".join(window.texts())


def test_no_other_world_is_started_beside_a_window_that_may_not_close_yet(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[object] = []
    monkeypatch.setattr(main, "_start_detached", started.append)
    shell = Shell()
    shell.may_close = lambda: False
    main._switch_world(qapp, shell, Options(practice=True))
    assert started == []
    shell.deleteLater()
