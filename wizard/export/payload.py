"""Documents as Xero takes them: accounts by their id, tax always named, rounding as a line of its own."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from wizard.books.match import Matched, MatchedLine, Meant
from wizard.books.rules.journals import ceiling
from wizard.books.rules.numbers import PLACES
from wizard.books.rules.rule import Side
from wizard.model.chart import Account, TaxRate
from wizard.model.documents import CreditNote, Invoice, Journal, Line, Overpayment, Party, Payment

Element = dict[str, Any]
_MODES = {"inclusive": "Inclusive", "exclusive": "Exclusive", "none": "NoTax"}
_CENT = Decimal("0.01")
NO_TAX = "NONE"
"""The tax type of what has none, whatever the country."""


class CannotRound(ValueError):
    """A document's total that its lines miss by more than the ceiling, or that has no account to round to."""


def contact(party: Party) -> Element:
    """Return a customer as a contact of its own: by its name, with the store's number for it."""
    return _filled(Name=party.name or party.code, AccountNumber=party.code, EmailAddress=party.email)


def invoice(matched: Matched, contact_id: str, side: Side) -> Element:
    """Return an invoice; CannotRound."""
    document = matched.document
    assert isinstance(document, Invoice)
    due = document.due.isoformat() if document.due is not None else ""
    named = {"Type": "ACCREC", "InvoiceNumber": document.number, "DueDate": due}
    return _sale(matched, document, named, contact_id, side)


def credit_note(matched: Matched, contact_id: str, side: Side) -> Element:
    """Return a credit note; CannotRound."""
    document = matched.document
    assert isinstance(document, CreditNote)
    named = {"Type": "ACCRECCREDIT", "CreditNoteNumber": document.number}
    return _sale(matched, document, named, contact_id, side)


def payment(matched: Matched, against: str, amount: Decimal) -> Element:
    """Return a payment `against` an invoice, or a refund of a credit note, by Xero's id of that."""
    document = matched.document
    assert isinstance(document, Payment)
    name = "CreditNote" if document.is_refund else "Invoice"
    return {
        name: {f"{name}ID": against}, "Account": _account(matched.payment), "Date": document.day.isoformat(),
        "Amount": amount, "Reference": reference_of(document),
    }  # fmt: skip


def reference_of(document: Payment | Overpayment) -> str:
    """Return what a payment is told by in Xero."""
    return document.reference or document.payment_word


def allocation(invoice_id: str, amount: Decimal, day: str) -> Element:
    """Return the part of a credit note that an invoice takes."""
    return {"Invoice": {"InvoiceID": invoice_id}, "Amount": amount, "Date": day}


def overpayment(matched: Matched, contact_id: str) -> Element:
    """Return money that was paid for nothing yet, as the bank transaction that Xero wants."""
    document = matched.document
    assert isinstance(document, Overpayment)
    line = {"Description": reference_of(document) or "Overpayment", "LineAmount": document.amount}
    return {
        "Type": "RECEIVE-OVERPAYMENT", "Contact": {"ContactID": contact_id},
        "BankAccount": _account(matched.payment), "Date": document.day.isoformat(),
        "Reference": reference_of(document), "LineAmountTypes": "NoTax", "LineItems": [line],
    }  # fmt: skip


def journal(matched: Matched, side: Side) -> Element:
    """Return a manual journal; without a tax word anywhere it has no tax."""
    document = matched.document
    assert isinstance(document, Journal)
    status = "DRAFT" if side.as_drafts else "POSTED"
    lines = [{**_line_words(line, is_journal=True), "LineAmount": line.line.amount} for line in matched.lines]
    return {
        "Narration": document.narration, "Date": document.day.isoformat(), "Status": status,
        "LineAmountTypes": "Inclusive", "JournalLines": lines,
    }  # fmt: skip


