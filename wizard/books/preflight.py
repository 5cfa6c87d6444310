"""Documents checked before anything is sent: every rule over every document, equal findings counted."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from wizard.books.assemble import Assembled
from wizard.books.left_out import LeftOut
from wizard.books.match import Matched, Matcher
from wizard.books.notes import Notes
from wizard.books.report import words_of
from wizard.books.rules import (
    accounts,
    contacts,
    journals,
    locks,
    numbers,
    organisation,
    payments,
    tax,
)
from wizard.books.rules.rule import Rule, Said, Side, SideRule, name_of
from wizard.catalogue.export import words_of_why
from wizard.catalogue.rules import RuleRow, rule_rows
from wizard.model.books import Excluded, Place, RowFault, Skipped
from wizard.model.chart import Chart
from wizard.model.documents import Document, Held, Identity, Invoice, Journal, Line, Party
from wizard.model.export import THROUGH, Outcome, Through
from wizard.model.findings import MOST, Effect, EqualFindings, Finding, FixTarget, Report
from wizard.model.mapping import Mapping

RULES: tuple[Rule, ...] = (
    *locks.RULES, *numbers.RULES, *accounts.RULES, *tax.RULES, *payments.RULES, *journals.RULES,
    *contacts.RULES, *organisation.RULES,
)  # fmt: skip
_ALWAYS: tuple[SideRule, ...] = (*organisation.SIDE_RULES, *contacts.SIDE_RULES)
SIDE_RULES: tuple[SideRule, ...] = (*_ALWAYS, *locks.SIDE_RULES)
ACROSS = {
    **payments.SETTLING_NUMBERS, "number-twice": 13, "held": 0, "row-fault": 0,
}  # fmt: skip
"""The numbers of what is found only by looking at several documents, or at what is no document."""
_OF_MATCHES = (
    accounts.account_gone, accounts.code_too_long, accounts.system_account, accounts.tracking_lost,
    accounts.group_gone, tax.tax_gone, payments.account_takes_no_payments,
)  # fmt: skip

_UNASKED = {"not-ticked", "before-start"}
"""Why nothing at all is said of a document, not even what is to be known of it."""
_PARTS = {
    "Actions": "actions", "Contacts": "contacts", "Invoices": "invoices", "TrackingCategories": "tracking",
}  # fmt: skip


class Store(Struct, frozen=True):
    """What is known of the store besides its files: the organisation it is set up for, and its neighbours."""

    organisation: str = ""
    sites_of_same: tuple[str, ...] = ()


class _Equal:
    """Collects findings; of equal ones the first hundred are kept."""

    def __init__(self) -> None:
        self._rows = rule_rows()
        self._found: dict[tuple[str, str], tuple[RuleRow, Said, list[Finding]]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._refused: dict[Hashable, set[str]] = {}
        self._of_all: set[str] = set()

    def add(
        self, id_: str, said: Said, document: str, place: Place | None, record: Hashable = None
    ) -> Effect:
        """Count one finding, keep it where it is among the first, and return what it leads to.

        `record` tells which record it is of; None: of none.
        """
        key = (id_, said.about)
        count = self._counts[key] = self._counts.get(key, 0) + 1
        row, _, first = self._found.setdefault(key, (self._rows[id_], said, []))
        if count <= MOST:
            why = row.whys.get(str(said.facts.get("why", "")), "")
            first.append(Finding(document, place, row.meaning.format_map({**said.facts, "why": why})))
        if row.effect != "warns" and record is not None:
            self._refused.setdefault(record, set()).add(id_)
        elif row.effect != "warns":
            self._of_all.add(id_)
        return row.effect

    def refusals(self, checked: int) -> tuple[tuple[frozenset[str], int], ...]:
        """Return how many of the records checked the same rules refuse; what is of none keeps all here."""
        found = Counter(frozenset(ids | self._of_all) for ids in self._refused.values())
        rest = max(checked, 1) - found.total()
        if self._of_all and rest > 0:
            found[frozenset(self._of_all)] += rest
        return tuple(found.items())

    def all(self) -> tuple[EqualFindings, ...]:
        """Return them in the order of the rules' numbers, those without one last."""
        made = [
            EqualFindings(
                row.id, row.number, row.effect, self._counts[key], tuple(first),
                row.xero_says.format_map(said.facts), row.do.format_map(said.facts), _fix(row, said),
            )
            for key, (row, said, first) in self._found.items()
        ]  # fmt: skip
        return tuple(sorted(made, key=lambda one: (one.rule or 99, one.id)))


