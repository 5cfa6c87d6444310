"""Job: suggest what a store's codes are in Xero, from its files and Xero's side; choices made are kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from wizard.books.assemble import assemble
from wizard.books.codes import codes
from wizard.books.mapping_file import read_mapping, write_mapping
from wizard.books.match import Matcher, State
from wizard.books.reading import read
from wizard.books.report import FolderReport, read_folder
from wizard.books.suggest import norm_of, suggest
from wizard.catalogue.schema import Procedure
from wizard.catalogue.trades import trades
from wizard.jobs.books.given_matches import given_matches, hints_of, own_matches
from wizard.jobs.books.of_run import OfRun, of_run
from wizard.jobs.books.own_layouts import own_layouts
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.use_store_files import problem_of, remember
from wizard.jobs.books.who_posts import Whose
from wizard.jobs.books.xero_side import XeroSide, xero_side
from wizard.jobs.job import Done, Gives, Nothing, Tools
from wizard.model.books import Place
from wizard.model.chart import Chart
from wizard.model.documents import Document, Held
from wizard.model.mapping import OPEN, SLOTS, Choice, Code, Mapping, Slot, Suggestion
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.procedure.answers import Answers
from wizard.store.files import cannot_write
from wizard.xero.reads import PARTS, Part

Suggestions = dict[Code, tuple[Suggestion, ...]]


class Matching(Struct, frozen=True):
    """All that a table of matches shows: today's codes, those that are only matched, and Xero's side.

    A page changes `mapping` alone; codes and suggestions are computed once.
    """

    found: FolderReport
    mapping: Mapping
    suggestions: Suggestions
    """Every code of today's files or typed by the store, with what it may be, the likeliest first."""
    side: XeroSide
    gone: tuple[Code, ...] = ()
    """Codes that are matched and that no file of today has: they keep their match."""

    @property
    def chart(self) -> Chart:
        """What the organisation has."""
        return self.side.chart

    @property
    def codes(self) -> tuple[Code, ...]:
        """Every code, those of today's files first in each slot."""
        every = (*self.suggestions, *self.gone)
        return tuple(sorted(every, key=lambda code: (SLOTS.index(code.slot), code.is_gone)))

    def states(self, mapping: Mapping | None = None) -> dict[Code, State]:
        """Return what each code comes to by a mapping, this one's unless another is given."""
        matcher = Matcher(self.mapping if mapping is None else mapping, self.chart)
        return {code: matcher.state(code.slot, code.word) for code in self.codes}

    def left(self, slots: Iterable[Slot] = SLOTS) -> list[Code]:
        """Return the codes that are used today and mean nothing in Xero yet."""
        states = self.states()
        wanted = set(slots)
        used = [code for code in self.suggestions if code.slot in wanted and not code.perhaps]
        return [code for code in used if states[code] in {"unmatched", "gone"}]

    def accepting(self, *, all_of: bool, slots: Iterable[Slot] = SLOTS) -> Mapping:
        """Return the mapping with suggestions accepted: what is sure, or (`all_of`) the best of each code.

        What a person chose is never overwritten.
        """
        return accepted(self.mapping, self.suggestions, set(slots), all_of=all_of)


class MatchesSuggested(Gives, frozen=True, kw_only=True):
    """How many codes there are, how many are matched, and the words of those that are left."""

    codes_found: int = 0
    codes_matched: int = 0
    codes_left: tuple[str, ...] = ()