def _sale(
    matched: Matched,
    document: Invoice | CreditNote,
    named: Mapping[str, str],
    contact_id: str,
    side: Side,
) -> Element:
    rates = {rate.type: rate for rate in side.chart.tax_rates} if document.tax_mode == "exclusive" else None
    lines = [_line(line, rates) for line in matched.lines if isinstance(line.line, Line)]
    rounding = document.total - _xeros_total(matched, document, side)
    if rounding:
        lines.append(_rounding_line(matched, rounding, side))
    return {
        **_filled(
            **named, Date=document.day.isoformat(), Reference=document.reference,
            CurrencyCode=document.currency,
        ),
        "Contact": {"ContactID": contact_id}, "LineAmountTypes": _MODES[document.tax_mode],
        "Status": "DRAFT" if side.as_drafts else "AUTHORISED", "LineItems": lines,
    }  # fmt: skip


def _line(matched: MatchedLine, rates: Mapping[str, TaxRate] | None) -> Element:
    """Return a line; with `rates`, where tax comes on top, it says how much."""
    line = matched.line
    assert isinstance(line, Line)
    quantity, unit, discount = line.quantity, line.unit, line.discount
    if _places(unit) > PLACES or _places(quantity) > PLACES:
        # Xero would round the price: the line as a whole has no more than cents.
        quantity, unit, discount = Decimal(1), line.amount, Decimal(0)
    made = {**_line_words(matched), "Quantity": quantity, "UnitAmount": unit}
    if discount:
        made["DiscountAmount"] = discount
    if line.tax is not None:
        made["TaxAmount"] = line.tax
    elif rates is not None:
        made["TaxAmount"] = _tax_on(matched, rates)
    return made


def _line_words(matched: MatchedLine, *, is_journal: bool = False) -> Element:
    line, account = matched.line, matched.account.found
    made: Element = {"Description": line.text or matched.account.word, "TaxType": tax_type(matched)}
    if is_journal:
        made["AccountCode" if account is not None and account.code else "AccountID"] = (
            (account.code or account.id) if account is not None else ""
        )
    elif account is not None:
        made["AccountID"] = account.id
        if account.code:
            made["AccountCode"] = account.code
    options = [meant.found for meant in matched.tracking if meant.found is not None]
    if options:
        made["Tracking"] = [{"Name": option.category, "Option": option.name} for option in options]
    if isinstance(line, Line) and line.item:
        made["ItemCode"] = line.item
    return made


def tax_type(matched: MatchedLine) -> str:
    """Return the tax type that a line names; the account's own where the store says nothing."""
    if matched.tax.found is not None:
        return matched.tax.found.type
    account = matched.account.found
    return (account.tax_type if account is not None else "") or NO_TAX


def _account(meant: Meant[Account] | None) -> Element:
    account = meant.found if meant is not None else None
    return {"AccountID": account.id} if account is not None else {}


def _xeros_total(matched: Matched, document: Invoice | CreditNote, side: Side) -> Decimal:
    """Return what Xero will make of the lines: tax is rounded line by line, and then summed."""
    total = Decimal(0)
    rates = {rate.type: rate for rate in side.chart.tax_rates}
    for line in matched.lines:
        if isinstance(line.line, Line):
            total += line.line.amount
            if document.tax_mode == "exclusive":
                total += line.line.tax if line.line.tax is not None else _tax_on(line, rates)
    return total


def _tax_on(line: MatchedLine, rates: Mapping[str, TaxRate]) -> Decimal:
    rate = rates.get(tax_type(line))
    percent = Decimal(rate.rate or 0) if rate is not None else Decimal(0)
    return (line.line.amount * percent / 100).quantize(_CENT, ROUND_HALF_UP)


def _rounding_line(matched: Matched, rounding: Decimal, side: Side) -> Element:
    if abs(rounding) > ceiling(side):
        raise CannotRound(f"{rounding:.2f}")
    meant = matched.rounding or side.matcher.account("money", "rounding")
    account = meant.found or next(
        (one for one in side.chart.accounts if one.system == "ROUNDING" and one.is_active), None
    )
    if account is None:
        raise CannotRound(f"{rounding:.2f}")
    return _filled(
        Description="Rounding", AccountID=account.id, AccountCode=account.code,
        TaxType=account.tax_type or NO_TAX,
    ) | {"Quantity": Decimal(1), "UnitAmount": rounding}  # fmt: skip


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _filled(**values: str) -> Element:
    return {key: value for key, value in values.items() if value}
