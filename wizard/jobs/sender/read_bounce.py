"""Job: T13: what the answers about a message that did not arrive add up to (S5.83-S5.88)."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.mail.bounces import bounce_problem
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)


class BounceRead(Gives, frozen=True, kw_only=True):
    """What is left to say when nothing explains it."""

    not_arrived: str = ""


@dataclass(frozen=True)
class ReadBounce:
    """The bounce message, if one came back, and what was looked at so far."""

    gives: ClassVar = BounceRead
    bounce: str
    in_sent: str
    junk_checked: bool
    address_allowed: bool
    their_provider_asked: bool

    @classmethod
    def asked(cls, asked: Asked) -> "ReadBounce":
        """Build the input from a run's answers."""
        answers = asked.answers
        return cls(
            answers.text("bounce"),
            answers.text("in_sent", "not-looked"),
            answers.tick("junk_checked", default=False),
            answers.tick("address_allowed", default=False),
            answers.tick("their_provider_asked", default=False),
        )

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Name the next thing to do, the most telling first: a bounce, then Junk, then the Sent folder."""
        if self.bounce:
            return bounce_problem(self.bounce)
        if not self.junk_checked:
            return Problem("NOT-ARRIVED", {"next": "junk"})
        if self.in_sent == "no":
            return Problem("NOT-ARRIVED", {"next": "not-sent"})
        if not self.address_allowed:
            return Problem("NOT-ARRIVED", {"next": "allow"})
        if not self.their_provider_asked:
            return Problem("NOT-ARRIVED", {"next": "their-provider"})
        return Done({"not_arrived": _words("all-looked-at")})
