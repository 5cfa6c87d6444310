"""Documents out of rows: signs, discounts, tax modes and identities; nothing is matched to Xero here."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import get_args

from wizard.books.amounts import cents
from wizard.books.bundles import Bundle, bundles
from wizard.books.notes import Counted
from wizard.books.rows import called
from wizard.books.survey import Reading
from wizard.books.tally import line_amount
from wizard.catalogue.layouts import Amounts, Layout
from wizard.model.books import Excluded, Place, Reason, Record, Row, RowFault, Skipped
from wizard.model.documents import (
    Contact,
    CreditNote,
    Document,
    Held,
    Identity,
    Invoice,
    Journal,
    Line,
    Overpayment,
    Party,
    Payment,
    Posting,
    TaxMode,
)
from wizard.model.mapping import Mapping as Matches

VERSION = "1"
"""Changed when the facts that a fingerprint is made of change."""
_ZERO, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_SEVERAL = re.compile(r"\s\+\s|\w\+\w|;")
"""Between the ways in which an order was paid."""
_PERHAPS = re.compile(r"\s&\s|\s/\s|\sand\s", re.IGNORECASE)
"""Likewise, unless the store's matches name the whole word, such as "Visa & Mastercard"."""

Assembled = Document | Held | Excluded | RowFault | Skipped


def assemble(reading: Reading, rows: Iterator[Row], mapping: Matches | None = None) -> Iterator[Assembled]:
    """Yield every document, and everything that is none with its reason.

    `mapping` says whether amounts hold their tax, where the layout does not.
    """
    said = mapping.settings.get("amounts") if mapping is not None else None
    maker = _Maker(
        reading,
        next((one for one in get_args(Amounts) if one == said), "inclusive"),
        frozenset(mapping.choices.get("payment", ()) if mapping is not None else ()),
    )
    for bundle in bundles(reading, rows):
        if isinstance(bundle, Bundle):
            yield from maker.documents(bundle)
        else:
            yield bundle


def fingerprint(identity: Identity, *facts: object) -> str:
    """Return the digest of the store's own raw facts; never of what they were matched to."""
    parts = [VERSION, identity.kind, identity.key, str(identity.nth), *map(_normal, facts)]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _normal(fact: object) -> str:
    if isinstance(fact, Decimal):
        return f"{fact.normalize():f}" if fact else "0"
    return " ".join(str(fact).split())


def _several(place: Place, number: str, word: str, amount: Decimal) -> Held:
    """Return a payment in several ways, or in one whose name looks like it."""
    way = "" if _SEVERAL.search(word) else word
    return Held(place, number, Reason("split-payment", word), way, amount)


