"""The practice weeks as an app sends them: the store's words turned into Xero's by a table."""

import csv
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[3] / "resources" / "practice" / "weeks"
CHEQUE = "5b6acf31-0bc1-5efd-80fd-2d7acd853e88"
ACCOUNTS = {
    "Web sales": "203",
    "Grocery": "201",
    "Hardware": "200",
    "Delivery": "210",
    "Hire": "202",
    "Video hire": "205",
    "Card surcharge": "215",
    "Gift cards sold": "830",
    "Cash drawer": "640",
    "EFTPOS": "641",
    "Over/Under": "460",
}
TAXES = {"GST": "OUTPUT", "GST Free": "EXEMPTOUTPUT", "No tax": "BASEXCLUDED"}
PAYMENTS = {
    "Cash": {"Code": "640"},
    "EFTPOS": {"Code": "641"},
    "American Express": {"Code": "642"},
    "PayPal": {"Code": "643"},
    "Gift card": {"Code": "830"},
    "Bank transfer": {"AccountID": CHEQUE},
}
"""`Old voucher` is not among them: the till's manager has deleted it."""
Json = dict[str, Any]


def rows(week: str, name: str) -> list[dict[str, str]]:
    with (FOLDER / week / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            {key.lstrip("*"): value for key, value in row.items() if value} for row in csv.DictReader(file)
        ]


def contacts(week: str) -> list[Json]:
    return [
        {("Name" if key == "ContactName" else key): value for key, value in row.items()}
        for row in rows(week, "contacts")
    ]


def invoices(week: str) -> list[Json]:
    return [
        _sale(lines, "ACCREC", InvoiceNumber=number, Date=day(lines[0]["InvoiceDate"]))
        | ({"DueDate": day(lines[0]["DueDate"])} if "DueDate" in lines[0] else {})
        for number, lines in _by(rows(week, "invoices"), "InvoiceNumber")
    ]


def credit_notes(week: str) -> list[Json]:
    return [
        _sale(lines, "ACCRECCREDIT", CreditNoteNumber=number, Date=day(lines[0]["Date"]))
        for number, lines in _by(rows(week, "credit-notes"), "CreditNoteNumber")
    ]


def payments(week: str) -> list[Json]:
    return [
        {
            "Invoice": {"InvoiceNumber": row["InvoiceNumber"]},
            "Account": PAYMENTS.get(row["PaymentType"], {}),
            "Date": day(row["Date"]),
            "Amount": row["Amount"],
            "Reference": f"{row['Reference']} {row['PaymentType']}",
        }
        for row in rows(week, "payments")
    ]


def overpayments(week: str) -> list[Json]:
    return [
        {
            "Type": "RECEIVE-OVERPAYMENT",
            "Contact": {"Name": row["ContactName"]},
            "BankAccount": PAYMENTS[row["PaymentType"]],
            "Date": day(row["Date"]),
            "LineItems": [{"Description": row["Reference"], "LineAmount": row["Amount"]}],
        }
        for row in rows(week, "overpayments")
    ]


def journals(week: str) -> list[Json]:
    return [
        {
            "Narration": narration,
            "Date": day(lines[0]["Date"]),
            "Status": "POSTED",
            "LineAmountTypes": "Inclusive",
            "JournalLines": [
                {
                    "Description": row["Description"],
                    "AccountCode": ACCOUNTS[row["AccountCode"]],
                    "TaxType": TAXES[row["TaxRate"]],
                    "LineAmount": row["Amount"],
                    "Tracking": _tracking(row),
                }
                for row in lines
            ],
        }
        for narration, lines in _by(rows(week, "journal"), "Narration")
    ]


def day(text: str) -> str:
    return "-".join(reversed(text.split("/")))


def _by(found: list[dict[str, str]], key: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for number, lines in groupby(found, lambda row: row[key]):
        yield number, list(lines)


def _sale(lines: list[dict[str, str]], kind: str, **more: str) -> Json:
    return {
        "Type": kind,
        "Contact": {"Name": lines[0]["ContactName"]},
        "Reference": lines[0]["Reference"],
        "LineAmountTypes": "Inclusive",
        "Status": "AUTHORISED",
        "LineItems": [
            {
                "Description": row["Description"],
                "Quantity": row["Quantity"],
                "UnitAmount": row["UnitAmount"],
                "AccountCode": ACCOUNTS[row["AccountCode"]],
                "TaxType": TAXES[row["TaxType"]],
                "Tracking": _tracking(row),
            }
            for row in lines
        ],
        **more,
    }


def _tracking(row: dict[str, str]) -> list[Json]:
    pairs = [(row.get(f"TrackingName{n}"), row.get(f"TrackingOption{n}")) for n in (1, 2)]
    return [{"Name": name, "Option": option} for name, option in pairs if name]
