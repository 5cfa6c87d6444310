"""Documents matched to Xero: each word of the store to what it means there, or to why it means nothing."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from msgspec import Struct

from wizard.books.candidates import folded
from wizard.model.chart import Account, Chart, ChartContact, Group, TaxRate, TrackingOption
from wizard.model.documents import (
    Contact,
    CreditNote,
    Document,
    Invoice,
    Journal,
    Line,
    Overpayment,
    Party,
    Payment,
    Posting,
)
from wizard.model.mapping import Mapping, Slot

State = Literal["found", "unmatched", "left-out", "gone"]
"""`left-out`: the store said that it is not used, or not to be paid; `gone`: matched to nothing Xero has."""
T = TypeVar("T")


class Meant(Struct, Generic[T], frozen=True):
    """What a word means: `to` as the mapping names it, and what Xero has under that name."""

    slot: Slot
    word: str
    state: State
    to: str = ""
    found: T | None = None


class MatchedLine(Struct, frozen=True):
    """A line of a document, or a posting of a journal, with what its words mean."""

    line: Line | Posting
    account: Meant[Account]
    tax: Meant[TaxRate]
    tracking: tuple[Meant[TrackingOption], ...] = ()


class Matched(Struct, frozen=True):
    """A document and what its words mean; `contact` is whom Xero knows by them already."""

    document: Document
    lines: tuple[MatchedLine, ...] = ()
    payment: Meant[Account] | None = None
    group: Meant[Group] | None = None
    contact: ChartContact | None = None
    rounding: Meant[Account] | None = None

    def words(self) -> Iterable[Meant[Account] | Meant[TaxRate] | Meant[TrackingOption] | Meant[Group]]:
        """Yield what each of its words means; one word may come several times."""
        for line in self.lines:
            yield line.account
            yield line.tax
            yield from line.tracking
        for one in (self.payment, self.group, self.rounding):
            if one is not None:
                yield one

    def part_of(self, total: Decimal) -> Decimal:
        """Return what of its total stands on words that Xero has something for."""
        document = self.document
        if isinstance(document, Payment | Overpayment):
            return total if self.payment is not None and self.payment.found is not None else Decimal(0)
        only_debits = isinstance(document, Journal)
        lost = (line.line.amount for line in self.lines if line.account.found is None)
        return total - sum((one for one in lost if one > 0 or not only_debits), Decimal(0))

    @property
    def is_whole(self) -> bool:
        """Whether every word means something that Xero has."""
        return all(one.state == "found" for one in self.words())


class Contacts:
    """Whom Xero knows: by number, then account number, then name without regard to case and blanks."""

    def __init__(self, chart: Chart) -> None:
        # Of two alike the active one counts, so it is put in last.
        known = sorted(chart.contacts, key=lambda contact: contact.status == "ACTIVE")
        self.by_number = {c.account_number: c for c in known if c.account_number}
        self.by_number |= {c.number: c for c in known if c.number}
        self.by_name = {name_key(c.name): c for c in known}

    def find(self, party: Party) -> ChartContact | None:
        """Return the contact that a document's customer is."""
        found = self.by_number.get(party.code) if party.code else None
        if found is None and party.name:
            found = self.by_name.get(name_key(party.name))
        return found


def name_key(name: str) -> str:
    """Return a name as Xero compares names: without regard to case and blanks."""
    return " ".join(name.casefold().split())


