"""What every scheduler of an operating system is asked: keep one daily task, read it back, take it out."""

from collections.abc import Sequence
from datetime import time
from typing import Literal, Protocol

from msgspec import Struct

from wizard.model.problem import Problem, ProblemFound

By = Literal["task-scheduler", "systemd", "cron"]
Doubt = Literal["", "practice", "not-asked", "no-daemon"]
"""What could not be proven: that it is told (practice), that it took it, that it is running at all."""
MISSING = 127
"""The status of a program that this PC has not, or that did not answer in time."""


class Ran(Struct, frozen=True):
    """What a program of this PC answered."""

    status: int
    out: str = ""
    err: str = ""

    @property
    def said(self) -> str:
        """Its words, shortened."""
        return " ".join((self.err.strip() or self.out.strip()).split())[:300]


def refused(by: By, said: str) -> ProblemFound:
    """Return what is raised where a scheduler does not take a task, or does not have it as it was given."""
    return ProblemFound(Problem("SCHEDULE-REFUSED", {"by": by, "said": said}))


class Commands(Protocol):
    """Runs this PC's own programs."""

    def run(self, arguments: Sequence[str], text: str = "") -> Ran:
        """Run one with a text on its standard input and return what it answered."""


class Task(Struct, frozen=True):
    """What is to be started each day: `name` tells homes and stores of one PC apart."""

    name: str
    command: tuple[str, ...]
    at: time
    about: str


class Kept(Struct, frozen=True):
    """A task as its scheduler has it, where it stands, and what of that nobody could prove."""

    by: By
    place: str
    at: time
    doubt: Doubt = ""
    starts: str = ""
    """What it starts, as it has that written down; blank where nobody could see it."""


class Scheduler(Protocol):
    """One kind of scheduler."""

    def is_there(self) -> bool:
        """Whether this PC has it, and it can be spoken to."""

    def keep(self, task: Task) -> Kept:
        """Write it, in place of one of that name, and read it back; ProblemFound SCHEDULE-REFUSED."""

    def read(self, name: str) -> Kept | None:
        """Return what is kept under a name; None for nothing that can be seen."""

    def remove(self, name: str) -> None:
        """Take it out; ProblemFound SCHEDULE-REFUSED where it stays. Nothing to take out is no problem."""
