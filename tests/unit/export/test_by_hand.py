"""Xero stays down: the records as Xero's own import files, for a person; each is there once all the same."""

import csv
from pathlib import Path

import pytest

from tests.unit.export.days import Files, a_day
from tests.unit.export.shop import Shop, Xero
from tests.unit.export.test_sending import reasons
from wizard.jobs.export.given import Wanted
from wizard.jobs.export.plan_export import PlanExport
from wizard.jobs.export.write_for_upload import TakeBack, WriteForUpload
from wizard.jobs.job import Done
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.practice import PracticeServices


def written(shop: Shop, folder: Path, mapping: Path, out: Path, *, marks: bool = True) -> Done:
    """The files of a day; Xero was read once before, and is down since."""
    done = WriteForUpload(out, Wanted(folder, mapping), marks).run(shop.tools, Silent(), Cancel())
    assert isinstance(done, Done), done
    return done


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def day(shop: Shop, mapping: Path, tmp_path: Path, services: PracticeServices) -> Path:
    """A day that was looked at, and could not be sent: Xero is down since."""
    files = a_day()
    files.sale("B-1", "0.3333", quantity="3")
    folder = files.write(tmp_path / "day")
    PlanExport(Wanted(folder, mapping), shop.clock).run(shop.tools, Silent(), Cancel())
    services.add_fault("xero-down")
    return folder


def test_asked_first_and_nothing_is_written_or_marked(
    shop: Shop, mapping: Path, day: Path, tmp_path: Path
) -> None:
    done = written(shop, day, mapping, tmp_path / "out", marks=False)
    assert done.facts["records"] > 0
    assert not (tmp_path / "out").exists()
    assert shop.ledger("SELECT count(*) FROM entry WHERE state = 'manual'") == [(0,)]


def test_the_files_are_xeros_templates_in_xeros_words(
    shop: Shop, mapping: Path, day: Path, tmp_path: Path
) -> None:
    done = written(shop, day, mapping, tmp_path / "out")
    names = {Path(path).name for path in done.facts["files"]}
    assert names == {
        "contacts.csv", "invoices-tax-inclusive.csv", "credit-notes-tax-inclusive.csv", "journals.csv",
    }  # fmt: skip
    sales = rows(tmp_path / "out" / "invoices-tax-inclusive.csv")
    first = next(row for row in sales if row["*InvoiceNumber"] == "S-0000")
    assert (first["*InvoiceDate"], first["*DueDate"]) == ("16/11/2026", "16/11/2026")
    assert (first["*AccountCode"], first["*TaxType"]) == ("200", "GST on Income")
    assert (first["TrackingName1"], first["TrackingOption1"]) == ("Store", "Main Street")
    assert set(done.facts["waiting"]) == {"payment", "refund", "overpayment"} & set(done.facts["waiting"])
    assert {"payment", "overpayment"} <= set(done.facts["waiting"])
    notes = rows(tmp_path / "out" / "credit-notes-tax-inclusive.csv")
    assert all(float(row["*UnitAmount"]) < 0 for row in notes), "below zero it comes in as a credit note"
    journals = rows(tmp_path / "out" / "journals.csv")
    assert sum(float(row["*Amount"]) for row in journals) == 0


def test_what_a_person_has_never_goes_by_us_and_is_found_once_they_uploaded_it(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, services: PracticeServices
) -> None:
    files = Files()
    files.sale("S-1", "10.00", contact="City Limousines")
    files.paid("S-1", "10.00")
    files.sale("S-2", "10.00", contact="Somebody New")
    files.day_book("Takings", "12.00")
    folder = files.write(tmp_path / "day")
    PlanExport(Wanted(folder, mapping), shop.clock).run(shop.tools, Silent(), Cancel())
    services.add_fault("xero-down")
    written(shop, folder, mapping, tmp_path / "out")
    services.clear_faults()

    sent = shop.send(folder, mapping)
    assert sent.counts.sent == 0
    assert {one for one in reasons(sent) if one[0] != "S-1"} >= {
        ("S-2", "held", "manual"),
        ("Takings", "held", "manual"),
    }
    assert xero.all("Invoices") == []
    assert xero.all("ManualJournals") == []
    assert [one["Name"] for one in xero.all("Contacts") if one["Name"] == "Somebody New"] == []

    (row,) = [
        one for one in rows(tmp_path / "out" / "invoices-tax-inclusive.csv") if one["*InvoiceNumber"] == "S-2"
    ]
    line = {
        "Description": row["*Description"],
        "Quantity": row["*Quantity"],
        "UnitAmount": row["*UnitAmount"],
    }
    line |= {"AccountCode": row["*AccountCode"], "TaxType": "OUTPUT"}
    upload = {
        "Type": "ACCREC", "InvoiceNumber": "S-2", "Date": "2026-11-16", "DueDate": "2026-11-16",
        "Contact": {"Name": row["*ContactName"]}, "LineAmountTypes": "Inclusive", "Status": "DRAFT",
        "LineItems": [line],
    }  # fmt: skip
    xero.put("Invoices", upload)
    again = shop.send(folder, mapping)
    assert again.counts.already_there == 1
    assert [one["InvoiceNumber"] for one in xero.all("Invoices")] == ["S-2"]


