"""Suggestions for codes: same number, same name, the trade's rules, a name alike; each with its reason."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from wizard.books.candidates import Candidate, Candidates, folded
from wizard.catalogue.trades import TradeRule, Trades
from wizard.model.chart import Chart
from wizard.model.mapping import Choice, Code, Confidence, Slot, Suggestion
from wizard.model.mapping import Mapping as Matches

MOST = 3
"""Suggestions given for a code."""
_SURE, _LIKELY, _LEAST = 95, 80, 60
_EXACT, _INSIDE, _RULE, _WEAK_RULE, _STEP = 100, 84, 91, 74, 12
_OTHER_NUMBER = 40
"""What another account's number in the word takes away: as much as a name that is alike gives."""
_ALIKE, _ALIKE_WHOLE = 0.82, 0.9
_NEAREST = 10
"""Names alike that are looked at: more than are shown, because a number may take some away."""
_NO_NAME: Confidence = "perhaps"
"""A number alone: in another chart of accounts it may stand for something else."""


_Give = Callable[[int, int, str], None]
"""Takes a candidate's place, its points and the reason."""


def suggest(
    codes: Iterable[Code], chart: Chart, trades: Trades, before: Matches | None = None
) -> dict[Code, tuple[Suggestion, ...]]:
    """Return the best suggestions for each code, at most three; none where nothing is near.

    `before`: what was chosen so far. What a store chose for one of the trade's norms is suggested for every
    word of it; what was chosen for another organisation is suggested by number and name, and counts for no
    more than that.
    """
    candidates: dict[Slot, Candidates] = {}
    found = {}
    for code in codes:
        if code.slot not in candidates:
            candidates[code.slot] = Candidates(code.slot, chart)
        mine = candidates[code.slot]
        own = _for_one(code, mine, trades)
        known = _from_before(code, mine, chart, trades, before) if before is not None else None
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
    code: Code, candidates: Candidates, chart: Chart, trades: Trades, before: Matches
) -> Suggestion | None:
    if before.is_for(chart.tenant, chart.organisation):
        chosen = before.choice("money", code.norm) if code.norm and code.slot != "money" else None
        said = trades.sayings["norm"].format(norm=trades.norms.get(code.norm, code.norm))
        return _again(chosen, candidates, said, "sure")
    said = trades.sayings["elsewhere"].format(organisation=before.organisation or "another organisation")
    return _again(before.choice(code.slot, code.word), candidates, said, "likely")


def _again(
    choice: Choice | None, candidates: Candidates, said: str, confidence: Confidence
) -> Suggestion | None:
    """Return what an earlier choice is here: of the same number and name, else of one of the two."""
    if choice is None:
        return None
    if choice.is_left_out:
        return Suggestion(choice.to, "", "", confidence, _EXACT, said)
    name = folded(choice.name) or folded(choice.to)
    named = [candidates.all[at] for at in candidates.called(name)]
    numbered = [one for one in candidates.all if one.to == choice.to]
    same = [one for one in numbered if not choice.name or one.folded == name]
    for near in (same, named):
        if near:
            return _suggestion(near[0], confidence, _LIKELY, said)
    return _suggestion(numbered[0], _NO_NAME, _LEAST, said) if numbered else None


def _suggestion(one: Candidate, confidence: Confidence, score: int, said: str) -> Suggestion:
    return Suggestion(one.to, one.name, one.id, confidence, score, said)


def _for_one(code: Code, candidates: Candidates, trades: Trades) -> tuple[Suggestion, ...]:
    word = folded(code.word)
    if not word:
        return ()
    scores: dict[int, tuple[int, str]] = {}

    def give(at: int, score: int, reason: str) -> None:
        if score > scores.get(at, (0, ""))[0]:
            scores[at] = (score, reason)

    _by_identity(word, candidates, trades.sayings, give)
    for rule in trades.rule:
        if code.slot == "money" and rule.slot == "account" and rule.norm == code.word:
            _by_rule(rule, _EXACT if rule.system else _RULE, candidates, give)
        elif rule.slot == code.slot and (met := _met(f" {word} ", rule)):
            if rule.aside and not scores:
                return (Suggestion(rule.aside, "", "", "likely", _RULE, rule.say),)
            _by_rule(rule, (_WEAK_RULE if rule.weak else _RULE) + met - 1, candidates, give)
    _by_likeness(word, candidates, trades.sayings, give)
    _take_away(word, candidates, scores)
    best = sorted(((score, at, why) for at, (score, why) in scores.items()), key=lambda x: (-x[0], x[1]))
    return tuple(
        _suggestion(candidates.all[at], _confidence(score), score, why)
        for score, at, why in best[:MOST]
        if score >= _LEAST
    )


def _take_away(word: str, candidates: Candidates, scores: dict[int, tuple[int, str]]) -> None:
    """Take from every account what another account's number in the word speaks against it."""
    named = set(candidates.number_in(word.split())) if candidates.slot != "tax" else set()
    if named:
        for at, (score, why) in scores.items():
            if at not in named:
                scores[at] = (score - _OTHER_NUMBER, why)


def _confidence(score: int) -> Confidence:
    return "sure" if score >= _SURE else "likely" if score >= _LIKELY else "perhaps"


def _by_identity(word: str, candidates: Candidates, sayings: Mapping[str, str], give: _Give) -> None:
    for at in candidates.called(word):
        give(at, _EXACT, sayings["same-name"])
    for at in candidates.numbered(word):
        give(at, _EXACT, sayings["same-number"])
    words = word.split()
    for at in candidates.number_in(words):
        one = candidates.all[at]
        rest = " ".join(w for w in words if w != one.number)
        score = _EXACT if rest and rest == one.folded else _INSIDE
        said = sayings["same-rate"] if candidates.slot == "tax" else sayings["number-inside"]
        give(at, score, said.format(code=one.number, rate=one.number))


def _by_rule(rule: TradeRule, points: int, candidates: Candidates, give: _Give) -> None:
    for taken, at in enumerate(candidates.of_rule(rule)):
        if points - _STEP * taken < _LEAST:
            break
        give(at, points - _STEP * taken, rule.say)


def _met(padded: str, rule: TradeRule) -> int:
    """Return how many words of the longest of a rule's patterns stand in a word; 0 where it does not hold."""
    no, patterns = _patterns(tuple(rule.not_words), tuple(rule.words))
    if any(word in padded for word in no):
        return 0
    return max((count for pattern, count in patterns if pattern in padded), default=0)


@lru_cache(maxsize=512)
def _patterns(
    no: tuple[str, ...], words: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """Return a rule's words as they are looked for: folded, a blank at both ends, with how many they are."""
    made = tuple(folded(word) for word in words)
    return tuple(f" {folded(word)} " for word in no), tuple((f" {w} ", len(w.split())) for w in made)


def _by_likeness(word: str, candidates: Candidates, sayings: Mapping[str, str], give: _Give) -> None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where something is matched

    for scorer, share in ((fuzz.token_set_ratio, _ALIKE), (fuzz.ratio, _ALIKE_WHOLE)):
        near = process.extract(
            word, candidates.names, scorer=scorer, limit=_NEAREST, score_cutoff=_LEAST / share
        )
        for _, alike, at in near:
            give(at, round(alike * share), sayings["alike"])
