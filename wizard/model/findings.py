"""What a check of documents found before anything is sent: each finding by its rule, equal ones counted."""

from collections.abc import Container
from datetime import datetime
from typing import Literal

from msgspec import Struct

from wizard.model.books import Place

Effect = Literal["rejects", "drops", "warns"]
"""Xero refuses the document; it takes it and leaves something out; it goes, or stays here, all the same."""
FixKind = Literal["match", "record", "setting", "xero", "connection"]
MOST = 100
"""Of equal findings, as many are kept with their documents."""


class FixTarget(Struct, frozen=True):
    """Where it is put right: a match (slot and word), a field of a record, a setting, or in Xero."""

    kind: FixKind
    at: str
    word: str = ""


class Finding(Struct, frozen=True):
    """One document that a rule speaks against; a finding about no document has a blank one."""

    document: str
    place: Place | None
    message: str


class EqualFindings(Struct, frozen=True):
    """What one rule says of one thing: how often, and the first hundred documents."""

    id: str
    rule: int
    """The number in the list of Xero's rejections; 0 for one that is not in the list."""
    effect: Effect
    count: int
    first: tuple[Finding, ...]
    xero_says: str
    do: str
    fix: FixTarget


class Report(Struct, frozen=True):
    """What was found in so many documents, by a chart that was read at a time."""

    findings: tuple[EqualFindings, ...]
    checked: int
    chart_read_at: datetime | None
    not_checked: tuple[str, ...] = ()
    """What of Xero nobody could read: actions | contacts | invoices | tracking."""
    there: int = 0
    """Of those checked, what is in Xero already, as the ledger or Xero itself says."""
    left_out: int = 0
    """What was not checked, since the store itself keeps it out."""
    numbers_asked: bool = False
    """Whether Xero was asked for their numbers: entries have none there, and of no record none is asked."""
    refusals: tuple[tuple[frozenset[str], int], ...] = ()
    """How many records the same rules refuse: a record that several refuse is one all the same."""

    def refused(self, rules: Container[str] | None = None) -> int:
        """Return how many records are refused, by any rule or by one of these."""
        return sum(
            count for ids, count in self.refusals if rules is None or any(each in rules for each in ids)
        )

    @property
    def rejections(self) -> tuple[EqualFindings, ...]:
        """What must not be sent as it is: refused, or taken with something left out."""
        return tuple(one for one in self.findings if one.effect != "warns")

    @property
    def warnings(self) -> tuple[EqualFindings, ...]:
        """What is to be known all the same."""
        return tuple(one for one in self.findings if one.effect == "warns")
