"""Sends a day's records in order: contacts, invoices, payments, credit notes, refunds, and the rest."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from wizard.books.rules.journals import ceiling
from wizard.export import payload
from wizard.export.api import XeroApi
from wizard.export.courier import Courier, Result
from wizard.export.day import Day, Judged, identity_of, number_of, outcome, total_of
from wizard.export.directory import Directory, party_identity
from wizard.export.dues import Due, Dues
from wizard.export.look import NotThere, Other, Row, There, amount_of, look, of_payments
from wizard.export.post import Post, grouped
from wizard.export.tally import Tally
from wizard.ledger.ledger import ARRIVED, Claim, Entry, Ledger, Settled
from wizard.model.documents import Contact, CreditNote, Document, Invoice, Overpayment, Party, Payment
from wizard.model.export import THROUGH, TICK_OF, Outcome, Sent, State, Why
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancelled, Progress

BATCH = 50
"""Documents a request (developer.xero.com recommends no more)."""
_LOOKED_FIRST = {"credit-note", "overpayment", "journal"}
"""Kinds that Xero takes twice: it is asked for them before they go for the first time."""
_SEEN_AT_ONCE = 500


class Sending:
    """One run: its day, Xero, and the ledger that it writes."""

    def __init__(
        self, day: Day, api: XeroApi, ledger: Ledger, run: int, watch: Callable[[], Problem | None]
    ) -> None:
        self._day, self._side, self._api, self._ledger, self._run = day, day.side, api, ledger, run
        self._courier = Courier(api, ledger, run)
        self._post = Post(self._courier, ledger, watch, api.cancel)
        self._tally = Tally()
        self._directory = Directory(day.side, ledger)
        self._dues = Dues(api, ledger, run)
        self._bad_numbers = set(day.bad_numbers)
        self._parties: dict[str, Party] = {}
        """Customers that are being made, by their names in the ledger."""
        self._taken: dict[str, tuple[str, str, Decimal]] = {}
        """What payments on their way keep of their documents."""
        self._seen: dict[str, list[str]] = {}
        self._report: Callable[[], None] = lambda: None

    def send(self, progress: Progress, count: int) -> Sent:
        """Send all that may go of about `count` records; what does not go is told one by one."""
        self._report = _reporter(progress, self._tally, max(1, count))
        for one in self._day.others:
            self._tally.add(one)
        self._resume()
        self._send_contacts()
        for kind in ("invoice", "payment", "credit-note"):
            self._send_kind(kind)
        self._allocate()
        for kind in ("refund", "overpayment", "journal"):
            self._send_kind(kind)
        self._note_seen(0)
        tally, post = self._tally, self._post
        return Sent(
            tally.counts, tuple(tally.outcomes), tuple(tally.remarks), post.problem, post.stopped, self._run
        )  # fmt: skip

    # --- what was in doubt before ---

    def _resume(self) -> None:
        """Find out what came of what an earlier program left in doubt."""
        by_batch: dict[int, list[Entry]] = {}
        for entry in self._ledger.in_state("sending"):
            by_batch.setdefault(entry.batch, []).append(entry)
        for number, entries in by_batch.items():
            if self._post.is_over:
                return
            batch = self._ledger.open_batch(number)
            if batch is None:
                continue
            try:
                for result in self._courier.resume(batch, [_claim_of(entry) for entry in entries]):
                    if result.claim.kind == "contact" and result.xero_id:
                        sent = result.claim.sent
                        party = Party(str(sent.get("Name", "")), str(sent.get("AccountNumber", "")))
                        self._directory.add(party, result.xero_id)
            except (ProblemFound, Cancelled) as error:
                self._post.end(error)

    # --- contacts ---

    def _send_contacts(self) -> None:
        """Send the store's customers, then those that other documents need and Xero does not know."""
        self._post.deliver("contact", self._customers(), self._take)
        if self._is_ticked("invoice"):
            self._post.deliver("contact", self._unknown_parties(), self._take_made)

    def _customers(self) -> Iterator[Claim]:
        for group in grouped(self._day.documents("contact"), BATCH):
            there = []
            for judged in group:
                document = judged.document
                assert isinstance(document, Contact)
                if not self._is_open(judged):
                    continue
                claim = _claim(document, payload.contact(document.party))
                known = self._directory.find(document.party)
                if known is not None:
                    there.append((claim, Settled(claim.identity, "there", known)))
                    continue
                self._expect(document.party)
                yield claim
            self._note_there(there)

    def _unknown_parties(self) -> Iterator[Claim]:
        kinds = [kind for kind in ("invoice", "credit-note", "overpayment") if self._is_ticked(kind)]
        for judged in self._day.documents(*kinds):
            document = judged.document
            assert isinstance(document, Invoice | CreditNote | Overpayment)
            if judged.verdict is not None:
                continue
            party = self._side.matcher.party(document.contact)
            if not party.word or self._directory.is_expected(party) or self._directory.find(party):
                continue
            entry = self._ledger.entry(document.identity.kind, identity_of(document))
            if entry is None or entry.state not in ARRIVED:
                self._expect(party)
                sent = payload.contact(party)
                name = party_identity(party)
                yield Claim("contact", name, "", party.word, document.place, Decimal(0), sent)

    def _expect(self, party: Party) -> None:
        self._directory.expect(party)
        self._parties[party_identity(party)] = party

    def _take_made(self, result: Result) -> None:
        self._tally.made += result.state == "sent"
        self._add_contact(result)
        if result.state in {"failed", "held"} and not self._post.is_over:
            self._tally.remarks.append(_outcome(result.claim, result.state, result.why))

    def _add_contact(self, result: Result) -> None:
        party = self._parties.pop(result.claim.identity, None)
        if party is not None and result.xero_id:
            self._directory.add(party, result.xero_id)

    # --- the other kinds ---

    def _send_kind(self, kind: str) -> None:
        is_money = kind in {"payment", "refund"}
        self._post.deliver(kind, self._payments(kind) if is_money else self._prepared(kind), self._take)

    def _prepared(self, kind: str) -> Iterator[Claim]:
        for group in grouped(self._day.documents(kind), BATCH):
            built = (self._built(judged) for judged in group if self._is_open(judged))
            claims = [claim for claim in built if claim is not None]
            yield from self._not_there_yet(kind, claims) if kind in _LOOKED_FIRST else claims

    def _built(self, judged: Judged) -> Claim | None:
        document = judged.document
        contact = ""
        if isinstance(document, Invoice | CreditNote | Overpayment):
            party = self._side.matcher.party(document.contact)
            contact = self._directory.find(party) or ""
            if not contact:
                over = self._post.is_over
                self._tell(document, "held", self._post.why if over else Why("contact", party.word))
                return None
        try:
            return _claim(document, self._element(judged, contact))
        except payload.CannotRound as error:
            self._tell(document, "failed", Why("rounding", str(error), "rounding-over-ceiling"))
            return None

    def _element(self, judged: Judged, contact: str) -> payload.Element:
        match judged.document:
            case Invoice():
                return payload.invoice(judged.matched, contact, self._side)
            case CreditNote():
                return payload.credit_note(judged.matched, contact, self._side)
            case Overpayment():
                return payload.overpayment(judged.matched, contact)
            case _:
                return payload.journal(judged.matched, self._side)

    def _not_there_yet(self, kind: str, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Return what Xero does not hold; what it holds is noted, what is another's is held."""
        if not claims or self._post.is_over:
            return claims
        try:
            found = look(self._api, self._ledger, kind, claims)
        except (ProblemFound, Cancelled) as error:
            self._post.end(error)
            return claims
        there, left = [], []
        for claim in claims:
            match found[claim.identity]:
                case There(is_gone=False) as one:
                    there.append((claim, Settled(claim.identity, "there", one.id, one.due)))
                case Other() as one if not one.is_gone:
                    self._take(Result(claim, "held", Why("foreign", one.said)))
                case _:
                    left.append(claim)
        self._note_there(there)
        return left

    # --- payments ---

    def _payments(self, kind: str) -> Iterator[Claim]:
        """Yield payments and refunds, each at most what is due of its document."""
        for group in grouped(self._day.documents(kind), BATCH):
            sound = [judged for judged in group if self._is_open(judged) and not self._hangs(judged)]
            try:
                if not self._post.is_over:
                    yield from self._payable(kind, sound)
                    continue
            except (ProblemFound, Cancelled) as error:
                self._post.end(error)
            for judged in sound:
                self._tell(judged.document, "held", self._post.why)

    def _payable(self, kind: str, group: Sequence[Judged]) -> list[Claim]:
        on = "credit-note" if kind == "refund" else "invoice"
        owed = self._dues.ask(on, [_paid(judged).number for judged in group])
        claims: list[tuple[Payment, Judged, Claim]] = []
        for judged in group:
            document = _paid(judged)
            due = owed.get(document.number)
            if due is None:
                why = Why("no-invoice", document.number, "payment-without-invoice")
                self._tell(document, "failed", why)
            elif due.why is not None:
                self._tell(document, due.state, due.why)
            else:
                sent = payload.payment(judged.matched, due.id, document.amount)
                claims.append((document, judged, _claim(document, sent)))
        return self._capped(kind, on, claims, owed)

    def _capped(
        self, kind: str, on: str, claims: Sequence[tuple[Payment, Judged, Claim]], owed: dict[str, Due]
    ) -> list[Claim]:
        name = "CreditNote" if kind == "refund" else "Invoice"
        held: dict[str, list[Row]] = {due.id: list(due.payments) for due in owed.values()}
        found = of_payments(self._ledger, [claim for _, _, claim in claims], held, name)
        there, left = [], []
        for document, judged, claim in claims:
            one = found.get(claim.identity, NotThere())
            if isinstance(one, There):
                there.append((claim, Settled(claim.identity, "there", one.id)))
                continue
            amount = self._dues.take(on, document.number, document.amount, ceiling(self._side))
            if amount is None:
                self._tell(document, "failed", Why("over-due", document.number, "payment-over-due"))
                continue
            if amount != document.amount:
                sent = payload.payment(judged.matched, owed[document.number].id, amount)
                claim = _claim(document, sent)  # noqa: PLW2901 - the rest of a cent stays here
            self._taken[claim.identity] = (on, document.number, amount)
            left.append(claim)
        self._note_there(there)
        return left

    def _hangs(self, judged: Judged) -> bool:
        """Whether a payment is for a document that does not go; if so it is told."""
        document = _paid(judged)
        if document.number not in self._bad_numbers:
            return False
        self._tell(document, "held", Why("hangs", document.number))
        return True

    # --- credit notes taken from invoices ---

    def _allocate(self) -> None:
        """Take each credit note from the invoice that it names, once."""
        if self._is_ticked("credit-note") and not self._side.as_drafts:
            self._post.deliver(
                "allocation", self._allocations(), self._take_allocation, size=1, path_of=_allocation_path
            )

    def _allocations(self) -> Iterator[Claim]:
        for group in grouped(self._day.documents("credit-note"), BATCH):
            notes = [judged.document for judged in group if judged.verdict is None]
            wanted = [one for one in notes if isinstance(one, CreditNote) and self._is_for_invoice(one)]
            try:
                if wanted and not self._post.is_over:
                    owed = self._dues.ask("invoice", [note.reference for note in wanted])
                    yield from self._taken_from(wanted, owed)
            except (ProblemFound, Cancelled) as error:
                self._post.end(error)

    def _is_for_invoice(self, note: CreditNote) -> bool:
        number = note.reference
        if not number or number in self._bad_numbers:
            return False
        entry = self._ledger.named("invoice", number)
        return number in self._side.sales or (entry is not None and entry.state in ARRIVED)

    def _taken_from(self, notes: Sequence[CreditNote], owed: dict[str, Due]) -> Iterator[Claim]:
        for note in notes:
            entry = self._ledger.entry("credit-note", identity_of(note))
            due = owed.get(note.reference)
            if entry is None or entry.state != "sent" or due is None or due.why is not None:
                continue
            name = f"{note.number} → {note.reference}"
            identity = f"{entry.xero_id}\x1f{due.id}"
            before = self._ledger.entry("allocation", identity)
            if before is not None and before.state in {*ARRIVED, "sending"}:
                continue
            amount = self._dues.take("invoice", note.reference, min(note.total, due.left), Decimal(0))
            if not amount:
                self._tally.remarks.append(outcome(note, "held", Why("nothing-due", note.reference)))
                continue
            sent = payload.allocation(due.id, amount, note.day.isoformat())
            claim = Claim("allocation", identity, note.fingerprint, name, note.place, amount, sent)
            if entry.run == self._run or self._not_there_yet("allocation", [claim]):
                yield claim

    def _take_allocation(self, result: Result) -> None:
        if result.state in {"failed", "held"}:
            self._tally.remarks.append(_outcome(result.claim, result.state, result.why))

    # --- what became of it ---

    def _is_open(self, judged: Judged) -> bool:
        """Whether a document is to go; where not, it is told why."""
        document = judged.document
        if judged.verdict is not None:
            self._add(judged.verdict)
            return False
        kind, identity = document.identity.kind, identity_of(document)
        entry = self._ledger.entry(kind, identity)
        if entry is None or entry.state in {"refused", "waiting"}:
            return True
        if entry.state == "sending":
            self._tell(document, "held", Why("in-doubt"))
        elif entry.fingerprint not in {"", document.fingerprint}:
            self._tell(document, "held", Why("changed", f"{entry.total:.2f}"))
        else:
            self._seen.setdefault(kind, []).append(identity)
            self._note_seen(_SEEN_AT_ONCE)
            self._tell(document, "already-there", None)
        return False

    def _take(self, result: Result) -> None:
        claim = result.claim
        if claim.kind == "contact":
            self._add_contact(result)
        if claim.kind in {"invoice", "credit-note"} and result.state in {"failed", "held"}:
            self._bad_numbers.add(claim.name)
        taken = self._taken.pop(claim.identity, None)
        if taken is not None and result.state == "failed":
            self._dues.give_back(*taken)
        self._add(_outcome(claim, result.state, result.why))

    def _note_there(self, there: Sequence[tuple[Claim, Settled]]) -> None:
        if there:
            self._ledger.note(self._run, there)
        for claim, _ in there:
            if claim.kind != "allocation":
                self._add(_outcome(claim, "already-there"))

    def _note_seen(self, at: int) -> None:
        for kind, identities in self._seen.items():
            if len(identities) > at:
                self._ledger.see(self._run, kind, identities)
                identities.clear()

    def _tell(self, document: Document, state: State, why: Why | None) -> None:
        is_kept_back = state in {"failed", "held"} and (why is None or why.code != "changed")
        if is_kept_back and isinstance(document, Invoice | CreditNote):
            self._bad_numbers.add(document.number)
        self._add(outcome(document, state, why))

    def _add(self, one: Outcome) -> None:
        self._tally.add(one)
        self._report()

    def _is_ticked(self, kind: str) -> bool:
        return THROUGH.index(TICK_OF[kind]) <= THROUGH.index(self._day.choices.through)


def _reporter(progress: Progress, tally: Tally, count: int) -> Callable[[], None]:
    def report() -> None:
        counts = tally.counts
        if counts.read % BATCH == 0:
            progress.step(min(1.0, counts.read / count), f"{counts.read} of {count}")
            progress.item(counts)

    return report


def _paid(judged: Judged) -> Payment:
    document = judged.document
    assert isinstance(document, Payment)
    return document


def _claim(document: Document, sent: payload.Element) -> Claim:
    kind, identity = document.identity.kind, identity_of(document)
    name, total = number_of(document), total_of(document)
    if isinstance(document, Payment):
        total = amount_of(sent["Amount"])
    return Claim(kind, identity, document.fingerprint, name, document.place, total, sent)


def _claim_of(entry: Entry) -> Claim:
    return Claim(
        entry.kind, entry.identity, entry.fingerprint, entry.name, entry.place, entry.total, entry.sent
    )  # fmt: skip


def _outcome(claim: Claim, state: State, why: Why | None = None) -> Outcome:
    return Outcome(claim.kind, claim.name, claim.place, state, why)


def _allocation_path(claim: Claim) -> str:
    return f"CreditNotes/{claim.identity.partition(chr(31))[0]}/Allocations"
