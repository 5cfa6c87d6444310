"""How each kind of document stands in Xero: where it is sent to, and what its id is called."""

from collections.abc import Mapping

from msgspec import Struct


class Shelf(Struct, frozen=True):
    """The path of one kind, the key of its rows in an answer, and the key of its id."""

    path: str
    key: str
    id: str
    number: str = ""
    """The key of the number that Xero lets stand once."""


SHELVES: Mapping[str, Shelf] = {
    "contact": Shelf("Contacts", "Contacts", "ContactID", "Name"),
    "invoice": Shelf("Invoices", "Invoices", "InvoiceID", "InvoiceNumber"),
    "payment": Shelf("Payments", "Payments", "PaymentID"),
    "credit-note": Shelf("CreditNotes", "CreditNotes", "CreditNoteID", "CreditNoteNumber"),
    "refund": Shelf("Payments", "Payments", "PaymentID"),
    "overpayment": Shelf("BankTransactions", "BankTransactions", "BankTransactionID"),
    "journal": Shelf("ManualJournals", "ManualJournals", "ManualJournalID"),
    "membership": Shelf("ContactGroups", "Contacts", "ContactID"),
    "allocation": Shelf("Allocations", "Allocations", "AllocationID"),
}
NO_ID = "00000000-0000-0000-0000-000000000000"
"""What Xero gives as the id of what it did not make."""
GONE = frozenset({"VOIDED", "DELETED"})
