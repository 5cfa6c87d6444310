"""What is said of the daily run and of its schedule."""

from calendar import day_name
from datetime import datetime
from functools import lru_cache

from msgspec import Struct

from wizard.catalogue.load import convert
from wizard.catalogue.moments import with_weekday
from wizard.catalogue.resources import read_toml
from wizard.catalogue.wording import fill
from wizard.model.record import LastDaily
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
    weekday = day_name[schedule.weekday]
    return says[schedule.sends].format(at=f"{schedule.at:%H:%M}", weekday=weekday)


def said_of_doubt(doubt: str, due: datetime) -> str:
    """Return what could not be proven of a schedule; `due`: when it was to run last. Nothing for no doubt."""
    return schedule_words().doubts.get(doubt, "").format(due=with_weekday(due))


def said_of_next(following: datetime) -> str:
    """Return when it comes next."""
    return schedule_words().says["next"].format(next=with_weekday(following))


def said_of_last(last: LastDaily) -> str:
    """Return when it was last and how that was; nothing where it never was."""
    if last.at is None:
        return ""
    said = schedule_words().says[_ended(last)]
    return fill(said, {"last": with_weekday(last.at), "count": len(last.problems)})


def _ended(last: LastDaily) -> str:
    """Return how a daily run ended, as its sentence is called."""
    if last.problems:
        return "last-needs"
    return "last-nothing" if last.looked == 0 else "last-well"
