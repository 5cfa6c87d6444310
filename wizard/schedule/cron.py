"""One line in the user's own crontab, known by the name behind it; every other line stays as it is."""

import re
import shlex
from datetime import time
from pathlib import Path

from wizard.model.problem import ProblemFound
from wizard.schedule.contract import MISSING, Commands, Doubt, Kept, Task, refused

_DAEMONS = {"cron", "crond", "fcron", "anacron"}
_EMPTY = "no crontab for"
_LINE = re.compile(r"(\d{1,2}) (\d{1,2}) \* \* \* (.*) # (\S+)")


class Cron:
    """The user's crontab; `processes` is where running programs are seen (Linux' /proc)."""

    def __init__(self, commands: Commands, processes: Path = Path("/proc")) -> None:
        self._commands, self._processes = commands, processes

    def is_there(self) -> bool:
        """Whether this PC has crontabs at all."""
        return self._commands.run(["crontab", "-l"]).status != MISSING

    def keep(self, task: Task) -> Kept:
        """Write the line, in place of one of that name, and read it back."""
        lines = self._others(task.name)
        self._write([*lines, line(task)])
        kept = self.read(task.name)
        if kept is None or kept.at != task.at or self._others(task.name) != lines:
            raise refused("cron", "the table does not hold what was written")
        return kept

    def read(self, name: str) -> Kept | None:
        """Return the line as the table has it; None also for who has no table, or may not have one."""
        try:
            lines = self._table()
        except ProblemFound:
            return None
        for text in lines:
            found = _LINE.fullmatch(text)
            if found is not None and found[4] == name:
                at = time(int(found[2]), int(found[1]))
                return Kept("cron", f"crontab: {name}", at, self._doubt(), found[3])
        return None

    def remove(self, name: str) -> None:
        """Take the line out."""
        if self.read(name) is not None:
            self._write(self._others(name))

    def _table(self) -> list[str]:
        ran = self._commands.run(["crontab", "-l"])
        if ran.status == 0:
            return ran.out.splitlines()
        if ran.status != MISSING and _EMPTY in ran.err:
            return []
        # Whoever cannot read the table must not write it: that would be the end of its other lines.
        raise refused("cron", ran.said)

    def _others(self, name: str) -> list[str]:
        return [text for text in self._table() if not text.endswith(f" # {name}")]

    def _write(self, lines: list[str]) -> None:
        ran = self._commands.run(["crontab", "-"], "".join(f"{text}\n" for text in lines))
        if ran.status != 0:
            raise refused("cron", ran.said)

    def _doubt(self) -> Doubt:
        """Whether something that reads crontabs runs: the table alone starts nothing."""
        for path in self._processes.glob("[0-9]*/comm"):
            try:
                if path.read_text("utf-8", "replace").strip() in _DAEMONS:
                    return ""
            except OSError:
                continue
        return "no-daemon"


def line(task: Task) -> str:
    """Return the line: a per cent sign ends a command in crontab(5), so it is escaped."""
    command = shlex.join(task.command).replace("%", r"\%")
    return f"{task.at.minute} {task.at.hour} * * * {command} # {task.name}"
