"""What is known of a store's documents before anybody is asked: by the ledger, and by what Xero has."""

from wizard.books.rules.rule import Side
from wizard.export.day import identity_of, outcome, total_of
from wizard.export.directory import Directory
from wizard.export.payload import reference_of
from wizard.ledger.ledger import ARRIVED, Entry, Ledger
from wizard.model.documents import Contact, CreditNote, Document, Invoice, Payment
from wizard.model.export import Outcome, Why
from wizard.model.scratch import Scratch, as_bytes

_TAKEN = "CREATE TABLE taken (id PRIMARY KEY, whose) WITHOUT ROWID;"


class Known:
    """Tells it document by document; `directory` also takes in the contacts that are being made.

    Without a ledger nothing went from here yet; what Xero has it has all the same.

    `by_earlier`: how many of those already there an earlier sending from here had sent.
    """

    def __init__(self, side: Side, ledger: Ledger | None) -> None:
        self._side, self._ledger = side, ledger
        self.directory = Directory(side, ledger)
        self.by_earlier = 0
        self._taken = Scratch(_TAKEN)
        """Which payments of Xero's sales stand for which of the store's: two equal ones are two."""

    def has_gone(self, document: Document) -> bool:
        """Whether it went to Xero from here before, or Xero was seen to have it."""
        entry = self._entry(document)
        return entry is not None and entry.state in ARRIVED

    def is_there(self, document: Document) -> bool:
        """Whether it went before, or Xero's own sales name this very payment."""
        entry = self._entry(document)
        return self._is_named_by_its_sale(document) if entry is None else entry.state in ARRIVED

    def of(self, document: Document) -> Outcome | None:
        """Return what became of a document; None: it would go."""
        entry = self._entry(document)
        if entry is not None and entry.state in ARRIVED:
            if entry.fingerprint not in {"", document.fingerprint}:
                return outcome(document, "held", Why("changed", f"{entry.total:.2f}"))
            self.by_earlier += entry.state == "sent"
            return outcome(document, "already-there")
        if entry is not None and entry.state == "manual":
            return outcome(document, "held", Why("manual"))
        if isinstance(document, Contact):
            return outcome(document, "already-there") if self.directory.find(document.party) else None
        if entry is None and self._is_named_by_its_sale(document):
            return outcome(document, "already-there")
        sale = self._side.sales.get(document.number) if isinstance(document, Invoice) else None
        if sale is None:
            return None
        if sale.total == total_of(document):
            return outcome(document, "already-there")
        said = f"{sale.number}, {sale.total:.2f} ({sale.status.lower()})"
        return outcome(document, "held", Why("foreign", said))

    def _is_named_by_its_sale(self, document: Document) -> bool:
        """Whether the sale that Xero has names this very payment, or this very credit note."""
        match document:
            case CreditNote() if document.reference:
                sale = self._side.sales.get(document.reference)
                named = () if sale is None else sale.credits
                return any((one.number, one.amount) == (document.number, document.total) for one in named)
            case Payment() if not document.is_refund:
                return self._is_paid(document)
        return False

    def _is_paid(self, document: Payment) -> bool:
        """Whether Xero's sale names a payment of this day, amount and reference that no other stands for."""
        sale = self._side.sales.get(document.number)
        equal = [
            one.id
            for one in (() if sale is None else sale.payments)
            if one.id and (one.day, one.amount) == (document.day.isoformat(), document.amount)
            and one.reference == reference_of(document)
        ]  # fmt: skip
        gone = set() if self._ledger is None or not equal else self._ledger.known_ids(equal)
        whose = as_bytes(identity_of(document))
        return any(self._take(id_, whose) for id_ in equal if id_ not in gone)

    def _take(self, id_: str, whose: bytes) -> bool:
        """Note that a payment of Xero's is this document's; False where it is another's."""
        self._taken.ask("INSERT OR IGNORE INTO taken VALUES (?, ?)", (id_, whose))
        return self._taken.one("SELECT whose FROM taken WHERE id = ?", (id_,)) == (whose,)

    def _entry(self, document: Document) -> Entry | None:
        return (
            None
            if self._ledger is None
            else self._ledger.entry(document.identity.kind, identity_of(document))
        )
