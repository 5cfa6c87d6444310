"""The next run by the shop's own wall clock, over the days on which that clock is put."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from wizard.model.schedule import Schedule, last_sending, next_after, next_sending, parse

SYDNEY, LONDON = ZoneInfo("Australia/Sydney"), ZoneInfo("Europe/London")
ZONES = [SYDNEY, LONDON, ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Los_Angeles")]


def in_zone(zone: ZoneInfo):  # type: ignore[no-untyped-def]
    def local(wall: datetime) -> datetime:
        # Through UTC, as a clock does it: a time that is skipped becomes the same span later.
        return wall.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")).astimezone(zone)

    return local


def test_each_text_comes_back_as_it_was() -> None:
    for text in ("18:30", "mon 00:05", "sun 23:59", "watch 06:00"):
        schedule = parse(text)
        assert schedule is not None
        assert schedule.text == text


@pytest.mark.parametrize("text", ["", "24:00", "8:30", "18:60", "day 18:30", "mon", "18:30 ", "watch"])
def test_what_is_no_time_of_day_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    "zone", [SYDNEY, LONDON, ZoneInfo("Pacific/Auckland"), ZoneInfo("America/Los_Angeles")]
)
def test_over_a_whole_year_there_is_one_run_each_day_at_the_same_wall_time(zone: ZoneInfo) -> None:
    schedule, local = Schedule(time(18, 30)), in_zone(zone)
    now = datetime(2026, 1, 1, 12, tzinfo=zone)
    days = []
    for _ in range(365):
        now = next_after(now, schedule, local)
        assert (now.hour, now.minute) == (18, 30)
        days.append(now.date())
    assert days == [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]


def test_a_time_that_is_skipped_comes_an_hour_later_and_one_that_is_twice_comes_once() -> None:
    schedule, local = Schedule(time(2, 30)), in_zone(SYDNEY)
    spring = next_after(datetime(2026, 10, 3, 12, tzinfo=SYDNEY), schedule, local)
    assert (spring.date(), spring.hour, spring.minute) == (date(2026, 10, 4), 3, 30)
    autumn = next_after(datetime(2026, 4, 4, 12, tzinfo=SYDNEY), schedule, local)
    assert (autumn.date(), autumn.hour, autumn.utcoffset()) == (date(2026, 4, 5), 2, timedelta(hours=11))
    assert next_after(autumn, schedule, local).date() == date(2026, 4, 6)


def test_a_weekly_sending_is_on_its_day_and_watching_sends_never() -> None:
    friday, local = Schedule(time(18, 30), "weekly", 4), in_zone(LONDON)
    now = datetime(2026, 11, 27, 18, 30, tzinfo=LONDON)  # a Friday, just then
    assert next_sending(now, friday, local) == datetime(2026, 12, 4, 18, 30, tzinfo=LONDON)
    assert last_sending(now, friday, local) == now
    assert last_sending(now - timedelta(minutes=1), friday, local) == now - timedelta(days=7)
    assert next_sending(now, Schedule(time(18, 30), "never"), local) is None
    assert last_sending(now, Schedule(time(18, 30), "never"), local) is None
