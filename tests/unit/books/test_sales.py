"""What Xero holds by number, however many sales there are."""

import json
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.unit.books.practice_chart import write_xero_data
from wizard.books.sales import Sales
from wizard.books.xero_data import from_folder
from wizard.model.chart import ChartInvoice, Credit
from wizard.model.json_rows import written
from wizard.model.problem import FaultyInput


def rows(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "Type": "ACCREC", "InvoiceNumber": f"S-{number}", "Status": "PAID", "Total": 10.25,
            "AmountDue": 0.0, "CreditNotes": [{"CreditNoteNumber": "C-1", "AppliedAmount": 2.5}],
        }  # fmt: skip


def test_a_sale_is_found_by_its_number_with_its_credits() -> None:
    found = Sales(rows(3))
    credit = (Credit("C-1", Decimal("2.5")),)
    assert found["S-2"] == ChartInvoice("S-2", "PAID", Decimal("10.25"), Decimal(0), credit)
    assert (len(found), sorted(found)) == (3, ["S-0", "S-1", "S-2"])
    assert "S-3" not in found
    assert found.get("s-2") is None


def test_bills_and_what_has_no_number_are_no_sales_and_of_two_the_later_counts() -> None:
    bill = {"Type": "ACCPAY", "InvoiceNumber": "B-1"}
    odd = {"InvoiceNumber": "O-\ud800", "Total": "NaN", "AmountDue": "ten"}
    twice = [{"InvoiceNumber": "T-1", "Status": status} for status in ("VOIDED", "AUTHORISED")]
    found = Sales([bill, {"Type": "ACCREC"}, odd, *twice])
    assert sorted(found) == ["O-\ud800", "T-1"]
    assert (found["O-\ud800"].total, found["O-\ud800"].due) == (0, 0)
    assert found["T-1"].status == "AUTHORISED"


def test_what_we_wrote_is_read_as_what_xero_answered(tmp_path: Path) -> None:
    folder = write_xero_data(tmp_path / "xero")
    path = folder / "Invoices.json"
    path.write_text(json.dumps({"Invoices": list(rows(20))}), "utf-8")
    whole = from_folder(folder).invoices
    path.write_text("".join(written("Invoices", rows(20))), "utf-8")
    by_row = from_folder(folder).invoices
    assert whole is not None
    assert by_row is not None
    assert dict(whole) == dict(by_row)
    path.write_text("".join(written("Invoices", rows(20)))[:-10], "utf-8")
    with pytest.raises(FaultyInput):
        from_folder(folder)


def test_memory_does_not_grow_with_the_sales_that_xero_holds(tmp_path: Path) -> None:
    folder = write_xero_data(tmp_path / "xero")
    peaks = []
    for count in (2_000, 20_000):
        (folder / "Invoices.json").write_text("".join(written("Invoices", rows(count))), "utf-8")
        tracemalloc.start()
        found = from_folder(folder).invoices
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert found is not None
        assert len(found) == count
    assert peaks[1] - peaks[0] < 100_000, peaks
