"""The table of rules: what the check refuses, the practice Xero refuses or lessens as well, case by case."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.books.checking import Day
from tests.unit.books.practice_chart import write_xero_data
from tests.unit.books.practice_send import PracticeSender
from tests.unit.books.test_preflight_agrees import disagreements
from tests.unit.books.test_preflight_rules import REJECTED, inv, note, pay, sold
from wizard.books.match import Matcher
from wizard.books.xero_data import from_folder
from wizard.model.chart import Chart
from wizard.model.mapping import Mapping
from wizard.practice import PracticeServices

BEYOND = {
    "name that a contact of another number has": "sent by name it changes the number of the contact",
    "two of one name in the file": "likewise: the second changes the first",
    "rows of two contacts under one number": "for Xero they are one document",
    "rows of two days under one number": "likewise",
    "a mark that no keyboard has, in a number": "Xero keeps it; the store's programs do not find it again",
    "two options of one category": "Xero keeps both and reports one",
}
"""Where more is said than Xero does, and why."""


def is_of_files(day: Day) -> bool:
    """Whether all that a day needs stands in its files and matches."""
    return not (day.chart or day.store or day.organisation or day.settings)


OF_FILES = {name: day for name, day, _ in REJECTED if is_of_files(day)}


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


@pytest.mark.parametrize("name", OF_FILES)
def test_what_is_refused_here_is_refused_there(name: str, tmp_path: Path, services: PracticeServices) -> None:
    differ, counts = disagreements(tmp_path, services, OF_FILES[name])
    if name in BEYOND:
        (one,) = differ
        assert "Xero taken" in one
    else:
        assert differ == []
        assert counts.get("refused", 0) + counts.get("lessened", 0) > 0 or "credit" in name


# --- what Xero holds before ---


class Held:
    """Sales that somebody put into the practice Xero before the store's files come."""

    def __init__(self, services: PracticeServices) -> None:
        self.sender = PracticeSender(services, Matcher(Mapping(), Chart("", "", (), ())))
        self.api, self.http = self.sender._xero["api"], self.sender._http

    def put(self, number: str, status: str = "AUTHORISED", paid: str = "") -> None:
        line = {"Description": "Mug", "Quantity": "1", "UnitAmount": "10.00"}
        line |= {"AccountCode": "200", "TaxType": "OUTPUT"}
        sale = {
            "Type": "ACCREC", "InvoiceNumber": number, "Contact": {"Name": "Ann"}, "Date": "2026-11-20",
            "DueDate": "2026-11-20", "LineAmountTypes": "Inclusive", "LineItems": [line],
            "Status": "DRAFT" if status in {"DRAFT", "DELETED"} else "AUTHORISED",
        }  # fmt: skip
        (made,) = self._sent("PUT", "Invoices", sale)
        if status in {"VOIDED", "DELETED"}:
            self._sent("POST", "Invoices", {"InvoiceID": made["InvoiceID"], "Status": status})
        if paid:
            payment = {"Invoice": {"InvoiceNumber": number}, "Account": {"Code": "641"}, "Amount": paid}
            self._sent("PUT", "Payments", payment | {"Date": "2026-11-20"})

    def _sent(self, method: str, kind: str, body: dict[str, Any]) -> list[dict[str, Any]]:
        reply = self.http.request(method, self.api + kind, json={kind: [body]}, timeout=10)
        assert reply.status_code == 200, reply.text
        rows: list[dict[str, Any]] = reply.json()[kind]
        return rows

    def chart(self, folder: Path) -> Chart:
        """What an app reads of it."""
        data = write_xero_data(folder)
        answer = self.http.get(self.api + "Invoices", params={"page": "1"}, timeout=10).json()
        (data / "Invoices.json").write_text(json.dumps(answer), "utf-8")
        return from_folder(data)


@pytest.mark.parametrize(
    ("status", "paid", "day"),
    [
        ("AUTHORISED", "", sold(inv("X-1"))),
        ("AUTHORISED", "10.00", sold(inv("X-1"))),
        ("VOIDED", "", sold(inv("X-1"))),
        ("DELETED", "", sold(inv("X-1"))),
        ("VOIDED", "", Day({"payments": [pay("X-1", "1.00")]})),
        ("DRAFT", "", Day({"payments": [pay("X-1", "4.00")]})),
        ("AUTHORISED", "7.00", Day({"payments": [pay("X-1", "4.00")]})),
        ("AUTHORISED", "10.00", Day({"payments": [pay("X-1", "1.00")]})),
    ],
    ids=[
        "its number", "paid, its number", "voided, its number", "deleted, its number", "voided, paid again",
        "a draft, paid", "over what is due", "paid already",
    ],
)  # fmt: skip
def test_what_xero_holds_already_is_foreseen_from_what_was_read(
    tmp_path: Path, services: PracticeServices, status: str, paid: str, day: Day
) -> None:
    held = Held(services)
    held.put("X-1", status, paid)
    differ, counts = disagreements(tmp_path, services, day, held.chart(tmp_path / "x"))
    assert differ == []
    assert counts["refused"] == 1


def test_what_xero_holds_already_does_not_refuse_the_rest(tmp_path: Path, services: PracticeServices) -> None:
    held = Held(services)
    held.put("X-1")
    day = sold(inv("A-1"), payments=[pay("X-1", "4.00"), pay("X-1", "6.00")], credit_notes=[note("C-1", "")])
    differ, counts = disagreements(tmp_path, services, day, held.chart(tmp_path / "x"))
    assert differ == []
    assert "refused" not in counts
