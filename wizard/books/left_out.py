"""What a store itself keeps out of Xero: kinds that are not ticked, days before its start, words not used,
what another program posts, and money for what is kept out. What went before that was chosen is in Xero, and
nothing keeps it out.
"""

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from wizard.books.match import Matched
from wizard.books.rules.rule import Side
from wizard.catalogue.moments import day_in_words
from wizard.model.documents import CreditNote, Document, Invoice, Payment
from wizard.model.export import THROUGH, Through, Why, is_within
from wizard.model.mapping import DO_NOT_PAY, Mapping, Slot

_SLOTS: set[Slot] = {"account", "payment"}
_ENDED = {"VOIDED", "DELETED"}


class LeftOut:
    """Tells it of documents in the files' order: a payment follows its invoice, where that came before."""

    def __init__(
        self,
        side: Side,
        through: Through = THROUGH[-1],
        vendor: str = "",
        has_gone: Callable[[Document], bool] | None = None,
    ) -> None:
        """`vendor`: whose program posts journals by itself, if one does; `has_gone`: is it in Xero?"""
        self._through, self._start, self._vendor = through, start_of(side), vendor
        self._has_gone = has_gone
        self._sales_in_xero = side.sales
        self._sales: dict[str, Why | None] = {}
        """Numbers of the files' invoices and credit notes, and why they are left out; with a start date also
        of those that are not.
        """

    def why(self, matched: Matched) -> Why | None:
        """Return why a document stays here; None: it is to go, or went before that was chosen."""
        found, document = self.chosen(matched), matched.document
        has_gone = found is not None and self._has_gone is not None and self._has_gone(document)
        if isinstance(document, Invoice | CreditNote):
            # What is there can be paid: its payments go by their own days and words.
            is_there = has_gone or (found is not None and self._is_in_xero(document))
            if is_there or (found is None and self._start is None):
                self._sales.pop(document.number, None)
            else:
                self._sales[document.number] = found
        return None if has_gone else found

    def _is_in_xero(self, document: Invoice | CreditNote) -> bool:
        """Whether Xero has this very sale, whoever entered it."""
        sale = self._sales_in_xero.get(document.number) if isinstance(document, Invoice) else None
        return sale is not None and sale.total == document.total and sale.status not in _ENDED

    def chosen(self, matched: Matched) -> Why | None:
        """Return why a document is to stay here by what is chosen now, wherever it is by now."""
        document = matched.document
        paid = self._sales.get(document.number) if isinstance(document, Payment) else None
        follows = isinstance(document, Payment) and document.number in self._sales
        day: date | None = None if follows else getattr(document, "day", None)
        why = self.chosen_of(document.identity.kind, day)
        if why is not None or (paid is not None and paid.code == "before-start"):
            return why or paid
        for meant in matched.words():
            if meant.state == "left-out" and meant.slot in _SLOTS:
                code = "do-not-pay" if meant.to == DO_NOT_PAY else "not-used"
                return Why(code, meant.word, word=meant.word, slot=meant.slot)
        return paid if paid is None else replace(paid, code="of-left-out")

    def chosen_of(self, kind: str, day: date | None) -> Why | None:
        """Return why what is of a kind and a day (None: of none) is to stay here by what is chosen now."""
        if not is_within(kind, self._through):
            return Why("not-ticked")
        if self._vendor and kind == "journal":
            return Why("vendor-posts", self._vendor)
        if self._start is not None and day is not None and day < self._start:
            return Why("before-start", day_in_words(self._start))
        return None


def words_left_out(mapping: Mapping) -> list[tuple[str, str]]:
    """Return the words whose records stay here, and what was chosen for each: not used, or not to be paid."""
    found = (
        (word, choice.to.casefold())
        for slot in sorted(_SLOTS)
        for word, choice in mapping.choices.get(slot, {}).items()
        if choice.is_left_out
    )
    return list(dict.fromkeys(found))


def start_of(side: Side) -> date | None:
    """Return the day before which nothing is sent; None: all is."""
    return start_in(side.mapping)


def start_in(mapping: Mapping) -> date | None:
    """Return the day before which a store's settings let nothing be sent; None: all is."""
    said = mapping.settings.get("start_from")
    try:
        return date.fromisoformat(said) if isinstance(said, str) and said else None
    except ValueError:
        return None
