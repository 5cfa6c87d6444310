"""What a rule is, what it may know, and how it says what it found."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from msgspec import Struct

from wizard.books.match import Matched, Matcher
from wizard.model.chart import Chart, ChartInvoice
from wizard.model.documents import Contact, Document, Journal, Overpayment
from wizard.model.mapping import Mapping as Choices
from wizard.model.mapping import Slot

ADVISER = "ApproveTransactionsBeforePeriodLockDate"
"""The action that tells that a connection is an adviser's."""


class Said(Struct, frozen=True):
    """What a rule says: what it speaks of (equal ones are counted together) and the facts of its texts."""

    about: str = ""
    slot: Slot | None = None
    """The match that puts it right; None: where the rule's text says."""
    facts: Mapping[str, object] = {}


class Side(Struct, frozen=True):
    """What the rules know besides the document."""

    chart: Chart
    mapping: Choices
    matcher: Matcher
    today: date
    sales: Mapping[str, ChartInvoice]
    """What Xero holds already, by number."""
    account_codes: frozenset[str] = frozenset()
    sites_of_same: tuple[str, ...] = ()
    """Other stores of this PC that are set up for the same organisation."""
    store_organisation: str = ""
    """The one that the store is set up for; blank where it is not."""

    @property
    def is_adviser(self) -> bool:
        """Whether the period lock does not bind this connection."""
        return ADVISER in self.chart.actions

    @property
    def as_drafts(self) -> bool:
        """Whether documents are sent as drafts."""
        return self.mapping.settings.get("status") == "draft"


Check = Callable[[Matched, Side], Iterator[Said]]
SideCheck = Callable[[Side], Iterator[Said]]


class Rule(Struct, frozen=True):
    """A rule about one document: its number in the list of rejections, the id of its texts, and the check."""

    number: int
    id: str
    check: Check


class SideRule(Struct, frozen=True):
    """A rule about the store and the organisation as such."""

    number: int
    id: str
    check: SideCheck


def rule(number: int, id_: str) -> Callable[[Check], Rule]:
    """Make a function a rule about a document."""
    return lambda check: Rule(number, id_, check)


def side_rule(number: int, id_: str) -> Callable[[SideCheck], SideRule]:
    """Make a function a rule about the store as such."""
    return lambda check: SideRule(number, id_, check)


def name_of(document: Document) -> str:
    """Return what a document is called in findings: its number, a journal's narration, a contact's name."""
    match document:
        case Journal():
            return document.narration or document.number
        case Contact():
            return document.party.word
        case Overpayment():
            return document.number or document.contact.word
        case _:
            return document.number
