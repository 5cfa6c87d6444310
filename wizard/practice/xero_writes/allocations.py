"""Allocations of a credit note, an overpayment or a prepayment to an invoice."""

import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from wizard.practice import xero_words as words
from wizard.practice.xero_writes import credits, invoices
from wizard.practice.xero_writes.desk import Desk, Json, Take, Taken, refused
from wizard.practice.xero_writes.fields import amount, day, part, rounded

_SPOKEN = {"CreditNote": "Credit Note", "Overpayment": "Overpayment", "Prepayment": "Prepayment"}


def taker(name: str, credit_id: str) -> Take:
    """Return what judges one allocation of this credit (`CreditNote`, `Overpayment`, `Prepayment`)."""

    def take(desk: Desk, sent: Json) -> Taken:
        kind, _ = credits.KEYS[name]
        credit = desk.shelf[kind].get(credit_id)
        assert credit is not None
        invoice = invoices.find(desk, part(sent, "Invoice") or {})
        if invoice is None:
            return refused(sent, "AllocationID", words.not_found("Invoice", "InvoiceID"))
        given, dated = rounded(amount(sent, "Amount") or Decimal(0)), day(sent, "Date") or desk.now.date()
        errors = list(_faults(desk, name, credit, invoice, given, dated))
        if errors:
            return refused(sent, "AllocationID", *errors)
        allocation = {
            "AllocationID": str(uuid.uuid4()),
            "Amount": given,
            "Date": dated.isoformat(),
            "Invoice": {"InvoiceID": invoice["InvoiceID"], "InvoiceNumber": invoice["InvoiceNumber"]},
        }
        after, invoice = credits.credited(desk, name, credit, invoice, allocation)
        return Taken(allocation, kept=((kind, after), ("Invoices", invoice)))

    return take


def _faults(desk: Desk, name: str, credit: Json, invoice: Json, given: Decimal, dated: date) -> Iterator[str]:
    if invoice["Status"] == "PAID":
        yield words.ALLOCATED_TO_PAID
    elif invoice["Status"] != "AUTHORISED":
        yield words.PAYMENT_NOT_AUTHORISED
    if credit["Status"] not in ("AUTHORISED", "PAID"):
        yield words.STATUS_FINAL.replace("Invoice", _SPOKEN[name])
    if given > min(invoice["AmountDue"], credit["RemainingCredit"]):
        yield words.allocated_too_much(_SPOKEN[name])
    if given <= 0:
        yield words.BELOW_ZERO
    if credits.is_sale(invoice) != credits.is_sale(credit):
        yield words.allocated_to_wrong_type(_SPOKEN[name])
    if invoice["Contact"] != credit["Contact"]:
        yield words.CONTACTS_DIFFER
    if invoice["CurrencyCode"] != credit["CurrencyCode"]:
        yield words.CURRENCIES_DIFFER
    if locked := desk.chart.lock(dated):
        yield locked
