"""Home is painted whole before anything is loaded that its cards do not need."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QColor, QPalette

from wizard.app.options import Options
from wizard.app.program import open_program
from wizard.catalogue.headings import procedure_headings
from wizard.gui.theme import DARK, LIGHT, colours_of

LEFT_FOR_LATER = {
    "msgspec", "tomllib", "json", "ssl", "requests", "keyring", "hashlib", "wizard.store",
    "QtCore.Qt",
}  # fmt: skip
"""What reads data files, drafts and receipts, what asks servers and safes, and Qt's thousand names."""

START = """
import os, sys

def shown(page):
    from PySide6.QtWidgets import QLabel
    print("\\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible()))
    print("loaded:", *loaded)
    sys.stdout.flush()
    os._exit(0)

class AtHome:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "wizard.gui.home.home":
            from PySide6.QtCore import QTimer
            from wizard.gui.home.home_page import HomePage
            from wizard.gui.widgets.mark import StateMark
            draw = StateMark.paintEvent
            def paint(self, event):  # a mark is painted after the page that it stands on
                draw(self, event)
                if not loaded:
                    loaded.extend(sys.modules)
                    loaded.extend(f"QtCore.{name}" for name in vars(sys.modules["PySide6.QtCore"]))
                    page = self
                    while not isinstance(page, HomePage):
                        page = page.parentWidget()
                    QTimer.singleShot(0, lambda: shown(page))
            StateMark.paintEvent = paint

loaded = []
sys.meta_path.insert(0, AtHome)
sys.argv = ["tillbridge", "--home", sys.argv[1]]
from wizard.__main__ import main
main()
"""


def start(home: Path, code: str = START, **environment: str) -> str:
    """Start the window in a process of its own, and return what it prints."""
    started = subprocess.run(
        [sys.executable, "-c", code, str(home)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8", **environment},
        timeout=60,
        check=True,
    )
    return started.stdout


def test_the_first_paint_shows_every_card_and_loads_nothing_else(tmp_path: Path) -> None:
    words, _, loaded = start(tmp_path / "home").partition("loaded:")
    for heading in procedure_headings():
        assert heading.title in words
        assert heading.card in words
    assert words.count("Not set up") == len(procedure_headings())
    assert LEFT_FOR_LATER & set(loaded.split()) == set()


def kept_home(tmp_path: Path) -> Path:
    """Return a home where a procedure was begun."""
    home = tmp_path / "home"
    with open_program(Options(home=home)) as program:
        session = program.session("imagatec-mail")
        session.fill({"access_isp": "another"})
        session.save()
    return home


def test_a_store_of_which_something_is_kept_is_painted_as_soon_and_its_states_come_at_once(
    tmp_path: Path,
) -> None:
    home = kept_home(tmp_path)
    words, _, loaded = start(home).partition("loaded:")
    for heading in procedure_headings():
        assert heading.title in words
        assert heading.card in words
    assert "Not set up" not in words, "nothing is said of a state before it is known"
    assert LEFT_FOR_LATER & set(loaded.split()) == set()
    later = START.replace("singleShot(0, lambda", "singleShot(1500, lambda")
    words = start(home, later).partition("loaded:")[0]
    assert "Begun, not finished: Store e-mail." in words
    assert words.count("Not set up") == len(procedure_headings()) - 1


def test_this_pc_is_looked_at_and_what_that_loads_does_not_stay(tmp_path: Path) -> None:
    until_said = START.replace(
        "QTimer.singleShot(0, lambda: shown(page))", "page.show_pc = lambda *said: after(page, said)"
    ).replace(
        "def shown(page):",
        """def after(page, said):
    loaded[:] = [*(each.problem.code for each in said[0].findings if each.problem), "loaded:", *sys.modules]
    os.write(1, " ".join(loaded).encode())
    os._exit(0)

def shown(page):""",
    )
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    codes, _, loaded = start(tmp_path / "home", until_said, **nowhere).partition("loaded:")
    assert codes.split() == ["VAULT-MISSING", "PROXY-WRONG"]
    assert {"requests", "keyring", "cryptography"} & set(loaded.split()) == set()


def test_a_dark_system_has_dark_colours() -> None:
    for ground, text, meant in (("#202020", "#eeeeee", DARK), ("#efefef", "#000000", LIGHT)):
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, QColor(ground))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(text))
        assert colours_of(palette) is meant
