"""What the parts of one sending share: its day, Xero, the ledger, and what became of each record so far."""

from collections.abc import Callable, Sequence

from wizard.export.api import XeroApi
from wizard.export.courier import Result
from wizard.export.day import Day, Judged, identity_of, is_kept_back, number_of, outcome, total_of
from wizard.export.look import Other, There, amount_of, look
from wizard.export.payload import Element
from wizard.export.post import Post
from wizard.export.receipts import receipts_of
from wizard.export.tally import Tally
from wizard.export.traffic import Traffic
from wizard.ledger.ledger import Claim, Ledger, Settled
from wizard.model.documents import CreditNote, Document, Invoice, Journal, Payment
from wizard.model.export import Outcome, State, Why, is_within
from wizard.model.problem import ProblemFound
from wizard.model.progress import Cancelled

BATCH = 50
"""Documents a request (developer.xero.com recommends no more)."""
_SEEN_AT_ONCE = 500


class Run:
    """One run; `bad_numbers` are those of invoices and credit notes that do not go."""

    def __init__(
        self, day: Day, api: XeroApi, ledger: Ledger, number: int, post: Post, traffic: Traffic
    ) -> None:
        self.day, self.side, self.api, self.ledger = day, day.side, api, ledger
        self.number, self.post, self.tally = number, post, Tally()
        self._traffic = traffic
        self.bad_numbers = set(day.bad_numbers)
        self.report: Callable[[], None] = lambda: None
        self._seen: dict[str, list[str]] = {}

    def is_ticked(self, kind: str) -> bool:
        """Whether a kind is to be sent at all."""
        return is_within(kind, self.day.choices.through)

    def is_open(self, judged: Judged) -> bool:
        """Whether a document is to go; where not, it is told why."""
        document = judged.document
        if judged.verdict is not None:
            self.add(judged.verdict)
            return False
        kind, identity = document.identity.kind, identity_of(document)
        entry = self.ledger.entry(kind, identity)
        if entry is None or entry.state in {"refused", "waiting", "manual"}:
            return True
        if entry.state == "sending":
            self.tell(document, "held", Why("in-doubt"))
        elif entry.fingerprint not in {"", document.fingerprint}:
            self.tell(document, "held", Why("changed", f"{entry.total:.2f}"))
        else:
            self.saw(kind, identity)
            self.tally.by_earlier += entry.state == "sent"
            self.tell(document, "already-there", None)
        return False

    def is_manual(self, kind: str, identity: str) -> bool:
        """Whether a person was given a document to upload: it is looked for, and never sent."""
        entry = self.ledger.entry(kind, identity)
        return entry is not None and entry.state == "manual"

    def not_there_yet(self, kind: str, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Return what Xero does not hold; what it holds is noted, what is another's is held."""
        if not claims or self.post.is_over:
            return claims
        try:
            with self._traffic.holding(kind, claims):
                found = look(self.api, self.ledger, kind, claims)
        except (ProblemFound, Cancelled) as error:
            self.post.end(error)
            return claims
        there, left = [], []
        for claim in claims:
            match found[claim.identity]:
                case There(is_gone=False) as one:
                    there.append((claim, Settled(claim.identity, "there", one.id, one.due)))
                case Other() as one if not one.is_gone:
                    self.take(Result(claim, "held", Why("foreign", one.said)))
                case _:
                    left.append(claim)
        self.note_there(there)
        return left

    def note_there(self, there: Sequence[tuple[Claim, Settled]]) -> None:
        """Write down what Xero had before, and count it."""
        if there:
            self.ledger.note(self.number, there)
        for claim, _ in there:
            if claim.kind != "allocation":
                self.add(outcome_of(claim, "already-there"))

    def saw(self, kind: str, identity: str) -> None:
        """Take in that what arrived before is among this run's: it is read back with it."""
        self._seen.setdefault(kind, []).append(identity)
        self.note_seen(_SEEN_AT_ONCE)

    def note_seen(self, at: int = 0) -> None:
        """Write down which of what arrived before is among the files, once there is more than `at` of it."""
        for kind, identities in self._seen.items():
            if len(identities) > at:
                self.ledger.see(self.number, kind, identities)
                identities.clear()

    def take(self, result: Result) -> None:
        """Count what became of a document that went."""
        claim = result.claim
        if claim.kind in {"invoice", "credit-note"} and result.state in {"failed", "held"}:
            self.bad_numbers.add(claim.name)
        self.add(outcome_of(claim, result.state, result.why))

    def tell(self, document: Document, state: State, why: Why | None) -> None:
        """Count a document that does not go, or need not."""
        told = outcome(document, state, why)
        if isinstance(document, Invoice | CreditNote) and is_kept_back(told):
            self.bad_numbers.add(document.number)
        self.add(told)

    def add(self, one: Outcome) -> None:
        """Count one record."""
        self.tally.add(one)
        self.report()


def claim_of(judged: Judged, sent: Element) -> Claim:
    """Return a document as the ledger takes it, with the element that is sent."""
    document = judged.document
    total = amount_of(sent["Amount"]) if isinstance(document, Payment) else total_of(document)
    identity, name = identity_of(document), number_of(document)
    kind = document.identity.kind
    receipts = receipts_of(document) if isinstance(document, Journal) else ()
    matched = judged.matched.part_of(total)
    return Claim(kind, identity, document.fingerprint, name, document.place, total, sent, receipts, matched)


def outcome_of(claim: Claim, state: State, why: Why | None = None) -> Outcome:
    """Return what became of a claimed document."""
    return Outcome(claim.kind, claim.name, claim.place, state, why)
