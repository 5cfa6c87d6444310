"""How Xero shows what it holds: dates in its own notation, contacts and documents written out."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from wizard.practice.xero_shelf import Shelf

Json = dict[str, Any]
_DAYS = frozenset({"Date", "DueDate", "FullyPaidOnDate"})
_MOMENTS = frozenset({"UpdatedDateUTC", "CreatedDateUTC", "PeriodLockDate", "EndOfYearLockDate"})
_DATED = _DAYS | _MOMENTS
_SPOKEN = frozenset({"Date", "DueDate"})
_SPEAKS = "SubTotal"
_OURS = frozenset({"App"})
_DETAILS = frozenset({"LineItems", "JournalLines", "ContactPersons", "Payments", "Addresses", "Phones"})
_BRIEF = ("Type", "InvoiceNumber", "CreditNoteNumber", "Contact", "Status", "Total", "CurrencyCode")


def xero_date(text: str) -> str:
    """Return a day or moment in UTC as `/Date(milliseconds+0000)/`; what is neither stays as it is."""
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return text
    return f"/Date({round(moment.timestamp() * 1000)}+0000)/"


def shown(value: Any) -> Any:
    """Return a document as it goes out: its dates in Xero's notation, without what is ours alone."""
    if isinstance(value, list):
        return [shown(row) for row in value]
    if not isinstance(value, Mapping):
        return value
    row: Json = {}
    for key, held in value.items():
        if key in _OURS:
            continue
        row[key] = xero_date(held) if key in _DATED and isinstance(held, str) else shown(held)
        if key in _SPOKEN and _SPEAKS in value:
            row[f"{key}String"] = f"{held}T00:00:00"
    return row


def whole(shelf: Shelf, kind: str, document: Json) -> Json:
    """Return a document with its contact, and a payment with what it was made against, written out."""
    if kind == "Payments":
        return {**document, **_paid(shelf, document)}
    return {**document, **_contact(shelf, document)}


def summary(document: Json) -> Json:
    """Return a document whose lines and other lists are left empty."""
    return {key: [] if key in _DETAILS else value for key, value in document.items()}


def _contact(shelf: Shelf, document: Json) -> Json:
    named = document.get("Contact")
    held = shelf["Contacts"].get(str(named.get("ContactID", ""))) if isinstance(named, dict) else None
    return {} if held is None else {"Contact": {"ContactID": held["ContactID"], "Name": held["Name"]}}


def _paid(shelf: Shelf, payment: Json) -> Json:
    for name, kind in (
        ("Invoice", "Invoices"),
        ("CreditNote", "CreditNotes"),
        ("Overpayment", "Overpayments"),
        ("Prepayment", "Prepayments"),
    ):
        named = payment.get(name)
        id_ = str(named.get(f"{name}ID", "")) if isinstance(named, dict) else ""
        if id_ and (held := shelf[kind].get(id_)) is not None:
            brief = {key: held[key] for key in (*_BRIEF, f"{name}ID") if key in held}
            return {name: brief | _contact(shelf, held)}
    return {}