class Matcher:
    """Matches the documents of one store to one organisation; each word is looked up once."""

    def __init__(self, mapping: Mapping, chart: Chart) -> None:
        self._mapping, self._chart = mapping, chart
        self.contacts = Contacts(chart)
        # A mapping made for another organisation names its accounts by number and name alone.
        self.is_own = mapping.is_for(chart.tenant, chart.organisation)
        self._meant: dict[tuple[Slot, str], Meant[Account]] = {}
        self._taxes: dict[tuple[str, str], Meant[TaxRate]] = {}
        self._options: dict[str, Meant[TrackingOption]] = {}
        walk_in = mapping.settings.get("walk_in")
        self.walk_in = Party(walk_in) if isinstance(walk_in, str) else Party()
        self.default_customer = _customer(mapping.settings.get("default_customer"), self.contacts)

    def match(self, document: Document) -> Matched:
        """Return the document with what its words mean."""
        match document:
            case Invoice() | CreditNote():
                lines = tuple(map(self._line, document.lines))
                group = self.group(document.contact.group)
                rounding = self._rounding() if document.rounding else None
                return Matched(document, lines, None, group, self._contact(document.contact), rounding)
            case Payment():
                return Matched(document, payment=self.account("payment", document.payment_word))
            case Overpayment():
                payment = self.account("payment", document.payment_word)
                return Matched(document, payment=payment, contact=self._contact(document.contact))
            case Journal():
                return Matched(document, tuple(map(self._line, document.postings)))
            case Contact():
                group = self.group(document.party.group)
                return Matched(document, group=group, contact=self.contacts.find(document.party))

    def party(self, party: Party) -> Party:
        """Return whom a document is for: without a group, the one customer for all if the store has one."""
        if self.default_customer is not None and not party.group:
            return self.default_customer
        return party if party.word else self.walk_in

    def _contact(self, party: Party) -> ChartContact | None:
        return self.contacts.find(self.party(party))

    def _line(self, line: Line | Posting) -> MatchedLine:
        account = self.account("account", line.account_word)
        tracking = tuple(self.option(word) for word in line.tracking if word)
        return MatchedLine(line, account, self.tax(line.tax_word, account.found), tracking)

    def _rounding(self) -> Meant[Account]:
        """Return the account of rounding lines: the store's choice, else the one that Xero rounds to."""
        chosen = self.account("money", "rounding")
        system = next((a for a in self._chart.accounts if a.system == "ROUNDING" and a.is_active), None)
        if chosen.state != "unmatched" or system is None:
            return chosen
        return Meant("money", "rounding", "found", system.to, system)

    def state(self, slot: Slot, word: str) -> State:
        """Return what a store's word comes to."""
        match slot:
            case "tax":
                return self.tax(word, None).state
            case "tracking":
                return self.option(word).state
            case "group":
                meant = self.group(word)
                return meant.state if meant is not None else "unmatched"
            case "money" if word == "rounding":
                return self._rounding().state
            case _:
                return self.account(slot, word).state

    def account(self, slot: Slot, word: str) -> Meant[Account]:
        """Return what a word for an account means."""
        key = (slot, word)
        if key not in self._meant:
            self._meant[key] = self._chosen(slot, word, self._chart.accounts, _account_names)
        return self._meant[key]

    def tax(self, word: str, account: Account | None) -> Meant[TaxRate]:
        """Return what a tax word means; without one it is the account's own tax, said by name."""
        key = (word, "" if word or account is None else account.id)
        if key not in self._taxes:
            own = account.tax_type if account is not None else ""
            if word or not own:
                made = self._chosen("tax", word, self._chart.tax_rates, lambda rate: (rate.type, ""))
            else:
                made = _looked_up("tax", word, own, "", self._chart.tax_rates, lambda rate: (rate.type, ""))
            self._taxes[key] = made
        return self._taxes[key]

    def option(self, word: str) -> Meant[TrackingOption]:
        """Return what a tracking word means; without a match it is Xero's own name for an option."""
        if word not in self._options:
            self._options[word] = self._named("tracking", word, self._chart.tracking)
        return self._options[word]

    def lone(self, slot: str, word: str, line: Line) -> MatchedLine:
        """Return a line that has a tax or a tracking word alone."""
        account: Meant[Account] = Meant("account", "", "found")
        if slot == "tracking":
            return MatchedLine(line, account, Meant("tax", "", "found"), (self.option(word),))
        nothing: Meant[TaxRate] = Meant("tax", "", "found")
        return MatchedLine(line, account, self.tax(word, None) if slot == "tax" else nothing)

    def group(self, word: str) -> Meant[Group] | None:
        """Return what a customer group means; None for no group."""
        return self._named("group", word, self._chart.groups) if word else None

    def _named(self, slot: Slot, word: str, all_: Iterable[T]) -> Meant[T]:
        """Return what a word means that may as well be the name itself."""
        things = tuple(all_)
        chosen: Meant[T] = self._chosen(slot, word, things, _names)
        if chosen.state != "unmatched":
            return chosen
        named: Meant[T] = _looked_up(slot, word, word, "", things, _names)
        if named.found is not None or not self._mapping.choices.get(slot):
            return named  # a store that matches none of them uses Xero's own names
        return chosen

    def _chosen(self, slot: Slot, word: str, things: Iterable[T], names: "_Names[T]") -> Meant[T]:
        choice = self._mapping.choice(slot, word)
        if choice is None:
            return Meant(slot, word, "unmatched")
        if choice.is_left_out:
            return Meant(slot, word, "left-out", choice.to.casefold())
        if choice.id and self.is_own:
            found = next((t for t in things if getattr(t, "id", "") == choice.id), None)
            if found is not None:
                return Meant(slot, word, "found", choice.to, found)
        return _looked_up(slot, word, choice.to, choice.name, things, names)


def _customer(said: object, contacts: Contacts) -> Party | None:
    """Return the customer that a setting names by number or by name."""
    if not isinstance(said, str) or not said:
        return None
    found = contacts.find(Party(said, said))
    return Party(said) if found is None else Party(found.name, found.account_number or found.number)


_Names = Callable[[T], tuple[str, str]]
"""Returns by what a thing is called: its code, and its name."""


def _account_names(account: Account) -> tuple[str, str]:
    return account.code, account.name


def _names(thing: object) -> tuple[str, str]:
    return "", str(getattr(thing, "name", ""))


def _looked_up(slot: Slot, word: str, to: str, name: str, things: Iterable[T], names: _Names[T]) -> Meant[T]:
    """Return what is called so: by its code, else by its name; of several the active one."""
    by_code, by_name = [], []
    wanted = {folded(text) for text in (to, name) if text}
    for thing in things:
        code, own = names(thing)
        if code and code == to:
            by_code.append(thing)
        elif own and folded(own) in wanted:
            by_name.append(thing)
    found = sorted(by_code or by_name, key=lambda thing: getattr(thing, "status", "") != "ACTIVE")
    return Meant(slot, word, "found", to, found[0]) if found else Meant(slot, word, "gone", to)
