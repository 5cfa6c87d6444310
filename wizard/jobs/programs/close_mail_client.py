"""Job: ask an open mail program to close, in its own way; nothing is ever ended by force."""

import time
from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Gives, Tools
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)

_LOOK_SECONDS = 0.3


class MailClientClosed(Gives, frozen=True, kw_only=True):
    """Whether it is closed, and whether it had to be asked."""

    closed: bool = False
    asked: bool = False


@dataclass(frozen=True)
class CloseMailClient:
    """Ask, and wait until it is closed. CLIENT-STAYS-OPEN when it has no such way, or stays open.

    It may itself ask its user about a half-written message, which is why it may take a while.
    """

    gives: ClassVar = MailClientClosed
    client: str
    profile: str
    wait_seconds: float = 30.0

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Ask and wait."""
        try:
            client = tools.mail_clients.client(self.client)
            profile = tools.mail_clients.profile(self.client, self.profile)
            found = client.running(profile)
            if found is None:
                return Done({"closed": True, "asked": False})
            progress.step(0.1, _words("asking-to-close", program=found.name))
            if not client.close_gently(profile):
                return Problem("CLIENT-STAYS-OPEN", {"name": found.name, "asked": False})
            end = time.monotonic() + self.wait_seconds
            while (found := client.running(profile)) is not None:
                if time.monotonic() > end:
                    return Problem("CLIENT-STAYS-OPEN", {"name": found.name, "asked": True})
                cancel.wait(_LOOK_SECONDS)
        except ProblemFound as problem:
            return problem.problem
        progress.step(1.0, _words("closed"))
        return Done({"closed": True, "asked": True})
