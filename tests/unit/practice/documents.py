"""Documents as an app sends them to Xero: each whole and right, changed by the test."""

import itertools
from typing import Any

import requests

_count = itertools.count(1)
DAY = "2026-11-20"


def line(**changes: Any) -> dict[str, Any]:
    whole = {
        "Description": "Kettle",
        "Quantity": 1,
        "UnitAmount": "22.00",
        "AccountCode": "200",
        "TaxType": "OUTPUT",
    }
    return _changed(whole, changes)


def invoice(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    whole = {
        "Type": "ACCREC",
        "InvoiceNumber": f"WEB-{next(_count):05}",
        "Contact": {"Name": "Adam Brown"},
        "Date": DAY,
        "DueDate": "2026-12-04",
        "LineAmountTypes": "Inclusive",
        "Status": "AUTHORISED",
        "LineItems": list(lines) or [line()],
    }
    return _changed(whole, changes)


def credit_note(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    whole = invoice(*lines) | {"Type": "ACCRECCREDIT", "CreditNoteNumber": f"CR-{next(_count):05}"}
    return _changed(whole, {"InvoiceNumber": None, "DueDate": None} | changes)


def payment(number: str, **changes: Any) -> dict[str, Any]:
    whole = {
        "Invoice": {"InvoiceNumber": number},
        "Account": {"Code": "641"},
        "Date": DAY,
        "Amount": "22.00",
        "Reference": "EFTPOS",
    }
    return _changed(whole, changes)


def received(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    whole = {
        "Type": "RECEIVE",
        "Contact": {"Name": "Adam Brown"},
        "BankAccount": {"Code": "092"},
        "Date": DAY,
        "LineAmountTypes": "Inclusive",
        "LineItems": list(lines) or [line()],
    }
    return _changed(whole, changes)


def journal(*lines: tuple[str, str], **changes: Any) -> dict[str, Any]:
    rows = [{"AccountCode": code, "LineAmount": value} for code, value in lines]
    whole = {
        "Narration": "Takings 20 November",
        "Date": DAY,
        "Status": "POSTED",
        "JournalLines": rows
        or [{"AccountCode": "640", "LineAmount": "110.00"}, {"AccountCode": "200", "LineAmount": "-110.00"}],
    }
    return _changed(whole, changes)


def contact(**changes: Any) -> dict[str, Any]:
    number = next(_count)
    return _changed({"Name": f"Customer {number}", "ContactNumber": f"N-{number}"}, changes)


def errors(reply: requests.Response) -> list[dict[str, str]]:
    """The validation errors of all elements of a reply, refused as a whole or element by element."""
    answer = reply.json()
    lists = [value for value in answer.values() if isinstance(value, list)]
    return [error for rows in lists for row in rows for error in row.get("ValidationErrors", [])]


def messages(reply: requests.Response) -> list[str]:
    return [error["Message"] for error in errors(reply)]


def _changed(whole: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return it with the changes; None leaves a field out."""
    return {key: value for key, value in (whole | changes).items() if value is not None}
