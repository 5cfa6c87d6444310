"""Is it there? Three answers: there, with its id; something else under its name; not there.

That nobody could be asked is none of the three: it is raised as the problem it is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct

from wizard.books.match import name_key
from wizard.export.api import XeroApi
from wizard.export.shelves import GONE, SHELVES
from wizard.ledger.ledger import Claim, Ledger
from wizard.model.api_days import day_text

Row = Mapping[str, Any]
_LONGEST = 1200
"""Characters of a filter: an address has to fit into a line of HTTP on every way."""
_SCALE = 30
_JOURNAL_ID = "ManualJournalID"


class There(Struct, frozen=True):
    """Xero holds its equal; `due` is what is left to pay of it."""

    id: str
    due: Decimal | None = None
    is_gone: bool = False
    """Whether it was voided or deleted since."""


class Other(Struct, frozen=True):
    """Xero holds something else under that name: what it is, in words."""

    said: str
    is_gone: bool = False


class NotThere(Struct, frozen=True):
    """Xero was asked, and holds nothing of it."""


Found = There | Other | NotThere


def look(api: XeroApi, ledger: Ledger, kind: str, claims: Sequence[Claim]) -> dict[str, Found]:
    """Return what Xero holds of each document, by identity; ProblemFound where it could not be asked."""
    return _LOOKS[kind](api, ledger, claims) if claims else {}


def amount_of(value: object) -> Decimal:
    """Return an amount of an answer."""
    try:
        found = Decimal(str(value if value is not None else 0))
    except InvalidOperation:
        return Decimal(0)
    return found if found.is_finite() else Decimal(0)


def part(row: Row, key: str) -> Row:
    """Return a part of a row; an empty one where there is none."""
    found = row.get(key)
    return found if isinstance(found, Mapping) else {}


def parts(row: Row, key: str) -> list[Row]:
    """Return a list inside a row."""
    found = row.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def invoices_by_id(api: XeroApi, ids: Iterable[str]) -> dict[str, Row]:
    """Return invoices by their id."""
    wanted = list(ids)
    found: dict[str, Row] = {}
    for start in range(0, len(wanted), _SCALE):
        asked = ",".join(wanted[start : start + _SCALE])
        for row in api.all_rows("Invoices", "Invoices", IDs=asked):
            found[str(row.get("InvoiceID"))] = row
    return found


def by_number(api: XeroApi, kind: str, numbers: Iterable[str]) -> dict[str, Row]:
    """Return sales or credit notes by the number that was asked for; of several one that still counts."""
    shelf = SHELVES[kind]
    more = 'Type=="ACCREC"' if kind == "invoice" else 'Type=="ACCRECCREDIT"'
    wanted = {name_key(number): number for number in numbers}
    found: dict[str, Row] = {}
    for asked in _questions(kind, wanted.values(), more):
        for row in api.all_rows(shelf.path, shelf.key, **asked):
            number = wanted.get(name_key(str(row.get(shelf.number, ""))))
            if number is not None and (number not in found or str(row.get("Status")) not in GONE):
                found[number] = row
    return found


def _questions(kind: str, numbers: Iterable[str], more: str) -> Iterator[dict[str, str]]:
    """Yield what to ask for: sales by a list of their numbers, others by a filter."""
    others = list(numbers)
    if kind == "invoice":
        plain = [number for number in others if not set(number) & set(',"\\')]
        others = [number for number in others if number not in set(plain)]
        for part_ in chunked(plain):
            yield {"InvoiceNumbers": ",".join(part_), "where": more}
    for where in _filters(SHELVES[kind].number, others, more):
        yield {"where": where}


def chunked(words: Iterable[str]) -> Iterator[list[str]]:
    """Yield words in lists that an address has room for."""
    some: list[str] = []
    for word in words:
        if some and sum(map(len, some)) + len(word) + len(some) > _LONGEST:
            yield some
            some = []
        some.append(word)
    if some:
        yield some


def _filters(field: str, values: Iterable[str], more: str = "") -> Iterator[str]:
    """Yield filters that name all the values, each short enough."""
    terms: list[str] = []
    size = 0
    for value in values:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        term = f'{field}=="{escaped}"'
        if terms and size + len(term) > _LONGEST:
            yield _joined(terms, more)
            terms, size = [], 0
        terms.append(term)
        size += len(term) + 4
    if terms:
        yield _joined(terms, more)


def _joined(terms: Sequence[str], more: str) -> str:
    either = " OR ".join(terms)
    return f"{more} AND ({either})" if more else either


def _sales(kind: str) -> Callable[[XeroApi, Ledger, Sequence[Claim]], dict[str, Found]]:
    due = "AmountDue" if kind == "invoice" else "RemainingCredit"

    def looked(api: XeroApi, _ledger: Ledger, claims: Sequence[Claim]) -> dict[str, Found]:
        held = by_number(api, kind, [claim.name for claim in claims])
        return {claim.identity: _sale(claim, held.get(claim.name), kind, due) for claim in claims}

    return looked


def _sale(claim: Claim, row: Row | None, kind: str, due: str) -> Found:
    if row is None:
        return NotThere()
    is_gone = str(row.get("Status")) in GONE
    sent = claim.sent
    mine = (sent.get("Date"), part(sent, "Contact").get("ContactID"), claim.total)
    contact = part(row, "Contact")
    theirs = (day_text(row.get("Date")), contact.get("ContactID"), amount_of(row.get("Total")))
    if mine == theirs:
        return There(str(row[SHELVES[kind].id]), amount_of(row.get(due)), is_gone)
    status = str(row.get("Status", "")).lower()
    said = f"{theirs[0]}, {contact.get('Name', '')}, {theirs[2]:.2f} ({status})"
    return Other(f"{said}; here it is {mine[0]}, {claim.total:.2f}", is_gone)


def _contacts(api: XeroApi, _ledger: Ledger, claims: Sequence[Claim]) -> dict[str, Found]:
    names = {name_key(str(claim.sent.get("Name", ""))): claim for claim in claims}
    rows: dict[str, Row] = {}
    for where in _filters("Name", [str(claim.sent.get("Name", "")) for claim in claims]):
        for row in api.all_rows("Contacts", "Contacts", where=where, includeArchived="true"):
            key = name_key(str(row.get("Name", "")))
            if key in names and (key not in rows or row.get("ContactStatus") == "ACTIVE"):
                rows[key] = row
    return {claim.identity: _contact(claim, rows.get(key)) for key, claim in names.items()}


def _contact(claim: Claim, row: Row | None) -> Found:
    if row is None:
        return NotThere()
    number, wanted = str(row.get("AccountNumber") or ""), str(claim.sent.get("AccountNumber") or "")
    if wanted and number and wanted != number:
        return Other(f"{row.get('Name')}, {number}")
    return There(str(row["ContactID"]))


def _payments(api: XeroApi, ledger: Ledger, claims: Sequence[Claim]) -> dict[str, Found]:
    """Look among the payments that the invoices themselves name."""
    ids = list(dict.fromkeys(str(part(claim.sent, "Invoice").get("InvoiceID")) for claim in claims))
    held = {id_: parts(row, "Payments") for id_, row in invoices_by_id(api, ids).items()}
    return of_payments(ledger, claims, held, "Invoice")


def _refunds(api: XeroApi, ledger: Ledger, claims: Sequence[Claim]) -> dict[str, Found]:
    held: dict[str, list[Row]] = {}
    for claim in claims:
        id_ = str(part(claim.sent, "CreditNote").get("CreditNoteID"))
        if id_ not in held:
            rows = api.get(f"CreditNotes/{id_}").rows("CreditNotes")
            held[id_] = parts(rows[0], "Payments") if rows else []
    return of_payments(ledger, claims, held, "CreditNote")


def of_payments(
    ledger: Ledger, claims: Sequence[Claim], held: Mapping[str, list[Row]], name: str
) -> dict[str, Found]:
    """Return which payments are among those that documents hold, by the documents' ids."""
    known = ledger.known_ids(str(row.get("PaymentID")) for rows in held.values() for row in rows)
    free = {id_: [row for row in rows if row.get("PaymentID") not in known] for id_, rows in held.items()}
    found: dict[str, Found] = {}
    for claim in claims:
        rows = free.get(str(part(claim.sent, name).get(f"{name}ID")), [])
        row = next((row for row in rows if same_payment(claim.sent, row)), None)
        if row is not None:
            rows.remove(row)  # two equal payments are two
        found[claim.identity] = NotThere() if row is None else There(str(row["PaymentID"]))
    return found


