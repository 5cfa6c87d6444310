"""The one task of a store: Tillbridge started each day, by whatever scheduler this PC has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from wizard.schedule.contract import Kept, Scheduler, Task


@dataclass(frozen=True)
class DailyTask:
    """The task under its name; the first of `schedulers` that is there takes it, else the first of all."""

    name: str
    command: tuple[str, ...]
    about: str
    schedulers: Sequence[Scheduler]

    def keep(self, at: time) -> Kept:
        """Have it started each day at a time, by one scheduler alone; ProblemFound SCHEDULE-REFUSED."""
        chosen = next((each for each in self.schedulers if each.is_there()), self.schedulers[0])
        kept = chosen.keep(Task(self.name, self.command, at, self.about))
        for each in self.schedulers:
            if each is not chosen:
                each.remove(self.name)
        return kept

    def read(self) -> Kept | None:
        """Return it as it is kept; None where nothing starts it."""
        found = (each.read(self.name) for each in self.schedulers)
        return next((kept for kept in found if kept is not None), None)

    def is_of_older(self, kept: Kept) -> bool:
        """Whether an older version of this program had it kept: it lacks one of the words of today's."""
        words = (word for word in self.command if word.startswith("--"))
        return bool(kept.starts) and any(word not in kept.starts for word in words)

    def remove(self) -> None:
        """Have nothing started any more."""
        for each in self.schedulers:
            each.remove(self.name)
