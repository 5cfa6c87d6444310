"""Suggestions for codes: same number, same name, the trade's rules, a name alike; each with its reason."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from wizard.catalogue.trades import TradeRule, Trades
from wizard.model.chart import Account, Chart
from wizard.model.mapping import Choice, Code, Confidence, Slot, Suggestion
from wizard.model.mapping import Mapping as Matches

MOST = 3
"""Suggestions given for a code."""
_SURE, _LIKELY, _LEAST = 95, 80, 60
_EXACT, _INSIDE, _RULE, _WEAK_RULE, _STEP = 100, 84, 91, 74, 12
_OTHER_NUMBER = 40
"""What another account's number in the word takes away: as much as a name that is alike gives."""
_ALIKE, _WHOLE = 0.82, 0.9
_NO_NAME: Confidence = "perhaps"
"""A number alone: in another chart of accounts it may stand for something else."""


_Give = Callable[[int, int, str], None]
"""Takes a target's index, its points and the reason."""


class _Target(Struct, frozen=True):
    """Something a code may be matched to, folded once."""

    to: str
    name: str
    id: str
    kind: str
    number: str
    folded: str
    system: str = ""


class _Targets:
    """Everything of one slot, found by its number, its name and the words of its name."""

    def __init__(self, targets: Iterable[_Target]) -> None:
        self.all = list(targets)
        self.names = [target.folded for target in self.all]
        self.numbers = {target.number for target in self.all if len(target.number) > 2}
        self._by: dict[str, list[int]] = {}
        self._with: dict[str, list[int]] = {}
        for index, target in enumerate(self.all):
            for key in {folded(target.to), target.number, target.folded}:
                self._by.setdefault(key, []).append(index)
            for word in set(target.folded.split()):
                self._with.setdefault(word, []).append(index)

    def called(self, words: Iterable[str]) -> list[int]:
        """Return what has one of these as its number or its whole name, in order."""
        return sorted({index for word in words if word for index in self._by.get(word, ())})

    def naming(self, name: str) -> list[int]:
        """Return what has a name, word by word, in its own."""
        lists = [self._with.get(word, []) for word in name.split()]
        rarest = min(lists, key=len, default=[])
        wanted = f" {name} "
        return [index for index in rarest if wanted in f" {self.names[index]} "]


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


def suggest(
    codes: Iterable[Code], chart: Chart, trades: Trades, before: Matches | None = None
) -> dict[Code, tuple[Suggestion, ...]]:
    """Return the best suggestions for each code, at most three; none where nothing is near.

    `before`: what was chosen so far. What a store chose for one of the trade's norms is suggested for every
    word of it; what was chosen for another organisation is suggested by number and name, and counts for no
    more than that.
    """
    targets: dict[Slot, _Targets] = {}
    found = {}
    for code in codes:
        if code.slot not in targets:
            targets[code.slot] = _Targets(_targets(code.slot, chart))
        own = _for_one(code, targets[code.slot], trades)
        known = (
            _from_before(code, targets[code.slot].all, chart, trades, before) if before is not None else None
        )
        others = [one for one in own if known is None or one.to != known.to]
        found[code] = tuple(others if known is None else [known, *others])[:MOST]
    return found


def norm_of(slot: Slot, word: str, trades: Trades) -> str:
    """Return which of the trade's norms a word is about; blank for none."""
    if slot == "money":
        return word
    padded = f" {folded(word)} "
    return next(
        (rule.norm for rule in trades.rule if rule.norm and rule.slot == slot and _met(padded, rule)), ""
    )


def _from_before(
    code: Code, targets: Sequence[_Target], chart: Chart, trades: Trades, before: Matches
) -> Suggestion | None:
    if before.is_for(chart.tenant, chart.organisation):
        chosen = before.choice("money", code.norm) if code.norm and code.slot != "money" else None
        said = trades.sayings["norm"].format(norm=trades.norms.get(code.norm, code.norm))
        return _again(chosen, targets, said, "sure")
    said = trades.sayings["elsewhere"].format(organisation=before.organisation or "another organisation")
    return _again(before.choice(code.slot, code.word), targets, said, "likely")


def _again(
    choice: Choice | None, targets: Sequence[_Target], said: str, confidence: Confidence
) -> Suggestion | None:
    """Return what an earlier choice is here: of the same number, else of the same name."""
    if choice is None:
        return None
    if choice.is_left_out:
        return Suggestion(choice.to, "", "", confidence, _EXACT, said)
    name = folded(choice.name) or folded(choice.to)
    same = [t for t in targets if t.to == choice.to and (not choice.name or t.folded == name)]
    named = [t for t in targets if t.folded == name]
    numbered = [t for t in targets if t.to == choice.to]
    for near, how, score in (
        (same, confidence, _LIKELY),
        (named, confidence, _LIKELY),
        (numbered, _NO_NAME, _LEAST),
    ):
        if near:
            return Suggestion(near[0].to, near[0].name, near[0].id, how, score, said)
    return None


