"""A real keyboard and a real mouse on an X11 display: a key held down, and a double click."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.fixtures import require
from tests.servers.thunderbird import screen
from wizard.practice import PracticeServices

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]


class RealScreen:
    """A window in a process of its own, on a display that nobody sees."""

    def __init__(self, process: "subprocess.Popen[str]", shown: dict[str, str]) -> None:
        self._process, self._shown = process, shown
        assert process.stdout is not None
        self.close_at = process.stdout.readline().split()
        """Where its Close stands on the screen."""

    def hands(self, *arguments: str) -> None:
        """Let xdotool press."""
        subprocess.run(["xdotool", *arguments], env={**os.environ, **self._shown}, check=True, timeout=30)

    def number_after(self, milliseconds: int) -> str:
        """The screen that is shown when the window has lived for so long."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{milliseconds}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def window_at(number: str, home: Path, services: PracticeServices) -> Iterator[RealScreen]:
    """A window that stands at a screen."""
    require("Xvfb", "xdotool", "dbus-daemon")
    with screen() as shown:
        environment = {**os.environ, **shown, "QT_QPA_PLATFORM": "xcb"}
        environment["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
        arguments = [str(home), str(services.services_file), number]
        command = [sys.executable, "-m", "tests.gui.at_a_real_screen", *arguments]
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield RealScreen(process, shown)
            finally:
                process.terminate()


def test_a_key_held_down_goes_one_screen_on(home: Path, services: PracticeServices) -> None:
    """Of a hundred repetitions Qt takes some for presses, more where the machine is busy."""
    with window_at("M4", home, services) as window:
        window.hands("keydown", "Return")
        try:
            assert window.number_after(4000) == "M5"
        finally:
            window.hands("keyup", "Return")
        assert window.number_after(300) == "M5"
        window.hands("key", "Return")
        assert window.number_after(1500) == "M6"


@pytest.mark.parametrize("gap", [60, 250])
def test_a_double_click_on_close_goes_home_and_no_further(
    home: Path, services: PracticeServices, gap: int
) -> None:
    with window_at("M1", home, services) as window:
        window.hands("mousemove", *window.close_at, "click", "--repeat", "2", "--delay", str(gap), "1")
        assert window.number_after(800) == "H1"
