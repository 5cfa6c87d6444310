"""A timer of the user's own systemd: two files, and a word to the running one (systemd.timer(5))."""

import re
from datetime import time
from pathlib import Path

from msgspec.structs import replace

from wizard.model.problem import Problem, ProblemFound
from wizard.schedule.contract import MISSING, Commands, Doubt, Kept, Task, refused
from wizard.schedule.files import read, remove, write

_AT = re.compile(r"(?m)^OnCalendar=\*-\*-\* (\d\d):(\d\d):00$")
_START = re.compile(r"(?m)^ExecStart=(.*)$")
_ACTIVE = {"active", "activating"}
_SILENT = ("Failed to connect", "No medium found", "not been booted", "No such file or directory")
"""What `systemctl --user` says where there is no systemd of this user's to talk to."""


class SystemdTimer:
    """Timers below a user's configuration folder; without `commands` nobody is told of them."""

    def __init__(self, config: Path, commands: Commands | None) -> None:
        self._folder, self._commands = config / "systemd" / "user", commands

    def is_there(self) -> bool:
        """Whether this user's systemd runs and can be spoken to."""
        return self._ask("show-environment") == ""

    def keep(self, task: Task) -> Kept:
        """Write both files, enable the timer, and look whether systemd has it."""
        write(self._service(task.name), service(task).encode())
        write(self._timer(task.name), timer(task).encode())
        self._enable(task.name)
        doubt = self._told(task.name)
        kept = self.read(task.name)
        if kept is None or kept.at != task.at:
            raise refused("systemd", "the timer's file does not hold what was written")
        return replace(kept, doubt=doubt)

    def read(self, name: str) -> Kept | None:
        """Return the timer as its file and systemd have it."""
        found = _AT.search(read(self._timer(name)))
        if found is None:
            return None
        at = time(int(found[1]) % 24, int(found[2]) % 60)
        start = _START.search(read(self._service(name)))
        starts = "" if start is None else start[1]
        return Kept("systemd", str(self._timer(name)), at, self._doubt(name), starts)

    def remove(self, name: str) -> None:
        """Stop the timer and take its files away."""
        if not self._timer(name).exists():
            return
        self._ask("disable", "--now", f"{name}.timer")
        for path in (self._wanted(name), self._timer(name), self._service(name)):
            remove(path)
        self._ask("daemon-reload")

    def _told(self, name: str) -> Doubt:
        """Tell systemd of the timer; ProblemFound where it is there and does not take it."""
        if self._commands is None:
            return "practice"
        for arguments in (("daemon-reload",), ("enable", "--now", f"{name}.timer")):
            said = self._ask(*arguments)
            if said is None:
                return "not-asked"
            if said:
                raise refused("systemd", said)
        return self._doubt(name)

    def _doubt(self, name: str) -> Doubt:
        if self._commands is None:
            return "practice"
        ran = self._commands.run([*_SYSTEMCTL, "is-active", f"{name}.timer"])
        return "" if ran.status == 0 and ran.out.strip() in _ACTIVE else "not-asked"

    def _ask(self, *arguments: str) -> str | None:
        """Return "" where systemd did it, its words where it refused, None where it could not be asked."""
        if self._commands is None:
            return None
        ran = self._commands.run([*_SYSTEMCTL, *arguments])
        if ran.status == 0:
            return ""
        is_silent = ran.status == MISSING or any(words in ran.err for words in _SILENT)
        return None if is_silent else ran.said or f"status {ran.status}"

    def _enable(self, name: str) -> None:
        """Do what `systemctl enable` does: a systemd that starts later takes it up by itself."""
        link = self._wanted(name)
        try:
            link.parent.mkdir(parents=True, exist_ok=True)
            link.unlink(missing_ok=True)
            link.symlink_to(self._timer(name))
        except OSError as error:
            facts = {"path": str(link), "said": error.strerror or str(error)}
            raise ProblemFound(Problem("STORE-WRITE", facts)) from None

    def _timer(self, name: str) -> Path:
        return self._folder / f"{name}.timer"

    def _service(self, name: str) -> Path:
        return self._folder / f"{name}.service"

    def _wanted(self, name: str) -> Path:
        return self._folder / "timers.target.wants" / f"{name}.timer"


_SYSTEMCTL = ("systemctl", "--user")


def timer(task: Task) -> str:
    """Return the timer's file: by this PC's wall clock; a run that was missed is made up for."""
    return (
        f"[Unit]\nDescription={task.about}\n\n"
        f"[Timer]\nOnCalendar={calendar(task.at)}\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


def calendar(at: time) -> str:
    """Return a time of day as systemd.time(7) has it."""
    return f"*-*-* {at:%H:%M}:00"


def service(task: Task) -> str:
    """Return the file of what the timer starts."""
    start = " ".join(map(_quoted, task.command))
    return f"[Unit]\nDescription={task.about}\n\n[Service]\nType=oneshot\nExecStart={start}\n"


def _quoted(word: str) -> str:
    """Return a word as ExecStart takes it, nothing of it replaced (systemd.service(5))."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"'