def _targets(slot: Slot, chart: Chart) -> list[_Target]:
    match slot:
        case "tax":
            return [
                _Target(rate.type, rate.name, rate.type, "", _number(rate.rate), folded(rate.name))
                for rate in chart.tax_rates
                if rate.status == "ACTIVE" and (not rate.kinds or "REVENUE" in rate.kinds)
            ]
        case "group":
            groups = [group for group in chart.groups if group.status == "ACTIVE"]
            return [_Target(g.name, g.name, g.id, "", "", folded(g.name)) for g in groups]
        case "tracking":
            options = [option for option in chart.tracking if option.status == "ACTIVE"]
            return [_Target(o.name, o.name, o.id, "", "", folded(o.name)) for o in options]
        case _:
            return [
                _Target(a.to, a.name, a.id, a.klass, folded(a.code), folded(a.name), a.system)
                for a in chart.accounts
                if is_suitable(slot, a)
            ]


def _number(rate: str) -> str:
    return rate if rate not in {"", "0"} else ""


def _for_one(code: Code, known: _Targets, trades: Trades) -> tuple[Suggestion, ...]:
    word = folded(code.word)
    if not word:
        return ()
    targets = known.all
    scores: dict[int, tuple[int, str]] = {}

    def give(index: int, score: int, reason: str) -> None:
        if score > scores.get(index, (0, ""))[0]:
            scores[index] = (score, reason)

    _by_identity(code.slot, word, known, trades.sayings, give)
    for rule in trades.rule:
        if code.slot == "money" and rule.slot == "account" and rule.norm == code.word:
            _by_names(rule, _EXACT if rule.system else _RULE, known, give)
        elif rule.slot == code.slot:
            _by_rule(word, rule, known, give)
    _by_likeness(word, known.names, trades.sayings, give)
    _take_away(code.slot, word, known, scores)
    best = sorted(
        ((score, index, why) for index, (score, why) in scores.items()), key=lambda x: (-x[0], x[1])
    )
    return tuple(
        Suggestion(targets[i].to, targets[i].name, targets[i].id, _confidence(score), score, why)
        for score, i, why in best[:MOST]
        if score >= _LEAST
    )


def _take_away(slot: Slot, word: str, known: _Targets, scores: dict[int, tuple[int, str]]) -> None:
    """Take from every account what another account's number in the word speaks against it."""
    if slot == "tax":
        return
    named = known.numbers & set(word.split())
    if named:
        for index, (score, why) in scores.items():
            if known.all[index].number not in named:
                scores[index] = (score - _OTHER_NUMBER, why)


def _confidence(score: int) -> Confidence:
    return "sure" if score >= _SURE else "likely" if score >= _LIKELY else "perhaps"


def _by_identity(slot: Slot, word: str, known: _Targets, sayings: Mapping[str, str], give: _Give) -> None:
    words = word.split()
    for index in known.called({word, *words}):
        target = known.all[index]
        if word == target.folded:
            give(index, _EXACT, sayings["same-name"])
        elif word == folded(target.to) or (target.number and slot != "tax" and word == target.number):
            give(index, _EXACT, sayings["same-number"])
        elif target.number and target.number in words and (slot == "tax" or len(target.number) > 2):
            rest = " ".join(w for w in words if w != target.number)
            score = _EXACT if rest and rest == target.folded else _INSIDE
            said = sayings["same-rate"] if slot == "tax" else sayings["number-inside"]
            give(index, score, said.format(code=target.number, rate=target.number))


def _by_rule(word: str, rule: TradeRule, known: _Targets, give: _Give) -> None:
    met = _met(f" {word} ", rule)
    if not met:
        return
    _by_names(rule, (_WEAK_RULE if rule.weak else _RULE) + met - 1, known, give)


def _by_names(rule: TradeRule, points: int, known: _Targets, give: _Give) -> None:
    taken = 0
    for name in rule.names:
        hits = [i for i in known.naming(folded(name)) if _is_kind(known.all[i], rule)]
        # Of several names alike the shortest says least besides.
        for index in sorted(hits, key=lambda i: len(known.names[i])):
            give(index, points - _STEP * taken, rule.say)
            taken += 1


def _met(padded: str, rule: TradeRule) -> int:
    """Return how many words of the longest of a rule's patterns stand in a word; 0 where it does not hold."""
    if any(f" {folded(no)} " in padded for no in rule.not_words):
        return 0
    return max((len(w.split()) for w in map(folded, rule.words) if f" {w} " in padded), default=0)


def _is_kind(target: _Target, rule: TradeRule) -> bool:
    if rule.system and target.system != rule.system:
        return False
    return not rule.kinds or target.kind in rule.kinds


def _by_likeness(word: str, names: Sequence[str], sayings: Mapping[str, str], give: _Give) -> None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where something is matched

    alike: dict[int, float] = {}
    for scorer, weight in ((fuzz.token_set_ratio, _ALIKE), (fuzz.ratio, _WHOLE)):
        least = _LEAST / weight - 0.01
        for _, score, index in process.extract(word, names, scorer=scorer, limit=None, score_cutoff=least):
            alike[index] = max(alike.get(index, 0.0), score * weight)
    for index in sorted(alike):
        if alike[index] >= _LEAST:
            give(index, round(alike[index]), sayings["alike"])
