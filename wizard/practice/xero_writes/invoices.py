"""Invoices: made, changed, voided."""

import uuid
from datetime import date
from decimal import Decimal

from wizard.practice import xero_words as words
from wizard.practice.xero_writes.desk import Desk, Json, Taken, refused
from wizard.practice.xero_writes.fields import text
from wizard.practice.xero_writes.sales import Sale, step_fault

_TYPES = ("ACCREC", "ACCPAY")
_GONE = ("VOIDED", "DELETED")
_LONGEST_NUMBER = 255


def take(desk: Desk, sent: Json) -> Taken:
    """Judge one invoice: PUT makes one; POST changes the one of that id or number, if there is one."""
    before, fault = _before(desk, sent)
    status = text(sent, "Status") or before.get("Status", "DRAFT")
    fault = fault or _status_fault(desk, sent, before, status)
    if fault:
        return refused(sent, "InvoiceID", fault)
    if status in _GONE:
        return _gone(desk, sent, before, status)
    sale = Sale(desk, sent, before, status)
    errors = [*_own_faults(sent, sale, before, status), *sale.errors]
    if errors:
        return refused(sent, "InvoiceID", *errors)
    invoice = {**(before or _blank(desk, sent)), **sale.fields, "Status": status, "AmountDue": sale.total}
    if sale.due:
        invoice["DueDate"] = sale.due.isoformat()
    if text(sent, "Url"):
        invoice["Url"] = text(sent, "Url")
    if sale.total == 0 and status == "AUTHORISED":
        invoice["Status"] = "PAID"
    return Taken(invoice, kept=(*sale.kept_contact, ("Invoices", invoice)))


def find(desk: Desk, sent: Json) -> Json | None:
    """Return the invoice that id, else number, leads to; a number leads to sales invoices alone."""
    if id_ := text(sent, "InvoiceID"):
        return desk.shelf["Invoices"].get(id_)
    found = desk.shelf["Invoices"].named("InvoiceNumber", text(sent, "InvoiceNumber"))
    sales = [row for row in found if row["Type"] == "ACCREC"]
    return min(sales, key=lambda row: row["Status"] in _GONE) if sales else None


def _before(desk: Desk, sent: Json) -> tuple[Json, str]:
    """Return the invoice that is to change (empty for one that is to be made), or what forbids it."""
    if text(sent, "InvoiceID"):
        known = find(desk, sent)
        return (known or {}), "" if known else words.not_found("Invoice", "InvoiceID")
    if text(sent, "Type") == "ACCPAY":
        return {}, ""
    known = find(desk, sent)
    if known is None or not desk.creates_only:
        return known or {}, ""
    return {}, words.STATUS_FINAL if known["Status"] in _GONE else words.NUMBER_TAKEN


def _status_fault(desk: Desk, sent: Json, before: Json, status: str) -> str:
    if before.get("AmountPaid") or before.get("AmountCredited"):
        return words.HAS_PAYMENTS if before["Status"] == "AUTHORISED" else words.STATUS_FINAL
    if fault := step_fault(before, status):
        return fault
    is_sale = (text(sent, "Type") or before.get("Type")) == "ACCREC"
    is_approved = status == "AUTHORISED" and before.get("Status") != "AUTHORISED"
    return words.TOO_MANY_INVOICES if is_sale and is_approved and not desk.may_approve else ""


def _own_faults(sent: Json, sale: Sale, before: Json, status: str) -> list[str]:
    faults = []
    if not before and text(sent, "Type") not in _TYPES:
        faults.append(words.NO_TYPE)
    if len(text(sent, "InvoiceNumber")) > _LONGEST_NUMBER:
        faults.append(words.TEXT_TOO_LONG.format(field="InvoiceNumber", limit=_LONGEST_NUMBER))
    if status == "AUTHORISED" and sale.due is None:
        faults.append(words.NO_DUE_DATE)
    return faults


def _gone(desk: Desk, sent: Json, before: Json, status: str) -> Taken:
    locked = desk.chart.lock(date.fromisoformat(before["Date"])) if status == "VOIDED" else ""
    if locked:
        return refused(sent, "InvoiceID", locked)
    invoice = {**before, "Status": status, "AmountDue": Decimal(0), "UpdatedDateUTC": desk.moment}
    return Taken(invoice, kept=(("Invoices", invoice),))


def _blank(desk: Desk, sent: Json) -> Json:
    return {
        "Type": text(sent, "Type"),
        "InvoiceID": str(uuid.uuid4()),
        "InvoiceNumber": text(sent, "InvoiceNumber") or _next_number(desk, text(sent, "Type")),
        "Payments": [],
        "CreditNotes": [],
        "Prepayments": [],
        "Overpayments": [],
        "AmountPaid": Decimal(0),
        "AmountCredited": Decimal(0),
        "SentToContact": False,
        "IsDiscounted": False,
        "HasAttachments": False,
        "App": desk.app,
    }


def _next_number(desk: Desk, kind: str) -> str:
    """Return the number that Xero gives to a sale without one; a bill has none."""
    if kind != "ACCREC":
        return ""
    number = len(desk.shelf["Invoices"]) + 1
    while desk.shelf["Invoices"].named("InvoiceNumber", f"INV-{number:04}"):
        number += 1
    return f"INV-{number:04}"
