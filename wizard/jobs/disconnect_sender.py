"""Job: Disconnect: throw the sender's permission away."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.jobs.job import Done, Gives, Tools
from wizard.jobs.sender import Sender
from wizard.jobs.sender_connection import forget_connection
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress


class SenderDisconnected(Gives, frozen=True, kw_only=True):
    """Nobody is connected any more."""

    connected_as: str = ""


@dataclass(frozen=True)
class DisconnectSender:
    """Forget one sender's connection; the app's details stay, to connect again."""

    gives: ClassVar = SenderDisconnected
    sender: Sender

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Forget it here, and end it at the vendor where that can be done."""
        progress.step(0.3, "Throwing the permission away")
        problem = forget_connection(tools, self.sender.app) if self.sender.app else None
        return problem or Done({"connected_as": ""})
