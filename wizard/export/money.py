"""Sends payments and refunds: each against what Xero holds, and at most what is due of it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from wizard.books.rules.journals import ceiling
from wizard.export import payload
from wizard.export.courier import Result
from wizard.export.day import Judged
from wizard.export.dues import Due, Dues
from wizard.export.look import NotThere, Row, There, of_payments
from wizard.export.post import grouped
from wizard.export.run import BATCH, Run, claim_of
from wizard.ledger.ledger import Claim, Settled
from wizard.model.documents import Payment
from wizard.model.export import Why
from wizard.model.problem import ProblemFound
from wizard.model.progress import Cancelled

_AGAINST = {"payment": ("invoice", "Invoice"), "refund": ("credit-note", "CreditNote")}
"""By kind, what it is put against: its kind, and how a payment names it."""


class Money:
    """The payments and refunds of one run."""

    def __init__(self, run: Run, dues: Dues) -> None:
        self._run, self._dues = run, dues
        self._kept: dict[str, tuple[str, str, Decimal]] = {}
        """What payments on their way keep of their documents."""
        self._short: dict[str, Decimal] = {}
        """The cents by which payments go lower than the store has them, as no more is due."""

    def send(self, kind: str) -> None:
        """Send those of one kind."""
        self._run.post.deliver(kind, self._claims(kind), self._take)

    def _claims(self, kind: str) -> Iterator[Claim]:
        run = self._run
        for group in grouped(run.day.documents(kind), BATCH):
            sound = [judged for judged in group if run.is_open(judged) and not self._hangs(judged)]
            try:
                if not run.post.is_over:
                    yield from self._payable(kind, sound)
                    continue
            except (ProblemFound, Cancelled) as error:
                run.post.end(error)
            for judged in sound:
                run.tell(judged.document, "held", run.post.why)

    def _hangs(self, judged: Judged) -> bool:
        """Whether a payment is for a document that does not go; if so it is told."""
        document = _paid(judged)
        if document.number not in self._run.bad_numbers:
            return False
        self._run.tell(document, "held", Why("hangs", document.number))
        return True

    def _payable(self, kind: str, group: Sequence[Judged]) -> list[Claim]:
        owed = self._dues.ask(_AGAINST[kind][0], [_paid(judged).number for judged in group])
        claims: list[tuple[Judged, Claim]] = []
        for judged in group:
            document = _paid(judged)
            due = owed.get(document.number)
            if due is None:
                why = Why("no-invoice", document.number, "payment-without-invoice")
                self._run.tell(document, "failed", why)
            elif due.why is not None:
                self._run.tell(document, due.state, due.why)
            else:
                sent = payload.payment(judged.matched, due.id, document.amount)
                claims.append((judged, claim_of(judged, sent)))
        return self._not_paid_yet(kind, claims, owed)

    def _not_paid_yet(
        self, kind: str, claims: Sequence[tuple[Judged, Claim]], owed: dict[str, Due]
    ) -> list[Claim]:
        held: dict[str, list[Row]] = {due.id: list(due.payments) for due in owed.values()}
        found = of_payments(self._run.ledger, [claim for _, claim in claims], held, _AGAINST[kind][1])
        there, left = [], []
        for judged, claim in claims:
            one = found.get(claim.identity, NotThere())
            if isinstance(one, There):
                there.append((claim, Settled(claim.identity, "there", one.id)))
            elif (capped := self._capped(kind, judged, owed)) is not None:
                left.append(capped)
        self._run.note_there(there)
        return left

    def _capped(self, kind: str, judged: Judged, owed: dict[str, Due]) -> Claim | None:
        """Return a payment of at most what is due, which is kept for it; None for far too much."""
        document, on = _paid(judged), _AGAINST[kind][0]
        amount = self._dues.take(on, document.number, document.amount, ceiling(self._run.side))
        if amount is None:
            self._run.tell(document, "failed", Why("over-due", document.number, "payment-over-due"))
            return None
        sent = payload.payment(judged.matched, owed[document.number].id, amount)
        claim = claim_of(judged, sent)
        self._kept[claim.identity] = (on, document.number, amount)
        if amount != document.amount:
            self._short[claim.identity] = document.amount - amount
        return claim

    def _take(self, result: Result) -> None:
        kept = self._kept.pop(result.claim.identity, None)
        if kept is not None and result.state == "failed":
            self._dues.give_back(*kept)
        short = self._short.pop(result.claim.identity, None)
        if short is not None and result.state == "sent":
            result = replace(result, why=Why("capped", f"{short:.2f}"))
        self._run.take(result)


def _paid(judged: Judged) -> Payment:
    document = judged.document
    assert isinstance(document, Payment)
    return document
