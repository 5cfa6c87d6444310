"""A user's own systemd, in a view of the files of its own: it takes the timer and starts the daily run."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from time import monotonic, sleep

import pytest

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
from wizard.schedule.daily_task import DailyTask
from wizard.schedule.systemd import SystemdTimer

SYSTEMD = Path("/lib/systemd/systemd")
_OWN = """set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system && mkdir -m 700 /run/own
export XDG_RUNTIME_DIR=/run/own HOME="$0"
unset DBUS_SESSION_BUS_ADDRESS
"$1" --user & wait
"""
"""Its /run says that this PC was booted with systemd; whatever it starts ends with it."""
pytestmark = [
    pytest.mark.skipif(sys.platform != "linux" or not SYSTEMD.exists(), reason="there is no systemd here"),
    pytest.mark.long,  # a timer is precise to a minute
    pytest.mark.timeout(400),
]


class OwnSystemd(PcCommands):
    """Runs programs where a user's systemd of the test's own runs."""

    def __init__(self, inside: int, home: Path) -> None:
        self._inside, self._home = inside, home

    def run(self, arguments: Sequence[str], text: str = "") -> Ran:
        into = ["nsenter", "-t", str(self._inside), "-m", "-p"]
        own = ["env", "XDG_RUNTIME_DIR=/run/own", f"HOME={self._home}"]
        return super().run([*into, *own, *arguments], text)


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 240) -> None:
    until = monotonic() + seconds
    while not condition():
        assert monotonic() < until, what
        sleep(0.2)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[OwnSystemd]:
    view = ["unshare", "-m", "-p", "-f", "--mount-proc", "--kill-child"]
    if PcCommands().run([*view, "true"]).status != 0:
        pytest.skip("this machine lends no view of its files of one's own (unshare)")
    line = [*view, "sh", "-c", _OWN, str(tmp_path), str(SYSTEMD)]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as began:
        try:
            children = Path(f"/proc/{began.pid}/task/{began.pid}/children")
            wait_until(lambda: bool(children.read_text().split()), "unshare starts nothing")
            made = OwnSystemd(int(children.read_text().split()[0]), tmp_path)
            timer = SystemdTimer(tmp_path / ".config", made)
            wait_until(timer.is_there, "its systemd does not answer", 30)
            yield made
        finally:
            began.kill()


def test_systemd_starts_the_daily_run_and_only_then_it_is_said_to_be_on(
    own: OwnSystemd, tmp_path: Path
) -> None:
    program = Program(make_world(Options(home=tmp_path / "store's 50%"), None), Redactor())
    told = daily_task(program.world)
    timer = SystemdTimer(tmp_path / ".config", own)
    task = DailyTask(told.name, told.command, told.about, [timer])
    tools = replace(program.tools(), daily=lambda: task)

    def doubt() -> object:
        done = ReadSchedule().run(tools, Silent(), Cancel())
        assert isinstance(done, Done)
        return done.facts["schedule_doubt"]

    soon = datetime.now().astimezone() + timedelta(seconds=65)  # so that its minute is still to come
    KeepSchedule(Schedule(clock(soon.hour, soon.minute), "never")).run(tools, Silent(), Cancel())
    assert doubt() == "unseen", "it has the timer"
    wait_until(lambda: doubt() == "", "systemd never started it")
    KeepSchedule(None).run(tools, Silent(), Cancel())
    assert own.run(["systemctl", "--user", "is-active", f"{told.name}.timer"]).status != 0
