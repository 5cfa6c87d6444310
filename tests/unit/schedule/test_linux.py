"""A timer of systemd's or a line in a crontab: written, read back, and taken out again."""

import os
import shutil
import subprocess
from datetime import time
from pathlib import Path

import pytest

from tests.unit.schedule.pc import FakePc
from wizard.model.problem import ProblemFound
from wizard.schedule.contract import Kept, Ran, Task
from wizard.schedule.cron import Cron, line
from wizard.schedule.daily_task import DailyTask
from wizard.schedule.systemd import SystemdTimer, calendar, service, timer

NAME = "tillbridge-0a1b2c3d-store"
COMMAND = ("/opt/my shop/python", "-m", "wizard", "--home", '/tmp/50% "odd" $HOME\\x', "--site", "store")
TASK = Task(NAME, COMMAND, time(18, 30), "Tillbridge, each day, for store")


def both(folder: Path, pc: FakePc, processes: Path) -> DailyTask:
    return DailyTask(NAME, COMMAND, TASK.about, [SystemdTimer(folder, pc), Cron(pc, processes)])


@pytest.fixture
def processes(tmp_path: Path) -> Path:
    """Where cron is seen to run."""
    path = tmp_path / "proc" / "812" / "comm"
    path.parent.mkdir(parents=True)
    path.write_text("cron\n")
    return tmp_path / "proc"


def test_a_timer_is_written_told_and_read_back(tmp_path: Path, processes: Path) -> None:
    pc = FakePc()
    task = both(tmp_path, pc, processes)
    kept = task.keep(time(18, 30))
    starts = service(TASK).partition("ExecStart=")[2].rstrip("\n")
    place = str(tmp_path / "systemd/user" / f"{NAME}.timer")
    assert kept == Kept("systemd", place, time(18, 30), "", starts)
    assert task.read() == kept
    assert pc.active == {f"{NAME}.timer"}
    assert task.keep(time(6, 5)).at == time(6, 5)
    task.remove()
    assert task.read() is None
    assert pc.active == set()
    assert [path for path in tmp_path.rglob(f"{NAME}*") if not path.is_dir()] == []


def test_where_neither_answers_the_timer_waits_for_a_systemd_and_says_so(
    tmp_path: Path, processes: Path
) -> None:
    task = both(tmp_path, FakePc(has_systemd=False), processes)
    kept = task.keep(time(18, 30))
    assert (kept.by, kept.doubt) == ("systemd", "not-asked")
    link = tmp_path / "systemd/user/timers.target.wants" / f"{NAME}.timer"
    assert link.resolve() == Path(kept.place)
    task.remove()
    assert not link.is_symlink()


def test_a_timer_that_systemd_has_not_is_not_taken_for_a_running_one(tmp_path: Path, processes: Path) -> None:
    pc = FakePc()
    task = both(tmp_path, pc, processes)
    task.keep(time(18, 30))
    pc.active.clear()
    kept = task.read()
    assert kept is not None
    assert kept.doubt == "not-asked"


def test_without_systemd_a_crontab_gets_one_line_and_keeps_the_others(
    tmp_path: Path, processes: Path
) -> None:
    mine = "MAILTO=me\n# backup\n5 4 * * * backup --all\n"
    pc = FakePc(has_systemd=False, has_cron=True, table=mine)
    task = both(tmp_path, pc, processes)
    starts = line(TASK).removeprefix("30 18 * * * ").removesuffix(f" # {NAME}")
    assert task.keep(time(18, 30)) == Kept("cron", f"crontab: {NAME}", time(18, 30), "", starts)
    assert task.keep(time(6, 5)).at == time(6, 5)
    assert pc.table is not None
    assert pc.table.startswith(mine)
    assert len(pc.table.splitlines()) == 4
    task.remove()
    assert pc.table == mine


def test_a_crontab_that_nothing_reads_is_no_schedule_yet(tmp_path: Path) -> None:
    task = both(tmp_path, FakePc(has_systemd=False, has_cron=True), tmp_path / "nothing-runs")
    assert task.keep(time(18, 30)).doubt == "no-daemon"


def test_a_crontab_that_cannot_be_read_is_not_written_over(tmp_path: Path, processes: Path) -> None:
    pc = FakePc(False, True, "5 4 * * * backup\n", Ran(1, "", "you are not allowed to use this program"))
    with pytest.raises(ProblemFound) as refused:
        both(tmp_path, pc, processes).keep(time(18, 30))
    assert refused.value.problem.code == "SCHEDULE-REFUSED"
    assert "not allowed" in str(refused.value.problem.facts["said"])
    assert ("crontab", "-") not in pc.ran


def test_from_cron_to_systemd_one_of_them_starts_it(tmp_path: Path, processes: Path) -> None:
    pc = FakePc(has_systemd=False, has_cron=True)
    task = both(tmp_path, pc, processes)
    task.keep(time(18, 30))
    pc.has_systemd = True
    assert task.keep(time(18, 30)).by == "systemd"
    assert pc.table == ""


def test_the_line_gives_the_shell_the_very_words(tmp_path: Path) -> None:
    printing = ("printf", r"%s\n", *COMMAND[4:])
    text = line(Task(NAME, printing, time(18, 30), ""))
    command = text.removeprefix("30 18 * * * ").replace(r"\%", "%")
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == list(COMMAND[4:])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
def test_systemd_itself_reads_both_files_and_the_time(tmp_path: Path) -> None:
    read = subprocess.run(
        ["systemd-analyze", "calendar", calendar(time(18, 30))], capture_output=True, text=True, check=True
    )
    assert "Normalized form: *-*-* 18:30:00" in read.stdout
    python = tmp_path / "my shop" / "python"
    python.parent.mkdir()
    python.symlink_to("/bin/true")
    task = Task(NAME, (str(python), *COMMAND[1:]), TASK.at, TASK.about)
    (tmp_path / f"{NAME}.timer").write_text(timer(task))
    (tmp_path / f"{NAME}.service").write_text(service(task))
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / f"{NAME}.timer")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert NAME not in checked.stderr, checked.stderr
    assert checked.returncode == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_the_place_of_a_timer_is_not_waited_for(tmp_path: Path) -> None:
    place = tmp_path / "systemd" / "user" / f"{NAME}.timer"
    place.parent.mkdir(parents=True)
    os.mkfifo(place)
    assert SystemdTimer(tmp_path, None).read(NAME) is None
