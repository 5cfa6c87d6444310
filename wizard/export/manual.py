"""Records as files that a person uploads in Xero: Xero's own import templates, in Xero's own words."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from wizard.export import payload
from wizard.export.day import Day, Judged, identity_of, outcome
from wizard.export.known import Known
from wizard.export.look import Row, amount_of, parts
from wizard.export.run import claim_of
from wizard.ledger.ledger import Claim, Ledger
from wizard.model.chart import Chart
from wizard.model.documents import Contact, CreditNote, Document, Invoice, Journal
from wizard.model.export import ORDER, Outcome, Why

_UPLOADED = ("contact", "invoice", "credit-note", "journal")
"""What Xero's import takes; payments, refunds and overpayments have none, and go by us later."""
_CONTACTS = ("*ContactName", "AccountNumber", "EmailAddress")
_TRACKING = ("TrackingName1", "TrackingOption1", "TrackingName2", "TrackingOption2")
_SALES = (
    "*ContactName", "EmailAddress", "POAddressLine1", "POAddressLine2", "POAddressLine3", "POAddressLine4",
    "POCity", "PORegion", "POPostalCode", "POCountry", "*InvoiceNumber", "Reference", "*InvoiceDate",
    "*DueDate", "Total", "InventoryItemCode", "*Description", "*Quantity", "*UnitAmount", "Discount",
    "*AccountCode", "*TaxType", "TaxAmount", *_TRACKING, "Currency", "BrandingTheme",
)  # fmt: skip
CREDIT_NOTES = "credit-notes-"
"""How the names of files with credit notes begin."""
_JOURNALS = ("*Narration", "*Date", "Description", "*AccountCode", "*TaxRate", "*Amount", *_TRACKING)
_FILES = {"Inclusive": "tax-inclusive.csv", "Exclusive": "tax-exclusive.csv", "NoTax": "no-tax.csv"}
"""Xero asks once, for a whole file, whether its amounts hold tax."""


class Upload(Struct, frozen=True):
    """What goes into the files, row by row; what of it the ledger is told; and what stays here, and why."""

    files: dict[str, tuple[tuple[str, ...], list[dict[str, str]]]]
    claims: list[Claim]
    left: list[Outcome]
    waiting: Counter[str]
    """By kind, the records that Xero's import does not take: they go by us, later."""


class _CannotUpload(ValueError):
    """Why a record has no place in Xero's import, as a code of `resources/export.toml` and its words."""


def for_upload(day: Day, ledger: Ledger, country: str) -> Upload:
    """Return the records that would be sent, as Xero's import takes them; nobody is asked.

    `country` is the organisation's (ISO 3166), which decides how its import reads a day.
    """
    made = Upload({}, [], [], Counter())
    known = Known(day.side, ledger)
    for judged in day.documents(*ORDER):
        document, kind = judged.document, judged.document.identity.kind
        fate = judged.verdict or _in_doubt(ledger, document) or known.of(document)
        if fate is not None:
            if fate.state in {"failed", "held"}:
                made.left.append(fate)
        elif kind not in _UPLOADED:
            made.waiting[kind] += 1
        else:
            _add(made, day, judged, country)
    return made


def _in_doubt(ledger: Ledger, document: Document) -> Outcome | None:
    """Return that nobody knows whether a document arrived: uploaded as well it could be there twice."""
    entry = ledger.entry(document.identity.kind, identity_of(document))
    is_doubtful = entry is not None and entry.state == "sending"
    return outcome(document, "held", Why("in-doubt")) if is_doubtful else None