def same_payment(sent: Row, row: Row) -> bool:
    """Whether a payment that Xero holds is this one: its day, amount and reference."""
    return (
        day_text(row.get("Date")) == sent.get("Date")
        and amount_of(row.get("Amount")) == amount_of(sent.get("Amount"))
        and str(row.get("Reference") or "") == str(sent.get("Reference") or "")
    )


def between(days_of: Iterable[str]) -> str:
    """Return the filter for everything dated from the first to the last of these days (ISO 8601)."""
    days = sorted(map(date.fromisoformat, days_of))
    first, last = days[0], days[-1]
    return (
        f"Date>=DateTime({first.year},{first.month},{first.day}) "
        f"AND Date<=DateTime({last.year},{last.month},{last.day})"
    )


def _days(claims: Sequence[Claim]) -> list[str]:
    return [str(claim.sent["Date"]) for claim in claims]


def _overpayments(api: XeroApi, ledger: Ledger, claims: Sequence[Claim]) -> dict[str, Found]:
    where = f'Type=="RECEIVE-OVERPAYMENT" AND {between(_days(claims))}'
    rows = api.all_rows("BankTransactions", "BankTransactions", where=where)
    return _picked(ledger, claims, rows, "BankTransactionID", _same_overpayment, None)


def _same_overpayment(sent: Row, row: Row) -> bool:
    value = sum((amount_of(line.get("LineAmount")) for line in parts(sent, "LineItems")), Decimal(0))
    return (
        day_text(row.get("Date")) == sent.get("Date")
        and part(row, "Contact").get("ContactID") == part(sent, "Contact").get("ContactID")
        and amount_of(row.get("Total")) == value
        and str(row.get("Reference") or "") == str(sent.get("Reference") or "")
    )


