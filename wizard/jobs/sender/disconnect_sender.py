"""Job: Disconnect: throw the sender's permission away."""

from dataclasses import dataclass, replace
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Done, Gives, Tools
from wizard.jobs.sender.connection import forget_connection
from wizard.jobs.sender.own_sender import VAULT_PASSWORD, Sender, remember_sender
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


class SenderDisconnected(Gives, frozen=True, kw_only=True):
    """Nobody is connected any more."""

    connected_as: str = ""


@dataclass(frozen=True)
class DisconnectSender:
    """Forget one sender's connection; its app's details stay, to connect again.

    A sender with a password is forgotten as a whole.
    """

    gives: ClassVar = SenderDisconnected
    sender: Sender

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Forget it here, and end it at the vendor where that can be done."""
        progress.step(0.3, _words("throwing-away"))
        if self.sender.app is not None:
            return forget_connection(tools, self.sender.app) or Done({"connected_as": ""})
        tools.vault.delete(VAULT_PASSWORD)
        remember_sender(tools, replace(self.sender, outgoing=replace(self.sender.outgoing, host="")))
        return Done({"connected_as": ""})