def _fix(row: RuleRow, said: Said) -> FixTarget:
    if said.slot is not None:
        return FixTarget("match", said.slot, str(said.facts.get("word", said.about)))
    return FixTarget(row.fix, row.at, said.about)


def side_of(mapping: Mapping, chart: Chart, today: date, store: Store | None = None) -> Side:
    """Return what the rules know besides the documents."""
    known = store or Store()
    return Side(
        chart, mapping, Matcher(mapping, chart), today,
        {} if chart.invoices is None else chart.invoices,
        frozenset(account.code for account in chart.accounts if account.code),
        known.sites_of_same, known.organisation,
    )  # fmt: skip


class Known(Protocol):
    """What is known of documents that went to Xero before, or that it has anyhow."""

    def has_gone(self, document: Document) -> bool:
        """Whether it went from here before."""

    def is_there(self, document: Document) -> bool:
        """Whether it went before, or Xero's own sales name it."""

    def of(self, document: Document) -> Outcome | None:
        """Return what became of it; None: it would go."""


def check(
    documents: Iterable[Assembled], side: Side, through: Through = THROUGH[-1], known: Known | None = None
) -> Report:
    """Check documents as they pass; what hangs on several is said at the end.

    Of kinds after `through` nothing goes. With `known` what went before is not judged a second time.
    """
    with Notes() as notes:
        looking = _Looking(side, through, known, notes)
        for one in documents:
            looking.take(one)
        return looking.report()


class _Looking:
    """Looks at the documents of one check."""

    def __init__(self, side: Side, through: Through, known: Known | None, notes: Notes) -> None:
        self._side, self._known, self._rows = side, known, rule_rows()
        has_gone = known.has_gone if known is not None else None
        self._found, self._outs = _Equal(), LeftOut(side, through, has_gone=has_gone)
        self._settling, self._seen = payments.Settling(side, notes), numbers.Numbers(notes)
        self._names = contacts.Names()
        self._checked = self._there = self._left_out = 0
        self._kinds: set[type] = set()

    def take(self, one: Assembled) -> None:
        """Look at one thing that the files hold."""
        if isinstance(one, Held):
            facts = {"record": one.record, "reason": words_of(one.reason), "word": one.way}
            said = Said(one.way or one.reason.code, "payment" if one.way else None, facts)
            self._found.add("held", said, one.record, one.place)
        elif isinstance(one, RowFault):
            facts = {"line": str(one.line), "reason": words_of(one.reason), "column": one.column}
            self._found.add("row-fault", Said("", None, facts), one.key or "", None)
        elif not isinstance(one, Excluded | Skipped):
            self._look(one)

    def _look(self, document: Document) -> None:
        matched = self._side.matcher.match(document)
        out = self._outs.why(matched)
        if out is not None:
            self._left_out += 1
            if out.code not in _UNASKED:
                self._warn(matched)
            return
        self._checked += 1
        self._kinds.add(type(document))
        if self._known is not None and self._known.is_there(document):
            self._take_gone(document, self._known)
        else:
            self._judge(matched)

    def _judge(self, matched: Matched) -> None:
        document, is_refused = matched.document, False
        for id_, said in self._of_document(matched):
            if id_ == "number-taken" and self._is_its_equal(document):
                self._there += 1
                continue
            name, record = name_of(document), _record(document)
            effect = self._found.add(id_, said, name, document.place, record)
            is_refused = effect == "rejects" or is_refused
        self._settling.add(document, is_refused=is_refused)

    def _of_document(self, matched: Matched) -> Iterator[tuple[str, Said]]:
        for rule in RULES:
            for said in rule.check(matched, self._side):
                yield rule.id, said
        twice = self._seen.add(matched.document)
        if twice is not None:
            yield "number-twice", twice
        shared = self._names.add(matched.document)
        if shared is not None:
            yield shared

    def _warn(self, matched: Matched) -> None:
        """Say what is to be known of a document that the store itself keeps out."""
        for rule in RULES:
            if self._rows[rule.id].effect == "warns":
                for said in rule.check(matched, self._side):
                    self._found.add(rule.id, said, name_of(matched.document), matched.document.place)

    def _is_its_equal(self, document: Document) -> bool:
        """Whether what Xero holds under a number is this very sale."""
        fate = self._known.of(document) if self._known is not None else None
        return fate is not None and fate.state == "already-there"

    def _take_gone(self, document: Document, known: Known) -> None:
        """Take in what went before: it is judged no more, but what hangs on it is."""
        self._there += 1
        self._seen.add(document)
        self._settling.take_gone(document)
        fate = known.of(document)
        if fate is not None and fate.why is not None:
            record = name_of(document)
            facts = {"record": record, "reason": words_of_why(fate.why)}
            self._found.add("held", Said(fate.why.code, None, facts), record, document.place)

    def report(self) -> Report:
        """Return what was found."""
        for id_, money, said in self._settling.findings():
            record = ("credit-note" if money.is_credit else "payment", money.place, "")
            self._found.add(id_, said, money.name, money.place, record)
        _check_side(self._side, self._found, _ALWAYS)
        chart = self._side.chart
        unread = _not_checked(chart, self._kinds)
        asked = bool(self._kinds - {Journal}) and "Invoices" not in chart.unseen
        return Report(
            self._found.all(), self._checked, chart.read_at, unread, self._there, self._left_out, asked,
            self._found.refusals(self._checked),
        )  # fmt: skip


