"""A store's files as the sender sees them: each record with the verdict of the check, kind by kind.

The files are read anew for each kind; only what must not go as it is stays in memory.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from wizard.books.assemble import Assembled, assemble
from wizard.books.left_out import LeftOut
from wizard.books.match import Matched, name_key
from wizard.books.notes import Notes
from wizard.books.preflight import RULES
from wizard.books.reading import read
from wizard.books.report import FolderReport, money_last, words_of
from wizard.books.rules import contacts, numbers, organisation, payments
from wizard.books.rules.rule import Said, Side, name_of
from wizard.books.survey import Reading
from wizard.catalogue.rules import rule_rows
from wizard.export.doubts import Doubts
from wizard.export.receipts import Receipts
from wizard.ledger.ledger import ARRIVED, Entry, Ledger
from wizard.model.books import Excluded, Place, RowFault, Skipped
from wizard.model.documents import Contact, CreditNote, Document, Held, Invoice, Journal, Payment
from wizard.model.export import Outcome, State, Through, Why
from wizard.model.progress import Cancel

_LOOKED_AT = {"number-taken", "already-paid", "payment-over-due", "allocated-before", "document-ended"}
"""Findings that may mean that Xero has it already: it is looked up, and Xero has the last word."""
_MENDED = {"price-places", "today-locked"}
"""What the sender puts right by itself, or what is about no document."""
_HELD = {"payment-of-draft"}
_BY_ITS_SALE = {"of-left-out", "before-start"}
"""Why a payment stays here that may be because of the sale that it is for."""
_SALES = {"invoices", "credit-notes"}
"""Kinds of files whose records are told apart by their number alone."""


class Judged(Struct, frozen=True):
    """A document with what its words mean, and why it must not go; None: it may."""

    matched: Matched
    verdict: Outcome | None = None

    @property
    def document(self) -> Document:
        """The document."""
        return self.matched.document


class Choices(Struct, frozen=True):
    """What was chosen for a sending."""

    through: Through = "journal"
    is_whole_only: bool = False
    """Whether nothing goes unless all of it can."""
    vendor: str = ""
    """Whose program posts journals by itself; empty: none does."""


class Day:
    """The records of a folder, judged by the check's rules and by the ledger."""

    def __init__(
        self, found: FolderReport, side: Side, ledger: Ledger, choices: Choices, cancel: Cancel
    ) -> None:
        self._readings, self.side, self._ledger, self._cancel = money_last(found), side, ledger, cancel
        self.choices, self._receipts = choices, Receipts(ledger)
        self._kinds: list[set[str]] = []
        """Of each file, the kinds of documents that are in it: where none is, it is not read again."""
        self._outs = LeftOut(side, choices.through, choices.vendor, self._has_arrived)
        self.doubts = Doubts(ledger, self._outs.chosen_of)
        """What an earlier sending left in doubt, and whether it may still go."""
        self._bad: dict[tuple[str, Place], Outcome] = {}
        self.bad_numbers: set[str] = set()
        """Numbers of invoices and credit notes that do not go: what is for them cannot go either."""
        self.count = 0
        """The files' records."""
        self._others: list[Outcome] = []
        self._for_nothing: set[Place] = set()
        """Where payments stand for which neither the files nor Xero have an invoice."""
        self.refused_side = [said for one in organisation.SIDE_RULES[:1] for said in one.check(side)]
        self._judge()
        if self.doubts.kinds:
            self._look_at_doubts()

    @property
    def others(self) -> Iterator[Outcome]:
        """Yield what is no document: faulty rows, what its file leaves out, what a person must look at."""
        for one in self._others:
            yield self._as_it_is(one) if one.state == "excluded" else one

    @property
    def is_all_good(self) -> bool:
        """Whether nothing of it must stay here."""
        return not any(one.state == "failed" for one in (*self._bad.values(), *self._others))

    def documents(self, *kinds: str) -> Iterator[Judged]:
        """Yield the documents of some kinds, read from their files anew."""
        for reading, held in zip(self._readings, self._kinds, strict=True):
            if held.isdisjoint(kinds):
                continue
            for one in self._assembled(reading):
                if isinstance(one, Document) and one.identity.kind in kinds:
                    yield self._judged(one)

    def _assembled(self, reading: Reading) -> Iterator[Assembled]:
        """Yield a file's documents; journals whose lines name receipts by what is known of each."""
        for one in assemble(reading, read(reading), self.side.mapping):
            if isinstance(one, Journal):
                yield from self._receipts.split(one)
            else:
                yield one

    def _judged(self, document: Document) -> Judged:
        matched = self.side.matcher.match(document)
        verdict = self._left_out(matched) or self._refused(document)
        if verdict is not None and self.doubts.is_about(document.identity.kind, identity_of(document)):
            verdict = self._by_now(document, verdict)
        return Judged(matched, verdict)

    def _by_now(self, document: Document, verdict: Outcome) -> Outcome | None:
        """Return what keeps a document here that was in doubt: nothing, once Xero was seen to have it."""
        entry = self._entry(document)
        if entry is not None and entry.state == "sending":
            return outcome(document, "held", Why("in-doubt"))
        return None if self._has_arrived(document) else verdict

    def _refused(self, document: Document) -> Outcome | None:
        """Return that a rule keeps a document here, or that others keep all of it here."""
        verdict = self._bad.get((document.identity.kind, document.place))
        if verdict is None and self.choices.is_whole_only and not self.is_all_good:
            return outcome(document, "held", Why("others-failed"))
        return verdict

    def is_kept_out(self, judged: Judged) -> bool:
        """Whether nothing more of a document is to go by what is chosen now, though it is in Xero."""
        return self._outs.chosen(judged.matched) is not None

    def _has_arrived(self, document: Document) -> bool:
        entry = self._entry(document)
        return entry is not None and entry.state in ARRIVED

    def _entry(self, document: Document) -> Entry | None:
        return self._ledger.entry(document.identity.kind, identity_of(document))

    def _left_out(self, matched: Matched) -> Outcome | None:
        """Return that the store keeps a document out; what may be in Xero is never said to be left out."""
        why = self._outs.why(matched)
        if why is None:
            return None
        if why.code in _BY_ITS_SALE and self._may_be_there(matched.document):
            return outcome(matched.document, "held", Why("hangs", name_of(matched.document)))
        entry = self._entry(matched.document)
        if entry is not None and entry.state == "manual":
            # It is looked for as any other, and never sent; without an account nothing could be compared.
            return outcome(matched.document, "held", Why("by-hand")) if why.word else None
        return outcome(matched.document, "excluded", why)

    def _may_be_there(self, document: Document) -> bool:
        """Whether nobody knows if the sale that a payment is for is in Xero: then it can be paid, or not."""
        if not isinstance(document, Payment):
            return False
        sale = self._ledger.named("credit-note" if document.is_refund else "invoice", document.number)
        return sale is not None and sale.state in {"sending", "manual"}

    def _judge(self) -> None:
        """Look at everything once: what rules speak against, and what hangs on several documents."""
        with Notes() as notes:
            self._judge_with(notes)

    def _judge_with(self, notes: Notes) -> None:
        seen, names, settling = numbers.Numbers(notes), contacts.Names(), payments.Settling(self.side, notes)
        faulty: set[tuple[str, str]] = set()
        for reading in self._readings:
            file = reading.table.table.file
            held: set[str] = set()
            self._kinds.append(held)
            for one in self._assembled(reading):
                self._cancel.check()
                if isinstance(one, Document):
                    self.count += 1
                    held.add(one.identity.kind)
                    self._look(one, seen, names, settling)
                elif not isinstance(one, Skipped):
                    self._other(one, reading.table.layout.kind, file, faulty)
        self.count += len(self._others)
        for id_, money, said in settling.findings():
            kind = "credit-note" if money.is_credit else "payment"
            if id_ == "payment-without-invoice":
                self._for_nothing.add(money.place)
            if id_ not in _LOOKED_AT and rule_rows()[id_].effect != "warns":
                self._refuse(kind, money.name, money.place, id_, said)

    def pays_nothing(self, payment: Payment) -> bool:
        """Whether neither the files nor Xero have what a payment is for, whatever their letters' case."""
        if payment.place not in self._for_nothing:
            return False
        return name_key(payment.number) not in self._folded_sales

    @cached_property
    def _folded_sales(self) -> set[str]:
        return {name_key(number) for number in self.side.sales}

    def _look(
        self,
        document: Document,
        seen: numbers.Numbers,
        names: contacts.Names,
        settling: payments.Settling,
    ) -> None:
        kind = document.identity.kind
        matched = self.side.matcher.match(document)
        if self._outs.why(matched) is not None:
            return
        twice = seen.add(document)
        if twice is not None:
            self._refuse(kind, name_of(document), document.place, "number-twice", twice)
            return
        if self._has_arrived(document):
            return
        is_refused = False
        for id_, said in self._findings(matched, names):
            if id_ not in _LOOKED_AT | _MENDED and rule_rows()[id_].effect != "warns":
                self._refuse(kind, name_of(document), document.place, id_, said)
                is_refused = True
        settling.add(document, is_refused=is_refused)

    def _findings(self, matched: Matched, names: contacts.Names) -> Iterator[tuple[str, Said]]:
        for rule in RULES:
            for said in rule.check(matched, self.side):
                yield rule.id, said
        shared = names.add(matched.document)
        if shared is not None:
            yield shared

    def _refuse(self, kind: str, name: str, place: Place, id_: str, said: Said) -> None:
        state: State = "held" if id_ in _HELD else "failed"
        words = rule_rows()[id_].meaning.format_map(said.facts)
        self._bad.setdefault((kind, place), Outcome(kind, name, place, state, Why("rule", words, id_)))
        if kind in {"invoice", "credit-note"} and id_ != "number-twice":
            self.bad_numbers.add(name)

    def _other(
        self, one: Held | Excluded | RowFault, kind: str, file: str, faulty: set[tuple[str, str]]
    ) -> None:
        if isinstance(one, RowFault):
            key = (file, one.key or f"line {one.line}")
            if key not in faulty:  # a record may have several faults
                faulty.add(key)
                why = Why("row-fault", f"{one.column}: {words_of(one.reason)}".removeprefix(": "))
                self._others.append(Outcome(kind, one.key or "", Place(file, one.line), "failed", why))
        elif isinstance(one, Held):
            why = Why("way" if one.way else "look", words_of(one.reason), word=one.way)
            self._others.append(Outcome(kind, one.record, one.place, "held", why))
        else:
            why = Why("layout", words_of(one.reason))
            self._others.append(Outcome(kind, one.record, Place(file, one.line), "excluded", why))

    def _as_it_is(self, one: Outcome) -> Outcome:
        """Return what its file leaves out by now, being cancelled perhaps, by what went to Xero before."""
        if one.why is None or not one.name or one.kind not in _SALES:
            return one
        found = (self._ledger.named(each, one.name) for each in ("invoice", "credit-note"))
        states = {each.state for each in found if each is not None}
        if states.intersection(ARRIVED):
            return replace(one, state="held", why=replace(one.why, code="changed-out"))
        return replace(one, state="held", why=Why("in-doubt")) if "sending" in states else one

    def _look_at_doubts(self) -> None:
        """Say of what is in doubt what the files, the choices and the rules say of it by now."""
        for one in self._others:
            self.doubts.see_no_document(one.name)
        for judged in self.documents(*self.doubts.kinds):
            document = judged.document
            goes = self._outs.why(judged.matched) is None and self._refused(document) is None
            self.doubts.see(document, identity_of(document), goes=goes)
            if isinstance(document, CreditNote) and self.is_kept_out(judged):
                entry = self._entry(document)
                self.doubts.see_note_kept_out(entry.xero_id if entry is not None else "")


def outcome(document: Document, state: State, why: Why | None = None) -> Outcome:
    """Return what became of a document."""
    return Outcome(document.identity.kind, name_of(document), document.place, state, why)


def is_kept_back(one: Outcome) -> bool:
    """Whether what is for a document cannot go either: of what changed since it went, Xero has what went."""
    return one.state in {"failed", "held"} and (one.why is None or one.why.code != "changed")


def identity_of(document: Document) -> str:
    """Return what a document is called in the ledger: its key, and which of its equals it is."""
    return f"{document.identity.key}\x1f#{document.identity.nth}"


def number_of(document: Document) -> str:
    """Return the name under which others of the ledger find a document."""
    return document.number if isinstance(document, Invoice | CreditNote) else name_of(document)


def total_of(document: Document) -> Decimal:
    """Return what a document comes to; a journal: its debits."""
    match document:
        case Contact():
            return Decimal(0)
        case Invoice() | CreditNote():
            return document.total
        case Journal():
            return sum((one.amount for one in document.postings if one.amount > 0), Decimal(0))
        case _:
            return document.amount