def write(upload: Upload, folder: Path) -> list[Path]:
    """Write the files whole and return their paths; OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, (heads, rows) in upload.files.items():
        beside = folder / f"{name}.part"
        with beside.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, heads)
            writer.writeheader()
            writer.writerows(rows)
        written.append(beside.replace(folder / name))
    return written


def _add(made: Upload, day: Day, judged: Judged, country: str) -> None:
    document, side = judged.document, day.side
    heads: tuple[str, ...]
    try:
        if isinstance(document, Contact):
            sent = payload.contact(document.party)
            name, heads, rows = "contacts.csv", _CONTACTS, [_contact(sent)]
        elif isinstance(document, Invoice):
            sent = payload.invoice(judged.matched, "", side)
            name, heads = f"invoices-{_FILES[sent['LineAmountTypes']]}", _SALES
            rows = list(_sale(sent, document, day, country))
        elif isinstance(document, CreditNote):
            sent = payload.credit_note(judged.matched, "", side)
            name, heads = f"{CREDIT_NOTES}{_FILES[sent['LineAmountTypes']]}", _SALES
            rows = list(_sale(sent, document, day, country))
        else:
            assert isinstance(document, Journal)
            sent = payload.journal(judged.matched, side)
            name, heads, rows = "journals.csv", _JOURNALS, list(_journal(sent, side.chart, country))
    except payload.CannotRound as error:
        why = Why("rounding", str(error), "rounding-over-ceiling")
        made.left.append(outcome(document, "failed", why))
        return
    except _CannotUpload as error:
        made.left.append(outcome(document, "held", Why("no-import", str(error))))
        return
    made.files.setdefault(name, (heads, []))[1].extend(rows)
    made.claims.append(claim_of(judged, sent))


def _contact(sent: Row) -> dict[str, str]:
    names = {"*ContactName": "Name", "AccountNumber": "AccountNumber", "EmailAddress": "EmailAddress"}
    return {head: str(sent.get(name, "")) for head, name in names.items()}


def _sale(sent: Row, document: Invoice | CreditNote, day: Day, country: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a sale; what is below zero the import of invoices takes as a credit note.

    So Workbench's guide to Xero's sales import has it (looked at 2026-11-29); another vendor's says that
    amounts below zero are refused, and nobody here saw that import: whoever gets such a file is told so.
    """
    chart, sign = day.side.chart, -1 if isinstance(document, CreditNote) else 1
    party = day.side.matcher.party(document.contact)
    known = day.side.matcher.contacts.find(party)
    head = {
        "*ContactName": known.name if known is not None else party.name or party.code,
        "EmailAddress": party.email, "*InvoiceNumber": document.number, "Reference": document.reference,
        "*InvoiceDate": _day(document.day.isoformat(), country), "Currency": document.currency,
        "*DueDate": _day(str(sent.get("DueDate") or document.day.isoformat()), country),
    }  # fmt: skip
    for line in parts(sent, "LineItems"):
        quantity, unit = amount_of(line.get("Quantity", 1)), amount_of(line.get("UnitAmount"))
        if discount := amount_of(line.get("DiscountAmount")):
            quantity, unit = amount_of(1), quantity * unit - discount  # the template's is a percentage
        tax = f"{sign * amount_of(line['TaxAmount']):f}" if "TaxAmount" in line else ""
        yield {
            **head, **_line(line, chart, "*TaxType"), "InventoryItemCode": str(line.get("ItemCode", "")),
            "*Description": str(line["Description"]), "*Quantity": f"{quantity:f}",
            "*UnitAmount": f"{sign * unit:f}", "TaxAmount": tax,
        }  # fmt: skip


def _journal(sent: Row, chart: Chart, country: str) -> Iterator[dict[str, str]]:
    head = {"*Narration": str(sent["Narration"]), "*Date": _day(str(sent["Date"]), country)}
    for line in parts(sent, "JournalLines"):
        amount = f"{amount_of(line.get('LineAmount')):f}"
        described = {"Description": str(line["Description"]), "*Amount": amount}
        yield {**head, **described, **_line(line, chart, "*TaxRate")}


def _line(line: Row, chart: Chart, tax_head: str) -> dict[str, str]:
    """Return a line's account and tax as a person calls them: the import knows no ids."""
    code = str(line.get("AccountCode") or "")
    if not code:
        account = next((one.name for one in chart.accounts if one.id == line.get("AccountID")), "")
        raise _CannotUpload(account)
    rate = next((one.name for one in chart.tax_rates if one.type == line.get("TaxType")), "")
    if not rate:
        raise _CannotUpload(str(line.get("TaxType")))
    found = {"*AccountCode": code, tax_head: rate}
    for number, one in enumerate(parts(line, "Tracking")[:2], 1):
        found[f"TrackingName{number}"] = str(one.get("Name", ""))
        found[f"TrackingOption{number}"] = str(one.get("Option", ""))
    return found


def _day(text: str, country: str) -> str:
    """Return a day as a country writes it, which is how Xero's import reads it."""
    year, month, day = text.split("-")
    return f"{month}/{day}/{year}" if country == "US" else f"{day}/{month}/{year}"
