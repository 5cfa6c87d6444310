"""The store's schedule and the scheduler's own: kept together, and what differs is said."""

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from tests.unit.doubles import tools_for
from tests.unit.schedule.pc import FakePc
from wizard.jobs.daily.keep_schedule import KeepSchedule, ReadSchedule
from wizard.jobs.job import Done, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.schedule import Schedule
from wizard.schedule.contract import Ran
from wizard.schedule.cron import Cron
from wizard.schedule.daily_task import DailyTask
from wizard.schedule.systemd import SystemdTimer

WEEKLY = Schedule(time(18, 30), "weekly", 4)


def at(tmp_path: Path, pc: FakePc) -> Tools:
    def task() -> DailyTask:
        command = ("python", "-m", "wizard", "daily")
        both = [SystemdTimer(tmp_path / "config", pc), Cron(pc, tmp_path)]
        return DailyTask("tillbridge-1-store", command, "Tillbridge", both)

    return replace(tools_for(tmp_path / "home"), daily=task)


def test_it_is_kept_by_the_scheduler_and_the_store_and_its_next_run_is_said(tmp_path: Path) -> None:
    tools = at(tmp_path, FakePc())
    done = KeepSchedule(WEEKLY).run(tools, Silent(), Cancel())
    assert isinstance(done, Done)
    assert tools.site.record().books.schedule == "fri 18:30"
    assert (done.facts["scheduler"], done.facts["schedule_doubt"]) == ("systemd", "")
    assert datetime.fromisoformat(done.facts["next_sending"]).strftime("%a %H:%M") == "Fri 18:30"
    assert datetime.fromisoformat(done.facts["next_run"]) <= datetime.fromisoformat(
        done.facts["next_sending"]
    )
    assert KeepSchedule(None).run(tools, Silent(), Cancel()) == Done({})
    assert tools.site.record().books.schedule == ""


def test_one_that_somebody_took_out_of_the_scheduler_is_gone(tmp_path: Path) -> None:
    pc = FakePc()
    tools = at(tmp_path, pc)
    KeepSchedule(WEEKLY).run(tools, Silent(), Cancel())
    for path in (tmp_path / "config").rglob("*.timer"):
        path.unlink()
    done = ReadSchedule().run(tools, Silent(), Cancel())
    assert isinstance(done, Done)
    assert (done.facts["schedule"], done.facts["schedule_doubt"]) == ("fri 18:30", "gone")
    assert "somebody took it out" in done.facts["schedule_said"]
    assert "next_run" not in done.facts


def test_what_the_scheduler_refuses_is_not_kept_as_if_it_were(tmp_path: Path) -> None:
    pc = FakePc(has_systemd=False, has_cron=True, cron_says=Ran(1, "", "not allowed"))
    tools = at(tmp_path, pc)
    outcome = KeepSchedule(WEEKLY).run(tools, Silent(), Cancel())
    assert isinstance(outcome, Problem)
    assert outcome.code == "SCHEDULE-REFUSED"
    assert tools.site.record().books.schedule == ""


def test_without_any_scheduler_nothing_is_promised(tmp_path: Path) -> None:
    tools = tools_for(tmp_path)
    assert KeepSchedule(WEEKLY).run(tools, Silent(), Cancel()) == Problem("SCHEDULE-NOT-HERE")
    assert KeepSchedule(None).run(tools, Silent(), Cancel()) == Done()
