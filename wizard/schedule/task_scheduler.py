"""A task of Windows' Task Scheduler, by its XML (MS-TSCH 2.5) through `schtasks`."""

import re
import subprocess
from datetime import date, time
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from wizard.schedule.contract import MISSING, Commands, Doubt, Kept, Task, refused
from wizard.schedule.files import read, remove, write

_START = re.compile(r"<StartBoundary>\d{4}-\d\d-\d\dT(\d\d):(\d\d):\d\d</StartBoundary>")
_ARGUMENTS = re.compile(r"<Arguments>(.*)</Arguments>")
_NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_FROM = date(2026, 1, 1)
"""The first day: a task that begins in the past runs at its next time."""


class TaskScheduler:
    """Tasks of this user; the XML that was given stays in `folder`. Without `commands` nobody is told."""

    def __init__(self, folder: Path, commands: Commands | None) -> None:
        self._folder, self._commands = folder, commands

    def is_there(self) -> bool:
        """Every Windows has it."""
        return True

    def keep(self, task: Task) -> Kept:
        """Give the task to the Task Scheduler and read it back from there."""
        path = self._path(task.name)
        write(path, b"\xff\xfe" + xml(task).encode("utf-16-le"))
        if self._commands is not None:
            ran = self._commands.run(["schtasks", "/create", "/tn", task.name, "/xml", str(path), "/f"])
            if ran.status != 0:
                raise refused("task-scheduler", ran.said)
        kept = self.read(task.name)
        if kept is None or kept.at != task.at:
            raise refused("task-scheduler", "the task is not there as it was given")
        return kept

    def read(self, name: str) -> Kept | None:
        """Return the task as the Task Scheduler has it; as it was given where that cannot be asked."""
        text = read(self._path(name))
        given = _at(text)
        if self._commands is None:
            return None if given is None else Kept("task-scheduler", name, given, "practice", _starts(text))
        ran = self._commands.run(["schtasks", "/query", "/tn", name, "/xml"])
        at = _at(ran.out) if ran.status == 0 else None
        if at is not None:
            return Kept("task-scheduler", name, at, "", _starts(ran.out))
        cannot: Doubt = "not-asked"
        is_asked = ran.status not in {0, MISSING}  # it answered that there is no such task
        return (
            None if given is None or is_asked else Kept("task-scheduler", name, given, cannot, _starts(text))
        )

    def remove(self, name: str) -> None:
        """Take the task out."""
        if self._commands is not None and self.read(name) is not None:
            ran = self._commands.run(["schtasks", "/delete", "/tn", name, "/f"])
            if ran.status != 0 and self.read(name) is not None:
                raise refused("task-scheduler", ran.said)
        remove(self._path(name))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.xml"


def xml(task: Task) -> str:
    """Return the task: at this PC's wall clock (no zone), made up for when missed, as this user signed in."""
    program, *rest = task.command
    arguments = subprocess.list2cmdline(rest)
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="{_NAMESPACE}">
  <RegistrationInfo>
    <Author>Tillbridge</Author>
    <Description>{escape(task.about)}</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>{_FROM.isoformat()}T{task.at:%H:%M}:00</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay>
        <DaysInterval>1</DaysInterval>
      </ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>false</RunOnlyIfNetworkAvailable>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <Hidden>false</Hidden>
    <RunOnlyIfIdle>false</RunOnlyIfIdle>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT12H</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(program)}</Command>
      <Arguments>{escape(arguments)}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def _starts(text: str) -> str:
    """Return the words that a task gives its program."""
    found = _ARGUMENTS.search(text)
    return "" if found is None else unescape(found[1], {"&quot;": '"'})


def _at(text: str) -> time | None:
    found = _START.search(text)
    return None if found is None else time(int(found[1]) % 24, int(found[2]) % 60)
