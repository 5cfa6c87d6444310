"""The table of rules: what the check refuses, the practice Xero refuses or lessens as well, case by case."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.books.checking import Day, checked_files
from tests.unit.books.practice_chart import practice_chart, write_xero_data
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

    def put(self, number: str, status: str = "AUTHORISED", paid: str = "", credited: str = "") -> None:
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

        if credited:
            (credit,) = self._sent("PUT", "CreditNotes", {
                "Type": "ACCRECCREDIT", "CreditNoteNumber": credited, "Contact": {"Name": "Ann"},
                "Date": "2026-11-20", "LineAmountTypes": "Inclusive", "Status": "AUTHORISED",
                "LineItems": [line | {"UnitAmount": "4.00"}],
            })  # fmt: skip
            allocation = {"Amount": "4.00", "Date": "2026-11-20", "Invoice": {"InvoiceID": made["InvoiceID"]}}
            address = f"{self.api}CreditNotes/{credit['CreditNoteID']}/Allocations"
            reply = self.http.put(address, json={"Allocations": [allocation]}, timeout=10)
            assert reply.status_code == 200, reply.text

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


HELD = {
    "its number": (13, "AUTHORISED", "", sold(inv("X-1"))),
    "paid, its number": (13, "AUTHORISED", "10.00", sold(inv("X-1"))),
    "voided, its number": (31, "VOIDED", "", sold(inv("X-1"))),
    "deleted, its number": (31, "DELETED", "", sold(inv("X-1"))),
    "voided, paid again": (14, "VOIDED", "", Day({"payments": [pay("X-1", "1.00")]})),
    "a draft, paid": (16, "DRAFT", "", Day({"payments": [pay("X-1", "4.00")]})),
    "over what is due": (15, "AUTHORISED", "7.00", Day({"payments": [pay("X-1", "4.00")]})),
    "paid already": (17, "AUTHORISED", "10.00", Day({"payments": [pay("X-1", "1.00")]})),
}
"""What the practice Xero holds before, what comes then, and the rule that speaks against it."""


@pytest.mark.parametrize(("number", "status", "paid", "day"), HELD.values(), ids=HELD)
def test_what_xero_holds_already_is_foreseen_from_what_was_read(
    tmp_path: Path, services: PracticeServices, number: int, status: str, paid: str, day: Day
) -> None:
    held = Held(services)
    held.put("X-1", status, paid)
    chart = held.chart(tmp_path / "x")
    differ, counts = disagreements(tmp_path, services, day, chart)
    assert differ == []
    assert counts["refused"] == 1
    report = checked_files(tmp_path / "week", tmp_path / "mapping.toml", chart)
    assert [one.rule for one in report.rejections] == [number]


def test_an_allocation_that_xero_has_is_foreseen_and_refused_there(
    tmp_path: Path, services: PracticeServices
) -> None:
    held = Held(services)
    held.put("X-1", credited="C-1")
    chart = held.chart(tmp_path / "x")
    differ, counts = disagreements(
        tmp_path, services, Day({"credit-notes": [note("C-1", "X-1", "4.00")]}), chart
    )
    assert differ == []
    assert counts["refused"] == 1
    report = checked_files(tmp_path / "week", tmp_path / "mapping.toml", chart)
    assert [one.rule for one in report.rejections] == [38]


NOT_XEROS = {
    9: "an adviser may: it is only said",
    22: "a payment type that is not used goes nowhere",
    24: "two connections are no matter of a document",
    25: "Xero takes what is sent to another organisation: that is the harm",
}
"""Rules that no answer of Xero can show."""


def test_every_documented_rejection_is_shown_by_xero_itself_or_can_not_be() -> None:
    """The rows of documented rejections that can be known before: 1 to 25, and 31 to 38."""
    shown = {rule for name, _, wanted in REJECTED if name in OF_FILES for rule, _ in wanted}
    shown |= {number for number, *_ in HELD.values()} | {38}
    assert {*range(1, 26), *range(31, 39)} - shown == NOT_XEROS.keys()


def clean_day() -> Day:
    """Five hundred documents as a busy store has them, nothing wrong with any."""
    sales = [
        inv(
            f"S-{n}", contact=("Ann", "Adam Brown", "Zoë Müller", "Seaside Cafe")[n % 4],
            day=f"{1 + n % 28:02}/11/2026", due="20/12/2026", quantity=str(1 + n % 3),
            price=f"{5 + n % 40}.{n % 100:02}", account=("Sales", "Free")[n % 5 == 0],
            tax=("GST", "FREE")[n % 5 == 0], one=("", "Main Street")[n % 2], two=("", "Hire")[n % 3 == 0],
        )
        for n in range(200)
    ]  # fmt: skip
    totals = [(1 + n % 3) * (500 + n % 40 * 100 + n % 100) for n in range(200)]
    payments = []
    for n, cents in enumerate(totals[:160]):
        parts = (cents // 3, cents - cents // 3) if n % 4 == 0 else (cents,)
        payments += [pay(f"S-{n}", f"{part / 100:.2f}", day=f"{1 + n % 28:02}/11/2026") for part in parts]
    return Day(
        {
            "invoices": sales,
            "payments": payments,
            "credit-notes": [note(f"C-{n}", "", f"{1 + n}.50") for n in range(30)],
            "overpayments": [f"Bob {n},2{n % 8}/11/2026,{n + 1}.00,Bank," for n in range(30)],
            "contacts": [f"Customer {n},CU{n}," for n in range(30)],
            "journal": [
                row
                for n in range(10)
                for row in (
                    f"Day {n},2{n % 8}/11/2026,,Till,NIL,{n}.10",
                    f"Day {n},2{n % 8}/11/2026,,Var,NIL,-{n}.10",
                )
            ],
        }
    )


def test_a_clean_day_of_five_hundred_is_let_pass_without_a_word(
    tmp_path: Path, services: PracticeServices
) -> None:
    differ, counts = disagreements(tmp_path, services, clean_day())
    assert (differ, counts) == ([], {"taken": 506})
    report = checked_files(tmp_path / "week", tmp_path / "mapping.toml", practice_chart())
    assert (report.findings, report.checked) == ((), 506)


def test_what_xero_holds_already_does_not_refuse_the_rest(tmp_path: Path, services: PracticeServices) -> None:
    held = Held(services)
    held.put("X-1")
    day = sold(inv("A-1"), payments=[pay("X-1", "4.00"), pay("X-1", "6.00")], credit_notes=[note("C-1", "")])
    differ, counts = disagreements(tmp_path, services, day, held.chart(tmp_path / "x"))
    assert differ == []
    assert "refused" not in counts
