"""A PC of which nothing is real but its files: its systemd and its crontab in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wizard.schedule.contract import MISSING, Ran


@dataclass
class FakePc:
    """What its programs answer; a program that it has not is missing."""

    has_systemd: bool = True
    has_cron: bool = False
    table: str | None = None
    """The crontab; None: this user has none."""
    cron_says: Ran | None = None
    """What crontab answers whatever it is asked."""
    config: Path | None = None
    active: set[str] = field(default_factory=set)
    ran: list[tuple[str, ...]] = field(default_factory=list)

    def run(self, arguments: Sequence[str], text: str = "") -> Ran:
        self.ran.append(tuple(arguments))
        match list(arguments):
            case ["systemctl", "--user", *what]:
                return self._systemctl(what)
            case ["crontab", what]:
                return self._crontab(what, text)
            case _:
                return Ran(MISSING)

    def _systemctl(self, what: list[str]) -> Ran:
        if not self.has_systemd:
            return Ran(1, "", "Failed to connect to bus: No medium found")
        match what:
            case ["enable", "--now", name]:
                self.active.add(name)
            case ["disable", "--now", name]:
                self.active.discard(name)
            case ["is-active", name]:
                return Ran(0, "active\n") if name in self.active else Ran(3, "inactive\n")
        return Ran(0)

    def _crontab(self, what: str, text: str) -> Ran:
        if not self.has_cron:
            return Ran(MISSING)
        if self.cron_says is not None:
            return self.cron_says
        if what == "-":
            self.table = text
            return Ran(0)
        return Ran(1, "", "no crontab for store") if self.table is None else Ran(0, self.table)
