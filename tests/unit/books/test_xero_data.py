"""Xero's side from a folder, and the codes that stand in a store's files."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.unit.books.practice_chart import WEEKS, write_xero_data
from tests.unit.books.reading import assert_no_row_is_lost, read_path
from wizard.books.assemble import assemble
from wizard.books.codes import codes
from wizard.books.reading import read
from wizard.books.xero_data import from_folder
from wizard.model.api_days import day_of
from wizard.model.documents import Document
from wizard.model.problem import FaultyInput


def test_the_chart_is_as_the_api_answers(tmp_path: Path) -> None:
    chart = from_folder(write_xero_data(tmp_path / "x"))
    assert (chart.organisation, chart.currency) == ("Corner Store Pty Ltd", "AUD")
    eftpos = next(a for a in chart.accounts if a.code == "641")
    assert (eftpos.name, eftpos.takes_payments, eftpos.klass, eftpos.is_active) == (
        "EFTPOS Clearing",
        True,
        "ASSET",
        True,
    )
    bank = next(a for a in chart.accounts if a.type == "BANK")
    assert (bank.code, bank.to) == ("", "Business Cheque Account")
    assert {"OUTPUT", "EXEMPTOUTPUT"} <= {rate.type for rate in chart.tax_rates}
    assert "CreateInvoice" in chart.actions or chart.actions


def test_what_is_missing_or_damaged_is_said_at_once(tmp_path: Path) -> None:
    folder = write_xero_data(tmp_path / "x")
    (folder / "Accounts.json").unlink()
    (folder / "TaxRates.json").write_text("{", "utf-8")
    (folder / "Contacts.json").write_text('{"Contacts": [1]}', "utf-8")
    with pytest.raises(FaultyInput) as found:
        from_folder(folder)
    assert [(f.code, f.message.partition(" ")[0]) for f in found.value.faults] == [
        ("FILE-MISSING", "Accounts.json"),
        ("FILE-SYNTAX", "TaxRates.json"),
        ("NOT-VALID", "Contacts.json"),
    ]


def test_what_xero_leaves_out_or_adds_is_no_fault(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    (folder / "Organisation.json").write_text(
        json.dumps({"Organisations": [{"Name": "A", "NewField": 1}]}), "utf-8"
    )
    (folder / "Accounts.json").write_text(json.dumps([{"AccountID": "1", "Type": "NEWTYPE"}]), "utf-8")
    (folder / "TaxRates.json").write_text(json.dumps({"TaxRates": [{"TaxType": "T", "Name": None}]}), "utf-8")
    chart = from_folder(folder)
    assert (chart.accounts[0].type, chart.accounts[0].name, chart.tax_rates[0].name) == ("NEWTYPE", "", "")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("/Date(1543536000000+0000)/", date(2018, 11, 30)),
        ("/Date(1543536000000)/", date(2018, 11, 30)),
        ("2018-11-30T00:00:00", date(2018, 11, 30)),
        ("2018-11-30", date(2018, 11, 30)),
        (None, None),
        ("soon", None),
        ("/Date(999999999999999)/", None),
    ],
)
def test_a_day_is_the_day_that_xero_means(value: str | None, day: date | None) -> None:
    assert day_of(value) == day


@pytest.mark.parametrize("week", ["clean", "mistakes"])
def test_the_practice_weeks_are_read_whole(week: str) -> None:
    found = read_path(WEEKS / week)
    assert not found.questions
    assert not found.ignored
    assert not found.has_faults
    assert {file.kind for file in found.files} == {
        "contacts", "credit-notes", "invoices", "journal", "overpayments", "payments",
    }  # fmt: skip
    assert_no_row_is_lost(found)


def test_codes_are_counted_and_summed_once_each() -> None:
    found = read_path(WEEKS / "clean")
    documents = [
        one
        for reading in found.readings
        for one in assemble(reading, read(reading))
        if isinstance(one, Document)
    ]
    made = codes(documents)
    assert len({(c.slot, c.word) for c in made}) == len(made)
    payments = [c for c in made if c.slot == "payment"]
    paid = sum(Decimal(file.total) for file in found.files if file.kind in {"payments", "overpayments"})
    assert sum(Decimal(c.total) for c in payments) == paid
    assert [c.count for c in payments] == sorted((c.count for c in payments), reverse=True)
    assert all(c.first.file in {"payments.csv", "overpayments.csv"} for c in payments)
