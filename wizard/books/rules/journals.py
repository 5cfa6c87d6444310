"""Manual journals that do not balance, and totals that their lines do not meet."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from wizard.books.match import Matched
from wizard.books.rules.rule import Said, Side, rule
from wizard.model.documents import CreditNote, Invoice, Journal

CEILING = Decimal("0.05")
"""What a document's total may have over its lines, where the store says nothing else."""


@rule(21, "journal-balance")
def journal_balance(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001 - every rule takes both
    """A journal whose debits and credits differ, be it by a cent."""
    document = matched.document
    if isinstance(document, Journal) and document.balance:
        debits = sum((p.amount for p in document.postings if p.amount > 0), Decimal(0))
        credits_ = sum((p.amount for p in document.postings if p.amount < 0), Decimal(0))
        facts = {
            "debits": f"{debits:.2f}", "credits": f"{credits_:.2f}", "credited": f"{-credits_:.2f}",
            "balance": f"{document.balance:.2f}",
        }  # fmt: skip
        yield Said(document.narration, None, facts)


@rule(21, "rounding-over-ceiling")
def rounding_over_ceiling(matched: Matched, side: Side) -> Iterator[Said]:
    """A total that its lines miss by more than rounding can explain."""
    document = matched.document
    if isinstance(document, Invoice | CreditNote) and abs(document.rounding) > ceiling(side):
        facts = {"total": f"{document.total:.2f}", "rounding": f"{document.rounding:.2f}"}
        yield Said(document.number, None, {**facts, "ceiling": f"{ceiling(side):.2f}"})


def ceiling(side: Side) -> Decimal:
    """Return the store's ceiling for rounding lines."""
    said = side.mapping.settings.get("rounding_ceiling")
    try:
        found = Decimal(str(said)) if said else CEILING
    except InvalidOperation:
        return CEILING
    return found if found.is_finite() and found >= 0 else CEILING


@rule(0, "narration-missing")
def narration_missing(matched: Matched, side: Side) -> Iterator[Said]:  # noqa: ARG001
    """A journal without a narration."""
    if isinstance(matched.document, Journal) and not matched.document.narration.strip():
        yield Said("", None, {"number": matched.document.number})


RULES = (journal_balance, rounding_over_ceiling, narration_missing)
