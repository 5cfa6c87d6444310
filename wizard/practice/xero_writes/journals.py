"""Manual journals: made, changed, posted, voided."""

import uuid
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from wizard.practice import xero_words as words
from wizard.practice.xero_writes.desk import Desk, Json, Taken, refused
from wizard.practice.xero_writes.fields import amount, day, parts, rounded, text
from wizard.practice.xero_writes.lines import account_keys, tax_of, tax_type_of, tracking_of
from wizard.practice.xero_writes.sales import LINE_KINDS

_STEPS = {
    "": {"DRAFT", "POSTED"},
    "DRAFT": {"DRAFT", "POSTED", "DELETED"},
    "POSTED": {"POSTED", "VOIDED"},
}
_CLOSED = frozenset({"DEBTORS", "CREDITORS", "RETAINEDEARNINGS"})
_CLOSED_TYPES = frozenset({"BANK", "INVENTORY"})
_GONE = ("VOIDED", "DELETED")


def take(desk: Desk, sent: Json) -> Taken:
    """Judge one manual journal: without an id one is made, whatever else has its narration."""
    id_ = text(sent, "ManualJournalID")
    before = desk.shelf["ManualJournals"].get(id_) if id_ else {}
    if before is None:
        return refused(sent, "ManualJournalID", words.not_found("Manual Journal", "ManualJournalID"))
    status = text(sent, "Status") or before.get("Status", "DRAFT")
    if status not in _STEPS.get(before.get("Status", ""), ()):
        return refused(sent, "ManualJournalID", words.STATUS_FINAL.replace("Invoice", "Manual Journal"))
    if status in _GONE:
        return _gone(desk, sent, before, status)
    return _judged(desk, sent, before, status)


def _judged(desk: Desk, sent: Json, before: Json, status: str) -> Taken:
    kind = text(sent, "LineAmountTypes") or before.get("LineAmountTypes", "NoTax")
    dated = day(sent, "Date")
    if dated is None:
        dated = date.fromisoformat(before["Date"]) if before else desk.now.date()
    narration = text(sent, "Narration") or before.get("Narration", "")
    sent_rows = parts(sent, "JournalLines")
    rows = before.get("JournalLines", []) if sent_rows is None else sent_rows
    warnings = tuple(_warnings(desk, rows))
    lines = [_stored(desk, row, kind) for row in rows]
    errors = [] if narration else [words.NO_NARRATION]
    if kind not in LINE_KINDS:
        errors.append(f"The LineAmountTypes '{kind}' is not valid")
    errors += _line_faults(desk, rows, kind)
    errors += _balance_faults(lines, kind)
    if status == "POSTED" and (locked := desk.chart.lock(dated)):
        errors.append(locked)
    if errors:
        return refused(sent, "ManualJournalID", *errors, warnings=warnings)
    journal: Json = {
        "ManualJournalID": str(uuid.uuid4()),
        "HasAttachments": False,
        "App": desk.app,
        **before,
        "Date": dated.isoformat(),
        "Status": status,
        "LineAmountTypes": kind,
        "UpdatedDateUTC": desk.moment,
        "Narration": narration,
        "JournalLines": lines,
        "ShowOnCashBasisReports": bool(sent.get("ShowOnCashBasisReports", True)),
    }
    if text(sent, "Url"):
        journal["Url"] = text(sent, "Url")
    return Taken(journal, warnings=warnings, kept=(("ManualJournals", journal),))


def _gone(desk: Desk, sent: Json, before: Json, status: str) -> Taken:
    locked = desk.chart.lock(date.fromisoformat(before["Date"])) if status == "VOIDED" else ""
    if locked:
        return refused(sent, "ManualJournalID", locked)
    journal = {**before, "Status": status, "UpdatedDateUTC": desk.moment}
    return Taken(journal, kept=(("ManualJournals", journal),))


def _warnings(desk: Desk, rows: list[Json]) -> Iterator[str]:
    for row in rows:
        code = text(row, "AccountCode")
        if code and desk.chart.account(code) is None:
            yield words.account_removed(code)


def _line_faults(desk: Desk, rows: list[Json], kind: str) -> Iterator[str]:
    if len(rows) < 2:
        yield words.TOO_FEW_LINES
    for row in rows:
        code, account_id = text(row, "AccountCode"), text(row, "AccountID")
        if not code and not account_id:
            yield words.NO_ACCOUNT
            continue
        account = desk.chart.account(code, account_id)
        if account is not None and not _may_be_journalled(account):
            yield words.account_not_valid(code or account_id)
        tax_type = text(row, "TaxType")
        if kind == "NoTax" or not tax_type:
            continue
        rate = desk.chart.rate(tax_type)
        if rate is None:
            yield words.tax_unknown(tax_type)
        if account is not None and (rate is None or not desk.chart.fits(rate, account)):
            yield words.tax_unfit(tax_type, account.get("Code", ""))


def _may_be_journalled(account: Json) -> bool:
    is_closed = account.get("SystemAccount") in _CLOSED or account["Type"] in _CLOSED_TYPES
    return account["Status"] == "ACTIVE" and not is_closed


def _balance_faults(lines: list[Json], kind: str) -> Iterator[str]:
    """Debits are above zero, credits below; with tax on top, it counts as well."""
    sums = [row["LineAmount"] + (row["TaxAmount"] if kind == "Exclusive" else 0) for row in lines]
    debits = sum((value for value in sums if value > 0), Decimal("0.00"))
    credit = sum((value for value in sums if value < 0), Decimal("0.00"))
    if debits + credit != 0:
        yield words.not_balanced(debits, credit)


def _stored(desk: Desk, row: Json, kind: str) -> Json:
    value = rounded(amount(row, "LineAmount") or Decimal(0))
    tax_type = tax_type_of(desk, row, kind)
    tax = amount(row, "TaxAmount") if kind != "NoTax" else None
    return {
        "Description": text(row, "Description"),
        "TaxType": tax_type,
        "TaxAmount": tax_of(desk, value, tax_type, kind) if tax is None else rounded(tax),
        "LineAmount": value,
        "Tracking": tracking_of(desk, row),
        "IsBlank": False,
        **account_keys(desk, row),
    }
