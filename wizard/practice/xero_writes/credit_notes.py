"""Credit notes: made, changed, voided. Allocations that are sent along are left out without a word."""

import uuid
from datetime import date
from decimal import Decimal

from wizard.practice import xero_words as words
from wizard.practice.xero_writes.desk import Desk, Json, Taken, refused
from wizard.practice.xero_writes.fields import text
from wizard.practice.xero_writes.sales import Sale, step_fault

_TYPES = ("ACCRECCREDIT", "ACCPAYCREDIT")
_GONE = ("VOIDED", "DELETED")


def take(desk: Desk, sent: Json) -> Taken:
    """Judge one credit note: PUT makes one; POST changes the one of that id or number, if there is one."""
    before, fault = _before(desk, sent)
    status = text(sent, "Status") or before.get("Status", "DRAFT")
    if before and before["RemainingCredit"] != before["Total"]:
        fault = fault or (words.HAS_PAYMENTS if before["Status"] == "AUTHORISED" else words.STATUS_FINAL)
    fault = fault or step_fault(before, status)
    if not fault and status == "VOIDED":
        fault = desk.chart.lock(date.fromisoformat(before["Date"]))
    if fault:
        return refused(sent, "CreditNoteID", fault)
    if status in _GONE:
        gone = {**before, "Status": status, "RemainingCredit": Decimal(0), "UpdatedDateUTC": desk.moment}
        return Taken(gone, kept=(("CreditNotes", gone),))
    sale = Sale(desk, sent, before, status)
    no_type = [] if before or text(sent, "Type") in _TYPES else [words.NO_TYPE]
    if no_type or sale.errors:
        return refused(sent, "CreditNoteID", *no_type, *sale.errors)
    note = {**(before or _blank(desk, sent)), **sale.fields, "Status": status, "RemainingCredit": sale.total}
    return Taken(note, kept=(*sale.kept_contact, ("CreditNotes", note)))


def find(desk: Desk, sent: Json) -> Json | None:
    """Return the credit note that id, else number, leads to."""
    if id_ := text(sent, "CreditNoteID"):
        return desk.shelf["CreditNotes"].get(id_)
    found = desk.shelf["CreditNotes"].named("CreditNoteNumber", text(sent, "CreditNoteNumber"))
    return min(found, key=lambda row: row["Status"] in _GONE) if found else None


def _before(desk: Desk, sent: Json) -> tuple[Json, str]:
    known = find(desk, sent)
    if text(sent, "CreditNoteID"):
        return (known or {}), "" if known else words.not_found("Credit Note", "CreditNoteID")
    if known is None or text(sent, "Type") == "ACCPAYCREDIT":
        return {}, ""
    if not desk.creates_only:
        return known, ""
    return {}, words.STATUS_FINAL if known["Status"] in _GONE else words.CREDIT_NUMBER_TAKEN


def _blank(desk: Desk, sent: Json) -> Json:
    id_ = str(uuid.uuid4())
    number = len(desk.shelf["CreditNotes"]) + 1
    while desk.shelf["CreditNotes"].named("CreditNoteNumber", f"CN-{number:04}"):
        number += 1
    return {
        "Type": text(sent, "Type"),
        "CreditNoteID": id_,
        "ID": id_,
        "CreditNoteNumber": text(sent, "CreditNoteNumber") or f"CN-{number:04}",
        "Payments": [],
        "Allocations": [],
        "SentToContact": False,
        "HasAttachments": False,
        "App": desk.app,
    }
