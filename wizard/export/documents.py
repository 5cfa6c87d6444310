"""Sends invoices, credit notes, overpayments and journals: each for a contact that Xero knows by then."""

from collections.abc import Iterator

from wizard.export import payload
from wizard.export.courier import Result
from wizard.export.day import Judged, identity_of
from wizard.export.directory import Directory
from wizard.export.post import grouped
from wizard.export.run import BATCH, Run, claim_of
from wizard.ledger.ledger import Claim
from wizard.model.documents import CreditNote, Document, Invoice, Overpayment, Party
from wizard.model.export import Why

LOOKED_FIRST = frozenset({"credit-note", "overpayment", "journal"})
"""Kinds that Xero takes twice: it is asked for them before they go for the first time."""


class Documents:
    """The documents of one run that stand for themselves."""

    def __init__(self, run: Run, directory: Directory) -> None:
        self._run, self._directory = run, directory

    def send(self, kind: str) -> None:
        """Send those of one kind."""
        self._run.post.deliver(kind, self._claims(kind), self._run.take)

    def _claims(self, kind: str) -> Iterator[Claim]:
        for group in grouped(self._run.day.documents(kind), BATCH):
            built = (self._built(judged) for judged in group if self._run.is_open(judged))
            claims = [claim for claim in built if claim is not None]
            by_hand = [claim for claim in claims if self._run.is_manual(kind, claim.identity)]
            if by_hand:
                claims = [claim for claim in claims if claim not in by_hand]
                self._look_for(kind, by_hand)
            yield from self._run.not_there_yet(kind, claims) if kind in LOOKED_FIRST else claims

    def _look_for(self, kind: str, by_hand: list[Claim]) -> None:
        """Look whether what a person was given to upload is there by now; until then it is held."""
        for claim in self._run.not_there_yet(kind, by_hand):
            self._run.take(Result(claim, "held", Why("manual")))

    def _built(self, judged: Judged) -> Claim | None:
        document = judged.document
        contact = ""
        if isinstance(document, Invoice | CreditNote | Overpayment):
            party = self._run.side.matcher.party(document.contact)
            contact = self._directory.find(party) or ""
            if not contact:
                self._run.tell(document, "held", self._why_nobody(document, party))
                return None
        try:
            return claim_of(judged, self._element(judged, contact))
        except payload.CannotRound as error:
            self._run.tell(document, "failed", Why("rounding", str(error), "rounding-over-ceiling"))
            return None

    def _why_nobody(self, document: Document, party: Party) -> Why:
        """Return why a document has no contact."""
        if self._run.is_manual(document.identity.kind, identity_of(document)):
            return Why("manual")
        return self._run.post.why if self._run.post.is_over else Why("contact", party.word)

    def _element(self, judged: Judged, contact: str) -> payload.Element:
        match judged.document:
            case Invoice():
                return payload.invoice(judged.matched, contact, self._run.side)
            case CreditNote():
                return payload.credit_note(judged.matched, contact, self._run.side)
            case Overpayment():
                return payload.overpayment(judged.matched, contact)
            case _:
                return payload.journal(judged.matched, self._run.side)