class _Maker:
    """Makes the documents of one file, and counts those that are equal."""

    def __init__(self, reading: Reading, amounts: Amounts, ways: frozenset[str]) -> None:
        """`ways`: the words that the store's matches name as one way to pay."""
        self._ways = ways
        self._layout = reading.table.layout
        self._amounts: Amounts = self._layout.amounts or amounts
        self._file = reading.table.table.file
        self._tells_due = "due_date" in reading.table.at
        self._seen = Counted()

    def documents(self, bundle: Bundle) -> Iterator[Assembled]:
        """Yield what a document's rows are."""
        match self._layout.kind:
            case "contacts":
                yield self._contact(bundle)
            case "payments" | "overpayments":
                yield self._payment(bundle)
            case "journal":
                yield self._journal(bundle)
            case _:
                yield from self._sale(bundle)

    def _is_split(self, word: str) -> bool:
        """Whether an order was paid in several ways, by the word that says how."""
        return bool(_SEVERAL.search(word) or (_PERHAPS.search(word) and word not in self._ways))

    def _place(self, record: Record) -> Place:
        return Place(self._file, record.line)

    def _identity(self, kind: str, *facts: object) -> Identity:
        """Return a name that tells equal documents by counting them."""
        key = "\x1f".join(_normal(fact) for fact in facts)
        return Identity(kind, key, self._seen.add(hash((kind, key))))

    def _contact(self, bundle: Bundle) -> Contact:
        party = _party(bundle)
        identity = self._identity("contact", party.word.casefold())
        made = fingerprint(identity, party.name, party.code, party.email)
        return Contact(identity, self._place(bundle.first), made, party, _text(bundle, "account"))

    def _payment(self, bundle: Bundle) -> Assembled:
        first = bundle.first
        amount = _signed(first)
        number, day, word = called(first.key), first.days["date"], self._word(first, "payment_type")
        place = self._place(first)
        if not amount:
            return Excluded(first.line, number, Reason("zero"))
        if self._is_split(word):
            return _several(place, number, word, abs(amount))
        party, currency = _party(bundle), first.texts.get("currency", "").upper()
        reference = first.texts.get("reference", "")
        if self._layout.kind == "overpayments" and amount > 0:
            identity = self._identity("overpayment", party.word, number, day, amount, word, reference)
            made = fingerprint(identity, day, currency, amount, party.word)
            return Overpayment(
                identity, place, made, number, party, day, currency, amount, word, reference
            )  # fmt: skip
        if amount < 0 and not number:
            return Held(place, number, Reason("refund-unknown", f"{-amount:f}"))
        kind = "refund" if amount < 0 else "payment"
        identity = self._identity(kind, number, day, amount, word, reference)
        made = fingerprint(identity, day, currency, amount, party.word)
        return Payment(
            identity, place, made, number, party, day, currency, abs(amount), word, reference, amount < 0
        )  # fmt: skip

    def _journal(self, bundle: Bundle) -> Assembled:
        first = bundle.first
        postings = tuple(
            Posting(
                self._place(record),
                record.texts.get("description") or record.texts.get("narration", ""),
                _signed(record),
                record.texts.get("account", ""),
                self._word(record, "tax"),
                _tracking(record),
                record.texts.get("receipt", ""),
            )
            for record in bundle.records
            if _has_amount(record)
        )
        number = _text(bundle, "number") or ("" if "\x1f" in bundle.key else called(bundle.key))
        narration, day = _text(bundle, "narration"), _day(bundle)
        if not any(posting.amount for posting in postings):
            return Excluded(first.line, called(bundle.key), Reason("zero"))
        identity = self._identity("journal", bundle.key)
        debits = sum((p.amount for p in postings if p.amount > 0), _ZERO)
        made = fingerprint(identity, day, narration, debits)
        return Journal(identity, self._place(first), made, number, narration, day, postings)

    def _sale(self, bundle: Bundle) -> Iterator[Assembled]:
        """Yield an invoice or a credit note, and the payment that an order tells of."""
        first = bundle.first
        lines = [line for record in bundle.records if (line := self._line(record)) is not None]
        own = next((r.amounts["amount"] for r in bundle.records if "amount" in r.amounts), None)
        tax = _tax(bundle)
        lines += _added_lines(self._layout, self._file, bundle, own, lines, tax)
        mode = _tax_mode(self._amounts, own, sum((line.amount for line in lines), _ZERO), tax)
        on_top = tax if mode == "exclusive" else _ZERO
        summed = sum((line.amount for line in lines), _ZERO) + on_top
        total = summed if own is None else own
        if not lines:
            lines = [self._whole_line(bundle, total)]
            summed = total
        number = called(bundle.key)
        if not total:
            yield Excluded(first.line, number, Reason("zero"))
            return
        yield self._document(bundle, number, tuple(lines), total, total - summed, mode)
        yield from self._paid(bundle, number, total)

    def _document(
        self,
        bundle: Bundle,
        number: str,
        lines: tuple[Line, ...],
        total: Decimal,
        rounding: Decimal,
        mode: TaxMode,
    ) -> Invoice | CreditNote:
        is_note = self._layout.kind == "credit-notes"
        identity = self._identity("credit-note" if is_note or total < 0 else "invoice", number)
        party, day = _party(bundle), _day(bundle)
        currency, reference = _text(bundle, "currency").upper(), _text(bundle, "reference")
        made = fingerprint(identity, day, currency, total, party.word)
        place = self._place(bundle.first)
        if identity.kind == "invoice":
            due = next((r.days["due_date"] for r in bundle.records if "due_date" in r.days), None)
            if due is None and not self._tells_due:
                due = day  # sold at a till, or paid when it was ordered
            return Invoice(
                identity, place, made, number, party, day, due, currency, reference, mode, lines, total,
                rounding, _differs(bundle),
            )  # fmt: skip
        if total < 0:
            lines, total, rounding = tuple(map(_turned, lines)), -total, -rounding
        return CreditNote(
            identity, place, made, number, party, day, currency, reference, mode, lines, total, rounding,
            not is_note, _differs(bundle),
        )  # fmt: skip

    def _paid(self, bundle: Bundle, number: str, total: Decimal) -> Iterator[Payment | Held]:
        """Yield the payment of an order that says when it was paid."""
        paid = next((r.paid for r in bundle.records if r.paid is not None), None)
        if paid is None or paid.day is None:
            return
        place = self._place(bundle.first)
        if self._is_split(paid.type):
            yield _several(place, number, paid.type, abs(total))
            return
        word = paid.type or self._layout.words.get("payment_type", "")
        kind = "refund" if total < 0 else "payment"
        identity = self._identity(kind, number, paid.day, total, word, "")
        currency, party = _text(bundle, "currency").upper(), _party(bundle)
        made = fingerprint(identity, paid.day, currency, total, party.word)
        yield Payment(
            identity, place, made, number, party, paid.day, currency, abs(total), word, "", total < 0
        )  # fmt: skip

    def _line(self, record: Record) -> Line | None:
        """Return a row's line; None for a row that only heads its document."""
        amounts = record.amounts
        gross = line_amount(record)
        if gross is None:
            if not record.texts.get("description") or amounts.keys() & {"amount", "quantity", "unit_amount"}:
                return None
            gross = _ZERO
        discount = self._discount(amounts, gross)
        quantity = amounts.get("quantity", _ONE)
        unit = amounts.get("unit_amount")
        if unit is None or self._layout.discount == "informative":
            quantity, unit = (quantity, gross / quantity) if _divides(gross, quantity) else (_ONE, gross)
        return Line(
            self._place(record),
            record.texts.get("description", ""),
            record.texts.get("item", ""),
            quantity,
            unit,
            discount,
            cents(gross - discount),
            self._word(record, "account"),
            self._word(record, "tax"),
            amounts.get("tax_amount"),
            _tracking(record),
        )

    def _discount(self, amounts: Mapping[str, Decimal], gross: Decimal) -> Decimal:
        """Return the line's discount as money; a line's own sum holds it already."""
        given = amounts.get("discount", _ZERO)
        if not given or "line_amount" in amounts or self._layout.discount == "informative":
            return _ZERO
        return cents(gross * given / _HUNDRED) if self._layout.discount == "percent" else given

    def _whole_line(self, bundle: Bundle, total: Decimal) -> Line:
        """Return the one line of a document that says nothing but its total."""
        first = bundle.first
        text = _text(bundle, "description") or _text(bundle, "reference") or called(bundle.key)
        return Line(
            self._place(first), text, _text(bundle, "item"), _ONE, total, _ZERO, total,
            self._word(first, "account"), self._word(first, "tax"), None, _tracking(first),
        )  # fmt: skip

    def _word(self, record: Record, field: str) -> str:
        return record.texts.get(field) or self._layout.words.get(field, "")


