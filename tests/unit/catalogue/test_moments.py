"""Days and moments in words, by this PC's clock and the data's own names of months."""

import locale
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from wizard.catalogue.moments import day_in_words, in_words, until_in_words, with_weekday

AT = datetime(2026, 7, 1, 9, 5).astimezone()


@pytest.fixture(params=["C", ""])
def of_this_pc(request: pytest.FixtureRequest) -> Iterator[None]:
    """As Python starts, and with the PC's own region, which Qt sets."""
    before = locale.setlocale(locale.LC_TIME)
    locale.setlocale(locale.LC_TIME, request.param)
    yield
    locale.setlocale(locale.LC_TIME, before)


@pytest.mark.usefixtures("of_this_pc")
def test_days_and_moments_in_words() -> None:
    assert in_words(AT) == "1 July 2026, 09:05"
    assert in_words(AT.astimezone(UTC)) == "1 July 2026, 09:05"
    assert day_in_words(date(2026, 12, 31)) == "31 December 2026"
    assert with_weekday(AT) == "Wednesday 1 July at 09:05"


def test_a_time_that_is_waited_for_has_its_day_where_that_is_another() -> None:
    assert until_in_words(AT + timedelta(hours=2), AT) == "11:05"
    assert until_in_words(AT + timedelta(days=1), AT) == "09:05 on 2 July"


def test_every_month_and_weekday_has_a_name() -> None:
    months = {day_in_words(date(2026, month, 1)).split()[1] for month in range(1, 13)}
    weekdays = {with_weekday(AT + timedelta(days=day)).split()[0] for day in range(7)}
    assert (len(months), len(weekdays)) == (12, 7)
