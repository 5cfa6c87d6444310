"""What is owed and what is left of a credit: how payments and allocations change a document."""

from decimal import Decimal

from wizard.practice.xero_writes.desk import Desk, Json

KEYS = {
    "Invoice": ("Invoices", "InvoiceID"),
    "CreditNote": ("CreditNotes", "CreditNoteID"),
    "Overpayment": ("Overpayments", "OverpaymentID"),
    "Prepayment": ("Prepayments", "PrepaymentID"),
}
"""By the name under which a document stands in another: its kind and the key of its id."""


def open_amount(name: str, document: Json) -> Decimal:
    """Return what is still due on an invoice or left of a credit."""
    return Decimal(document["AmountDue" if name == "Invoice" else "RemainingCredit"])


def is_sale(document: Json) -> bool:
    """Whether a document belongs to a customer and not to a supplier."""
    return str(document["Type"]).startswith(("ACCREC", "RECEIVE"))


def paid(desk: Desk, name: str, document: Json, payment: Json) -> Json:
    """Return a document with a payment more; a deleted one is taken away again."""
    change = payment["Amount"] if payment["Status"] == "AUTHORISED" else -payment["Amount"]
    others = [row for row in document["Payments"] if row["PaymentID"] != payment["PaymentID"]]
    row = {key: payment[key] for key in ("PaymentID", "Date", "Amount", "Reference")}
    after = {**document, "Payments": [*others, row] if change > 0 else others}
    if name == "Invoice":
        after["AmountPaid"] = document["AmountPaid"] + change
    return _reduced(desk, name, after, change, payment["Date"])


def credited(desk: Desk, name: str, credit: Json, invoice: Json, allocation: Json) -> tuple[Json, Json]:
    """Return a credit and an invoice after an allocation from one to the other."""
    kind, key = KEYS[name]
    change, day = allocation["Amount"], allocation["Date"]
    row = {key: credit[key], "AppliedAmount": change, "Date": day, "Total": credit["Total"]}
    if name == "CreditNote":
        row["CreditNoteNumber"] = credit["CreditNoteNumber"]
    after = {
        **invoice,
        "AmountCredited": invoice["AmountCredited"] + change,
        kind: [*invoice[kind], row],
    }
    kept = {**credit, "Allocations": [*credit["Allocations"], allocation]}
    return _reduced(desk, name, kept, change, day), _reduced(desk, "Invoice", after, change, day)


def _reduced(desk: Desk, name: str, document: Json, change: Decimal, day: str) -> Json:
    left = open_amount(name, document) - change
    after = {**document, "UpdatedDateUTC": desk.moment, "Status": "AUTHORISED" if left else "PAID"}
    after["AmountDue" if name == "Invoice" else "RemainingCredit"] = left
    after.pop("FullyPaidOnDate", None)
    if not left:
        after["FullyPaidOnDate"] = day
    return after