@dataclass(frozen=True)
class SuggestMatches:
    """Suggest for the files of `documents`; value: a `Matching`.

    `xero_data`: a folder of what Xero's API answered, instead of asking. `mapping`: a file of matches instead
    of the store's own. What is sure is accepted; `accept_all`: what is likely as well.
    """

    gives: ClassVar = MatchesSuggested
    documents: Path | None = None
    xero_data: Path | None = None
    mapping: Path | None = None
    accept_all: bool = False
    parts: Sequence[Part] = PARTS
    whose: Whose | None = None
    answers: Answers | None = None
    """Of a run: matches that they give go before the store's own."""

    @classmethod
    def in_run(cls, procedure: Procedure, answers: Answers) -> "SuggestMatches":
        """Build the input from a run, whichever step it has come to."""
        run = of_run(procedure, answers)
        return cls(run.named, parts=run.parts, whose=run.whose, answers=answers)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Read both sides and compare them; without any files only matches are shown.

        Nothing is written but where the files are that a run named.
        """
        side = xero_side(tools, self.xero_data, progress, cancel, parts=self.parts)
        if isinstance(side, Problem):
            return side
        own = StoreMatches(tools.site, self.whose)
        before = own_matches(own) if self.mapping is None else read_mapping(self.mapping)
        before = before if self.answers is None else given_matches(before, self.answers, side.chart)
        documents = OfRun(self.documents, self.parts, self.whose).documents(tools.site.record())
        found = FolderReport(())
        if documents is not None:
            found = read_folder(documents, None, progress, cancel, own_layouts(tools.site))
            problem = problem_of(found, documents, good_ones=True, whose=self.whose)
            if problem is not None:
                return problem
            if self.answers is not None and self.documents is not None:
                remember(tools.site, documents, found, are_journals=self.whose == "journals")
        hints = hints_of(self.answers, side.chart)
        matching = matching_of(found, before, side, cancel, accept_all=self.accept_all, hints=hints)
        left = matching.left()
        count = sum(not code.perhaps for code in matching.suggestions)
        return Done(facts_of(count, [code.word for code in left]), matching)


def facts_of(found: int, left: Sequence[str]) -> dict[str, Any]:
    """Return the facts of so many codes with these words left."""
    return {"codes_found": found, "codes_matched": found - len(left), "codes_left": left}


@dataclass(frozen=True)
class SuggestIntoFile:
    """Suggest for `documents` and write what is accepted into `out`, whose own choices stay.

    Value: a `Matching`. `documents` are the store's own where None, `xero_data` asks Xero where None.
    """

    gives: ClassVar = Nothing
    documents: Path | None
    xero_data: Path | None
    out: Path
    accept_all: bool = False

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Write the file unless a person has to say something of the store's files first."""
        side = xero_side(tools, self.xero_data, progress, cancel)
        if isinstance(side, Problem):
            return side
        before = read_mapping(self.out) if self.out.exists() else Mapping()
        documents = OfRun(self.documents).documents(tools.site.record())
        found = FolderReport(())
        if documents is not None:
            found = read_folder(documents, None, progress, cancel, own_layouts(tools.site))
        matching = matching_of(found, before, side, cancel, accept_all=self.accept_all)
        if not found.questions:
            try:
                write_mapping(self.out, matching.mapping)
            except OSError as error:
                raise ProblemFound(cannot_write(self.out, error)) from None
        return Done(value=matching)


def matching_of(
    found: FolderReport,
    before: Mapping,
    side: XeroSide,
    cancel: Cancel,
    *,
    accept_all: bool,
    hints: Mapping | None = None,
) -> Matching:
    """Return files and chart matched by what was chosen before, with suggestions for all codes.

    Choices made for another organisation are not this one's: they are suggested by number and name, no more.
    So are those of `hints`, another store's.
    """
    chart, trade = side.chart, trades()
    used = [in_its_slot(code, before) for code in codes(_documents(found, before, cancel))]
    without_file = not found.files and not found.questions
    others = list(_named(before, {(code.slot, code.word) for code in used}, all_typed=without_file))
    typed = [code for code in others if code.typed]
    today = [replace(code, norm=norm_of(code.slot, code.word, trade)) for code in (*used, *typed)]
    suggestions = suggest([code for code in today if not code.perhaps], chart, trade, hints or before)
    suggestions |= {code: () for code in today if code.perhaps}
    is_own = before.is_for(chart.tenant, chart.organisation)
    mapping = Mapping(
        chart.tenant or (before.tenant if is_own else ""),
        chart.organisation,
        before.settings,
        before.choices if is_own else _all_open(typed),
        before.revision,
    )
    mapping = accepted(mapping, suggestions, set(SLOTS), all_of=accept_all)
    gone = tuple(
        replace(code, norm=norm_of(code.slot, code.word, trade))
        for code in others
        if is_own and not code.typed
    )
    return Matching(found, mapping, suggestions, side, gone)


def in_its_slot(code: Code, mapping: Mapping) -> Code:
    """Return a code of sales as the invoice type that it is, where the matches call its word one."""
    types, accounts = (mapping.choices.get(slot, {}) for slot in ("invoice_type", "account"))
    if code.slot == "account" and code.word in types and code.word not in accounts:
        return replace(code, slot="invoice_type")
    return code


def _named(mapping: Mapping, used: set[tuple[Slot, str]], *, all_typed: bool) -> Iterator[Code]:
    """Yield what is named beside the words of files; `all_typed`: no file says what is used today."""
    for slot, words in mapping.choices.items():
        for word, choice in words.items():
            if (slot, word) not in used:
                yield Code(slot, word, 0, "0.00", Place("", 0), typed=all_typed or choice.is_open)


def _all_open(codes_: Iterable[Code]) -> dict[Slot, dict[str, Choice]]:
    made: dict[Slot, dict[str, Choice]] = {}
    for code in codes_:
        made.setdefault(code.slot, {})[code.word] = OPEN
    return made


def accepted(mapping: Mapping, found: Suggestions, slots: set[Slot], *, all_of: bool) -> Mapping:
    """Return a mapping with suggestions accepted for codes of these slots that nobody chose anything for."""
    for code, suggestions in found.items():
        if code.slot not in slots or not suggestions or mapping.choice(code.slot, code.word) is not None:
            continue
        best = suggestions[0]
        if all_of or best.confidence == "sure":
            choice = Choice(best.to, best.name, best.id, "accepted")
            mapping = mapping.with_choice(code.slot, code.word, choice)
    return mapping


def _documents(found: FolderReport, before: Mapping, cancel: Cancel) -> Iterator[Document | Held]:
    for reading in found.readings:
        for one in assemble(reading, read(reading), before):
            cancel.check()
            if isinstance(one, Document | Held):
                yield one
