"""Xero's side of matching: what an organisation has. Enumerations that Xero may add to are kept as text."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct


class Account(Struct, frozen=True):
    """A ledger account; `code` may be blank, as bank accounts' often is."""

    id: str
    code: str
    name: str
    type: str
    klass: str
    status: str = "ACTIVE"
    tax_type: str = ""
    takes_payments: bool = False
    system: str = ""

    @property
    def is_active(self) -> bool:
        """Whether it can be used."""
        return self.status == "ACTIVE"

    @property
    def to(self) -> str:
        """By what a mapping names it: its code, else its name."""
        return self.code or self.name


class TaxRate(Struct, frozen=True):
    """A tax rate; `kinds` are the account classes it may stand with."""

    type: str
    name: str
    status: str = "ACTIVE"
    rate: str = ""
    kinds: tuple[str, ...] = ()


class TrackingOption(Struct, frozen=True):
    """An option of a tracking category."""

    category: str
    name: str
    id: str
    status: str = "ACTIVE"


class Group(Struct, frozen=True):
    """A contact group."""

    id: str
    name: str
    status: str = "ACTIVE"


class ChartContact(Struct, frozen=True):
    """A contact as far as matching needs it."""

    id: str
    name: str
    number: str = ""
    status: str = "ACTIVE"
    account_number: str = ""


class Credit(Struct, frozen=True):
    """A part of a credit note that an invoice has taken."""

    number: str
    amount: Decimal


class Paid(Struct, frozen=True):
    """A payment that a sale has taken: Xero's id, what it came to, and what it is told by."""

    id: str
    day: str
    """ISO 8601; blank where Xero names none that can be read."""
    amount: Decimal
    reference: str = ""


class ChartInvoice(Struct, frozen=True):
    """A sale that Xero holds already; `due` is what is left to pay."""

    number: str
    status: str
    total: Decimal
    due: Decimal
    credits: tuple[Credit, ...] = ()
    payments: tuple[Paid, ...] = ()


class Chart(Struct, frozen=True):
    """What an organisation has, as it was read; `tenant` is blank where files do not say it."""

    tenant: str
    organisation: str
    accounts: tuple[Account, ...]
    tax_rates: tuple[TaxRate, ...]
    tracking: tuple[TrackingOption, ...] = ()
    groups: tuple[Group, ...] = ()
    contacts: tuple[ChartContact, ...] = ()
    actions: frozenset[str] = frozenset()
    """What the connection may do."""
    currency: str = ""
    period_lock: date | None = None
    year_lock: date | None = None
    invoices: Mapping[str, ChartInvoice] | None = None
    """The sales it holds; None where nobody asked."""
    read_at: datetime | None = None
    """When it was read; the oldest part counts."""
    unseen: frozenset[str] = frozenset()
    """The parts that nobody has read, such as Contacts: what is empty here may not be so in Xero."""
