"""Line items: which are refused, what Xero makes of the others, and what they add up to."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from wizard.practice import xero_words as words
from wizard.practice.xero_chart import NO_TAX
from wizard.practice.xero_writes.desk import Desk, Json
from wizard.practice.xero_writes.fields import amount, parts, rounded, text

_LONGEST_CODE, _LONGEST_DESCRIPTION, _MOST_TRACKING = 10, 4000, 2
_BLANK_TAX = "BASEXCLUDED"
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Lines:
    """The lines of one document as they are stored, what is wrong with them, and their totals."""

    rows: list[Json]
    errors: list[str]
    sub_total: Decimal
    tax: Decimal
    total: Decimal


def read_lines(desk: Desk, sent: Json, kind: str, *, is_final: bool) -> Lines:
    """Return the lines of a document whose `LineAmountTypes` is `kind`; drafts may lack an account."""
    rows: list[Json] = []
    errors: list[str] = []
    for row in parts(sent, "LineItems") or []:
        errors += _faults(desk, row, kind, is_final=is_final)
        line, fault = _stored(desk, row, kind)
        errors += fault
        rows.append(line)
    if not rows:
        errors.append(words.NO_LINES)
    return Lines(rows, errors, *_totals(rows, kind))


def _totals(rows: list[Json], kind: str) -> tuple[Decimal, Decimal, Decimal]:
    """Return sub-total, tax and total: tax is rounded line by line and then summed."""
    amounts = sum((row["LineAmount"] for row in rows), Decimal(0))
    tax = sum((row["TaxAmount"] for row in rows), Decimal(0))
    if kind == "Inclusive":
        return amounts - tax, tax, amounts
    return amounts, tax, amounts + tax


def _faults(desk: Desk, row: Json, kind: str, *, is_final: bool) -> Iterator[str]:
    description = text(row, "Description")
    if not description:
        yield words.NO_DESCRIPTION
    if len(description) > _LONGEST_DESCRIPTION:
        yield words.TEXT_TOO_LONG.format(field="Description", limit=_LONGEST_DESCRIPTION)
    if item := text(row, "ItemCode"):
        yield words.item_not_valid(item)
    yield from _account_faults(desk, row, is_final=is_final)
    if kind != "NoTax":
        yield from _tax_faults(desk, row)


def _account_faults(desk: Desk, row: Json, *, is_final: bool) -> Iterator[str]:
    code, account_id = text(row, "AccountCode"), text(row, "AccountID")
    if len(code) > _LONGEST_CODE:
        yield words.ACCOUNT_TOO_LONG
    elif code or account_id:
        account = desk.chart.account(code, account_id)
        if account is None or not may_be_used(account):
            yield words.account_not_valid(code or account_id)
    elif is_final:
        yield words.NO_ACCOUNT


def may_be_used(account: Json) -> bool:
    """Whether a line may name the account: active, no bank account, none that Xero keeps for itself."""
    is_xeros_own = account.get("SystemAccount", "") not in ("", None, "ROUNDING")
    return account["Status"] == "ACTIVE" and account["Type"] != "BANK" and not is_xeros_own


def _tax_faults(desk: Desk, row: Json) -> Iterator[str]:
    tax_type = text(row, "TaxType")
    if not tax_type:
        return
    rate = desk.chart.rate(tax_type)
    if rate is None:
        yield words.tax_unknown(tax_type)
    account = desk.chart.account(text(row, "AccountCode"), text(row, "AccountID"))
    if account is not None and (rate is None or not desk.chart.fits(rate, account)):
        yield words.tax_unfit(tax_type, account.get("Code", ""))


def tax_type_of(desk: Desk, row: Json, kind: str) -> str:
    """Return the tax type that Xero stores: the account's own for none sent, no tax for a blank one."""
    if kind == "NoTax":
        return text(row, "TaxType") or NO_TAX
    if row.get("TaxType") is not None:
        return text(row, "TaxType") or _BLANK_TAX
    account = desk.chart.account(text(row, "AccountCode"), text(row, "AccountID"))
    return _BLANK_TAX if account is None else str(account["TaxType"])


def tax_of(desk: Desk, value: Decimal, tax_type: str, kind: str) -> Decimal:
    """Return the tax in (Inclusive) or on (Exclusive) an amount, rounded to a cent."""
    rate = desk.chart.rate(tax_type)
    percent = Decimal(0) if rate is None or kind == "NoTax" else Decimal(str(rate["EffectiveRate"]))
    if kind == "Inclusive":
        return rounded(value * percent / (_HUNDRED + percent))
    return rounded(value * percent / _HUNDRED)


def _stored(desk: Desk, row: Json, kind: str) -> tuple[Json, list[str]]:
    given = amount(row, "LineAmount")
    quantity, unit = amount(row, "Quantity"), amount(row, "UnitAmount")
    quantity = Decimal(1) if quantity is None else quantity
    if unit is None:
        unit = Decimal(0) if given is None or not quantity else given / quantity
    unit = rounded(unit, desk.unit_places)
    expected = _line_amount(row, quantity, unit)
    fault = [] if given is None or rounded(given) == expected else [words.line_total(given, expected)]
    tax_type = tax_type_of(desk, row, kind)
    tax = amount(row, "TaxAmount") if kind != "NoTax" else None
    line: Json = {
        "LineItemID": text(row, "LineItemID") or str(uuid.uuid4()),
        "Description": text(row, "Description"),
        "Quantity": rounded(quantity, 4),
        "UnitAmount": unit,
        "TaxType": tax_type,
        "TaxAmount": tax_of(desk, expected, tax_type, kind) if tax is None else rounded(tax),
        "LineAmount": expected,
        "Tracking": tracking_of(desk, row),
    }
    for key in ("DiscountRate", "DiscountAmount"):
        if amount(row, key) is not None:
            line[key] = amount(row, key)
    return line | account_keys(desk, row), fault


def _line_amount(row: Json, quantity: Decimal, unit: Decimal) -> Decimal:
    full = quantity * unit
    rate, off = amount(row, "DiscountRate"), amount(row, "DiscountAmount")
    if rate is not None:
        return rounded(full * (_HUNDRED - rate) / _HUNDRED)
    return rounded(full - (off or Decimal(0)))


def account_keys(desk: Desk, row: Json) -> Json:
    """Return an account's code and id as a line carries them, as far as there are any."""
    account = desk.chart.account(text(row, "AccountCode"), text(row, "AccountID"))
    if account is None:
        return {}
    keys = {"AccountCode": account.get("Code"), "AccountID": account["AccountID"]}
    return {key: value for key, value in keys.items() if value}


def tracking_of(desk: Desk, row: Json) -> list[Json]:
    """Return the tracking that Xero stores: an option that it does not know is left out without a word."""
    known = (desk.chart.tracking(option) for option in parts(row, "Tracking") or [])
    return [option for option in known if option is not None][:_MOST_TRACKING]
