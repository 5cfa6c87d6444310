"""Job: say that KashFlow lets nobody change these settings in its trial (S5.4)."""

from dataclasses import dataclass
from typing import ClassVar

from wizard.jobs.job import Asked, Done, Nothing, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress


@dataclass(frozen=True)
class CheckTrial:
    """Whether KashFlow is still in its trial, as its user says."""

    gives: ClassVar = Nothing
    in_trial: bool

    @classmethod
    def asked(cls, asked: Asked) -> "CheckTrial":
        """Build the input from a run's answers."""
        return cls(asked.answers.tick("trial", default=False))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Nothing to say once KashFlow is subscribed to."""
        return Problem("KASHFLOW-TRIAL") if self.in_trial else Done()