def test_a_credit_note_that_a_person_uploaded_is_found_and_left_to_them(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, services: PracticeServices
) -> None:
    files = Files()
    files.sale("S-1", "10.00", contact="City Limousines")
    folder = files.write(tmp_path / "day")
    assert shop.send(folder, mapping).is_clean
    files.credit("C-1", "4.00", "S-1", contact="City Limousines")
    files.write(folder)
    services.add_fault("xero-down")
    written(shop, folder, mapping, tmp_path / "out")
    services.clear_faults()
    ((row,),) = [rows(path) for path in (tmp_path / "out").glob("credit-notes-*.csv")]
    assert (row["*InvoiceNumber"], row["*UnitAmount"], row["Reference"]) == ("C-1", "-4.00", "S-1")
    assert reasons(shop.send(folder, mapping)) == {("C-1", "held", "manual")}
    line = {"Description": "Back", "Quantity": 1, "UnitAmount": 4, "AccountCode": "200", "TaxType": "OUTPUT"}
    upload = {
        "Type": "ACCRECCREDIT", "CreditNoteNumber": "C-1", "Date": "2026-11-16", "Reference": "S-1",
        "Contact": {"Name": "City Limousines"}, "LineAmountTypes": "Inclusive", "Status": "AUTHORISED",
        "LineItems": [line],
    }  # fmt: skip
    xero.put("CreditNotes", upload)
    assert shop.send(folder, mapping).counts.already_there == 2
    (note,) = xero.all("CreditNotes")
    assert (note["RemainingCredit"], note["Allocations"]) == (4, []), "whose it is uses it in Xero"


def test_unmarked_it_goes_by_us_again_and_once(
    shop: Shop, xero: Xero, mapping: Path, day: Path, tmp_path: Path, services: PracticeServices
) -> None:
    done = written(shop, day, mapping, tmp_path / "out")
    counted = TakeBack().run(shop.tools, Silent(), Cancel())
    assert isinstance(counted, Done)
    assert counted.facts["records"] == done.facts["records"]
    assert shop.ledger("SELECT count(*) FROM entry WHERE state = 'manual'") == [(done.facts["records"],)]
    TakeBack(True).run(shop.tools, Silent(), Cancel())
    services.clear_faults()
    assert shop.send(day, mapping).is_clean
    assert len(xero.all("Invoices")) == 13


def test_where_the_files_cannot_be_written_nothing_is_marked(
    shop: Shop, mapping: Path, day: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file in the way")
    outcome = WriteForUpload(tmp_path / "out", Wanted(day, mapping), True).run(shop.tools, Silent(), Cancel())
    assert isinstance(outcome, Problem)
    assert outcome.code == "STORE-WRITE"
    assert shop.ledger("SELECT count(*) FROM entry WHERE state = 'manual'") == [(0,)]


def test_what_may_have_arrived_is_in_no_file(
    shop: Shop, xero: Xero, mapping: Path, tmp_path: Path, services: PracticeServices
) -> None:
    files = Files()
    files.day_book("Takings", "12.00")
    folder = files.write(tmp_path / "day")
    services.add_fault("write-error")
    shop.try_to_send(folder, mapping)
    services.add_fault("xero-down")
    done = written(shop, folder, mapping, tmp_path / "out")
    assert done.facts["records"] == 0
    assert [(one.name, one.why.code) for one in done.value.left] == [("Takings", "in-doubt")]
    services.clear_faults()
    assert shop.send(folder, mapping).is_clean
    assert len(xero.all("ManualJournals")) == 1
