"""Job: keep what the codes of a screen's slots are in Xero, and say which of them mean nothing there yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec.structs import replace

from wizard.books.match_table import MatchTable
from wizard.catalogue.load import screen
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.suggest_matches import MatchesSuggested, Matching, SuggestMatches, facts_of
from wizard.jobs.job import Asked, Done, Tools
from wizard.model.mapping import SLOTS, Slot
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress


@dataclass(frozen=True)
class MatchCodes:
    """Match the codes of these slots as the store and the run say. Value: a `Matching`.

    `accept_all`: suggestions are accepted for what nobody has chosen anything for.
    """

    gives: ClassVar = MatchesSuggested
    suggest: SuggestMatches
    slots: Sequence[Slot] = SLOTS
    accept_all: bool = False

    @classmethod
    def asked(cls, asked: Asked) -> "MatchCodes":
        """Build the input from a run's answers and the slots of its screen."""
        step = next(step for step in asked.procedure.steps if step.id == asked.step)
        accept_all = asked.answers.tick("accept_suggestions", default=False)
        suggest = SuggestMatches.in_run(asked.procedure, asked.answers)
        return cls(suggest, screen(step.screen).slots, accept_all)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Keep the matches; MATCH-LEFT and its kin for what is not good enough to go on with."""
        outcome = self.suggest.run(tools, progress, cancel)
        if isinstance(outcome, Problem):
            return outcome
        matching: Matching = outcome.value
        table = MatchTable(self.slots, matching.codes, matching.suggestions, matching.chart, matching.mapping)
        if self.accept_all:
            table.put(table.accepting(range(len(table.rows))))
        own, problem = StoreMatches(tools.site, self.suggest.whose), table.problem
        if problem is None:
            kept = own.keep(table.matches)
        else:
            own.write(table.matches)
            kept = table.matches
        left = [table.codes[at].word for at in table.left]
        count = sum(1 for row in table.rows if row.counts)
        return Done(facts_of(count, left), replace(matching, mapping=kept), problem)
