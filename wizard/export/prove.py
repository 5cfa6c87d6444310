"""Reads back what a run sent, field by field: what Xero dropped or holds otherwise is a difference."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from wizard.books.match import name_key
from wizard.export.api import XeroApi
from wizard.export.look import Row, amount_of, between, part, parts, same
from wizard.export.post import grouped
from wizard.export.shelves import SHELVES
from wizard.ledger.ledger import Entry, Ledger
from wizard.model.api_days import day_text
from wizard.model.export import ORDER, Difference, Proof, ProvenKind, ProvenRecord
from wizard.model.scratch import Scratch
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
_NOTHING = Decimal(0)
_KINDS = (*ORDER, "allocation")
_TOGETHER = 32
"""Ids that an address has room for."""
_FIRST = 4
Compared = tuple[str, str, str]
"""A field, what was sent, and what is held."""


def prove(api: XeroApi, ledger: Ledger, run: int, own: Organisation, at: datetime) -> Proof:
    """Return the proof of a run; ProblemFound where Xero could not be asked."""
    every = [_OfKind(api, ledger, run, kind) for kind in _KINDS]
    for one in every:
        one.read()
    differences = tuple(found for one in every for found in one.differences)
    records = tuple(first for one in every for first in one.first)
    kinds = tuple(one.sums for one in every if one.sums.count)
    return Proof(run, own.name, own.short_code, at, kinds, differences, records)


def proven(ledger: Ledger, run: int) -> Iterator[ProvenRecord]:
    """Yield all documents of a run that arrived, for its proof's page."""
    return (_record(entry) for kind in _KINDS for entry in ledger.of_run(run, kind))


def _record(entry: Entry) -> ProvenRecord:
    return ProvenRecord(entry.kind, entry.name, entry.total, entry.xero_id)


