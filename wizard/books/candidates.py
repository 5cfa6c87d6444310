"""Everything of an organisation that the codes of one slot may be, folded and looked up once."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from wizard.catalogue.trades import TradeRule
from wizard.model.chart import Account, Chart
from wizard.model.mapping import Slot


class Candidate(Struct, frozen=True):
    """One account, tax rate, contact group or tracking option."""

    to: str
    name: str
    id: str
    kind: str
    number: str
    folded: str
    system: str = ""


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Return a text as words are compared: small letters and figures with one blank between."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def is_suitable(slot: Slot, account: Account) -> bool:
    """Whether Xero takes this account for this slot."""
    return not why_unsuitable(slot, account)


def why_unsuitable(slot: Slot, account: Account) -> str:
    """Return why Xero would not take an account for a slot, by the trade's words; blank if it does."""
    if not account.is_active:
        return "archived"
    if slot == "payment":
        return "" if account.type == "BANK" or account.takes_payments else "no-payments"
    if account.system not in {"", "ROUNDING"}:
        return "system"
    return {"BANK": "bank", "INVENTORY": "stock"}.get(account.type, "")


class Candidates:
    """The candidates of a slot; each is known by its place in `all`."""

    def __init__(self, slot: Slot, chart: Chart) -> None:
        self.slot = slot
        self.all = _candidates(slot, chart)
        self.names = [one.folded for one in self.all]
        self._by_name = _places(self.names)
        self._by_to = _places([folded(one.to) for one in self.all])
        self._by_number = _places([one.number for one in self.all])
        self._of_rules: dict[int, tuple[int, ...]] = {}

    def called(self, word: str) -> Sequence[int]:
        """Return those whose name a folded word is."""
        return self._by_name.get(word, ())

    def numbered(self, word: str) -> Sequence[int]:
        """Return those whose number, or whose name in a mapping, a folded word is."""
        own = self._by_number.get(word, ()) if self.slot != "tax" else ()
        return (*self._by_to.get(word, ()), *own)

    def number_in(self, words: Sequence[str]) -> Iterator[int]:
        """Yield those whose number is one of several words; numbers of one or two figures say too little."""
        for word in dict.fromkeys(words):
            if self.slot == "tax" or len(word) > 2:
                yield from self._by_number.get(word, ())

    def of_rule(self, rule: TradeRule) -> Sequence[int]:
        """Return those that a rule names, the best first."""
        if id(rule) not in self._of_rules:
            self._of_rules[id(rule)] = tuple(self._named_by(rule))
        return self._of_rules[id(rule)]

    def _named_by(self, rule: TradeRule) -> Iterator[int]:
        for name in rule.names:
            wanted = f" {folded(name)} "
            hits = [
                at for at, one in enumerate(self.all) if wanted in f" {one.folded} " and _is_of(one, rule)
            ]
            # Of several names alike the shortest says least besides.
            yield from sorted(hits, key=lambda at: len(self.names[at]))


def _places(keys: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        if key:
            found.setdefault(key, []).append(at)
    return found


def _is_of(one: Candidate, rule: TradeRule) -> bool:
    if rule.system and one.system != rule.system:
        return False
    return not rule.kinds or one.kind in rule.kinds


def _candidates(slot: Slot, chart: Chart) -> list[Candidate]:
    match slot:
        case "tax":
            return [
                Candidate(rate.type, rate.name, rate.type, "", _number(rate.rate), folded(rate.name))
                for rate in chart.tax_rates
                if rate.status == "ACTIVE" and (not rate.kinds or "REVENUE" in rate.kinds)
            ]
        case "group":
            groups = [group for group in chart.groups if group.status == "ACTIVE"]
            return [Candidate(g.name, g.name, g.id, "", "", folded(g.name)) for g in groups]
        case "tracking":
            options = [option for option in chart.tracking if option.status == "ACTIVE"]
            return [Candidate(o.name, o.name, o.id, "", "", folded(o.name)) for o in options]
        case _:
            return [
                Candidate(a.to, a.name, a.id, a.klass, folded(a.code), folded(a.name), a.system)
                for a in chart.accounts
                if is_suitable(slot, a)
            ]


def _number(rate: str) -> str:
    return rate if rate not in {"", "0"} else ""
