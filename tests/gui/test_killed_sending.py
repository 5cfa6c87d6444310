"""The window is killed amid sending: what went is remembered, and the rest goes, nothing twice."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.gui.conftest import OpenWindow
from tests.gui.killed import FileStore
from tests.gui.sending import TITLE, Sends, files_numbers
from tests.gui.web import HARMLESS
from tests.gui.window import program_for, wait_for
from tests.unit.export.shop import Xero
from wizard.jobs.books.own_ledger import LEDGER
from wizard.practice import PracticeServices

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.long, pytest.mark.qt_log_ignore(*HARMLESS)]


def kill_amid_sending(home: Path, services: PracticeServices, safe: Path) -> int:
    """Let a window of its own send, and kill it once invoices arrive; how many had arrived by then."""
    services.add_fault("write-slow")
    words = [str(home), str(services.services_file), str(safe)]
    line = [sys.executable, "-m", "tests.gui.killed_sending", *words]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True) as window:
        try:
            assert window.stdout is not None
            assert window.stdout.readline() == "sending\n"
            wait_for(lambda: _noted(home), what="(nothing arrives)")
        finally:
            window.kill()
    services.clear_faults()
    services.clock.advance(61)
    xero = Xero(services.services_file)
    arrived = len(xero.all("Invoices"))
    xero.close()
    return arrived


def _noted(home: Path) -> int:
    """How many invoices the store's ledger knows to have arrived."""
    ledger = next(home.rglob(LEDGER), None)
    if ledger is None:
        return 0
    with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)) as file:
        try:
            asked = "SELECT count(*) FROM entry WHERE kind = 'invoice' AND state = 'sent'"
            return int(file.execute(asked).fetchone()[0])
        except sqlite3.OperationalError:
            return 0  # its tables are being made


def test_a_window_killed_amid_sending_goes_on_with_what_is_missing(
    open_window: OpenWindow, services: PracticeServices, home: Path, tmp_path: Path
) -> None:
    safe = tmp_path / "safe.json"
    assert kill_amid_sending(home, services, safe) > 0
    window = open_window(program_for(home, services.services_file, vault=FileStore(safe)))
    sends = Sends(window, services)
    sends.a_minute_passes()
    window.controller.show_home()
    window.press("Continue at W9")
    assert window.number == "W9"
    assert not window.busy, "nothing goes unseen"
    assert any("only the rest goes" in text for text in window.texts(window.page))
    window.press("Show what will be sent")
    assert window.number == "W8"
    assert int(sends.figures()["To send"]) < 105
    window.press_verb()
    assert window.page.title.text() == TITLE
    assert sends.numbers() == sorted(files_numbers()), "each once"
    with sends.xero() as xero:
        assert len(xero.all("Payments")) == 43
        assert len(xero.all("CreditNotes")) == 3
        assert len(xero.all("ManualJournals")) == 7
