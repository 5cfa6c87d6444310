"""Job: count what a store's files hold of each kind; nothing is remembered, and nothing outside is needed."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.jobs.books.of_run import OfRun
from wizard.jobs.books.use_store_files import LookAtStoreFiles, by_kind, problem_of
from wizard.jobs.job import Done, Nothing, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress


@dataclass(frozen=True)
class CountRecords:
    """Count them. Value: a count by kind of file."""

    gives: ClassVar = Nothing
    of_run: OfRun

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return the counts; the problem of files that are not there, or that ask something first."""
        documents = self.of_run.documents(tools.site.record())
        if documents is None:
            return Problem("FILE-NONE", {"folder": ""})
        found = LookAtStoreFiles(documents).run(tools, progress, cancel).value
        problem = problem_of(found, documents, good_ones=True)
        return problem if problem is not None else Done(value=by_kind(found))
