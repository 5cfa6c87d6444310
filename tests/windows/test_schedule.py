"""The daily task's XML, given to the Task Scheduler that Wine has."""

from collections.abc import Sequence
from datetime import time
from pathlib import Path

import pytest

from tests.windows.prepared import windows_path
from tests.windows.wine import Windows
from wizard.schedule.contract import Kept, Ran, Task
from wizard.schedule.task_scheduler import TaskScheduler, xml

pytestmark = pytest.mark.timeout(300)
NAME = "tillbridge-0a1b2c3d-store"
TASK = Task(
    NAME, ("C:\\Program Files\\Tillbridge\\pythonw.exe", "-m", "wizard"), time(18, 30), "Tillbridge & café"
)


def create(windows: Windows, content: str) -> int:
    file = windows.folder / "task.xml"
    file.write_bytes(b"\xff\xfe" + content.encode("utf-16-le"))
    given = ["wine", "schtasks", "/create", "/tn", NAME, "/xml", windows_path(file), "/f"]
    return windows.run(given).status


def tasks(windows: Windows) -> list[Path]:
    return list((windows.drive / "windows").glob(f"[Ss]ystem32/[Tt]asks/{NAME}"))


def test_the_task_scheduler_takes_it_and_lets_it_go(windows: Windows) -> None:
    assert create(windows, xml(TASK)) == 0
    (kept,) = tasks(windows)
    assert "<Priority>7</Priority>" in kept.read_text(
        "utf-8-sig"
    )  # Wine keeps little of a task but its settings
    assert windows.run(["wine", "schtasks", "/delete", "/tn", NAME, "/f"]).status == 0
    assert tasks(windows) == []


class WineCommands:
    """Wine's own programs, given paths as Windows has them."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    def run(self, arguments: Sequence[str], text: str = "") -> Ran:
        words = [windows_path(Path(word)) if word.endswith(".xml") else word for word in arguments]
        done = self._windows.run(["wine", *words])
        return Ran(done.status, done.output, done.errors)


def test_a_scheduler_that_shows_nothing_of_a_task_is_not_taken_for_one_that_has_it(windows: Windows) -> None:
    """Wine's `schtasks /query` ends well and says nothing: what was given stands, in doubt."""
    scheduler = TaskScheduler(windows.folder, WineCommands(windows))
    kept = scheduler.keep(TASK)
    assert kept == Kept("task-scheduler", NAME, time(18, 30), "not-asked", "-m wizard")
    assert len(tasks(windows)) == 1, "the Task Scheduler itself took it"
    scheduler.remove(NAME)
    assert tasks(windows) == []
    assert scheduler.read(NAME) is None


def test_it_would_notice_what_is_no_task(windows: Windows) -> None:
    assert create(windows, xml(TASK).replace("</Triggers>", "")) != 0
    assert create(windows, xml(TASK).replace("Task", "Tusk")) != 0
    assert tasks(windows) == []
