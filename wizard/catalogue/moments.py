"""Days and moments as people read them, by this PC's clock, with the names of months that the data has.

Not by the PC's locale: the texts around them are in the language of the data.
"""

from datetime import date, datetime

from wizard.catalogue.words import words_of

_words = words_of(__name__)

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def in_words(moment: datetime) -> str:
    """Return a moment, e.g. `28 November 2026, 17:05`."""
    here = moment.astimezone()
    return _words("moment", day=here.day, month=_month(here), year=here.year, time=_time(here))


def day_in_words(day: date) -> str:
    """Return a day, e.g. `1 July 2026`."""
    return _words("day", day=day.day, month=_month(day), year=day.year)


def with_weekday(moment: datetime) -> str:
    """Return a moment of these days, e.g. `Friday 27 November at 18:30`."""
    here = moment.astimezone()
    weekday = _words.one_of("weekdays", _WEEKDAYS[here.weekday()])
    return _words("weekday", weekday=weekday, day=here.day, month=_month(here), time=_time(here))


def until_in_words(until: datetime, now: datetime) -> str:
    """Return the time of day, with the day where that is another one: `17:05 on 28 November`."""
    here = until.astimezone()
    if here.date() == now.astimezone().date():
        return _time(here)
    return _words("time-on-day", time=_time(here), day=here.day, month=_month(here))


def time_in_words(moment: datetime) -> str:
    """Return the time of day, e.g. `17:05`."""
    return _time(moment.astimezone())


def _month(day: date) -> str:
    return _words.one_of("months", _MONTHS[day.month - 1])


def _time(moment: datetime) -> str:
    return _words("time", hour=moment.hour, minute=moment.minute)
