"""The organisation itself: whether it is the store's own, and what the connection may do there."""

from collections.abc import Iterator

from wizard.books.match import Matched
from wizard.books.rules.rule import Said, Side, rule, side_rule
from wizard.model.documents import CreditNote, Invoice, Journal, Payment


@side_rule(25, "other-organisation")
def other_organisation(side: Side) -> Iterator[Said]:
    """Matches made for one organisation, or a store set up for it, and a chart of another."""
    found = side.chart.organisation
    if not side.matcher.is_own:
        yield Said("matches", None, {"found": found, "wanted": side.mapping.organisation or "(another)"})
    elif side.store_organisation and found and side.store_organisation != found:
        yield Said("store", None, {"found": found, "wanted": side.store_organisation})


@side_rule(24, "connected-twice")
def connected_twice(side: Side) -> Iterator[Said]:
    """Another store of this PC that is set up for the same organisation: their documents would mix."""
    for name in side.sites_of_same:
        yield Said(name, None, {"site": name, "organisation": side.chart.organisation})


@rule(0, "not-permitted")
def not_permitted(matched: Matched, side: Side) -> Iterator[Said]:
    """Something that the organisation's plan or the user's role does not allow."""
    wanted = _action(matched, side)
    if wanted and side.chart.actions and wanted not in side.chart.actions:
        yield Said(wanted, None, {"action": wanted})


def _action(matched: Matched, side: Side) -> str:
    match matched.document:
        case Invoice() | CreditNote():
            return "CreateDraftInvoice" if side.as_drafts else "CreateApprovedInvoice"
        case Payment():
            return "CreateInvoicePayment"
        case Journal():
            return "CreateManualJournal"
        case _:
            return ""


RULES = (not_permitted,)
SIDE_RULES = (other_organisation, connected_twice)
