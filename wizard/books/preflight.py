"""Documents checked before anything is sent: every rule over every document, equal findings counted."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct

from wizard.books.assemble import Assembled
from wizard.books.match import Matched, Matcher
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
from wizard.catalogue.rules import RuleRow, rule_rows
from wizard.model.books import Excluded, Place, RowFault, Skipped
from wizard.model.chart import Chart
from wizard.model.documents import Document, Held, Identity, Invoice, Journal, Line, Party
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

    def add(self, id_: str, said: Said, document: str, place: Place | None) -> Effect:
        """Count one finding, keep it where it is among the first, and return what it leads to."""
        key = (id_, said.about)
        count = self._counts[key] = self._counts.get(key, 0) + 1
        row, _, first = self._found.setdefault(key, (self._rows[id_], said, []))
        if count <= MOST:
            why = row.whys.get(str(said.facts.get("why", "")), "")
            first.append(Finding(document, place, row.meaning.format_map({**said.facts, "why": why})))
        return row.effect

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
        {sale.number: sale for sale in chart.invoices or () if sale.number},
        frozenset(account.code for account in chart.accounts if account.code),
        known.sites_of_same, known.organisation,
    )  # fmt: skip


def check(documents: Iterable[Assembled], side: Side) -> Report:
    """Check documents as they pass; what hangs on several is said at the end."""
    found = _Equal()
    settling, seen, names = payments.Settling(side), numbers.Numbers(), contacts.Names()
    checked = 0
    kinds: set[type] = set()
    start = _start_from(side)
    for one in documents:
        if isinstance(one, Held):
            said = Said(one.reason.code, None, {"record": one.record, "reason": words_of(one.reason)})
            found.add("held", said, one.record, one.place)
        elif isinstance(one, RowFault):
            facts = {"line": str(one.line), "reason": words_of(one.reason), "column": one.column}
            found.add("row-fault", Said("", None, facts), one.key or "", None)
        elif not isinstance(one, Excluded | Skipped) and not _is_before(one, start):
            checked += 1
            kinds.add(type(one))
            is_refused = False
            for id_, said in _of_document(one, side, seen, names):
                is_refused = found.add(id_, said, name_of(one), one.place) == "rejects" or is_refused
            settling.add(one, is_refused=is_refused)
    for id_, money, said in settling.findings():
        found.add(id_, said, money.name, money.place)
    _check_side(side, found, _ALWAYS)
    return Report(found.all(), checked, side.chart.read_at, _not_checked(side.chart, kinds))


def _not_checked(chart: Chart, kinds: set[type]) -> tuple[str, ...]:
    """Return the parts of Xero that these documents are checked against and that nobody has read."""
    needed = {"Actions", "TrackingCategories"} if kinds else set()
    if kinds - {Journal}:
        needed |= {"Contacts", "Invoices"}
    return tuple(sorted(_PARTS[name] for name in needed & chart.unseen))


def _of_document(
    document: Document, side: Side, seen: numbers.Numbers, names: contacts.Names
) -> Iterator[tuple[str, Said]]:
    matched = side.matcher.match(document)
    for rule in RULES:
        for said in rule.check(matched, side):
            yield rule.id, said
    twice = seen.add(document)
    if twice is not None:
        yield "number-twice", twice
    shared = names.add(document)
    if shared is not None:
        yield shared


def _start_from(side: Side) -> date | None:
    """Return the day before which nothing is sent; None: all is."""
    said = side.mapping.settings.get("start_from")
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def _is_before(document: Document, start: date | None) -> bool:
    day = getattr(document, "day", None)
    return start is not None and day is not None and day < start


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
                found.add(rule.id, said, matched.document.identity.key, None)
    return Report(found.all(), checked, side.chart.read_at)


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
