"""Job: fetch an access token of the store's own sign-in to Xero."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Nothing, Tools
from wizard.jobs.xero.connection import connection_of
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


@dataclass(frozen=True)
class FetchAccess:
    """Fetch it. Value: the token, a Secret."""

    gives: ClassVar = Nothing

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return one that is good for some minutes; CONN-… where there is no sign-in."""
        progress.step(0.2, _words("asking-for-a-token"))
        access = connection_of(tools).access()
        return access if isinstance(access, Problem) else Done(value=access)
