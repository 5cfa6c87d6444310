"""Job: take over what a set-up file says of a store's own files, before they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from wizard.jobs.books.own_layouts import keep_layouts
from wizard.jobs.job import Done, Nothing, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress


@dataclass(frozen=True)
class TakeSetUp:
    """Keep the layouts that the store has not so already; one of the same name is replaced. Value: names."""

    gives: ClassVar = Nothing
    layouts: Mapping[str, Mapping[str, Any]]

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Write them; ProblemFound STORE-WRITE."""
        return Done(value=keep_layouts(tools.site, self.layouts))
