"""Reads back what a run sent, field by field: what Xero dropped or holds otherwise is a difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from wizard.books.match import name_key
from wizard.export.api import XeroApi, day_text
from wizard.export.look import Row, amount_of, between, chunked, part, parts, same
from wizard.export.shelves import SHELVES
from wizard.ledger.ledger import Entry, Ledger
from wizard.model.export import ORDER, Difference, Proof, ProvenKind, ProvenRecord
from wizard.model.xero import Organisation

_CENT = Decimal("0.01")
_DAYS = {"Date", "DueDate"}
_AMOUNTS = {"Amount", "Quantity", "UnitAmount", "LineAmount", "DiscountAmount", "TaxAmount"}
_IDS = {"Contact": "ContactID", "Account": "AccountID", "BankAccount": "AccountID"}
_IDS |= {"Invoice": "InvoiceID", "CreditNote": "CreditNoteID"}
_STATES = {
    "AUTHORISED": {"AUTHORISED", "PAID"},
    "DRAFT": {"DRAFT", "SUBMITTED", "AUTHORISED", "PAID", "POSTED"},
    "POSTED": {"POSTED"},
}
"""What a status may have become since without anybody having taken the document back."""
_UNSENT = {"invoice": "Total", "credit-note": "Total", "overpayment": "Total"}
_ENDED = {"VOIDED", "DELETED", "ARCHIVED"}
Compared = tuple[str, str, str]
"""A field, what was sent, and what is held."""


def prove(api: XeroApi, ledger: Ledger, run: int, own: Organisation, at: datetime) -> Proof:
    """Return the proof of a run; ProblemFound where Xero could not be asked."""
    by_kind: dict[str, list[Entry]] = {}
    for entry in ledger.of_run(run):
        by_kind.setdefault(entry.kind, []).append(entry)
    kinds, differences, records = [], [], []
    for kind in (*ORDER, "allocation"):
        entries = by_kind.get(kind, [])
        if entries:
            rows, others = _read(api, kind, entries)
            kinds.append(_kind(kind, entries, rows))
            differences += [found for entry in entries for found in _differences(entry, rows)]
            differences += _doubles(ledger, kind, entries, others)
            records += [ProvenRecord(kind, one.name, one.total, one.xero_id) for one in entries]
    return Proof(run, own.name, own.short_code, at, tuple(kinds), tuple(differences), tuple(records))


def _read(api: XeroApi, kind: str, entries: Sequence[Entry]) -> tuple[dict[str, Row], list[Row]]:
    """Return what Xero holds, by id, and what else it has of those days.

    What is not found in the days it was sent for is asked for by itself.
    """
    shelf = SHELVES[kind]
    if kind == "allocation":
        return _allocations(api, entries), []
    wanted = {entry.xero_id for entry in entries}
    rows: Iterable[Row]
    if kind in {"invoice", "contact"}:
        asked = (",".join(some) for some in chunked(sorted(wanted)))
        more = {"unitdp": "4"} if kind == "invoice" else {"includeArchived": "true"}
        rows = (row for ids in asked for row in api.all_rows(shelf.path, shelf.key, IDs=ids, **more))
    else:
        unit = {"unitdp": "4"} if kind in {"credit-note", "overpayment"} else {}
        where = between([str(entry.sent.get("Date")) for entry in entries])
        rows = api.all_rows(shelf.path, shelf.key, where=where, **unit)
    found: dict[str, Row] = {}
    others: list[Row] = []
    for row in rows:
        if (id_ := str(row.get(shelf.id))) in wanted:
            found[id_] = row
        else:
            others.append(row)
    for id_ in sorted(wanted - found.keys()) if kind not in {"invoice", "contact"} else ():
        one = api.one(f"{shelf.path}/{id_}", shelf.key)
        if one is not None:
            found[id_] = one
    return found, others


def _doubles(
    ledger: Ledger, kind: str, entries: Sequence[Entry], others: Sequence[Row]
) -> Iterator[Difference]:
    """Yield what is there twice: another PC sent it too, between our look and our sending.

    Xero has no way to make a document only if it is not there; that it happened can only be seen afterwards.
    """
    id_ = SHELVES[kind].id
    known = ledger.known_ids(str(row.get(id_)) for row in others)
    strange: dict[str, list[Row]] = {}
    for row in others:
        if str(row.get(id_)) not in known:
            strange.setdefault(_told_by(kind, row), []).append(row)
    for entry in entries:
        near = strange.get(_told_by(kind, entry.sent), [])
        twin = next((row for row in near if same(kind, entry.sent, row)), None)
        if twin is not None:
            near.remove(twin)
            yield Difference(kind, entry.name, str(twin.get(id_)), "twice", "1", "2")


def _told_by(kind: str, row: Row) -> str:
    """Return what alone could tell two documents apart, as it was sent or as Xero holds it."""
    fields = {"payment": "Amount", "refund": "Amount", "overpayment": "Reference", "journal": "Narration"}
    field = fields.get(kind, SHELVES[kind].number)
    value = row.get(field)
    return f"{amount_of(value).normalize():f}" if field == "Amount" else name_key(str(value or ""))


def _allocations(api: XeroApi, entries: Sequence[Entry]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    notes: dict[str, list[Row]] = {}
    for entry in entries:
        note, _, invoice = entry.identity.partition("\x1f")
        if note not in notes:
            row = api.one(f"CreditNotes/{note}", "CreditNotes")
            notes[note] = parts(row, "Allocations") if row is not None else []
        for one in notes[note]:
            if part(one, "Invoice").get("InvoiceID") == invoice:
                found[entry.xero_id] = one
    return found


def _kind(kind: str, entries: Sequence[Entry], rows: Mapping[str, Row]) -> ProvenKind:
    store = sum((entry.total for entry in entries), Decimal(0))
    sent = sum((total_sent(entry) for entry in entries), Decimal(0))
    held = [rows[entry.xero_id] for entry in entries if entry.xero_id in rows]
    xero = sum((_total_held(kind, row) for row in held), Decimal(0))
    matched = sum((entry.matched for entry in entries), Decimal(0))
    return ProvenKind(kind, len(entries), store, matched, sent, xero, len(held))


def total_sent(entry: Entry) -> Decimal:
    """Return what the document comes to as it was sent."""
    sent = entry.sent
    if "Amount" in sent:
        return amount_of(sent["Amount"])
    if entry.kind == "journal":
        return _debits(sent)
    total = Decimal(0)
    for line in parts(sent, "LineItems"):
        full = amount_of(line.get("Quantity", 1)) * amount_of(line.get("UnitAmount"))
        value = amount_of(line["LineAmount"]) if "LineAmount" in line else full
        total += (value - amount_of(line.get("DiscountAmount"))).quantize(_CENT, ROUND_HALF_UP)
        if sent.get("LineAmountTypes") == "Exclusive":
            total += amount_of(line.get("TaxAmount"))
    return total


def _total_held(kind: str, row: Row) -> Decimal:
    if str(row.get("Status")) in _ENDED:
        return Decimal(0)
    if kind == "journal":
        return _debits(row)
    return amount_of(row.get("Total" if kind in _UNSENT else "Amount"))


def _debits(journal: Row) -> Decimal:
    values = (amount_of(line.get("LineAmount")) for line in parts(journal, "JournalLines"))
    return sum((value for value in values if value > 0), Decimal(0))


def _differences(entry: Entry, rows: Mapping[str, Row]) -> Iterator[Difference]:
    row = rows.get(entry.xero_id)
    if row is None:
        yield Difference(entry.kind, entry.name, entry.xero_id, "missing", f"{entry.total:.2f}", "")
        return
    for field, sent, held in compared(entry, row):
        yield Difference(entry.kind, entry.name, entry.xero_id, field, sent, held)


def compared(entry: Entry, row: Row) -> Iterator[Compared]:
    """Yield each field that Xero holds otherwise than it was sent.

    Of a document that Xero had before, only what it was known by is compared.
    """
    if entry.kind == "contact":
        yield from _compared_contact(entry, row)
        return
    sent = dict(entry.sent)
    if entry.state == "there":
        sent = {key: sent[key] for key in ("Date", "Contact", "Amount") if key in sent}
    status = str(entry.sent.get("Status", "AUTHORISED"))
    held = str(row.get("Status", "AUTHORISED"))
    if held not in _STATES.get(status, {status}) and (entry.state == "sent" or held in _ENDED):
        yield "Status", status, held
    sent.pop("Status", None)
    yield from _fields(sent, row, "")
    for name in ("LineItems", "JournalLines"):
        if name in sent:
            yield from _lines(parts(sent, name), parts(row, name))
    if entry.kind in _UNSENT and amount_of(row.get("Total")) != entry.total:
        yield "Total", f"{entry.total:.2f}", f"{amount_of(row.get('Total')):.2f}"


def _compared_contact(entry: Entry, row: Row) -> Iterator[Compared]:
    keys = ("Name", "AccountNumber", "EmailAddress") if entry.state == "sent" else ()
    for key in keys:
        mine, theirs = str(entry.sent.get(key) or ""), str(row.get(key) or "")
        if mine and name_key(mine) != name_key(theirs):
            yield key, mine, theirs
    if str(row.get("ContactStatus", "ACTIVE")) in _ENDED:
        yield "ContactStatus", "ACTIVE", str(row.get("ContactStatus"))


def _fields(sent: Row, row: Row, where: str) -> Iterator[Compared]:
    for key, value in sent.items():
        if isinstance(value, list):
            continue
        mine, theirs = _said(key, value), _said(key, row.get(key))
        if mine != theirs:
            yield f"{where}{key}", mine, theirs


def _said(key: str, value: Any) -> str:
    if key in _IDS:
        return str(value.get(_IDS[key]) or "") if isinstance(value, Mapping) else ""
    if key in _DAYS:
        return day_text(value)
    if key in _AMOUNTS:
        return f"{amount_of(value).normalize():f}"
    return "" if value is None else " ".join(str(value).split())


def _lines(sent: Sequence[Row], held: Sequence[Row]) -> Iterator[Compared]:
    if len(sent) != len(held):
        yield "lines", str(len(sent)), str(len(held))
        return
    for number, (mine, theirs) in enumerate(zip(sent, held, strict=True), 1):
        yield from _fields(mine, theirs, f"line {number}: ")
        options, kept = _options(mine), _options(theirs)
        if options != kept:
            yield f"line {number}: Tracking", ", ".join(sorted(options)), ", ".join(sorted(kept))


def _options(line: Row) -> set[str]:
    return {f"{one.get('Name')}: {one.get('Option')}" for one in parts(line, "Tracking")}