class _OfKind:
    """The documents of one kind in a run: each beside what Xero holds, a page in memory at once."""

    def __init__(self, api: XeroApi, ledger: Ledger, run: int, kind: str) -> None:
        self._api, self._ledger, self._run, self._kind = api, ledger, run, kind
        self._shelf = SHELVES[kind]
        self._strange: dict[str, list[Row]] = {}
        self.sums = ProvenKind(kind, 0, _NOTHING, _NOTHING, _NOTHING, _NOTHING, 0)
        self.differences: list[Difference] = []
        self.first: list[ProvenRecord] = []
        """Some of them, to be opened from a screen."""

    def read(self) -> None:
        """Read all of it back."""
        if self._kind == "allocation":
            pairs = self._allocations()
        else:
            pairs = self._by_ids() if self._kind in {"invoice", "contact"} else self._by_days()
        for entry, row in pairs:
            self._take(entry, row)
        self.differences += self._doubles()

    def _entries(self) -> Iterator[Entry]:
        return self._ledger.of_run(self._run, self._kind)

    def _take(self, entry: Entry, row: Row | None) -> None:
        """Add up one document and what Xero holds of it, field by field."""
        before, sent = self.sums, entry.sent
        self.sums = ProvenKind(
            self._kind,
            before.count + 1,
            before.store + entry.total,
            before.matched + entry.matched,
            before.sent + total_sent(entry, sent),
            before.xero + (_NOTHING if row is None else _total_held(self._kind, row)),
            before.found + (row is not None),
        )
        if len(self.first) < _FIRST:
            self.first.append(_record(entry))
        told = self._told(entry, sent, row)
        self.differences += (Difference(entry.kind, entry.name, entry.xero_id, *one) for one in told)

    def _told(self, entry: Entry, sent: Row, row: Row | None) -> Iterator[Compared]:
        if row is None:
            yield "missing", f"{entry.total:.2f}", ""
        else:
            yield from compared(entry, sent, row)

    def _by_ids(self) -> Iterator[tuple[Entry, Row | None]]:
        more = {"unitdp": "4"} if self._kind == "invoice" else {"includeArchived": "true"}
        for some in grouped(self._entries(), _TOGETHER):
            ids = ",".join(sorted({one.xero_id for one in some}))
            rows = self._api.all_rows(self._shelf.path, self._shelf.key, IDs=ids, **more)
            held = {str(row.get(self._shelf.id)): row for row in rows}
            yield from ((entry, held.get(entry.xero_id)) for entry in some)

    def _by_days(self) -> Iterator[tuple[Entry, Row | None]]:
        """Yield them as Xero has them by day; what is not found so is asked for by itself."""
        days = _first_and_last(str(entry.sent.get("Date")) for entry in self._entries())
        if not days:
            return
        shelf, unit = self._shelf, {"unitdp": "4"} if self._kind in {"credit-note", "overpayment"} else {}
        met = Scratch("CREATE TABLE met (id PRIMARY KEY) WITHOUT ROWID;")
        try:
            for page in self._api.pages(shelf.path, shelf.key, where=between(days), **unit):
                rows = {str(row.get(shelf.id)): row for row in page}
                entries = self._ledger.of_run_by_id(self._run, self._kind, rows)
                self._note_strange({id_: row for id_, row in rows.items() if id_ not in entries})
                for id_, entry in entries.items():
                    if met.ask("INSERT OR IGNORE INTO met VALUES (?)", (id_,)).rowcount:
                        yield entry, rows[id_]
            for entry in self._entries():
                if met.one("SELECT 1 FROM met WHERE id = ?", (entry.xero_id,)) is None:
                    yield entry, self._api.one(f"{shelf.path}/{entry.xero_id}", shelf.key)
        finally:
            met.close()

    def _allocations(self) -> Iterator[tuple[Entry, Row | None]]:
        before: tuple[str, list[Row]] = ("", [])
        for entry in self._entries():
            note, _, invoice = entry.identity.partition("\x1f")
            if note != before[0]:
                row = self._api.one(f"CreditNotes/{note}", "CreditNotes")
                before = (note, parts(row, "Allocations") if row is not None else [])
            of_it = (one for one in before[1] if part(one, "Invoice").get("InvoiceID") == invoice)
            yield entry, next(of_it, None)

    def _note_strange(self, rows: Mapping[str, Row]) -> None:
        """Note what Xero has of those days that never went from here."""
        known = self._ledger.known_ids(rows)
        for id_, row in rows.items():
            if id_ not in known:
                self._strange.setdefault(_told_by(self._kind, row), []).append(row)

    def _doubles(self) -> Iterator[Difference]:
        """Yield what is there twice: another PC sent it too, between our look and our sending.

        Xero has no way to make a document only if it is not there: that it happened is only seen afterwards.
        """
        for entry in self._entries() if self._strange else ():
            sent = entry.sent
            near = self._strange.get(_told_by(self._kind, sent), [])
            twin = next((row for row in near if same(self._kind, sent, row)), None)
            if twin is not None:
                near.remove(twin)
                id_ = str(twin.get(self._shelf.id))
                yield Difference(self._kind, entry.name, id_, "twice", "1", "2")


def _first_and_last(days: Iterable[str]) -> tuple[str, ...]:
    """Return the first and the last of days (ISO 8601); nothing of none."""
    first = last = ""
    for day in days:
        first, last = min(first or day, day), max(last, day)
    return (first, last) if first else ()


def _told_by(kind: str, row: Row) -> str:
    """Return what alone could tell two documents apart, as it was sent or as Xero holds it."""
    fields = {"payment": "Amount", "refund": "Amount", "overpayment": "Reference", "journal": "Narration"}
    field = fields.get(kind, SHELVES[kind].number)
    value = row.get(field)
    return f"{amount_of(value).normalize():f}" if field == "Amount" else name_key(str(value or ""))


def total_sent(entry: Entry, sent: Row) -> Decimal:
    """Return what a document comes to as it was `sent`."""
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


def compared(entry: Entry, whole: Row, row: Row) -> Iterator[Compared]:
    """Yield each field that Xero holds otherwise than it was sent; `whole` is the element that was.

    Of a document that Xero had before, only what it was known by is compared.
    """
    if entry.kind == "contact":
        yield from _compared_contact(entry, whole, row)
        return
    sent = dict(whole)
    if entry.state == "there":
        sent = {key: sent[key] for key in ("Date", "Contact", "Amount") if key in sent}
    status = str(whole.get("Status", "AUTHORISED"))
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


def _compared_contact(entry: Entry, sent: Row, row: Row) -> Iterator[Compared]:
    keys = ("Name", "AccountNumber", "EmailAddress") if entry.state == "sent" else ()
    for key in keys:
        mine, theirs = str(sent.get(key) or ""), str(row.get(key) or "")
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