def _party(bundle: Bundle) -> Party:
    return Party(*(_text(bundle, field) for field in ("contact", "contact_code", "group", "email")))


def _text(bundle: Bundle, field: str) -> str:
    """Return what the first row that says it says."""
    return next((r.texts[field] for r in bundle.records if field in r.texts), "")


def _differs(bundle: Bundle) -> tuple[str, ...]:
    """Return what the rows contradict each other in: another contact, or another day."""
    if len(bundle.records) == 1:
        return ()
    contacts = {r.texts["contact"] for r in bundle.records if "contact" in r.texts}
    days = {r.days["date"] for r in bundle.records if "date" in r.days}
    return tuple(name for name, found in (("contact", contacts), ("date", days)) if len(found) > 1)


def _day(bundle: Bundle) -> date:
    return next(r.days["date"] for r in bundle.records if "date" in r.days)


def _signed(record: Record) -> Decimal:
    return record.amounts.get("amount", record.amounts.get("line_amount", _ZERO))


def _has_amount(record: Record) -> bool:
    return bool(record.amounts.keys() & {"amount", "line_amount"})


def _tracking(record: Record) -> tuple[str, ...]:
    found = (record.texts.get("tracking1", ""), record.texts.get("tracking2", ""))
    return found if any(found) else ()


def _tax(bundle: Bundle) -> Decimal:
    return sum((r.amounts.get("tax_amount", _ZERO) for r in bundle.records), _ZERO)


def _divides(gross: Decimal, quantity: Decimal) -> bool:
    """Whether a price of at most four places comes of it; else the line is one of its whole amount."""
    if not quantity:
        return False
    unit = gross / quantity
    return unit == unit.quantize(Decimal("0.0001"))


def _tax_mode(amounts: Amounts, own: Decimal | None, summed: Decimal, tax: Decimal) -> TaxMode:
    """Return a document's tax mode; by-total is what makes the lines meet the document's total."""
    if amounts != "by-total":
        return amounts
    return "exclusive" if own is not None and summed != own and summed + tax == own else "inclusive"


def _added_lines(
    layout: Layout, file: str, bundle: Bundle, own: Decimal | None, lines: list[Line], tax: Decimal
) -> list[Line]:
    """Return the money columns that are lines too; what the lines hold already is not taken off again."""
    made = []
    for added in layout.add_lines:
        value = next((r.added[added.column] for r in bundle.records if added.column in r.added), None)
        if value is not None:
            place = Place(file, bundle.first.line)
            words = (added.account, layout.words.get("tax", ""))
            made.append(Line(place, added.column, "", _ONE, value, _ZERO, value, *words))
    kept = [line for line in made if line.amount > 0]
    without = sum((line.amount for line in [*lines, *kept]), _ZERO)
    return kept if own is not None and own in {without, without + tax} else made


def _turned(line: Line) -> Line:
    """Return a line of a document below zero as a credit note has it."""
    below = line.quantity < 0
    return Line(
        line.place, line.text, line.item,
        -line.quantity if below else line.quantity, line.unit if below else -line.unit,
        -line.discount, -line.amount, line.account_word, line.tax_word,
        None if line.tax is None else -line.tax, line.tracking,
    )  # fmt: skip
