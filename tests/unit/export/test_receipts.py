"""A day of the till is a set of receipts: each in one entry, what comes late in the next day's, by name."""

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.export.shop import Shop, Xero
from tests.unit.export.test_sending import proof_of, reasons
from wizard.jobs.books.own_ledger import LEDGER

HEAD = "*Narration,*Date,Description,*AccountCode,*TaxRate,*Amount,Receipt"


class Till:
    """The till's file of entries: two lines a receipt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: list[str] = []
        folder.mkdir()

    def sold(self, receipt: str, amount: str, day: str = "16/11/2026", of: str = "Takings Monday") -> None:
        self.rows += [
            f"{of},{day},Counted,Till,NIL,{amount},{receipt}",
            f"{of},{day},Sold,Var,NIL,-{amount},{receipt}",
        ]

    def write(self) -> Path:
        (self.folder / "journal.csv").write_text("\n".join([HEAD, *self.rows]) + "\n", "utf-8")
        return self.folder


@pytest.fixture
def till(tmp_path: Path) -> Till:
    made = Till(tmp_path / "day")
    made.sold("R-1", "10.00")
    made.sold("R-2", "12.00")
    return made


def entries(xero: Xero) -> dict[str, tuple[str, Decimal]]:
    """The day and the debits of each entry, by its narration."""
    found = {}
    for row in xero.all("ManualJournals"):
        debits = sum(
            (line["LineAmount"] for line in row["JournalLines"] if line["LineAmount"] > 0), Decimal(0)
        )
        assert row["Narration"] not in found
        found[row["Narration"]] = (row["Date"][:10], debits)
    return found


def sums(xero: Xero) -> dict[str, Decimal]:
    return {name: debits for name, (_, debits) in entries(xero).items()}


def test_a_late_receipt_goes_to_the_next_day_by_name_and_once(
    shop: Shop, xero: Xero, mapping: Path, till: Till
) -> None:
    assert shop.send(till.write(), mapping).counts.sent == 1
    till.sold("R-3", "5.00")  # rung up in the closing minute, and in the file since
    sent = shop.send(till.write(), mapping)
    assert (sent.counts.sent, sent.counts.already_there, sent.counts.held) == (1, 1, 0)
    late = "Takings Monday (late, of 16/11/2026)"
    assert sums(xero) == {"Takings Monday": Decimal(22), late: Decimal(5)}
    again = shop.send(till.write(), mapping)
    assert (again.counts.sent, again.counts.already_there) == (0, 2)
    assert proof_of(shop).is_equal
    till.sold("R-4", "1.00")
    shop.send(till.write(), mapping)
    assert sums(xero) == {
        "Takings Monday": Decimal(22), late: Decimal(5), f"{late} (late, of 17/11/2026)": Decimal(1),
    }  # fmt: skip


def test_a_receipt_of_yesterdays_entry_is_not_in_todays_as_well(
    shop: Shop, xero: Xero, mapping: Path, till: Till
) -> None:
    shop.send(till.write(), mapping)
    till.rows.clear()
    till.sold("R-2", "12.00", "17/11/2026", "Takings Tuesday")  # reprinted over midnight
    till.sold("R-5", "3.00", "17/11/2026", "Takings Tuesday")
    assert shop.send(till.write(), mapping).is_clean
    assert sums(xero) == {"Takings Monday": Decimal(22), "Takings Tuesday": Decimal(3)}


def test_a_receipt_that_was_changed_since_is_shown_and_not_sent_again(
    shop: Shop, xero: Xero, mapping: Path, till: Till
) -> None:
    shop.send(till.write(), mapping)
    till.rows = [row.replace("12.00", "13.00") for row in till.rows]
    sent = shop.send(till.write(), mapping)
    assert reasons(sent) == {("Takings Monday", "held", "changed")}
    assert sums(xero) == {"Takings Monday": Decimal(22)}


def test_what_did_not_go_takes_what_came_since_with_it(
    shop: Shop, xero: Xero, mapping: Path, till: Till, services: object
) -> None:
    services.add_fault("scope-missing")  # type: ignore[attr-defined]
    shop.try_to_send(till.write(), mapping)
    services.clear_faults()  # type: ignore[attr-defined]
    till.sold("R-3", "5.00")
    shop.send(till.write(), mapping)
    assert sums(xero) == {"Takings Monday": Decimal(27)}


def test_a_ledger_of_before_receipts_were_kept_is_taken_over(
    shop: Shop, xero: Xero, mapping: Path, till: Till
) -> None:
    shop.send(till.write(), mapping)
    with closing(sqlite3.connect(shop.tools.site.folder / LEDGER)) as file:
        file.execute("DROP TABLE receipt")
        file.execute("ALTER TABLE entry DROP COLUMN matched")
        file.execute("PRAGMA user_version = 1")
        file.commit()
    sent = shop.send(till.write(), mapping)
    assert (sent.counts.read, sent.counts.already_there) == (1, 1)
    assert sums(xero) == {"Takings Monday": Decimal(22)}
