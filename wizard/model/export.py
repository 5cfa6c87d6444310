"""What sending comes to: the state of each record, counts that add up, totals by kind, and the proof."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from wizard.model.books import Place
from wizard.model.mapping import Slot
from wizard.model.problem import Problem

Through = Literal["contacts", "invoices", "payments", "credit-notes", "overpayments", "journal"]
THROUGH: tuple[Through, ...] = (
    "contacts", "invoices", "payments", "credit-notes", "overpayments", "journal",
)  # fmt: skip
"""The kinds in the order in which they go; each takes all before it."""
ORDER = ("contact", "invoice", "payment", "credit-note", "refund", "overpayment", "journal")
"""Kinds of documents in the order in which they go; refunds are payments of credit notes."""
TICK_OF: Mapping[str, Through] = {
    "contact": "contacts",
    "invoice": "invoices",
    "payment": "payments",
    "credit-note": "credit-notes",
    "refund": "credit-notes",
    "overpayment": "overpayments",
    "journal": "journal",
}
"""By kind of document, what has to be ticked for it."""


def is_within(kind: str, through: Through) -> bool:
    """Whether documents of a kind go where all kinds up to this one do."""
    return THROUGH.index(TICK_OF[kind]) <= THROUGH.index(through)


State = Literal["sent", "already-there", "failed", "held", "excluded"]


class Why(Struct, frozen=True):
    """Why a record is where it is: a code of `resources/export.toml`, and the words that were met."""

    code: str
    said: str = ""
    rule: str = ""
    """The rule of the check that means the same, where there is one."""
    word: str = ""
    """The store's word whose match would put it right, where one word alone would."""
    slot: Slot = "payment"
    """In which table that word stands."""


class Outcome(Struct, frozen=True):
    """What became of one record of the files."""

    kind: str
    name: str
    place: Place
    state: State
    why: Why | None = None


class Equals(Struct, frozen=True):
    """Records of one state, kind and reason: one that stands for all, how many, and the first names."""

    first: Outcome
    count: int
    names: tuple[str, ...]


class Counts(Struct, frozen=True):
    """How many records came to what: `read` is the sum of the next five; `made` are contacts for invoices.

    `by_earlier`: of those already there, what an earlier sending from here had sent.
    """

    sent: int = 0
    already_there: int = 0
    failed: int = 0
    held: int = 0
    excluded: int = 0
    made: int = 0
    by_earlier: int = 0

    @property
    def read(self) -> int:
        """The files' records."""
        return self.sent + self.already_there + self.failed + self.held + self.excluded

    @classmethod
    def of(cls, facts: Mapping[str, int]) -> "Counts | None":
        """Return counts by their words, as `as_facts` has them; None where there are none."""
        if not facts:
            return None
        return cls(**{name: facts.get(name, 0) for name in cls.__struct_fields__})

    @property
    def is_clean(self) -> bool:
        """Whether nothing failed and nothing is held."""
        return not self.failed and not self.held

    def as_facts(self) -> dict[str, int]:
        """Return them by word, as the command line and the store's record have them."""
        return {
            "read": self.read, "sent": self.sent, "already_there": self.already_there, "failed": self.failed,
            "held": self.held, "excluded": self.excluded, "made": self.made,
            "by_earlier": self.by_earlier,
        }  # fmt: skip


class Sum(Struct, frozen=True):
    """Documents of one kind and account: how many, and what they come to."""

    kind: str
    account: str
    count: int
    total: Decimal


class Allowance(Struct, frozen=True):
    """What is left of an organisation's calls, as Xero said last; None where it did not say."""

    day: int | None = None
    minute: int | None = None
    used_today: int = 0
    """Our own calls in the last 24 hours."""


class Plan(Struct, frozen=True):
    """What would be sent now; `stamp` tells whether files, matches or choices changed since."""

    organisation: str
    stamp: str
    counts: Counts
    """As they would be once everything that may go has been taken; `sent` is what would go."""
    kinds: tuple[Sum, ...]
    """What would go by kind; of a journal its debits count."""
    sums: tuple[Sum, ...]
    """The same by kind and account."""
    outcomes: tuple[Outcome, ...]
    """What would not go, of equal ones the first hundred."""
    calls: int
    seconds: int
    allowance: Allowance
    is_first: bool
    """Whether nothing was ever sent to this organisation: drafts are offered then."""


class Sent(Struct, frozen=True):
    """How a sending ended: `problem` is what ended it early, `stopped` that a person did.

    `remarks` are about records that are counted already: a credit note that no invoice could take.
    """

    counts: Counts
    outcomes: tuple[Outcome, ...]
    remarks: tuple[Outcome, ...] = ()
    problem: Problem | None = None
    stopped: bool = False
    run: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether everything that should have gone is in Xero."""
        return self.counts.is_clean and not self.remarks and self.problem is None and not self.stopped


class Difference(Struct, frozen=True):
    """One thing that a proof compared and found different: what was sent, and what Xero holds."""

    kind: str
    name: str
    xero_id: str
    field: str
    sent: str
    held: str


class ProvenRecord(Struct, frozen=True):
    """A document that was read back."""

    kind: str
    name: str
    total: Decimal
    xero_id: str


SUMS = ("store", "matched", "sent", "xero")
"""The totals that have to meet, from the store's files to what Xero holds."""


class ProvenKind(Struct, frozen=True):
    """The totals of one kind from end to end."""

    kind: str
    count: int
    store: Decimal
    matched: Decimal
    sent: Decimal
    xero: Decimal
    found: int

    @property
    def is_equal(self) -> bool:
        """Whether every document is there and the sums meet."""
        return self.count == self.found and self.store == self.matched == self.sent == self.xero

    def as_facts(self) -> dict[str, str | int]:
        """Return it as the command line, receipts and W10 have it."""
        sums = {name: f"{getattr(self, name):.2f}" for name in SUMS}
        return {"kind": self.kind, "count": self.count, "found": self.found, **sums}


class Proof(Struct, frozen=True):
    """What was read back from Xero of one run, compared with what was sent."""

    run: int
    organisation: str
    short_code: str
    at: datetime
    kinds: tuple[ProvenKind, ...]
    differences: tuple[Difference, ...]
    records: tuple[ProvenRecord, ...] = ()
    """The first of each kind; its page lists them all."""
    counts: Counts | None = None
    """What became of all records of the files, of which the proof is about those in Xero; None: not told."""

    @property
    def is_equal(self) -> bool:
        """Whether Xero holds all of it, unchanged."""
        return not self.differences and all(kind.is_equal for kind in self.kinds)
