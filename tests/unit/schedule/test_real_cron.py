"""The crontab of Debian's own cron, in a spool of its own: written, read back, and taken out."""

import os
import sys
from collections.abc import Sequence
from datetime import time as clock
from pathlib import Path

import pytest

from tests.servers.processes import find_tool
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
_OWN = 'mount --bind "$0/spool" /var/spool && mount --bind "$0/none" /etc/cron.d && exec "$@"'
"""In a view of the file system of its own: this machine's crontabs are neither seen nor touched."""


class OwnSpool(PcCommands):
    """Runs programs where /var/spool is a folder of the test's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "spool/cron/crontabs").mkdir(parents=True)
        (folder / "none").mkdir()

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


def test_without_any_table_there_is_none_and_the_first_line_makes_one(spool: OwnSpool) -> None:
    cron = Cron(spool)
    assert cron.is_there()
    assert cron.read(NAME) is None
    task = DailyTask(NAME, ("true",), ABOUT, [cron])
    assert task.keep(clock(7, 15)).at == clock(7, 15)
