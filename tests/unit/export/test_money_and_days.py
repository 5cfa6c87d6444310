"""Cents, tax on top, rounding as a line of its own; and days that no time zone shifts."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.export.days import FIRST, MAPPING, Files
from tests.unit.export.shop import Shop, Xero, by
from tests.unit.export.test_sending import proof_of, reasons
from wizard.practice import PracticeServices

ROOT = Path(__file__).resolve().parents[3]
TILL = """
kind = "invoices"
amounts = "exclusive"
date_order = "dmy"
decimal = "."
[columns]
number = "Bill"
contact = "Who"
date = "When"
description = "What"
quantity = "Qty"
unit_amount = "Price"
account = "Dept"
tax = "Tax"
tax_amount = "Tax amount"
amount = "Bill total"
"""
HEAD = "Bill,Who,When,What,Qty,Price,Dept,Tax,Tax amount,Bill total\n"


@pytest.fixture
def till(shop: Shop, tmp_path: Path) -> Path:
    """A folder whose files have a layout of the store's own: tax on top, the bill's total by the till."""
    layouts = shop.tools.site.folder / "books" / "layouts"
    layouts.mkdir(parents=True)
    (layouts / "till.toml").write_text(TILL, "utf-8")
    folder = tmp_path / "till"
    folder.mkdir()
    return folder


def test_a_cent_of_rounding_is_a_line_that_everybody_sees(
    shop: Shop, xero: Xero, mapping: Path, till: Path
) -> None:
    # 3 x 0.33 and 10 %: line by line 0.09 of tax, over the whole bill 0.10.
    row = "B-1,Ann,16/11/2026,Sweet,1,0.33,Sales,GST,0.03,1.09\n"
    (till / "bills.csv").write_text(HEAD + row * 3, "utf-8")
    assert shop.send(till, mapping).is_clean
    (bill,) = xero.all("Invoices")
    *_, last = bill["LineItems"]
    assert (last["Description"], last["LineAmount"], last["AccountCode"]) == (
        "Rounding",
        Decimal("0.01"),
        "860",
    )
    assert (bill["Total"], bill["TotalTax"]) == (Decimal("1.09"), Decimal("0.09"))
    assert all(line["TaxType"] for line in bill["LineItems"])
    assert proof_of(shop).is_equal


def test_more_than_rounding_is_not_hidden_in_a_line(
    shop: Shop, xero: Xero, mapping: Path, till: Path
) -> None:
    (till / "bills.csv").write_text(HEAD + "B-1,Ann,16/11/2026,Sweet,1,1.00,Sales,GST,0.10,1.30\n", "utf-8")
    sent = shop.send(till, mapping)
    assert [(one.name, one.state) for one in sent.outcomes] == [("B-1", "failed")]
    assert xero.all("Invoices") == []


def test_a_price_of_more_places_than_xero_keeps_comes_to_the_same(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "0.00015", quantity="1000")
    files.sale("S-2", "10.00")
    sent = shop.send(files.write(tmp_path / "day"), mapping)
    assert sent.is_clean, sent.outcomes
    line = by(xero.all("Invoices"), lambda row: row["InvoiceNumber"])["S-1"]["LineItems"][0]
    assert (line["Quantity"], line["LineAmount"]) == (1, Decimal("0.15"))


def test_two_equal_rents_are_two_payments(shop: Shop, xero: Xero, mapping: Path, tmp_path: Path) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.paid("S-1", "5.00")
    files.paid("S-1", "5.00")
    folder = files.write(tmp_path / "day")
    shop.send(folder, mapping)
    shop.send(folder, mapping)
    assert [row["Amount"] for row in xero.all("Payments")] == [5, 5]


def test_a_credit_note_is_taken_from_its_invoice_at_most_as_far_as_it_is_due(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path
) -> None:
    files = Files()
    files.sale("S-1", "10.00")
    files.credit("C-1", "4.00", "S-1")
    folder = files.write(tmp_path / "day")
    shop.send(folder, mapping)
    files.paid("S-1", "6.00")
    shop.send(files.write(tmp_path / "day"), mapping)
    files.credit("C-2", "4.00", "S-1")
    sent = shop.send(files.write(tmp_path / "day"), mapping)
    assert {name for name, state, _ in reasons(sent) if state == "failed"} == {"C-2"}
    (note,) = xero.all("CreditNotes")
    (invoice,) = xero.all("Invoices")
    assert (note["RemainingCredit"], invoice["AmountDue"]) == (0, 0)


@pytest.mark.parametrize("name", ["Adam  B", "adam b", " ADAM B "])
def test_a_contact_is_found_whatever_its_case_and_blanks_and_is_never_changed(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, name: str
) -> None:
    (made,) = xero.put("Contacts", {"Name": "Adam B", "AccountNumber": "A-9", "EmailAddress": "a@b.example"})
    files = Files()
    files.sale("S-1", "10.00", contact=name)
    sent = shop.send(files.write(tmp_path / "day"), mapping)
    assert (sent.is_clean, sent.counts.made) == (True, 0)
    (invoice,) = xero.all("Invoices")
    assert invoice["Contact"]["ContactID"] == made["ContactID"]
    (kept,) = [row for row in xero.all("Contacts") if row["ContactID"] == made["ContactID"]]
    assert (kept["Name"], kept["AccountNumber"], kept["EmailAddress"]) == ("Adam B", "A-9", "a@b.example")


@pytest.mark.long
def test_a_day_is_the_same_day_everywhere(services: PracticeServices, tmp_path: Path) -> None:
    """Also on the days on which the clocks change, and a minute before and after midnight."""
    zones = ("Pacific/Auckland", "Australia/Sydney", "Europe/London", "America/Los_Angeles")
    days = ("2027-04-04", "2026-10-04", "2026-10-25", "2026-11-01", FIRST.isoformat())
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING, "utf-8")
    wanted = {}
    for zone in zones:
        folder = tmp_path / zone.replace("/", "-")
        folder.mkdir()
        rows = [
            "*ContactName,*InvoiceNumber,*InvoiceDate,*DueDate,*Description,*Quantity,*UnitAmount,*AccountCode,*TaxType"
        ]
        for number, day in enumerate(days):
            for time in ("23:59", "00:01"):
                name = f"{zone} {number} {time[:2]}"
                rows.append(f"Ann,{name},{day} {time},{day},Mug,1,1.00,Sales,GST")
                wanted[name] = day
        (folder / "invoices.csv").write_text("\n".join(rows) + "\n", "utf-8")
        line = [tmp_path / "home" / zone.replace("/", "-"), services.services_file, folder, mapping, 600]
        command = [sys.executable, "-m", "tests.faults.sender", *map(str, line)]
        environment = {**os.environ, "TZ": zone}
        ended = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=100
        )
        assert '"clean": true' in ended.stdout, ended.stdout + ended.stderr
    xero = Xero(services.services_file)
    held = {row["InvoiceNumber"]: row["DateString"][:10] for row in xero.all("Invoices")}
    xero.close()
    assert held == wanted