def _journals(api: XeroApi, ledger: Ledger, claims: Sequence[Claim]) -> dict[str, Found]:
    rows = api.all_rows("ManualJournals", "ManualJournals", where=between(_days(claims)))
    return _picked(ledger, claims, rows, _JOURNAL_ID, _same_journal, _called_the_same)


class ByWhom(Struct, frozen=True):
    """What Xero holds of a journal that others may post: by their hand, and by ours."""

    theirs: Found
    ours: Found


def journals_in_xero(api: XeroApi, ledger: Ledger, claims: Sequence[Claim]) -> dict[str, ByWhom]:
    """Return which journals Xero holds, those that went from here apart from what others posted.

    ProblemFound where it could not be asked.
    """
    if not claims:
        return {}
    held = list(api.all_rows("ManualJournals", "ManualJournals", where=between(_days(claims))))
    sent = ledger.sent_ids(str(row.get(_JOURNAL_ID)) for row in held)
    ours = [row for row in held if str(row.get(_JOURNAL_ID)) in sent]
    others = [row for row in held if str(row.get(_JOURNAL_ID)) not in sent]
    by_others = _picked(None, claims, others, _JOURNAL_ID, _same_journal, _called_the_same)
    by_us = _picked(None, claims, ours, _JOURNAL_ID, _same_journal, _called_the_same)
    return {one.identity: ByWhom(by_others[one.identity], by_us[one.identity]) for one in claims}


def _called_the_same(sent: Row, row: Row) -> bool:
    return day_text(row.get("Date")) == sent.get("Date") and name_key(str(row.get("Narration"))) == name_key(
        str(sent.get("Narration"))
    )


def likeness(kind: str, sent: Row) -> str:
    """Return what a look tells a document by, as it is sent: two of one likeness only Xero tells apart."""
    match kind:
        case "payment" | "refund":
            name = "Invoice" if kind == "payment" else "CreditNote"
            parts_ = (part(sent, name).get(f"{name}ID"), sent.get("Date"), sent.get("Amount"))
        case "overpayment":
            parts_ = (part(sent, "Contact").get("ContactID"), sent.get("Date"), sent.get("Reference"))
        case "journal":
            parts_ = (sent.get("Date"), name_key(str(sent.get("Narration"))), "")
        case "membership":
            parts_ = (sent.get("ContactID"), "", "")
        case "allocation":
            parts_ = (part(sent, "Invoice").get("InvoiceID"), "", "")
        case _:
            parts_ = (name_key(str(sent.get(SHELVES[kind].number or "Name"))), "", "")
    return "\x1f".join(map(str, (kind, *parts_)))


