"""When a store's daily run happens, on which days it sends, and the moment that comes next."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Literal

from msgspec import Struct

Sends = Literal["daily", "weekly", "never"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TEXT = re.compile(rf"(?:({'|'.join(WEEKDAYS)}|watch) )?([01]\d|2[0-3]):([0-5]\d)")


class Schedule(Struct, frozen=True):
    """The daily run at a time of day; it sends each day, on one weekday (0 is Monday), or never."""

    at: time
    sends: Sends = "daily"
    weekday: int = 0

    @property
    def text(self) -> str:
        """It as the store's record has it: `18:30`, `mon 18:30`, or `watch 18:30`."""
        first = {"daily": "", "weekly": f"{WEEKDAYS[self.weekday]} ", "never": "watch "}[self.sends]
        return f"{first}{self.at:%H:%M}"

    def sends_on(self, day: date) -> bool:
        """Whether the run of a day sends."""
        return self.sends == "daily" or (self.sends == "weekly" and day.weekday() == self.weekday)


def parse(text: str) -> Schedule | None:
    """Return the schedule that a text names; None where it names none."""
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    first, at = found[1] or "", time(int(found[2]), int(found[3]))
    if not first or first == "watch":
        return Schedule(at, "never" if first else "daily")
    return Schedule(at, "weekly", WEEKDAYS.index(first))


Localised = Callable[[datetime], datetime]
"""Gives a wall clock's time its place in the world."""


def here(wall: datetime) -> datetime:
    """Return this PC's wall clock time as a moment: of a time that is there twice the first, of one that is
    skipped the same span later, as systemd and the Task Scheduler have it.
    """
    return datetime.fromtimestamp(wall.timestamp()).astimezone()


def next_after(now: datetime, schedule: Schedule, local: Localised = here) -> datetime:
    """Return the next run after a moment (with its zone)."""
    day = now.date() - timedelta(days=1)
    while True:
        moment = local(datetime.combine(day, schedule.at))
        if moment > now:
            return moment
        day += timedelta(days=1)


def next_sending(now: datetime, schedule: Schedule, local: Localised = here) -> datetime | None:
    """Return the next run that sends; None where none does."""
    if schedule.sends == "never":
        return None
    moment = next_after(now, schedule, local)
    while not schedule.sends_on(moment.date()):
        moment = next_after(moment, schedule, local)
    return moment


def last_before(now: datetime, schedule: Schedule, local: Localised = here) -> datetime:
    """Return the latest run up to a moment (with its zone)."""
    day = now.date() + timedelta(days=1)
    while True:
        moment = local(datetime.combine(day, schedule.at))
        if moment <= now:
            return moment
        day -= timedelta(days=1)


def last_sending(now: datetime, schedule: Schedule, local: Localised = here) -> datetime | None:
    """Return the latest moment up to now at which a run was to send; None where none does."""
    if schedule.sends == "never":
        return None
    for back in range(9):
        day = now.date() - timedelta(days=back)
        moment = local(datetime.combine(day, schedule.at))
        if schedule.sends_on(day) and moment <= now:
            return moment
    return None
