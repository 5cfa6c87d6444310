"""Sends the store's customers, then those that its other documents need and Xero does not know."""

from collections.abc import Iterator
from decimal import Decimal

from wizard.books.match import Matched
from wizard.export import payload
from wizard.export.courier import Result
from wizard.export.day import Judged, identity_of
from wizard.export.directory import Directory, party_identity
from wizard.export.groups import Groups
from wizard.export.post import grouped
from wizard.export.run import BATCH, Run, claim_of, outcome_of
from wizard.ledger.ledger import ARRIVED, Claim, Settled
from wizard.model.documents import Contact, CreditNote, Invoice, Overpayment, Party
from wizard.model.export import Why


class Customers:
    """The contacts of one run."""

    def __init__(self, run: Run, directory: Directory) -> None:
        self._run, self._directory, self._groups = run, directory, Groups(run)
        self._made: dict[str, tuple[Party, Matched]] = {}
        """Customers that are being made, by their names in the ledger."""

    def send(self) -> None:
        """Send them; what is made for other documents is no record of the files."""
        self._run.post.deliver("contact", self._customers(), self._take)
        if self._run.is_ticked("invoice"):
            self._run.post.deliver("contact", self._unknown(), self._take_made)
        self._groups.send()

    def _customers(self) -> Iterator[Claim]:
        for group in grouped(self._run.day.documents("contact"), BATCH):
            there = []
            for judged in group:
                document = judged.document
                assert isinstance(document, Contact)
                self._want_before(judged)
                if not self._run.is_open(judged):
                    continue
                claim = claim_of(judged, payload.contact(document.party))
                known = self._directory.find(document.party)
                if known is not None:
                    there.append((claim, Settled(claim.identity, "there", known)))
                    continue
                if self._run.is_manual("contact", claim.identity):
                    self._run.tell(document, "held", Why("manual"))
                    continue
                self._expect(document.party, judged.matched)
                yield claim
            self._run.note_there(there)

    def _unknown(self) -> Iterator[Claim]:
        run = self._run
        kinds = [kind for kind in ("invoice", "credit-note", "overpayment") if run.is_ticked(kind)]
        for judged in run.day.documents(*kinds):
            document = judged.document
            assert isinstance(document, Invoice | CreditNote | Overpayment)
            if judged.verdict is not None:
                continue
            party = run.side.matcher.party(document.contact)
            if not party.word or self._directory.is_expected(party) or self._directory.find(party):
                continue
            entry = run.ledger.entry(document.identity.kind, identity_of(document))
            if entry is None or entry.state not in {*ARRIVED, "manual"}:
                self._expect(party, judged.matched)
                name, sent = party_identity(party), payload.contact(party)
                yield Claim("contact", name, "", party.word, document.place, Decimal(0), sent)

    def _want_before(self, judged: Judged) -> None:
        """Look after the group of a customer that an earlier run made: it may have ended before that."""
        if judged.verdict is None and judged.matched.group is not None:
            entry = self._run.ledger.entry("contact", identity_of(judged.document))
            if entry is not None and entry.state == "sent":
                self._groups.want(judged.matched, entry.xero_id)

    def _expect(self, party: Party, matched: Matched) -> None:
        self._directory.expect(party)
        self._made[party_identity(party)] = (party, matched)

    def _take(self, result: Result) -> None:
        self._add(result)
        self._run.take(result)

    def _take_made(self, result: Result) -> None:
        tally = self._run.tally
        tally.made += result.state == "sent"
        self._add(result)
        if result.state in {"failed", "held"} and not self._run.post.is_over:
            tally.remarks.append(outcome_of(result.claim, result.state, result.why))

    def _add(self, result: Result) -> None:
        party, matched = self._made.pop(result.claim.identity, (None, None))
        if party is not None and matched is not None and result.xero_id:
            self._directory.add(party, result.xero_id)
            if result.state == "sent":
                self._groups.want(matched, result.xero_id)
