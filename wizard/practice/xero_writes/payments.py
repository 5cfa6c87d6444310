"""Payments of invoices, and refunds of credit notes, overpayments and prepayments: made and deleted."""

import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from wizard.practice import xero_words as words
from wizard.practice.xero_writes import credit_notes, credits, invoices
from wizard.practice.xero_writes.desk import Desk, Json, Taken, refused
from wizard.practice.xero_writes.fields import amount, day, part, rounded, text


def take(desk: Desk, sent: Json) -> Taken:
    """Judge one payment; one that names its id can only be deleted."""
    if text(sent, "PaymentID"):
        return _delete(desk, sent)
    name, document = _document(desk, sent)
    if not name:
        return refused(sent, "PaymentID", words.NO_DOCUMENT)
    if document is None:
        kind, key = credits.KEYS[name]
        given = key if text(part(sent, name) or {}, key) else key.replace("ID", "Number")
        return refused(sent, "PaymentID", words.not_found(kind.removesuffix("s"), given))
    dated = day(sent, "Date") or desk.now.date()
    errors = list(_faults(desk, sent, name, document, dated))
    if errors:
        return refused(sent, "PaymentID", *errors)
    payment = _payment(desk, sent, name, document, dated)
    kind, _ = credits.KEYS[name]
    return Taken(payment, kept=(("Payments", payment), (kind, credits.paid(desk, name, document, payment))))


def _document(desk: Desk, sent: Json) -> tuple[str, Json | None]:
    """Return what the payment is made against: its name, and the document where there is one."""
    if text(sent, "InvoiceNumber"):
        return "Invoice", invoices.find(desk, {"InvoiceNumber": text(sent, "InvoiceNumber")})
    if text(sent, "CreditNoteNumber"):
        return "CreditNote", credit_notes.find(desk, {"CreditNoteNumber": text(sent, "CreditNoteNumber")})
    for name, (kind, key) in credits.KEYS.items():
        if (named := part(sent, name)) is None:
            continue
        if name == "Invoice":
            return name, invoices.find(desk, named)
        if name == "CreditNote":
            return name, credit_notes.find(desk, named)
        return name, desk.shelf[kind].get(text(named, key))
    return "", None


def _faults(desk: Desk, sent: Json, name: str, document: Json, dated: date) -> Iterator[str]:
    given = amount(sent, "Amount") or Decimal(0)
    if document["Status"] not in ("AUTHORISED", "PAID"):
        yield words.PAYMENT_NOT_AUTHORISED
    elif rounded(given) > credits.open_amount(name, document):
        yield words.PAYMENT_TOO_MUCH
    if rounded(given) <= 0:
        yield words.BELOW_ZERO
    yield from _account_faults(desk, part(sent, "Account") or {})
    if locked := desk.chart.lock(dated):
        yield locked


def _account_faults(desk: Desk, sent: Json) -> Iterator[str]:
    code, account_id = text(sent, "Code"), text(sent, "AccountID")
    if not code and not account_id:
        yield words.NO_PAYMENT_ACCOUNT
        return
    account = desk.chart.account(code, account_id)
    if account is None or account["Status"] != "ACTIVE":
        yield words.account_not_valid(code or account_id)
    elif account["Type"] != "BANK" and not account["EnablePaymentsToAccount"]:
        yield words.PAYMENT_ACCOUNT


def _payment(desk: Desk, sent: Json, name: str, document: Json, dated: date) -> Json:
    named = part(sent, "Account") or {}
    account = desk.chart.account(text(named, "Code"), text(named, "AccountID")) or {}
    paid = rounded(amount(sent, "Amount") or Decimal(0))
    sale = credits.is_sale(document)
    if name == "Invoice":
        kind = "ACCRECPAYMENT" if sale else "ACCPAYPAYMENT"
    else:
        middle = "CREDIT" if name == "CreditNote" else name.upper()
        kind = f"{'AR' if sale else 'AP'}{middle}PAYMENT"
    _, key = credits.KEYS[name]
    return {
        "PaymentID": str(uuid.uuid4()),
        "Date": dated.isoformat(),
        "BankAmount": paid,
        "Amount": paid,
        "Reference": text(sent, "Reference"),
        "CurrencyRate": Decimal(1),
        "PaymentType": kind,
        "Status": "AUTHORISED",
        "UpdatedDateUTC": desk.moment,
        "HasAccount": True,
        "IsReconciled": bool(sent.get("IsReconciled", False)),
        "Account": {row: account[row] for row in ("AccountID", "Code", "Name") if row in account},
        name: {key: document[key]},
        "App": desk.app,
    }


def _delete(desk: Desk, sent: Json) -> Taken:
    before = desk.shelf["Payments"].get(text(sent, "PaymentID"))
    if before is None:
        return refused(sent, "PaymentID", words.not_found("Payment", "PaymentID"))
    if text(sent, "Status") != "DELETED" or before["Status"] == "DELETED":
        return refused(sent, "PaymentID", words.STATUS_NOT_ALLOWED)
    if locked := desk.chart.lock(date.fromisoformat(before["Date"])):
        return refused(sent, "PaymentID", locked)
    payment = {**before, "Status": "DELETED", "UpdatedDateUTC": desk.moment}
    name = next(name for name in credits.KEYS if name in payment)
    kind, key = credits.KEYS[name]
    document = desk.shelf[kind].get(payment[name][key])
    assert document is not None
    return Taken(payment, kept=(("Payments", payment), (kind, credits.paid(desk, name, document, payment))))
