"""A store's codes beside what they mean in Xero: how far each is, why, and what is left to match."""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from wizard.books.match import Matcher
from wizard.books.suggest import norm_of, suggest
from wizard.books.targets import Target, Targets
from wizard.catalogue.listing import listed
from wizard.catalogue.matching import match_words
from wizard.catalogue.trades import trades
from wizard.model.books import Place
from wizard.model.chart import Chart
from wizard.model.mapping import NOT_USED, OPEN, Choice, Code, Slot, Suggestion
from wizard.model.mapping import Mapping as Matches
from wizard.model.problem import Fact, Problem

Choices = Mapping[int, Choice | None]
"""What rows are to mean, by their place; None takes back what was chosen."""


_NAMED = 5
"""So many of the codes that are left are named."""
_BY_ITSELF: tuple[Slot, ...] = ("tracking", "group", "money")
"""What need not be matched where Xero has it under the same name, or has an account of its own for it."""


class State(enum.StrEnum):
    """How far a code is; `UNFIT` and `GONE` have a match that Xero will not take."""

    MATCHED = "matched"
    SUGGESTED = "suggested"
    LEFT = "left"
    ASIDE = "aside"
    UNFIT = "unfit"
    GONE = "gone"
    REMOVED = "removed"
    """A word that was typed and taken out again: it is not shown."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self in {State.MATCHED, State.ASIDE}

    @property
    def is_fault(self) -> bool:
        """Whether what it is matched to cannot stand there."""
        return self in {State.UNFIT, State.GONE}


class MatchRow(Struct, frozen=True):
    """One code as the table shows it: the label of what it means, or of what is suggested, and why."""

    code: Code
    state: State
    label: str
    why: str

    @property
    def counts(self) -> bool:
        """Whether it has to be matched before anything goes on: today's files have it, or it was typed."""
        is_open_question = self.code.perhaps and self.state is State.LEFT
        return not (self.code.is_gone or is_open_question or self.state is State.REMOVED)


