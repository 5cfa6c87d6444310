"""Whom Xero knows: by the store's number for them, else by exact name, else by what the ledger made."""

from wizard.books.match import name_key
from wizard.books.rules.rule import Side
from wizard.ledger.ledger import ARRIVED, Ledger
from wizard.model.chart import ChartContact
from wizard.model.documents import Party


class Directory:
    """The contacts of one organisation, and those that are being made."""

    def __init__(self, side: Side, ledger: Ledger | None) -> None:
        self._contacts, self._ledger = side.matcher.contacts, ledger
        self._ids = {contact.id for contact in side.chart.contacts}
        self._expected: set[str] = set()

    def find(self, party: Party) -> str | None:
        """Return a customer's id in Xero; None for one that it does not know, or that is archived."""
        found = self._contacts.find(party)
        if found is not None:
            return found.id if found.status == "ACTIVE" else None
        entry = None if self._ledger is None else self._ledger.entry("contact", party_identity(party))
        # Somebody may have renamed it in Xero since; one that is gone there is not used any more.
        return entry.xero_id if entry and entry.state in ARRIVED and entry.xero_id in self._ids else None

    def is_expected(self, party: Party) -> bool:
        """Whether it is being made."""
        names = (party.code and f"#{party.code}", party.name and name_key(party.name))
        return any(name in self._expected for name in names if name)

    def expect(self, party: Party) -> None:
        """Note that it is being made."""
        if party.code:
            self._expected.add(f"#{party.code}")
        if party.name:
            self._expected.add(name_key(party.name))

    def add(self, party: Party, xero_id: str) -> None:
        """Take in a contact that Xero has from here on."""
        made = ChartContact(xero_id, party.name or party.code, account_number=party.code)
        self._ids.add(xero_id)
        self._contacts.by_name[name_key(made.name)] = made
        if party.code:
            self._contacts.by_number[party.code] = made


def party_identity(party: Party) -> str:
    """Return what a customer is called in the ledger, with a record of its own or without."""
    return f"{' '.join(party.word.casefold().split())}\x1f#1"
