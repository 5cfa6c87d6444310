"""Numbers, prices, dates due, currencies and texts of sales."""

import re
from collections.abc import Iterator
from decimal import Decimal

from wizard.books.match import Matched
from wizard.books.notes import Notes
from wizard.books.rules.rule import Said, Side, rule
from wizard.catalogue.listing import listed
from wizard.model.documents import Contact, CreditNote, Document, Invoice, Journal, Line

LONGEST_NUMBER = 255
LONGEST_TEXT = 4_000
"""Characters of a line's description (Xero's Invoices endpoint)."""
PLACES = 4
"""Of a unit price, with `unitdp=4`."""
_UNSUPPORTED = re.compile(r"[^ -~\u00a1-\u024f\u0370-\ud7ff]|[<>]")
"""In a number: control characters, marks of other programs, pictures."""
_ENDED = {"VOIDED", "DELETED"}


@rule(13, "number-taken")
def number_taken(matched: Matched, side: Side) -> Iterator[Said]:
    """An invoice's number that Xero holds already."""
    document = matched.document
    known = side.sales.get(document.number) if isinstance(document, Invoice) else None
    if known is not None and known.status not in _ENDED:
        yield Said(known.number, None, {"number": known.number, "status": known.status.lower()})


@rule(13, "number-differs")
def number_differs(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001 - every rule takes both
    """Rows of one number that name two contacts or two days: two documents that share a number."""
    document = matched.document
    if isinstance(document, Invoice | CreditNote) and document.differs:
        facts = {"number": document.number, "what": listed(document.differs)}
        yield Said(document.number, None, facts)


@rule(31, "number-ended")
def number_ended(matched: Matched, side: Side) -> Iterator[Said]:
    """An invoice's number whose document was voided or deleted in Xero."""
    document = matched.document
    known = side.sales.get(document.number) if isinstance(document, Invoice) else None
    if known is not None and known.status in _ENDED:
        yield Said(known.number, None, {"number": known.number, "status": known.status.lower()})


@rule(23, "number-characters")
def number_characters(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """A number with characters that Xero does not take, or of more than 255."""
    document = matched.document
    if isinstance(document, Invoice | CreditNote):
        number = document.number
        if len(number) > LONGEST_NUMBER or _UNSUPPORTED.search(number):
            yield Said(number, None, {"number": ascii(number)[1:-1][:60]})


@rule(32, "price-places")
def price_places(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """A unit price with more than four places, which Xero rounds without a word."""
    if isinstance(matched.document, Invoice | CreditNote):
        for line in matched.lines:
            if isinstance(line.line, Line) and _places(line.line.unit) > PLACES:
                yield Said("", None, {"price": f"{line.line.unit:f}", "text": line.line.text[:60]})
                return


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent <= PLACES:
        return 0
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


@rule(33, "due-date-missing")
def due_date_missing(matched: Matched, side: Side) -> Iterator[Said]:
    """An approved invoice without a day on which it is due."""
    document = matched.document
    if isinstance(document, Invoice) and document.due is None and not side.as_drafts:
        yield Said("", None, {"number": document.number})


@rule(0, "currency")
def currency(matched: Matched, side: Side) -> Iterator[Said]:
    """Another currency than the organisation's."""
    document = matched.document
    own = side.chart.currency
    if isinstance(document, Contact | Journal) or not own:
        return
    if document.currency and document.currency != own:
        yield Said(document.currency, None, {"currency": document.currency, "own": own})


@rule(0, "text-length")
def text_length(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """A line without a description, or with one that is too long."""
    if isinstance(matched.document, Invoice | CreditNote):
        for line in matched.lines:
            if not line.line.text.strip() or len(line.line.text) > LONGEST_TEXT:
                yield Said("", None, {"length": str(len(line.line.text.strip()))})
                return


class Numbers:
    """Remembers the numbers of a store's files: the same number in two places is two documents."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def add(self, document: Document) -> Said | None:
        """Note a document's number; return what is to be said where another has it."""
        if not isinstance(document, Invoice | CreditNote) or not document.number:
            return None
        is_credit = isinstance(document, CreditNote)
        first = self._notes.first_place(document.number, document.place, is_credit=is_credit)
        if first is document.place:
            return None
        facts = {"number": document.number, "file": first.file, "line": str(first.line)}
        return Said(document.number, None, facts)


RULES = (
    number_taken, number_differs, number_ended, number_characters, price_places, due_date_missing, currency,
    text_length,
)  # fmt: skip
