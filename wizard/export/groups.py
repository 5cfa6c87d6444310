"""Puts the contacts that were made into the groups that their customers stand in at the store."""

from collections.abc import Iterator
from decimal import Decimal

from wizard.books.match import Matched
from wizard.export.courier import Result
from wizard.export.run import Run, outcome_of
from wizard.ledger.ledger import ARRIVED, Claim
from wizard.model.books import Place
from wizard.model.chart import Group


class Groups:
    """The memberships of one run: of contacts that we made, whichever run it was; others are not touched."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._wanted: dict[str, dict[str, Claim]] = {}
        """By the group's id, the memberships by identity."""

    def want(self, matched: Matched, contact_id: str) -> None:
        """Note that a contact of ours is to stand in its customer's group, where Xero has that."""
        group = matched.group.found if matched.group is not None else None
        if group is None or group.status != "ACTIVE" or not contact_id:
            return
        identity = f"{contact_id}\x1f{group.id}"
        entry = self._run.ledger.entry("membership", identity)
        if entry is None or entry.state not in {*ARRIVED, "sending"}:
            claim = _claim(identity, contact_id, group, matched.document.place)
            self._wanted.setdefault(group.id, {})[identity] = claim

    def send(self) -> None:
        """Send them, group by group; what Xero does not take is a remark about a customer that is counted."""
        for group, claims in self._wanted.items():
            at = f"ContactGroups/{group}/Contacts"
            self._run.post.deliver("membership", _in_order(claims), self._take, path_of=lambda _, at=at: at)  # type: ignore[misc]
        self._wanted.clear()

    def _take(self, result: Result) -> None:
        if result.state in {"failed", "held"}:
            self._run.tally.remarks.append(outcome_of(result.claim, result.state, result.why))


def _claim(identity: str, contact_id: str, group: Group, place: Place) -> Claim:
    return Claim("membership", identity, "", group.name, place, Decimal(0), {"ContactID": contact_id})


def _in_order(claims: dict[str, Claim]) -> Iterator[Claim]:
    yield from claims.values()
