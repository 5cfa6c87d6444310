"""Sending in a window: the screens W7 to W10, and what the practice Xero holds after them."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PySide6.QtWidgets import QLabel

from tests.gui.books import CLEAN, Books, copied
from tests.gui.leaves import all_said
from tests.gui.window import Window, wait_for
from tests.unit.export.shop import Xero
from wizard.gui.pages.plan_records import PlanRecordsPage
from wizard.gui.pages.send_records import SendRecordsPage
from wizard.jobs.books.own_ledger import LEDGER
from wizard.jobs.export.read_status import ReadStatus
from wizard.jobs.job import Done
from wizard.ledger.ledger import Ledger
from wizard.ledger.runs import Run
from wizard.model.progress import Cancel, Silent
from wizard.practice import PracticeServices

SENDS = "Send 105 records to Corner Store Pty Ltd"
TITLE = "Sent, and read back from Xero as it was sent"


class Sends:
    """Drives W7 to W10, and looks from outside at what came of it."""

    def __init__(self, window: Window, services: PracticeServices) -> None:
        self.window, self.services = window, services
        self.books = Books(window)

    def come_to(self, screen: str, folder: Path = CLEAN, *, good_ones: bool = False) -> None:
        self.books.walk_to(screen, folder, good_ones=good_ones)

    @property
    def plan(self) -> PlanRecordsPage:
        page = self.window.page
        assert isinstance(page, PlanRecordsPage), page
        return page

    @property
    def page(self) -> SendRecordsPage:
        page = self.window.page
        assert isinstance(page, SendRecordsPage), page
        return page

    def begin(self) -> None:
        """Press Send and come to W9 while it goes on."""
        self.window.press_verb(rest=False)
        wait_for(lambda: self.window.number == "W9" and self.window.busy, what="(nothing is sent)")

    def said(self) -> str:
        return all_said(self.window)

    def figures(self) -> dict[str, str]:
        """The figures of the page, by heading."""
        heard = [made.accessibleName() for made in self.window.visible(QLabel, self.window.page)]
        return dict(text.split(": ", 1) for text in heard if ": " in text)

    def a_minute_passes(self) -> None:
        """Xero takes sixty calls a minute, and so many are made here: let them all be of a minute ago."""
        self.services.clock.advance(61)
        with closing(sqlite3.connect(self.window.program.world.folder / "xero-calls.sqlite")) as file:
            file.execute("DELETE FROM call")
            file.commit()

    # --- from outside ---

    @contextmanager
    def xero(self) -> Iterator[Xero]:
        """What the practice Xero holds, as anybody sees it."""
        found = Xero(self.services.services_file)
        try:
            yield found
        finally:
            found.close()

    def numbers(self) -> list[str]:
        """The numbers of Xero's invoices."""
        with self.xero() as xero:
            return sorted(str(one["InvoiceNumber"]) for one in xero.all("Invoices"))

    def runs(self) -> list[Run]:
        """The sendings that the store's ledger knows, the last alone at the end."""
        record = self.window.program.site.record()
        assert record.organisation is not None
        ledger = Ledger(self.window.program.site.folder / LEDGER, record.organisation.tenant_id)
        try:
            last = ledger.runs.last()
            return [last] * last.id if last is not None else []
        finally:
            ledger.close()

    def status(self) -> str:
        """What `export status` says."""
        done = ReadStatus().run(self.window.program.tools(), Silent(), Cancel())
        assert isinstance(done, Done)
        return str(done.facts["said"])

    def receipt(self) -> dict[str, object]:
        """What the last receipt says of the sending."""
        found = self.window.program.site.last_receipt("ipages-xero")
        assert found is not None
        facts = json.loads(json.dumps(found["results"]))["send-records"]
        assert isinstance(facts, dict)
        return facts


def files_numbers(folder: Path = CLEAN) -> set[str]:
    """The numbers of the invoices of a folder."""
    rows = (folder / "invoices.csv").read_text("utf-8").splitlines()
    head = rows[0].split(",")
    at = next(index for index, name in enumerate(head) if name.lstrip("*\ufeff") == "InvoiceNumber")
    return {row.split(",")[at] for row in rows[1:] if row}


__all__ = ["CLEAN", "SENDS", "TITLE", "Sends", "copied", "files_numbers"]
