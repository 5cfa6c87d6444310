"""Started from an icon on Linux, where nobody reads what is printed, it says in a box why no window came."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has a box of its own")
STARTED = """
import sys
from PySide6.QtWidgets import QMessageBox
QMessageBox.exec = lambda box: print("box:", box.windowTitle(), box.text())  # closed at once
from wizard.__main__ import main
sys.exit(main())
"""
ICON = {"DESKTOP_STARTUP_ID": "menu-1"}


def start(home: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    none_of_ours = {"DESKTOP_STARTUP_ID", "XDG_ACTIVATION_TOKEN", "GIO_LAUNCHED_DESKTOP_FILE_PID", "DISPLAY"}
    ours = {name: value for name, value in os.environ.items() if name not in none_of_ours}
    return subprocess.run(
        [sys.executable, "-c", STARTED, "--home", str(home), *words],
        cwd=ROOT, env={**ours, "QT_QPA_PLATFORM": "offscreen", **environment}, text=True,
        stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def test_it_is_said_in_a_box_and_in_the_log(tmp_path: Path) -> None:
    home = tmp_path / "home"
    ended = start(home, "open", "no-such-procedure", DISPLAY=":7", **ICON)
    assert ended.returncode == 2
    said = ended.stdout.partition("box: ")[2]
    assert said.startswith("Tillbridge ")
    assert "PROCEDURE: must be one of" in said
    (place,) = [line for line in said.splitlines() if line.startswith("This also stands in ")]
    assert "PROCEDURE: must be one of" in Path(place.removeprefix("This also stands in ")).read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (("open", "no-such-procedure"), {"DISPLAY": ":7"}),  # a shell's, or a script's
        (("open", "no-such-procedure"), ICON),  # there is no desktop to show it on
        (("xero", "connect", "--way", "paste"), {"DISPLAY": ":7", **ICON}),  # nobody waits for a window
    ],
)
def test_no_box_comes_where_what_is_printed_is_read_or_no_window_was_wanted(
    tmp_path: Path, words: tuple[str, ...], environment: dict[str, str]
) -> None:
    ended = start(tmp_path / "home", *words, **environment)
    assert ended.returncode == 2
    assert ended.stdout
    assert "box:" not in ended.stdout