def _record(document: Document) -> Hashable:
    """Return what tells one document of a check from another; a day's entry may be two of one place."""
    name = name_of(document) if isinstance(document, Journal) else ""
    return document.identity.kind, document.place, name


def _not_checked(chart: Chart, kinds: set[type]) -> tuple[str, ...]:
    """Return the parts of Xero that these documents are checked against and that nobody has read."""
    needed = {"Actions", "TrackingCategories"} if kinds else set()
    if kinds - {Journal}:
        needed |= {"Contacts", "Invoices"}
    return tuple(sorted(_PARTS[name] for name in needed & chart.unseen))


def _check_side(side: Side, found: _Equal, rules: tuple[SideRule, ...]) -> None:
    for rule in rules:
        for said in rule.check(side):
            found.add(rule.id, said, side.chart.organisation, None)


def check_matches(side: Side) -> Report:
    """Check what can be said before any sale: today, the organisation, and every match the store has made."""
    found = _Equal()
    _check_side(side, found, SIDE_RULES)
    checked = 0
    for matched in _matches(side):
        checked += 1
        for rule in _OF_MATCHES:
            for said in rule.check(matched, side):
                found.add(rule.id, said, matched.document.identity.key, None, checked)
    return Report(found.all(), checked, side.chart.read_at, refusals=found.refusals(checked))


def _matches(side: Side) -> Iterator[Matched]:
    """Yield one document for each match, as if today's files used the word once."""
    for slot, words in side.mapping.choices.items():
        for word, choice in words.items():
            if choice.is_left_out or choice.is_open:
                continue
            line = Line(Place("", 0), word, "", Decimal(1), Decimal(1), Decimal(0), Decimal(1), word, word)
            sale = Invoice(
                Identity("match", word), Place("", 0), "", word, Party(group=word), side.today, side.today,
                "", "", "inclusive", (line,), Decimal(1),
            )  # fmt: skip
            yield _only(slot, word, sale, side.matcher)


def _only(slot: str, word: str, sale: Invoice, matcher: Matcher) -> Matched:
    """Return a sale that has a word in one slot alone."""
    match slot:
        case "payment":
            return Matched(sale, payment=matcher.account("payment", word))
        case "group":
            return Matched(sale, group=matcher.group(word))
        case "account" | "money":
            return Matched(sale, rounding=matcher.account(slot, word))
        case _:
            return Matched(sale, (matcher.lone(slot, word, sale.lines[0]),))
