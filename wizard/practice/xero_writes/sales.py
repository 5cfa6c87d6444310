"""What invoices and credit notes have in common: contact, dates, currency, lines and totals."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from wizard.practice import xero_words as words
from wizard.practice.xero_writes.contacts import contact_for
from wizard.practice.xero_writes.desk import Desk, Json
from wizard.practice.xero_writes.fields import day, part, text
from wizard.practice.xero_writes.lines import Lines, read_lines

LINE_KINDS = ("Exclusive", "Inclusive", "NoTax")
FINAL = frozenset({"SUBMITTED", "AUTHORISED"})
"""The statuses in which a document must be complete."""
STEPS = {
    "": {"DRAFT", "SUBMITTED", "AUTHORISED"},
    "DRAFT": {"DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"},
    "SUBMITTED": {"DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"},
    "AUTHORISED": {"AUTHORISED", "VOIDED"},
}
"""Which status may follow which."""


class Sale:
    """A document as it will be if nothing is wrong with it: `fields`, `due`, `total`, and the `errors`.

    `kept_contact` is the contact that the document makes or changes.
    """

    def __init__(
        self, desk: Desk, sent: Json, before: Json, status: str, *, needs_accounts: bool | None = None
    ) -> None:
        self.contact, self.errors = contact_for(desk, part(sent, "Contact") or before.get("Contact"))
        kind = text(sent, "LineAmountTypes") or before.get("LineAmountTypes", "Exclusive")
        currency = text(sent, "CurrencyCode") or before.get("CurrencyCode") or desk.chart.currency
        dated = day(sent, "Date") or _kept_day(before, "Date") or desk.now.date()
        self.due = day(sent, "DueDate") or _kept_day(before, "DueDate")
        is_final = status in FINAL if needs_accounts is None else needs_accounts
        lines = read_lines(desk, sent if "LineItems" in sent else before, kind, is_final=is_final)
        self.errors += _header_faults(desk, kind, currency)
        self.errors += lines.errors
        if status == "AUTHORISED" and (locked := desk.chart.lock(dated)):
            self.errors.append(locked)
        if lines.total < 0:
            self.errors.append(words.TOTAL_BELOW_ZERO)
        if strangers := _strangers(sent, before):
            self.errors.append(words.lines_not_found(", ".join(strangers)))
        self.total = lines.total
        self.kept_contact = _changed(desk, self.contact)
        self.fields = self._fields(desk, sent, before, kind, currency, dated, lines)

    def _fields(
        self, desk: Desk, sent: Json, before: Json, kind: str, currency: str, dated: date, lines: Lines
    ) -> Json:
        return {
            "Reference": text(sent, "Reference") or before.get("Reference", ""),
            "CurrencyRate": Decimal(1),
            "Contact": {"ContactID": self.contact["ContactID"]} if self.contact else {},
            "Date": dated.isoformat(),
            "LineAmountTypes": kind,
            "LineItems": lines.rows,
            "SubTotal": lines.sub_total,
            "TotalTax": lines.tax,
            "Total": lines.total,
            "UpdatedDateUTC": desk.moment,
            "CurrencyCode": currency,
        }


def _changed(desk: Desk, contact: Json | None) -> tuple[tuple[str, Json], ...]:
    """Return the contact to be kept with the document: none when it stays as it is held."""
    if contact is None or desk.shelf["Contacts"].get(contact["ContactID"]) is contact:
        return ()
    return (("Contacts", contact),)


def _kept_day(before: Json, key: str) -> date | None:
    return date.fromisoformat(before[key]) if before.get(key) else None


def _header_faults(desk: Desk, kind: str, currency: str) -> Iterator[str]:
    if kind not in LINE_KINDS:
        yield f"The LineAmountTypes '{kind}' is not valid"
    if currency != desk.chart.currency and not desk.chart.may("UseMulticurrency"):
        yield words.currency_missing(currency)


def _strangers(sent: Json, before: Json) -> list[str]:
    """Return the ids of lines that the document does not have; a new document's are taken as they are."""
    if not before:
        return []
    known = {row["LineItemID"] for row in before["LineItems"]}
    ids = [text(row, "LineItemID") for row in sent.get("LineItems") or []]
    return [id_ for id_ in ids if id_ and id_ not in known]


def step_fault(before: Json, status: str) -> str:
    """Return what is wrong with giving a document this status; nothing where it may have it."""
    now = before.get("Status", "")
    if now not in STEPS:
        return words.STATUS_FINAL
    return "" if status in STEPS[now] else words.STATUS_NOT_ALLOWED
