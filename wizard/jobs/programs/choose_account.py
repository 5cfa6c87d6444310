"""Job: settle which account of which mail program is meant, from what was said of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Nothing, Tools
from wizard.mailclients.choosing import choose
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


@dataclass(frozen=True)
class ChooseAccount:
    """Choose by the store's address, where nothing else is said. Value: an AccountChoice.

    CLIENT-CHOOSE when a person must say which; then the value is a tuple of the ListedClient there are.
    """

    gives: ClassVar = Nothing
    address: str
    client: str | None = None
    profile: Path | None = None
    account: str | None = None

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Look at every mail program; writes nothing."""
        progress.step(0.1, _words("looking-for-programs"))
        listed = tools.mail_clients.list(self.client)
        cancel.check()
        try:
            found = choose(
                listed,
                address=self.address,
                client=self.client,
                profile=self.profile,
                account=self.account,
            )
        except ProblemFound as caught:
            if caught.problem.code != "CLIENT-CHOOSE":
                return caught.problem
            return Done({}, listed, caught.problem)
        return Done({}, found)
