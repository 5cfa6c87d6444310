"""What is said of the daily run and of its schedule."""

from datetime import date, datetime
from functools import lru_cache

from msgspec import Struct

from wizard.catalogue.load import convert
from wizard.catalogue.resources import read_toml
from wizard.model.schedule import Schedule

_FILE = "schedule.toml"


class ScheduleWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The sentences of schedules, and of what could not be proven of one."""

    says: dict[str, str]
    doubts: dict[str, str]


@lru_cache(maxsize=1)
def schedule_words() -> ScheduleWords:
    """Return the words; CatalogueError for a file that does not fit."""
    return convert(read_toml(_FILE), ScheduleWords, _FILE)


def said_of(schedule: Schedule | None) -> str:
    """Return a schedule in a sentence."""
    says = schedule_words().says
    if schedule is None:
        return says["off"]
    weekday = f"{date(2024, 1, 1 + schedule.weekday):%A}"  # that year began on a Monday
    return says[schedule.sends].format(at=f"{schedule.at:%H:%M}", weekday=weekday)


def said_of_moments(following: datetime | None, last: datetime | None) -> str:
    """Return when it runs next and ran last; nothing of what there is not."""
    says = schedule_words().says
    parts = [says["next"].format(next=_moment(following))] if following is not None else []
    parts += [says["last"].format(last=_moment(last))] if last is not None else []
    return " ".join(parts)


def _moment(at: datetime) -> str:
    here = at.astimezone()
    return f"{here:%A} {here.day} {here:%B} at {here:%H:%M}"
