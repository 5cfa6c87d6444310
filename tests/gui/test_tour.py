"""The tour: a picture of every screen of both procedures, none blank, none showing a secret."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from tests.gui.web import HARMLESS
from tests.gui.window import MAIL, MOVE_ON, RENTAL, SCREENS, SHOP, XERO, Window, plain_values
from wizard.gui.tour import Tour
from wizard.practice import PracticeServices

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.long, pytest.mark.qt_log_ignore(*HARMLESS)]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The folder of pictures and what the command said."""
    out = tmp_path_factory.mktemp("tour")
    home = tmp_path_factory.mktemp("tour-user")
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    environment |= {"HOME": str(home)}
    environment.pop("QT_QPA_PLATFORM")
    ended = subprocess.run(
        [sys.executable, "-m", "wizard", "--json", "tour", "--out", str(out)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr[-800:]
    assert "Traceback" not in ended.stderr
    assert not list(home.rglob("*tillbridge*")), "without --home it leaves nothing behind"
    return out, json.loads(ended.stdout)


def test_the_tour_leaves_a_picture_of_every_screen(taken: tuple[Path, dict[str, Any]]) -> None:
    out, said = taken
    assert said["ok"] is True
    # One sign-in serves both: the second procedure finds the store connected and asks for none.
    signed_in = {"R13"}
    for screen in (
        "H1",
        *MOVE_ON,
        *(each for screens in SCREENS.values() for each in screens if each not in signed_in),
    ):
        assert (out / f"{screen}.png").is_file(), screen
    assert {Path(row["picture"]) for row in said["screens"]} == set(out.glob("*.png"))
    assert all(row["title"] and row["outcome"] for row in said["screens"])


def test_no_picture_is_blank(taken: tuple[Path, dict[str, Any]]) -> None:
    for path in taken[0].glob("*.png"):
        image = QImage(str(path))
        assert image.width() >= 900, path.name
        found = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
        assert len(found) > 30, f"{path.name} has {len(found)} colours"


def secrets_in_sight(window: Window) -> list[str]:
    """Where any secret can be read: in a label, on a button, in a box that shows its text."""
    secrets = [plain_values(MAIL)["password"], plain_values(XERO)["api_secret"], "x" * 48, "wrong-password"]
    secrets.append(plain_values(RENTAL)["line"])
    shown = [label.text() for label in window.visible(QLabel)]
    shown += [button.text() + button.accessibleName() for button in window.visible(QPushButton)]
    shown += [edit.displayText() for edit in window.visible(QLineEdit)]
    return [text for text in shown if any(secret in text for secret in secrets)]


def test_no_picture_shows_a_secret(window: Window, tmp_path: Path, services: PracticeServices) -> None:
    from PySide6.QtWidgets import QApplication

    seen: list[str] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    say: Callable[[str], None] = seen.append

    class Watched(Tour):
        def picture(self, number: str, state: str, outcome: str) -> None:
            assert secrets_in_sight(window) == [], f"{number} {state}"
            page = window.shown
            for box in page.boxes.values() if page is not None else []:
                if box.spec.kind == "secret":
                    edit = box.focus_target
                    assert isinstance(edit, QLineEdit)
                    assert edit.echoMode() is QLineEdit.EchoMode.Password, f"{number} {box.spec.id}"
            super().picture(number, state, outcome)

    tour = Watched(app, window.shell, window.controller, tmp_path, say)
    for name in (MAIL, XERO, RENTAL, SHOP):
        tour.walk(name)
    assert len(seen) >= sum(len(SCREENS[name]) for name in (MAIL, XERO, RENTAL, SHOP))
