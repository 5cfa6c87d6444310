"""Bank transactions: money received and spent; an overpayment or a prepayment is made by one as well."""

import uuid
from datetime import date
from decimal import Decimal

from wizard.practice import xero_words as words
from wizard.practice.xero_writes.desk import Desk, Json, Taken, refused
from wizard.practice.xero_writes.fields import amount, part, parts, rounded, text
from wizard.practice.xero_writes.sales import Sale

_TYPES = frozenset(
    f"{way}{what}" for way in ("RECEIVE", "SPEND") for what in ("", "-OVERPAYMENT", "-PREPAYMENT")
)
_CREDITS = {"OVERPAYMENT": ("Overpayments", "OverpaymentID"), "PREPAYMENT": ("Prepayments", "PrepaymentID")}


def take(desk: Desk, sent: Json) -> Taken:
    """Judge one bank transaction: without an id one is made; one that has an id can be changed or deleted."""
    id_ = text(sent, "BankTransactionID")
    before = desk.shelf["BankTransactions"].get(id_) if id_ else None
    if id_ and before is None:
        return refused(sent, "BankTransactionID", words.not_found("Bank Transaction", "BankTransactionID"))
    kind = text(sent, "Type") or (before or {}).get("Type", "")
    if before is not None and (fault := _change_fault(desk, before, kind)):
        return refused(sent, "BankTransactionID", fault)
    if before is not None and text(sent, "Status") == "DELETED":
        gone = {**before, "Status": "DELETED", "UpdatedDateUTC": desk.moment}
        return Taken(gone, kept=(("BankTransactions", gone),))
    is_over = kind.endswith("-OVERPAYMENT")
    whole = _as_overpayment(sent) if is_over else sent
    sale = Sale(desk, whole, before or {}, "AUTHORISED", needs_accounts=not is_over)
    errors = _own_faults(desk, sent, before, kind) + sale.errors
    if errors:
        return refused(sent, "BankTransactionID", *errors)
    return _kept(desk, sent, before, kind, sale)


def _kept(desk: Desk, sent: Json, before: Json | None, kind: str, sale: Sale) -> Taken:
    named = part(sent, "BankAccount") or (before or {}).get("BankAccount") or {}
    account = desk.chart.account(text(named, "Code"), text(named, "AccountID")) or {}
    transaction: Json = {
        "BankTransactionID": str(uuid.uuid4()),
        "HasAttachments": False,
        "App": desk.app,
        **(before or {}),
        "Type": kind,
        "BankAccount": {key: account[key] for key in ("AccountID", "Code", "Name") if key in account},
        "IsReconciled": bool(sent.get("IsReconciled", False)),
        **sale.fields,
        "Status": "AUTHORISED",
    }
    kept = [*sale.kept_contact]
    _, _, what = kind.partition("-")
    if what:
        drawer, key = _CREDITS[what]
        transaction[key] = transaction["BankTransactionID"]
        kept.append((drawer, _credit(transaction, key)))
    return Taken(transaction, kept=(*kept, ("BankTransactions", transaction)))


def _credit(transaction: Json, key: str) -> Json:
    """Return the overpayment or prepayment that a bank transaction makes."""
    shared = ["Type", "Reference", "Contact", "Date", "Status", "LineAmountTypes", "LineItems", "SubTotal"]
    shared += ("TotalTax", "Total", "UpdatedDateUTC", "CurrencyCode", "CurrencyRate", "HasAttachments", "App")
    id_ = transaction[key]
    left = {"RemainingCredit": transaction["Total"], "Allocations": [], "Payments": []}
    return {key: id_, "ID": id_} | {name: transaction[name] for name in shared} | left


def _change_fault(desk: Desk, before: Json, kind: str) -> str:
    if before["Status"] == "DELETED" or kind != before["Type"] or "-" in kind:
        return words.STATUS_FINAL.replace("Invoice", "Bank Transaction")
    return desk.chart.lock(date.fromisoformat(before["Date"]))


def _own_faults(desk: Desk, sent: Json, before: Json | None, kind: str) -> list[str]:
    faults = [] if kind in _TYPES else [words.NO_TYPE]
    named = part(sent, "BankAccount") or (before or {}).get("BankAccount") or {}
    account = desk.chart.account(text(named, "Code"), text(named, "AccountID"))
    if account is None or account["Type"] != "BANK" or account["Status"] != "ACTIVE":
        faults.append(words.NO_BANK_ACCOUNT)
    return faults


def _as_overpayment(sent: Json) -> Json:
    """Return an overpayment as Xero takes it: no tax, and of a line only its text and its amount count."""
    rows = []
    for row in parts(sent, "LineItems") or []:
        value = amount(row, "LineAmount")
        if value is None:
            value = (amount(row, "UnitAmount") or Decimal(0)) * (amount(row, "Quantity") or Decimal(1))
        money = rounded(value)
        rows.append({"Description": text(row, "Description"), "Quantity": 1, "UnitAmount": money})
    return {**sent, "LineAmountTypes": "NoTax", "LineItems": rows}
