"""What arrived in Xero by another poster's hand: each record looked for, nothing sent."""

from wizard.export import payload
from wizard.export.api import XeroApi
from wizard.export.day import Day, Judged, identity_of, number_of, outcome, total_of
from wizard.export.look import Other, There, journals_in_xero
from wizard.export.post import grouped
from wizard.export.tally import Tally
from wizard.ledger.ledger import ARRIVED, Claim, Ledger
from wizard.model.export import Sent, Why

_AT_ONCE = 50


def compare_journals(day: Day, api: XeroApi) -> Sent:
    """Look for the day's journals: there, with other sums, or missing; ProblemFound if it cannot ask."""
    tally = Tally()
    for one in day.others:
        tally.add(one)
    for group in grouped(day.documents("journal"), _AT_ONCE):
        claims = [_claim(day, judged) for judged in group]
        found = journals_in_xero(api, claims)
        for judged, claim in zip(group, claims, strict=True):
            document = judged.document
            match found[claim.identity]:
                case There(is_gone=False):
                    tally.add(outcome(document, "already-there"))
                case There():
                    tally.add(outcome(document, "failed", Why("voided")))
                case Other() as other:
                    tally.add(outcome(document, "held", Why("foreign", other.said)))
                case _:
                    tally.add(outcome(document, "failed", Why("not-arrived")))
    return Sent(tally.counts, tuple(tally.outcomes))


def count_strangers(day: Day, api: XeroApi, ledger: Ledger) -> int:
    """Return how many of the day's journals Xero has that did not go from here, with whatever amounts."""
    count = 0
    ours = (judged for judged in day.documents("journal") if not _went(ledger, identity_of(judged.document)))
    for group in grouped(ours, _AT_ONCE):
        found = journals_in_xero(api, [_claim(day, judged) for judged in group])
        count += sum(isinstance(one, There | Other) and not one.is_gone for one in found.values())
    return count


def _went(ledger: Ledger, identity: str) -> bool:
    entry = ledger.entry("journal", identity)
    return entry is not None and entry.state in {*ARRIVED, "sending"}


def _claim(day: Day, judged: Judged) -> Claim:
    document = judged.document
    sent = payload.journal(judged.matched, day.side)
    identity, name = identity_of(document), number_of(document)
    return Claim("journal", identity, document.fingerprint, name, document.place, total_of(document), sent)
