"""The store's schedule and the scheduler's own: kept together, and what differs is said."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from tests.unit.doubles import tools_for
from tests.unit.schedule.pc import FakePc
from wizard.catalogue.moments import with_weekday
from wizard.jobs.books.who_posts import why_nothing_is_sent
from wizard.jobs.daily.keep_schedule import KeepSchedule, ReadSchedule
from wizard.jobs.daily.run_daily import RunDaily
from wizard.jobs.job import Done, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.record import Books, ConnectionKey, StoreRecord, XeroConnection
from wizard.model.schedule import Schedule, last_before, parse
from wizard.model.xero import Organisation
from wizard.schedule.contract import Ran
from wizard.schedule.cron import Cron
from wizard.schedule.daily_task import DailyTask
from wizard.schedule.systemd import SystemdTimer

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
WEEKLY = Schedule(time(18, 30), "weekly", 4)


def at(tmp_path: Path, pc: FakePc, *options: str) -> Tools:
    def task() -> DailyTask:
        command = ("python", "-m", "wizard", "daily", *options)
        both = [SystemdTimer(tmp_path / "config", pc), Cron(pc, tmp_path)]
        return DailyTask("tillbridge-1-store", command, "Tillbridge", both)

    return replace(tools_for(tmp_path / "home"), daily=task)


def test_it_is_kept_by_the_scheduler_and_the_store_and_its_next_run_is_said(tmp_path: Path) -> None:
    tools = at(tmp_path, FakePc())
    done = KeepSchedule(WEEKLY).run(tools, Silent(), Cancel())
    assert isinstance(done, Done)
    assert tools.site.record().books.schedule == "fri 18:30"
    assert (done.facts["scheduler"], done.facts["schedule_doubt"]) == ("systemd", "unseen")
    assert datetime.fromisoformat(done.facts["next_sending"]).strftime("%a %H:%M") == "Fri 18:30"
    assert datetime.fromisoformat(done.facts["next_run"]) <= datetime.fromisoformat(
        done.facts["next_sending"]
    )
    assert KeepSchedule(None).run(tools, Silent(), Cancel()) == Done({})
    assert tools.site.record().books.schedule == ""


def test_it_is_on_only_once_the_scheduler_was_seen_to_start_it(tmp_path: Path) -> None:
    tools = at(tmp_path, FakePc())
    KeepSchedule(WEEKLY).run(tools, Silent(), Cancel())
    assert doubt_of(tools) == ("unseen", "This PC's scheduler has it; it was not seen to run yet.")
    RunDaily().run(tools, Silent(), Cancel())
    assert doubt_of(tools)[0] == "unseen", "a person started that one"
    RunDaily(by_scheduler=True).run(tools, Silent(), Cancel())
    assert doubt_of(tools) == ("", "")
    KeepSchedule(Schedule(time(6, 5))).run(tools, Silent(), Cancel())
    assert doubt_of(tools)[0] == "unseen", "the scheduler was given another time since"


def test_a_time_at_which_it_was_not_seen_to_run_is_said(tmp_path: Path) -> None:
    tools = at(tmp_path, FakePc())
    KeepSchedule(WEEKLY).run(tools, Silent(), Cancel())
    RunDaily(by_scheduler=True).run(tools, Silent(), Cancel())
    now = datetime.now().astimezone()
    tools.site.change(lambda record: earlier(record, timedelta(days=3)))
    doubt, said = doubt_of(tools)
    due = last_before(now - timedelta(minutes=15), WEEKLY)
    assert doubt == "missed"
    assert f"not seen to run {with_weekday(due)}" in said
    RunDaily(by_scheduler=True).run(tools, Silent(), Cancel())
    assert doubt_of(tools) == ("", ""), "it was made up for"


@pytest.mark.parametrize("has_systemd", [True, False])
def test_what_an_older_version_set_up_is_brought_up_to_date_and_said_once(
    tmp_path: Path, has_systemd: bool
) -> None:
    pc = FakePc(has_systemd=has_systemd, has_cron=True)
    KeepSchedule(WEEKLY).run(at(tmp_path, pc), Silent(), Cancel())
    tools = at(tmp_path, pc, "--by-scheduler", "--home", "/a b")
    tools.site.change(lambda record: changed(record, books=changed(record.books, schedule_since=LONG_AGO)))
    assert doubt_of(at(tmp_path, pc))[0] in {"missed", "no-daemon"}, "an older one leaves it alone"
    done = ReadSchedule().run(tools, Silent(), Cancel())
    assert isinstance(done, Done)
    assert done.facts["schedule_renewed"] == "An older Tillbridge had set this up; it is brought up to date."
    assert done.facts["schedule"] == "fri 18:30"
    assert done.facts["schedule_doubt"] in {"unseen", "no-daemon"}, "it was not to run since"
    assert tools.daily is not None
    kept = tools.daily().read()
    assert kept is not None
    assert "--by-scheduler" in kept.starts
    assert kept.at == time(18, 30)
    again = ReadSchedule().run(tools, Silent(), Cancel())
    assert isinstance(again, Done)
    assert "schedule_renewed" not in again.facts


def test_a_daily_run_that_an_older_version_set_up_brings_it_up_to_date(tmp_path: Path) -> None:
    pc = FakePc()
    KeepSchedule(WEEKLY).run(at(tmp_path, pc), Silent(), Cancel())
    tools = at(tmp_path, pc, "--by-scheduler")
    first, second = (RunDaily().run(tools, Silent(), Cancel()) for _ in range(2))
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert (bool(first.facts.get("renewed")), bool(second.facts.get("renewed"))) == (True, False)


def test_what_the_scheduler_does_not_take_anew_stays_as_it_is(tmp_path: Path) -> None:
    pc = FakePc(has_systemd=False, has_cron=True)
    KeepSchedule(WEEKLY).run(at(tmp_path, pc), Silent(), Cancel())
    before = pc.table
    tools = at(tmp_path, pc, "--by-scheduler")
    real = pc.run
    pc.run = lambda arguments, text="": (  # type: ignore[method-assign]
        Ran(1, "", "not allowed") if list(arguments) == ["crontab", "-"] else real(arguments, text)
    )
    done = ReadSchedule().run(tools, Silent(), Cancel())
    assert isinstance(done, Done)
    assert "schedule_renewed" not in done.facts
    assert pc.table == before


def doubt_of(tools: Tools) -> tuple[object, object]:
    done = ReadSchedule().run(tools, Silent(), Cancel())
    assert isinstance(done, Done)
    return done.facts["schedule_doubt"], done.facts["schedule_said"]


def earlier(record: StoreRecord, span: timedelta) -> StoreRecord:
    """Let what the scheduler was given and seen to do be longer ago."""
    since, seen = record.books.schedule_since, record.daily.by_scheduler
    assert since is not None
    assert seen is not None
    books = changed(record.books, schedule_since=since - span)
    return changed(record, books=books, daily=changed(record.daily, by_scheduler=seen - span))


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


@pytest.mark.parametrize(
    ("xero", "folder", "schedule", "why"),
    [
        (XeroConnection(), "/shop", "18:30", "cannot"),
        (XeroConnection(client_id="A" * 32, connected=False, stopped=True), "/shop", "18:30", "cannot"),
        (XeroConnection(client_id="A" * 32, connected=True, may_write=False), "/shop", "18:30", "reads-only"),
        (XeroConnection(client_id="A" * 32, connected=True), "", "18:30", "no-files"),
        (XeroConnection(client_id="A" * 32, connected=True), "/shop", "18:30", ""),
        (XeroConnection(), "/shop", "watch 18:30", ""),
        (XeroConnection(), "/shop", "", ""),
    ],
)
def test_a_time_of_sending_says_why_nothing_can_be_sent_then(
    xero: XeroConnection, folder: str, schedule: str, why: str
) -> None:
    record = StoreRecord(xero=xero, books=Books(folder=folder))
    assert why_nothing_is_sent(record, parse(schedule), date(2026, 11, 29)) == why


def test_who_ended_the_sign_in_is_promised_no_sending_by_the_key_of_another_program() -> None:
    key = ConnectionKey("tenant-1", "K", datetime(2026, 11, 1, tzinfo=UTC))
    own = Organisation("tenant-1", "Corner Store")
    record = StoreRecord(organisation=own, key=key, books=Books(folder="/shop"))
    day, stopped = date(2026, 11, 29), XeroConnection(client_id="A", stopped=True)
    assert why_nothing_is_sent(record, parse("18:30"), day) == "", "a store that never signed in by itself"
    assert why_nothing_is_sent(changed(record, xero=stopped), parse("18:30"), day) == "cannot"
