"""The documents of a store, each with the place it was read from: money is Decimal, days have no time."""

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from wizard.model.books import Place, Reason

TaxMode = Literal["inclusive", "exclusive", "none"]
"""Whether the lines' amounts hold their tax."""


class Party(Struct, frozen=True):
    """Whom a document is for, in the store's words; all blank: the walk-in customer."""

    name: str = ""
    code: str = ""
    group: str = ""
    email: str = ""

    @property
    def word(self) -> str:
        """By what the store tells its customer: the code, else the name."""
        return self.code or self.name


class Line(Struct, frozen=True):
    """One line; `amount` is what it comes to, its discount taken off; `unit` has any number of places."""

    place: Place
    text: str
    item: str
    quantity: Decimal
    unit: Decimal
    discount: Decimal
    amount: Decimal
    account_word: str
    tax_word: str
    tax: Decimal | None = None
    tracking: tuple[str, ...] = ()


class Identity(Struct, frozen=True):
    """What a document is called, once in a kind: `key`, with `nth` for those that are equal."""

    kind: str
    key: str
    nth: int = 1


class Invoice(Struct, frozen=True):
    """A sale; `rounding` is what its own total has over its lines."""

    identity: Identity
    place: Place
    fingerprint: str
    number: str
    contact: Party
    day: date
    due: date | None
    currency: str
    reference: str
    tax_mode: TaxMode
    lines: tuple[Line, ...]
    total: Decimal
    rounding: Decimal = Decimal(0)
    differs: tuple[str, ...] = ()
    """Of contact and date, what its rows contradict each other in."""


class CreditNote(Struct, frozen=True):
    """Money owed to a customer, its amounts above zero; `was_invoice`: an invoice below zero."""

    identity: Identity
    place: Place
    fingerprint: str
    number: str
    contact: Party
    day: date
    currency: str
    reference: str
    tax_mode: TaxMode
    lines: tuple[Line, ...]
    total: Decimal
    rounding: Decimal = Decimal(0)
    was_invoice: bool = False
    differs: tuple[str, ...] = ()
    """As an invoice's."""


class Payment(Struct, frozen=True):
    """A payment of an invoice; `is_refund`: of a credit note, `amount` above zero all the same."""

    identity: Identity
    place: Place
    fingerprint: str
    number: str
    contact: Party
    day: date
    currency: str
    amount: Decimal
    payment_word: str
    reference: str
    is_refund: bool = False


class Overpayment(Struct, frozen=True):
    """Money a customer paid for no document yet."""

    identity: Identity
    place: Place
    fingerprint: str
    number: str
    contact: Party
    day: date
    currency: str
    amount: Decimal
    payment_word: str
    reference: str


class Posting(Struct, frozen=True):
    """A line of a journal: debits above zero, credits below."""

    place: Place
    text: str
    amount: Decimal
    account_word: str
    tax_word: str
    tracking: tuple[str, ...] = ()
    receipt: str = ""
    """The sale that it is of, where the file names them."""


class Journal(Struct, frozen=True):
    """A manual journal; `balance` is zero where debits and credits meet."""

    identity: Identity
    place: Place
    fingerprint: str
    number: str
    narration: str
    day: date
    postings: tuple[Posting, ...]

    @property
    def balance(self) -> Decimal:
        """Debits less credits."""
        return sum((posting.amount for posting in self.postings), Decimal(0))


class Contact(Struct, frozen=True):
    """A customer, as a contact of its own."""

    identity: Identity
    place: Place
    fingerprint: str
    party: Party
    account_word: str = ""


class Held(Struct, frozen=True):
    """A document that is neither sent nor dropped until a person looks at it."""

    place: Place
    record: str
    reason: Reason
    way: str = ""
    """The word of a payment that may as well be one way to pay: a match for it says so."""
    amount: Decimal = Decimal(0)


Document = Contact | Invoice | CreditNote | Payment | Overpayment | Journal
