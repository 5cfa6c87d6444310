"""Job: keep what a store's codes were matched to, and say what of it is not good enough to go on with."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.suggest_matches import MatchesSuggested
from wizard.jobs.books.who_posts import Whose
from wizard.jobs.job import Done, Tools
from wizard.model.mapping import Mapping
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


@dataclass(frozen=True)
class KeepMatches:
    """Keep `mapping` as the store's; `found` and `left` count the codes, `problem` is why none goes on."""

    gives: ClassVar = MatchesSuggested
    mapping: Mapping
    found: int
    left: tuple[str, ...]
    problem: Problem | None = None
    whose: Whose | None = None
    """Whose matches they are; None: of whatever the store's own files are."""

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Write the file of matches; with a problem it is written all the same."""
        progress.step(0.5, _words("keeping"))
        matches = StoreMatches(tools.site, self.whose)
        if self.problem is None:
            matches.keep(self.mapping)
        else:
            matches.write(self.mapping)
        facts = {
            "codes_found": self.found,
            "codes_matched": self.found - len(self.left),
            "codes_left": self.left,
        }
        return Done(facts, problem=self.problem)
