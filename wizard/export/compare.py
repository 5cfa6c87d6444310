"""What arrived in Xero by another poster's hand: each record looked for, nothing sent."""

from msgspec import Struct

from wizard.export import payload
from wizard.export.api import XeroApi
from wizard.export.day import Day, Judged, identity_of, number_of, outcome, total_of
from wizard.export.look import ByWhom, Other, There, journals_in_xero
from wizard.export.post import grouped
from wizard.export.tally import Tally
from wizard.ledger.ledger import ARRIVED, Claim, Ledger
from wizard.model.documents import Document
from wizard.model.export import Outcome, Sent, Why

_AT_ONCE = 50
_OURS = Why("ours")


class Arrived(Struct, frozen=True):
    """What another program's posting came to; `ours` are entries that say nothing of it: we sent them."""

    sent: Sent
    ours: int = 0


def compare_journals(day: Day, api: XeroApi, ledger: Ledger) -> Arrived:
    """Look for the day's journals: there, with other sums, or missing; ProblemFound if it cannot ask.

    What went from here, or was given to a person to upload, is no other program's, and is left out.
    """
    tally, ours = Tally(), 0
    for one in day.others:
        tally.add(one)
    for group in grouped(day.documents("journal"), _AT_ONCE):
        claims = [_claim(day, judged) for judged in group]
        found = journals_in_xero(api, ledger, claims)
        for judged, claim in zip(group, claims, strict=True):
            said = _arrived(judged.document, found[claim.identity], ledger)
            ours += said.why == _OURS
            tally.add(said)
    return Arrived(Sent(tally.counts, tuple(tally.outcomes)), ours)


def _arrived(document: Document, found: ByWhom, ledger: Ledger) -> Outcome:
    """Return what the other program made of a journal, as far as what Xero holds of it can be its."""
    match found.theirs:
        case There(is_gone=False) if not _may_be_ours(ledger, document):
            return outcome(document, "already-there")
        case Other() as other:
            return outcome(document, "held", Why("other-amounts", other.said))
        case There(is_gone=False):
            return outcome(document, "excluded", _OURS)
    match found.ours:
        case There(is_gone=False):
            return outcome(document, "excluded", _OURS)
        case Other() as other:
            return outcome(document, "failed", Why("ours-differs", other.said))
    if isinstance(found.theirs, There):
        return outcome(document, "failed", Why("voided"))
    return outcome(document, "failed", Why("not-arrived"))


def _may_be_ours(ledger: Ledger, document: Document) -> bool:
    """Whether a journal of which nobody here has Xero's id may have gone from here all the same."""
    entry = ledger.entry("journal", identity_of(document))
    return entry is not None and entry.state in {"sending", "manual"}


def count_strangers(day: Day, api: XeroApi, ledger: Ledger) -> int:
    """Return how many of the day's journals Xero has that did not go from here, with whatever amounts."""
    count = 0
    ours = (judged for judged in day.documents("journal") if not _went(ledger, identity_of(judged.document)))
    for group in grouped(ours, _AT_ONCE):
        found = journals_in_xero(api, ledger, [_claim(day, judged) for judged in group])
        theirs = (one.theirs for one in found.values())
        count += sum(isinstance(one, There | Other) and not one.is_gone for one in theirs)
    return count


def _went(ledger: Ledger, identity: str) -> bool:
    entry = ledger.entry("journal", identity)
    return entry is not None and entry.state in {*ARRIVED, "sending"}


def _claim(day: Day, judged: Judged) -> Claim:
    document = judged.document
    sent = payload.journal(judged.matched, day.side)
    identity, name = identity_of(document), number_of(document)
    return Claim("journal", identity, document.fingerprint, name, document.place, total_of(document), sent)
