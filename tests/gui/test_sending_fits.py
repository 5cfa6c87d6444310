"""W8 to W10 with much that does not go: on a small shop screen nothing scrolls, and nothing is lost."""

import csv
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from tests.gui.books import MISTAKES, copied
from tests.gui.conftest import OpenWindow
from tests.gui.leaves import all_said, each_leaf
from tests.gui.sending import Sends
from tests.gui.test_manners import ask
from tests.gui.web import HARMLESS
from tests.gui.window import Window, program_for
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)
WIDE, HIGH = 1366, 768 - 40 - 32
"""A small shop screen, its taskbar and the window's frame taken off."""


def many_mistakes(folder: Path) -> Path:
    """The week of mistakes with more: invoices of every kind of fault, and payments that hang on them."""
    week = copied(MISTAKES, folder)
    path = week / "invoices.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    good = next(row for row in rows if row["*InvoiceNumber"].startswith("WEB"))
    changes = [
        {"*InvoiceDate": "16/11/2025", "*DueDate": "16/11/2025"},
        {"*DueDate": ""},
        {"*Description": ""},
        {"*InvoiceNumber": "W\N{SNOWMAN}-1"},
        {"Currency": "NZD"},
    ]
    for number, change in enumerate(changes):
        rows.append({**good, "*InvoiceNumber": f"BAD-{number}", **change})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(good))
        writer.writeheader()
        writer.writerows(rows)
    with (week / "payments.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [f"BAD-{number}", "16/11/2026", "1.00", "EFTPOS", ""] for number in range(len(changes))
        )
    return week


@pytest.fixture
def sends(window: Window, services: PracticeServices) -> Sends:
    window.shell.resize(WIDE, HIGH)
    return Sends(window, services)


def too_high(window: Window) -> int:
    """By how many pixels the page scrolls."""
    window.come_to_rest()
    return window.page.area.verticalScrollBar().maximum()


def leaf_through(window: Window) -> str:
    """All that the lists of a page say, each leaf of which fits."""
    for _ in each_leaf(window):
        assert too_high(window) == 0
    return all_said(window)


@pytest.mark.parametrize("good_ones", [True, False])
def test_the_plan_with_many_failures_fits(sends: Sends, tmp_path: Path, *, good_ones: bool) -> None:
    sends.come_to("W8", many_mistakes(tmp_path / "week"), good_ones=good_ones)
    assert too_high(sends.window) == 0
    said = leaf_through(sends.window)
    for fault in ("no day on which it is due", "has no description", "NZD", "locked"):
        assert fault in said, fault


def test_what_is_left_fits_and_outlives_the_window(
    sends: Sends,
    services: PracticeServices,
    open_window: OpenWindow,
    home: Path,
    tmp_path: Path,
) -> None:
    sends.come_to("W8", many_mistakes(tmp_path / "week"), good_ones=True)
    sends.window.press_verb()
    assert sends.window.number == "W9"
    assert too_high(sends.window) == 0
    leaf_through(sends.window)
    sends.window.press("Go on without them")
    assert sends.window.number == "W10"
    assert too_high(sends.window) == 0
    said = leaf_through(sends.window)
    assert "HIRE-4492 has no day on which it is due" in said
    sends.window.press_verb()
    sends.window.close()
    window = open_window(program_for(home, services.services_file))
    window.shell.resize(WIDE, HIGH)
    window.controller.show_home()
    assert ask(window, "W10") == ""
    window.come_to_rest()
    assert too_high(window) == 0
    assert "HIRE-4492 has no day on which it is due" in leaf_through(window)
    numbers = [made.text() for made in window.visible(QPushButton, window.page) if "WEB-" in made.text()]
    assert numbers, "documents can be opened in Xero"
    window.press(numbers[0])
    copied_address = QGuiApplication.clipboard().text()  # in practice nothing public is opened
    assert copied_address.startswith("https://go.xero.com/")
