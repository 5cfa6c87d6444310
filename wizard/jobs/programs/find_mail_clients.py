"""Job: find the mail programs of this PC, with their profiles and accounts."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.listing import listed
from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Gives, Tools
from wizard.jobs.programs.receipts import settle
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


class MailClientsFound(Gives, frozen=True, kw_only=True):
    """Their names in one line, and how many."""

    found: str = ""
    count: int = 0


@dataclass(frozen=True)
class FindMailClients:
    """Look for all mail programs, or one. Value: a tuple of ListedClient; CLIENT-NONE beside an empty one."""

    gives: ClassVar = MailClientsFound
    client: str | None = None

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Look, and say of writes that were cut short what became of them."""
        progress.step(0.1, _words("looking-for-programs"))
        settle(tools)
        cancel.check()
        everything = tools.mail_clients.list(self.client)
        rows = tuple(each for each in everything if not each.is_bare)
        progress.step(1.0, _words("done"))
        found = listed(each.found.name for each in rows)
        problem = None
        if not rows:
            bare = everything[0].found.problem if everything else None
            problem = bare or Problem("CLIENT-NONE", {"client": self.client or ""})
        return Done({"found": found, "count": len(rows)}, rows, problem)
