"""What is known of a store's documents before anybody is asked: by the ledger, and by what Xero has."""

from wizard.books.rules.rule import Side
from wizard.export.day import identity_of, outcome, total_of
from wizard.export.directory import Directory
from wizard.ledger.ledger import ARRIVED, Entry, Ledger
from wizard.model.documents import Contact, Document, Invoice
from wizard.model.export import Outcome, Why


class Known:
    """Tells it document by document; `directory` also takes in the contacts that are being made.

    Without a ledger nothing went from here yet; what Xero has it has all the same.

    `by_earlier`: how many of those already there an earlier sending from here had sent.
    """

    def __init__(self, side: Side, ledger: Ledger | None) -> None:
        self._side, self._ledger = side, ledger
        self.directory = Directory(side, ledger)
        self.by_earlier = 0

    def has_gone(self, document: Document) -> bool:
        """Whether it went to Xero from here before, or Xero was seen to have it."""
        entry = self._entry(document)
        return entry is not None and entry.state in ARRIVED

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
        sale = self._side.sales.get(document.number) if isinstance(document, Invoice) else None
        if sale is None:
            return None
        if sale.total == total_of(document):
            return outcome(document, "already-there")
        said = f"{sale.number}, {sale.total:.2f} ({sale.status.lower()})"
        return outcome(document, "held", Why("foreign", said))

    def _entry(self, document: Document) -> Entry | None:
        return (
            None
            if self._ledger is None
            else self._ledger.entry(document.identity.kind, identity_of(document))
        )