def same(kind: str, sent: Row, row: Row) -> bool:
    """Whether what Xero holds is what was sent, were it not for its id: of a kind that Xero takes twice."""
    if str(row.get("Status")) in GONE:
        return False
    match kind:
        case "payment" | "refund":
            name = "Invoice" if kind == "payment" else "CreditNote"
            is_of_it = part(row, name).get(f"{name}ID") == part(sent, name).get(f"{name}ID")
            return is_of_it and same_payment(sent, row)
        case "credit-note":
            number = SHELVES[kind].number
            return name_key(str(row.get(number))) == name_key(str(sent.get(number)))
        case "overpayment":
            return _same_overpayment(sent, row)
        case "journal":
            return _same_journal(sent, row)
        case _:
            return False


def _same_journal(sent: Row, row: Row) -> bool:
    return _called_the_same(sent, row) and _sums(sent) == _sums(row)


def _sums(journal: Row) -> Counter[Decimal]:
    return Counter(amount_of(line.get("LineAmount")) for line in parts(journal, "JournalLines"))


def _picked(
    ledger: Ledger | None,
    claims: Sequence[Claim],
    rows: Iterable[Row],
    key: str,
    is_same: Callable[[Row, Row], bool],
    is_called_so: Callable[[Row, Row], bool] | None,
) -> dict[str, Found]:
    """Give each document one row of its own, the ones that still count first.

    What the ledger knows is another document's; without a ledger every row will do.
    """
    held = sorted(rows, key=lambda row: str(row.get("Status")) in GONE)
    known = ledger.known_ids(str(row.get(key)) for row in held) if ledger is not None else set()
    free = [row for row in held if str(row.get(key)) not in known]
    found: dict[str, Found] = {}
    for claim in claims:
        row = next((row for row in free if is_same(claim.sent, row)), None)
        if row is not None:
            free.remove(row)
            found[claim.identity] = There(str(row[key]), is_gone=str(row.get("Status")) in GONE)
            continue
        live = (row for row in free if str(row.get("Status")) not in GONE)
        other = next((row for row in live if is_called_so and is_called_so(claim.sent, row)), None)
        found[claim.identity] = NotThere() if other is None else Other(_journal_words(other))
    return found


def _journal_words(row: Row) -> str:
    debits = sum((value for value in _sums(row).elements() if value > 0), Decimal(0))
    return f"{row.get('Narration')}, {day_text(row.get('Date'))}, {debits:.2f}"


def _allocations(api: XeroApi, _ledger: Ledger, claims: Sequence[Claim]) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for claim in claims:
        note, _, _ = claim.identity.partition("\x1f")
        rows = api.get(f"CreditNotes/{note}").rows("CreditNotes")
        invoice = part(claim.sent, "Invoice").get("InvoiceID")
        taken = parts(rows[0], "Allocations") if rows else []
        row = next((one for one in taken if part(one, "Invoice").get("InvoiceID") == invoice), None)
        found[claim.identity] = NotThere() if row is None else There(str(row.get("AllocationID") or note))
    return found


def _memberships(api: XeroApi, _ledger: Ledger, claims: Sequence[Claim]) -> dict[str, Found]:
    """Look in which groups the contacts stand."""
    ids = [str(claim.sent["ContactID"]) for claim in claims]
    groups: dict[str, set[str]] = {}
    for some in chunked(sorted(set(ids))):
        for row in api.all_rows("Contacts", "Contacts", IDs=",".join(some), includeArchived="true"):
            held = {str(one.get("ContactGroupID")) for one in parts(row, "ContactGroups")}
            groups[str(row.get("ContactID"))] = held
    found: dict[str, Found] = {}
    for claim in claims:
        contact, _, group = claim.identity.partition("\x1f")
        found[claim.identity] = There(contact) if group in groups.get(contact, set()) else NotThere()
    return found


_LOOKS: Mapping[str, Callable[[XeroApi, Ledger, Sequence[Claim]], dict[str, Found]]] = {
    "contact": _contacts,
    "invoice": _sales("invoice"),
    "credit-note": _sales("credit-note"),
    "payment": _payments,
    "refund": _refunds,
    "overpayment": _overpayments,
    "journal": _journals,
    "allocation": _allocations,
    "membership": _memberships,
}
