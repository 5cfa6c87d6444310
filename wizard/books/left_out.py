"""What a store itself keeps out of Xero: kinds that are not ticked, days before its start, words not used,
and what another program posts.
"""

from datetime import date

from wizard.books.match import Matched
from wizard.books.rules.rule import Side
from wizard.model.documents import CreditNote, Document, Invoice, Journal, Payment
from wizard.model.export import THROUGH, Through, Why, is_within

_SLOTS = {"account", "payment"}


class LeftOut:
    """Tells it of documents in the files' order: a payment follows its invoice, where that came before."""

    def __init__(self, side: Side, through: Through = THROUGH[-1], vendor: str = "") -> None:
        """`vendor`: whose program posts journals by itself, if one does."""
        self._through, self._start, self._vendor = through, start_of(side), vendor
        self._sales: dict[str, bool] = {}
        """Numbers of the files' invoices and credit notes, and whether they are left out."""

    def why(self, matched: Matched) -> Why | None:
        """Return why a document stays here; None: it is to go."""
        found, document = self._why(matched), matched.document
        if self._start is not None and isinstance(document, Invoice | CreditNote):
            self._sales[document.number] = found is not None
        return found

    def _why(self, matched: Matched) -> Why | None:
        document = matched.document
        if not is_within(document.identity.kind, self._through):
            return Why("not-ticked")
        if self._vendor and isinstance(document, Journal):
            return Why("vendor-posts", self._vendor)
        if self._start is not None and self._is_before(document, self._start):
            return Why("before-start", f"{self._start:%d/%m/%Y}")
        for meant in matched.words():
            if meant.state == "left-out" and meant.slot in _SLOTS:
                return Why("not-used", meant.word)
        return None

    def _is_before(self, document: Document, start: date) -> bool:
        if isinstance(document, Payment) and document.number in self._sales:
            return self._sales[document.number]
        day: date | None = getattr(document, "day", None)
        return day is not None and day < start


def start_of(side: Side) -> date | None:
    """Return the day before which nothing is sent; None: all is."""
    said = side.mapping.settings.get("start_from")
    try:
        return date.fromisoformat(said) if isinstance(said, str) and said else None
    except ValueError:
        return None
