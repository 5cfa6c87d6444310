"""The Task Scheduler's XML: what it starts, when, and that what it says of itself is believed."""

import subprocess
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from wizard.model.problem import ProblemFound
from wizard.schedule.contract import MISSING, Ran, Task
from wizard.schedule.task_scheduler import TaskScheduler, xml

NAME = "tillbridge-0a1b2c3d-store"
HOME = 'C:\\Users\\A & "B"\\Till <1>\\'
COMMAND = ("C:\\Program Files\\Tillbridge\\pythonw.exe", "-m", "wizard", "daily", "--home", HOME)
TASK = Task(NAME, COMMAND, time(6, 5), "Tillbridge, each day, for store & café")
SPACE = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


class FakeWindows:
    """A Task Scheduler in memory."""

    def __init__(self) -> None:
        self.tasks: dict[str, str] = {}
        self.says: Ran | None = None

    def run(self, arguments: Sequence[str], text: str = "") -> Ran:
        if self.says is not None:
            return self.says
        program, verb, *rest = arguments
        assert program == "schtasks"
        name = rest[rest.index("/tn") + 1]
        if verb == "/create":
            content = Path(rest[rest.index("/xml") + 1]).read_bytes()
            self.tasks[name] = content.decode("utf-16")
        elif name not in self.tasks:
            return Ran(1, "", "ERROR: The system cannot find the file specified.")
        elif verb == "/delete":
            del self.tasks[name]
        return Ran(0, self.tasks.get(name, "") if verb == "/query" else "SUCCESS")


def test_the_task_starts_the_very_command_each_day_by_the_wall_clock() -> None:
    root = ElementTree.fromstring(xml(TASK))
    start = root.findtext("t:Triggers/t:CalendarTrigger/t:StartBoundary", namespaces=SPACE)
    assert start is not None
    assert start.endswith("T06:05:00")  # without a zone: Windows moves it with the PC's clock
    assert root.findtext(".//t:DaysInterval", namespaces=SPACE) == "1"
    assert root.findtext(".//t:Command", namespaces=SPACE) == COMMAND[0]
    assert root.findtext(".//t:Arguments", namespaces=SPACE) == subprocess.list2cmdline(COMMAND[1:])
    assert root.findtext(".//t:StartWhenAvailable", namespaces=SPACE) == "true"
    assert root.findtext(".//t:DisallowStartIfOnBatteries", namespaces=SPACE) == "false"
    assert root.findtext(".//t:RunLevel", namespaces=SPACE) == "LeastPrivilege"
    order = [part.tag.partition("}")[2] for part in root]
    assert order == ["RegistrationInfo", "Triggers", "Principals", "Settings", "Actions"]


def test_it_is_given_read_back_and_taken_out(tmp_path: Path) -> None:
    pc = FakeWindows()
    scheduler = TaskScheduler(tmp_path, pc)
    kept = scheduler.keep(TASK)
    assert (kept.by, kept.at, kept.doubt) == ("task-scheduler", time(6, 5), "")
    assert scheduler.read(NAME) == kept
    assert kept.starts == subprocess.list2cmdline(COMMAND[1:])
    scheduler.remove(NAME)
    assert (pc.tasks, scheduler.read(NAME), list(tmp_path.iterdir())) == ({}, None, [])
    scheduler.remove(NAME)


def test_a_task_that_somebody_removed_is_not_there(tmp_path: Path) -> None:
    pc = FakeWindows()
    scheduler = TaskScheduler(tmp_path, pc)
    scheduler.keep(TASK)
    pc.tasks.clear()
    assert scheduler.read(NAME) is None


def test_what_windows_refuses_is_said_in_its_words(tmp_path: Path) -> None:
    pc = FakeWindows()
    pc.says = Ran(1, "", "ERROR: Access is denied.")
    with pytest.raises(ProblemFound) as refused:
        TaskScheduler(tmp_path, pc).keep(TASK)
    assert refused.value.problem.code == "SCHEDULE-REFUSED"
    assert refused.value.problem.facts["said"] == "ERROR: Access is denied."


def test_a_scheduler_that_cannot_be_asked_is_no_absence(tmp_path: Path) -> None:
    pc = FakeWindows()
    scheduler = TaskScheduler(tmp_path, pc)
    scheduler.keep(TASK)
    pc.says = Ran(MISSING)
    kept = scheduler.read(NAME)
    assert kept is not None
    assert kept.doubt == "not-asked"
