"""Job: Connect, without asking anybody: a connection that is there is used, an app's own is fetched."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Tools
from wizard.jobs.sender.connection import checked_access
from wizard.jobs.sender.own_sender import Sender, SenderConnected, facts_of, sender_asked
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


@dataclass(frozen=True)
class ConnectSender:
    """Look whether the sender is connected; what needs a person is `sign_in_sender`'s."""

    gives: ClassVar = SenderConnected
    needs: ClassVar = ("client_secret",)
    sender: Sender

    @classmethod
    def asked(cls, asked: Asked) -> "ConnectSender":
        """Build the input from a run's answers."""
        return cls(sender_asked(asked))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Say who is connected; SENDER-NOT-CONNECTED where somebody has to sign in first."""
        progress.step(0.2, _words("looking-whether-connected"))
        found = checked_access(tools, self.sender, anew=True)
        return self.sender.told(found) if isinstance(found, Problem) else Done(facts_of(self.sender))
