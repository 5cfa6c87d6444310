"""The two practice weeks: Xero takes the clean one whole, and of the other all but its honest mistakes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import weeks
from practice_driver import Driver

Json = dict[str, Any]
KINDS: list[tuple[str, str, Callable[[str], list[Json]]]] = [
    ("Contacts", "POST", weeks.contacts),
    ("Invoices", "PUT", weeks.invoices),
    ("Payments", "PUT", weeks.payments),
    ("CreditNotes", "PUT", weeks.credit_notes),
    ("BankTransactions", "PUT", weeks.overpayments),
    ("ManualJournals", "PUT", weeks.journals),
]


def post(driver: Driver, week: str) -> dict[str, list[tuple[Json, list[str]]]]:
    """Send a week; return by kind each document that was sent with what Xero said of it."""
    said = {}
    for what, method, read in KINDS:
        sent, answers = read(week), []
        for start in range(0, len(sent), 50):
            batch = sent[start : start + 50]
            reply = driver.write(what, batch, method=method, summarizeErrors="false", unitdp="4")
            assert reply.status_code == 200, reply.text
            rows = reply.json()[what]
            answers += [[error["Message"] for error in row["ValidationErrors"]] for row in rows]
        said[what] = list(zip(sent, answers, strict=True))
    return said


def test_xero_takes_the_clean_week_whole(driver: Driver) -> None:
    said = post(driver, "clean")
    assert {what: [words for _, words in rows if words] for what, rows in said.items()} == {
        what: [] for what, _, _ in KINDS
    }
    assert {what: len(rows) for what, rows in said.items()} == {
        "Contacts": 9,
        "Invoices": 45,
        "Payments": 43,
        "CreditNotes": 3,
        "BankTransactions": 2,
        "ManualJournals": 7,
    }
    token = driver.custom_token()
    for invoice in driver.read("Invoices", token, page="1", pageSize="1000").json()["Invoices"]:
        assert all(len(line["Tracking"]) == 2 for line in invoice["LineItems"])
        assert (invoice["Status"] == "PAID") >= invoice["InvoiceNumber"].startswith("WEB-")


def test_the_totals_of_the_clean_week_are_the_stores_own(driver: Driver) -> None:
    post(driver, "clean")
    held = driver.read("Invoices", driver.custom_token()).json()["Invoices"]
    owed = sum(Decimal(str(one["Total"])) for one in held)
    paid = sum(Decimal(str(one["AmountPaid"])) for one in held)
    assert paid == sum(Decimal(row["Amount"]) for row in weeks.rows("clean", "payments"))
    assert owed == sum(
        round(Decimal(row["Quantity"]) * Decimal(row["UnitAmount"]) + Decimal("0.0000001"), 2)
        for row in weeks.rows("clean", "invoices")
    )


def test_of_the_other_week_xero_refuses_the_honest_mistakes_alone(driver: Driver) -> None:
    said = post(driver, "mistakes")
    refused = {
        document.get("InvoiceNumber")
        or document.get("Narration")
        or document["Invoice"]["InvoiceNumber"]: words
        for rows in said.values()
        for document, words in rows
        if words
    }
    no_invoice = ["An existing Invoice with the specified InvoiceNumber could not be found"]
    archived = "The specified contact details matched an archived contact. "
    assert refused == {
        "WEB-10334": ["You must specify an Account code or Account ID for the payment"],
        "WEB-10336": no_invoice,  # of its payment: the invoice itself names an archived account
        "WEB-10340": ["Payment amount exceeds the amount outstanding on this document"],
        "HIRE-4490": [archived + "Archived contacts cannot currently be edited via the API."],
        "HIRE-4491": [
            "The document date cannot be before the period lock date, currently set at 30-Sep-2026"
        ],
        "HIRE-4492": ["The document DueDate field must be specified"],
        "Counter takings Wednesday 25 November 2026": [
            _unbalanced(said["ManualJournals"], "Counter takings Wednesday 25 November 2026")
        ],
    }
    (video,) = [words for one, words in said["Invoices"] if one["InvoiceNumber"] == "WEB-10336"]
    assert video == ["Account code '205' is not a valid code for this document."]
    (closed,) = driver.read("Invoices/HIRE-4493", driver.custom_token()).json()["Invoices"]
    assert [one["Option"] for one in closed["LineItems"][0]["Tracking"]] == ["Hire"]


def _unbalanced(journals: list[tuple[Json, list[str]]], narration: str) -> str:
    (rows,) = [one["JournalLines"] for one, _ in journals if one["Narration"] == narration]
    amounts = [Decimal(row["LineAmount"]) for row in rows]
    debits, credit = sum(v for v in amounts if v > 0), sum(v for v in amounts if v < 0)
    assert debits + credit == Decimal("0.01")
    return f"The total debits ({debits}) must equal total credits ({credit})"


@pytest.mark.parametrize("week", ["clean", "mistakes"])
def test_a_week_has_all_files_with_xeros_headings(week: str) -> None:
    names = {path.name for path in (weeks.FOLDER / week).iterdir()}
    kinds = ("contacts", "invoices", "payments", "credit-notes", "overpayments", "journal")
    assert names == {f"{kind}.csv" for kind in kinds}
    assert {"ContactName", "InvoiceNumber", "InvoiceDate", "UnitAmount"} <= weeks.rows(week, "invoices")[
        0
    ].keys()


def test_the_journals_of_the_clean_week_balance() -> None:
    for journal in weeks.journals("clean"):
        assert sum(Decimal(row["LineAmount"]) for row in journal["JournalLines"]) == 0
