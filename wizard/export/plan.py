"""What a sending would do: totals by kind and account, what stays here and why, calls, and time."""

from collections import Counter
from collections.abc import Container, Iterator
from decimal import Decimal
from math import ceil

from wizard.books.match import Matched
from wizard.export.day import Day, is_kept_back, outcome, total_of
from wizard.export.directory import Directory
from wizard.export.documents import LOOKED_FIRST
from wizard.export.gate import A_MINUTE
from wizard.export.known import Known
from wizard.export.tally import Tally
from wizard.ledger.ledger import Ledger
from wizard.model.documents import Contact, CreditNote, Document, Invoice, Journal, Overpayment, Payment
from wizard.model.export import ORDER, Allowance, Outcome, Plan, Sum, Why

_PER_CALL = 50
_SECONDS_A_CALL = 0.5
"""What one call takes where five go at once."""


def plan(day: Day, ledger: Ledger, organisation: str, stamp: str, allowance: Allowance) -> Plan:
    """Look through a day once; nothing is sent, and nobody is asked."""
    tally, sums, going = Tally(), _Sums(), Counter[str]()
    known, bad_numbers = Known(day.side, ledger), set(day.bad_numbers)
    for one in day.others:
        tally.add(one)
    for judged in day.documents(*ORDER):
        document, kind = judged.document, judged.document.identity.kind
        fate = judged.verdict
        if fate is None:
            fate = known.of(document) or _hanging(day, document, bad_numbers)
            if fate is not None and isinstance(document, Invoice | CreditNote) and is_kept_back(fate):
                bad_numbers.add(document.number)
        tally.add(fate or outcome(document, "sent"))
        if fate is None:
            going[kind] += 1
            sums.add(judged.matched)
            tally.made += _is_made(day, document, known.directory)
    tally.by_earlier = known.by_earlier
    calls = _calls(going, tally.made)
    return Plan(
        organisation, stamp, tally.counts, sums.kinds(), sums.all(), tuple(tally.outcomes), calls,
        _seconds(calls), allowance, ledger.is_empty() or not ledger.runs.was_any_done(),
    )  # fmt: skip


def _hanging(day: Day, document: Document, bad_numbers: Container[str]) -> Outcome | None:
    """Return that a payment is for a document that does not go, or that is nowhere."""
    if not isinstance(document, Payment):
        return None
    if document.number in bad_numbers:
        return outcome(document, "held", Why("hangs", document.number))
    if day.pays_nothing(document):
        return outcome(document, "failed", Why("no-invoice", document.number, "payment-without-invoice"))
    return None


def _is_made(day: Day, document: Document, directory: Directory) -> bool:
    """Whether a contact has to be made for a document, and was not counted yet."""
    if isinstance(document, Contact):
        directory.expect(document.party)
    if not isinstance(document, Invoice | CreditNote | Overpayment):
        return False
    party = day.side.matcher.party(document.contact)
    if not party.word or directory.is_expected(party) or directory.find(party):
        return False
    directory.expect(party)
    return True


class _Sums:
    """Adds up by kind and account."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[int, Decimal]] = {}
        self._kinds: dict[str, tuple[int, Decimal]] = {}

    def add(self, matched: Matched) -> None:
        kind = matched.document.identity.kind
        many, whole = self._kinds.get(kind, (0, Decimal(0)))
        self._kinds[kind] = (many + 1, whole + total_of(matched.document))
        for account, value in _accounts(matched):
            count, total = self._found.get((kind, account), (0, Decimal(0)))
            self._found[kind, account] = (count + 1, total + value)

    def kinds(self) -> tuple[Sum, ...]:
        return tuple(Sum(kind, "", *self._kinds[kind]) for kind in ORDER if kind in self._kinds)

    def all(self) -> tuple[Sum, ...]:
        rows = [Sum(kind, account, *found) for (kind, account), found in self._found.items()]
        return tuple(sorted(rows, key=lambda row: (ORDER.index(row.kind), row.account)))


def _accounts(matched: Matched) -> Iterator[tuple[str, Decimal]]:
    document = matched.document
    if isinstance(document, Invoice | CreditNote | Journal):
        for line in matched.lines:
            account = line.account.found
            yield (f"{account.to} {account.name}" if account else line.account.word), line.line.amount
    elif not isinstance(document, Contact):
        account = matched.payment.found if matched.payment is not None else None
        yield (f"{account.to} {account.name}" if account else document.payment_word), document.amount
    else:
        yield "", Decimal(0)


def _calls(going: Counter[str], made: int) -> int:
    """Return how many calls it takes at fifty documents each, the looks before them counted."""
    calls = ceil(made / _PER_CALL)
    for kind, count in going.items():
        batches = ceil(count / _PER_CALL)
        calls += batches * 2 if kind in LOOKED_FIRST else batches
    return calls


def _seconds(calls: int) -> int:
    whole, rest = divmod(calls, A_MINUTE)
    return ceil(whole * 60 + rest * _SECONDS_A_CALL)
