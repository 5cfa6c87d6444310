"""The window is killed on every screen and resumes there; no secret is ever in a file."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.gui.conftest import OpenWindow
from tests.gui.killed import SECRET_BOXES, FileStore
from tests.gui.web import HARMLESS
from tests.gui.window import LETTERS, MAIL, SCREENS, XERO, plain_values, program_for
from wizard.practice import PracticeServices

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.long, pytest.mark.qt_log_ignore(*HARMLESS)]


def kill_at(home: Path, services: PracticeServices, safe: Path, screen: str, **extra: Any) -> None:
    """Walk a window of its own up to a screen and kill it there."""
    words = [str(home), str(services.services_file), str(safe), screen, json.dumps(extra)]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.gui.killed", *words],
        cwd=ROOT, env={**os.environ}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.stdout == "here\n", ended.stderr[-1500:]
    assert ended.returncode == -signal.SIGKILL


def written(home: Path) -> bytes:
    files = [path for path in home.rglob("*") if path.is_file()]
    return b"\n".join(path.read_bytes() for path in files) + b"\n".join(str(p).encode() for p in files)


@pytest.mark.parametrize("screen", [screen for screens in SCREENS.values() for screen in screens[:-1]])
def test_a_killed_window_resumes_on_its_screen(
    open_window: OpenWindow, services: PracticeServices, home: Path, tmp_path: Path, screen: str
) -> None:
    safe = tmp_path / "safe.json"
    kill_at(home, services, safe, screen)
    procedure = next(name for name, letter in LETTERS.items() if letter == screen[0])
    values = plain_values(procedure)
    for name in SECRET_BOXES & set(values):
        assert values[name].encode() not in written(home), f"{name} is in a file"

    window = open_window(program_for(home, services.services_file, vault=FileStore(safe)))
    window.controller.show_home()
    if screen in {"K1", "R1", "W1"}:  # nothing was typed that may be kept, so there is nothing to go on with
        window.open(procedure)
    else:
        window.press(f"Continue at {screen}")
    assert window.number == screen
    reached = SCREENS[procedure][: SCREENS[procedure].index(screen) + 1]
    specs = window.session.answering.specs
    for name, value in values.items():
        if name in SECRET_BOXES or not specs[name].kept:
            continue
        asked_at = _screen_of(procedure, name)
        if asked_at in reached and asked_at not in {"M4"}:
            assert str(window.session.answers[name]) == str(value), name
    for name, box in window.page.boxes.items():
        if name in values and name not in SECRET_BOXES and box.spec.kept:
            assert str(box.value) == str(values[name]), name
    # What is missing is asked for on the spot, and from there it goes on to the end.
    for _ in range(12):
        if window.page.ends:
            break
        window.step_on(values)
        assert window.problem is None, window.problem and window.problem.accessibleName()
    assert window.page.ends
    for name in SECRET_BOXES & set(values):
        assert values[name].encode() not in written(home)


def _screen_of(procedure: str, name: str) -> str:
    from wizard.catalogue.load import procedure as load
    from wizard.catalogue.load import screen

    found = load(procedure)
    step = next(s for s in found.steps if any(f.id == name for f in screen(s.screen).fields))
    return f"{found.letter}{step.number}"


@pytest.mark.parametrize(("screen", "word"), [("M8", "Set up and proven"), ("K7", "The key works")])
def test_a_window_killed_at_the_end_has_kept_what_was_proven(
    open_window: OpenWindow, services: PracticeServices, home: Path, tmp_path: Path, screen: str, word: str
) -> None:
    kill_at(home, services, tmp_path / "safe.json", screen)
    window = open_window(program_for(home, services.services_file, vault=FileStore(tmp_path / "safe.json")))
    window.controller.show_home()
    assert word in window.texts()
    assert list(home.rglob("receipts/*.json"))


def test_a_password_that_was_not_proven_is_asked_for_again_there(
    open_window: OpenWindow, services: PracticeServices, home: Path, tmp_path: Path
) -> None:
    safe = tmp_path / "safe.json"
    kill_at(home, services, safe, "M4")
    window = open_window(program_for(home, services.services_file, vault=FileStore(safe)))
    window.open(MAIL)
    assert window.number == "M4"
    assert list(window.page.boxes) == ["password"]
    window.press_verb()
    assert window.number == "M4"
    assert window.focused is window.edit("password")
    window.type_into("password", plain_values(MAIL)["password"])
    window.press_verb()
    assert window.problem is None
    assert window.shell.verb.text() == "Next"


def test_a_secret_that_was_proven_is_not_asked_for_again(
    open_window: OpenWindow, services: PracticeServices, home: Path, tmp_path: Path
) -> None:
    safe = tmp_path / "safe.json"
    kill_at(home, services, safe, "K6")
    window = open_window(program_for(home, services.services_file, vault=FileStore(safe)))
    window.open(XERO)
    assert window.number == "K6"
    window.run.go_to("enter-keys")
    assert window.number == "K4"
    assert window.box("api_secret").value == ""
    assert window.edit("api_secret").placeholderText().startswith("kept")
    window.press_verb()
    assert window.number == "K5", window.texts(window.page)


def test_a_key_pasted_into_the_wrong_box_is_not_in_the_draft(
    open_window: OpenWindow, services: PracticeServices, home: Path, tmp_path: Path
) -> None:
    key = "wRoNgBoX-k3y-0123456789abcdefghijklmnopqrstuvwx"
    kill_at(home, services, tmp_path / "safe.json", "M2", store_name=key)
    assert key.encode() not in written(home)
    window = open_window(program_for(home, services.services_file))
    window.open(MAIL)
    assert window.number == "M2"
    assert window.box("email_address").value == plain_values(MAIL)["email_address"]


def test_the_mail_password_typed_into_another_box_too_is_not_in_the_draft(
    open_window: OpenWindow, services: PracticeServices, home: Path, tmp_path: Path
) -> None:
    password = plain_values(MAIL)["password"]
    kill_at(home, services, tmp_path / "safe.json", "M3", user_name=password)
    assert password.encode() not in written(home)


def test_the_real_program_killed_at_its_first_screen_leaves_no_services_behind(tmp_path: Path) -> None:
    home = tmp_path / "home"
    command = [sys.executable, "-m", "wizard", "--home", str(home), "--practice", "open", MAIL]
    environment = {**os.environ, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    from tests.journeys.children import children_of, listening_ports, runs, wait_until

    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: len(children_of(process.pid)) >= 1, 20)
            children = children_of(process.pid)
            wait_until(lambda: any(listening_ports(child) for child in children), 20)
        finally:
            process.kill()
        process.wait(10)
    wait_until(lambda: not any(runs(child) for child in children), 20)
