"""The crontab of Debian's own cron, in a spool of its own: written, read back, taken out, and run."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path

import pytest

from tests.servers.processes import find_tool
from wizard.app.options import Options
from wizard.app.program import Program, make_world
from wizard.app.scheduling import daily_task
from wizard.jobs.daily.keep_schedule import KeepSchedule, ReadSchedule
from wizard.jobs.job import Done
from wizard.model.progress import Cancel, Silent
from wizard.model.schedule import Schedule
from wizard.redaction.log_filter import Redactor
from wizard.schedule.commands import PcCommands
from wizard.schedule.contract import Ran
from wizard.schedule.cron import Cron
from wizard.schedule.daily_task import DailyTask

NAME = "tillbridge-0a1b2c3d-store"
ABOUT = "Tillbridge, each day, for store"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or find_tool("crontab") is None or os.geteuid() != 0,
    reason="Debian's cron keeps its tables where only root may give it another place",
)
_OWN = """set -e
for each in spool run; do mount --bind "$0/$each" "/var/$each"; done
mount --bind "$0/none" /etc/cron.d
: > "$0/empty"; mount --bind "$0/empty" /etc/crontab
exec "$@"
"""
"""In a view of the file system of its own: this machine's crontabs are neither seen nor touched."""


class OwnSpool(PcCommands):
    """Runs programs where /var/spool is a folder of the test's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "spool/cron/crontabs").mkdir(parents=True)
        (folder / "none").mkdir()
        (folder / "run").mkdir()

    def line(self, *arguments: str) -> list[str]:
        return ["unshare", "-m", "sh", "-c", _OWN, str(self._folder), *arguments]

    def run(self, arguments: Sequence[str], text: str = "") -> Ran:
        return super().run(self.line(*arguments), text)


@pytest.fixture
def spool(tmp_path: Path) -> OwnSpool:
    Path("/etc/cron.d").mkdir(exist_ok=True)
    made = OwnSpool(tmp_path)
    if made.run(["true"]).status != 0:
        pytest.skip("this machine lends no view of its files of one's own (unshare)")
    return made


def test_cron_itself_takes_the_line_and_keeps_the_others(spool: OwnSpool) -> None:
    mine = "MAILTO=me\n# backup\n5 4 * * * backup --all\n"
    assert spool.run(["crontab", "-"], mine).status == 0
    task = DailyTask(NAME, ("/opt/my shop/python", "-m", "wizard", "100%"), ABOUT, [Cron(spool)])
    kept = task.keep(clock(18, 30))
    assert (kept.by, kept.place, kept.at) == ("cron", f"crontab: {NAME}", clock(18, 30))
    assert task.keep(clock(6, 5)).at == clock(6, 5)
    table = spool.run(["crontab", "-l"]).out
    assert table.startswith(mine)
    assert len(table.splitlines()) == 4
    task.remove()
    assert task.read() is None
    assert spool.run(["crontab", "-l"]).out == mine


@pytest.mark.long  # cron looks at its tables once a minute
@pytest.mark.timeout(300)
@pytest.mark.skipif(find_tool("cron") is None, reason="Debian's cron itself is not here")
def test_cron_starts_the_daily_run_and_only_then_it_is_said_to_be_on(spool: OwnSpool, tmp_path: Path) -> None:
    program = Program(make_world(Options(home=tmp_path / "home"), None), Redactor())
    told = daily_task(program.world)
    task = DailyTask(told.name, told.command, told.about, [Cron(spool)])
    tools = replace(program.tools(), daily=lambda: task)

    def doubt() -> object:
        done = ReadSchedule().run(tools, Silent(), Cancel())
        assert isinstance(done, Done)
        return done.facts["schedule_doubt"]

    def wait_until(condition: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + 200
        while not condition():
            assert time.monotonic() < until, what
            time.sleep(0.2)

    soon = datetime.now().astimezone() + timedelta(seconds=65)  # so that its minute is still to come
    KeepSchedule(Schedule(clock(soon.hour, soon.minute), "never")).run(tools, Silent(), Cancel())
    assert doubt() in {"no-daemon", "unseen"}, "the table alone starts nothing; another cron may run here"
    with subprocess.Popen(spool.line("cron", "-f")) as cron:
        try:
            wait_until(lambda: doubt() == "unseen", "cron does not run")
            wait_until(lambda: doubt() == "", "cron never started it")
        finally:
            cron.terminate()
    assert program.site.record().daily.by_scheduler is not None


def test_without_any_table_there_is_none_and_the_first_line_makes_one(spool: OwnSpool) -> None:
    cron = Cron(spool)
    assert cron.is_there()
    assert cron.read(NAME) is None
    task = DailyTask(NAME, ("true",), ABOUT, [cron])
    assert task.keep(clock(7, 15)).at == clock(7, 15)