class MatchTable:
    """The codes of some slots with their suggestions and choices; every change gives the rows anew."""

    def __init__(
        self,
        slots: Sequence[Slot],
        codes: Iterable[Code],
        suggestions: Mapping[Code, tuple[Suggestion, ...]],
        chart: Chart,
        matches: Matches,
    ) -> None:
        self.chart, self.matches, self.suggestions = chart, matches, dict(suggestions)
        self.targets = {slot: Targets(slot, chart) for slot in slots}
        shown = [code for code in codes if code.slot in self.targets]
        known = {(code.slot, code.word) for code in shown}
        others = [
            Code(slot, word, 0, "0.00", Place("", 0), typed=choice.is_open)
            for slot in slots
            for word, choice in matches.choices.get(slot, {}).items()
            if (slot, word) not in known
        ]
        self.codes = tuple(sorted([*shown, *others], key=lambda code: slots.index(code.slot)))
        self._places = {(code.slot, code.word): at for at, code in enumerate(self.codes)}
        self._is_own = matches.is_for(chart.tenant, chart.organisation)
        self._plain = Matcher(Matches(), chart)
        self.rows = [self._row(code) for code in self.codes]

    # --- what is left ---

    @property
    def left(self) -> list[int]:
        """The places of the rows that are still to be matched."""
        return [at for at, row in enumerate(self.rows) if row.counts and not row.state.is_done]

    @property
    def suggested(self) -> list[int]:
        """The places of the rows whose suggestion nobody accepted yet."""
        return [at for at, row in enumerate(self.rows) if row.state is State.SUGGESTED]

    @property
    def problem(self) -> Problem | None:
        """Why nothing goes on: the first code whose match cannot be used, else that some are left."""
        left = self.left
        faulty = next((at for at in left if self.rows[at].state.is_fault), None)
        if faulty is not None:
            return self._fault(faulty)
        if not left:
            return None
        words = listed((self.codes[at].word for at in left), _NAMED)
        facts: dict[str, Fact] = {"count": len(left), "words": words, "first": self.name(left[0])}
        return Problem("MATCH-LEFT", {**facts, "suggested": len(self.suggested)})

    def _fault(self, at: int) -> Problem:
        row = self.rows[at]
        facts: dict[str, Fact] = {"word": row.code.word, "account": row.label, "first": self.name(at)}
        if row.state is State.GONE:
            return Problem("MATCH-GONE", facts)
        return Problem("MATCH-PAYMENT" if row.code.slot == "payment" else "MATCH-UNFIT", facts)

    def name(self, at: int) -> str:
        """Return by what a row is found again: its slot and its word."""
        return f"{self.codes[at].slot}:{self.codes[at].word}"

    def place(self, slot: Slot, word: str) -> int | None:
        """Return where a word stands; what is said of an account may be said of an invoice type."""
        at = self._places.get((slot, word))
        return self._places.get(("invoice_type", word)) if at is None and slot == "account" else at

    # --- changing ---

    def best(self, at: int) -> Choice | None:
        """Return the first suggestion of a row as a choice that was accepted."""
        found = self.suggestions.get(self.codes[at], ())
        return Choice(found[0].to, found[0].name, found[0].id, "accepted") if found else None

    def chosen(self, at: int) -> Choice | None:
        """Return what stands beside a row's word now; OPEN where it was only typed."""
        return self.matches.choices.get(self.codes[at].slot, {}).get(self.codes[at].word)

    def type_in(self, slot: Slot, word: str) -> int:
        """Return the place of a word that somebody typed, a new last one if need be; `put` makes it count."""
        at = self.place(slot, word)
        if at is not None:
            return at
        code = Code(slot, word, 0, "0.00", Place("", 0), norm_of(slot, word, trades()), typed=True)
        self.suggestions |= suggest([code], self.chart, trades())
        self.codes = (*self.codes, code)
        self.rows.append(self._row(code))
        self._places[slot, word] = len(self.rows) - 1
        return len(self.rows) - 1

    def typed_in(self, at: int) -> Choices:
        """Return what typing a word chooses: what is sure, else nothing yet; none where it stands there."""
        if self.rows[at].state is not State.REMOVED:
            return {}
        found = self.suggestions.get(self.codes[at], ())
        return {at: self.best(at) if found and found[0].confidence == "sure" else OPEN}

    def taking_back(self, places: Iterable[int]) -> Choices:
        """Return what taking rows back chooses: a word that was typed stays, open, until the next time."""
        made: dict[int, Choice | None] = {}
        for at in places:
            chosen = self.chosen(at)
            if chosen is not None:
                made[at] = OPEN if self.codes[at].typed and not chosen.is_open else None
        return made

    def accepting(self, places: Iterable[int]) -> Choices:
        """Return the suggestions of those rows that nobody chose anything for."""
        return {
            at: best
            for at in places
            if self.rows[at].state is State.SUGGESTED and (best := self.best(at)) is not None
        }

    def put(self, choices: Choices) -> Choices:
        """Make choices, and return what was chosen before."""
        before = {at: self.chosen(at) for at in choices}
        changed: dict[Slot, dict[str, Choice]] = {}
        for at, choice in choices.items():
            code = self.codes[at]
            words = changed.setdefault(code.slot, dict(self.matches.choices.get(code.slot, {})))
            words.pop(code.word, None)
            if choice is not None:
                words[code.word] = choice
        self.matches = replace(self.matches, choices={**self.matches.choices, **changed})
        for at in choices:
            self.rows[at] = self._row(self.codes[at])
        return before

    # --- what a row says ---

    def _row(self, code: Code) -> MatchRow:
        choice = self.matches.choice(code.slot, code.word)
        words = match_words()
        if code.typed and code.word not in self.matches.choices.get(code.slot, {}):
            return MatchRow(code, State.REMOVED, "", "")
        if choice is None:
            return self._open_row(code)
        if choice.is_left_out:
            said = choice.to.casefold()
            return MatchRow(code, State.ASIDE, words.aside[said], self._why_aside(code, said))
        found = self.targets[code.slot].find(choice, by_id=self._is_own)
        if found is None:
            named = " · ".join(dict.fromkeys(filter(None, (choice.to, choice.name))))
            return MatchRow(code, State.GONE, named, words.why["missing"].format(to=named))
        if found.unfit == "archived":
            return MatchRow(code, State.GONE, found.label, words.why["archived"].format(to=found.label))
        if found.unfit:
            return MatchRow(
                code, State.UNFIT, found.label, f"{found.label}: {trades().unsuitable[found.unfit]}"
            )
        return MatchRow(code, State.MATCHED, found.label, self._why_matched(code, choice, found))

    def _open_row(self, code: Code) -> MatchRow:
        words = match_words()
        if code.slot in _BY_ITSELF and self._plain.state(code.slot, code.word) == "found":
            return self._by_itself(code)
        found = self.suggestions.get(code, ())
        if not found:
            return MatchRow(code, State.LEFT, "", self._why(code, "perhaps" if code.perhaps else "left"))
        best = found[0]
        target = self.targets[code.slot].find(Choice(best.to, best.name, best.id), by_id=True)
        why = words.why["suggested"].format(confidence=words.confidence[best.confidence], reason=best.reason)
        other = words.aside.get(best.to.casefold(), best.name)
        return MatchRow(code, State.SUGGESTED, target.label if target else other, why)

    def _by_itself(self, code: Code) -> MatchRow:
        """Return the row of a code that means something in Xero without anybody's choice."""
        is_money, words = code.slot == "money", match_words().why
        own = (
            next((a.to for a in self.chart.accounts if a.system == "ROUNDING"), "") if is_money else code.word
        )
        found = self.targets[code.slot].find(Choice(own), by_id=False)
        label = found.label if found is not None else code.word
        if found is not None and found.unfit:
            return MatchRow(code, State.GONE, label, words["archived"].format(to=label))
        return MatchRow(code, State.MATCHED, label, words["own" if is_money else "by-name"])

    def _why(self, code: Code, key: str) -> str:
        return match_words().why["not-today" if code.is_gone else key]

    def _why_aside(self, code: Code, said: str) -> str:
        """Return what being left out does: of tracking and groups the word alone stays here."""
        if said != NOT_USED or code.is_gone:
            return self._why(code, said.replace(" ", "-"))
        return match_words().not_used[code.slot]

    def _why_matched(self, code: Code, choice: Choice, found: Target) -> str:
        words = match_words().why
        if choice.by == "person":
            return words["person"]
        for one in self.suggestions.get(code, ()):
            if (one.id and one.id == found.id) or one.to == found.to:
                return words["accepted"].format(reason=one.reason)
        return self._why(code, "accepted-before")

    def __iter__(self) -> Iterator[MatchRow]:
        """Yield the rows."""
        return iter(self.rows)
