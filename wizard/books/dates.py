"""Dates: the orders of day, month and year that a cell allows, and its day under a decided one."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from wizard.model.books import DateOrder

_TIME = (
    r"(?:[T ,]+[0-9]{1,2}[:.h][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?"
    r"(?:\s*[AaPp]\.?\s?[Mm]\.?)?(?:\s*(?:Z|[+-][0-9]{2}:?[0-9]{2}|[A-Z]{2,5}(?:[+-][0-9]{1,2})?))?)?"
)
_NUMERIC = re.compile(rf"([0-9]{{1,4}})\s?([-/.\s])\s?([0-9]{{1,2}})\s?\2\s?([0-9]{{1,4}})\.?{_TIME}")
_COMPACT = re.compile(rf"([0-9]{{4}})([0-9]{{2}})([0-9]{{2}}){_TIME}")
_DAY_FIRST = re.compile(
    rf"([0-9]{{1,2}})(?:st|nd|rd|th)?\.?[\s\-/.]*([^\W\d_]{{3,10}})\.?[\s\-/.,']*([0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_MONTH_FIRST = re.compile(
    rf"([^\W\d_]{{3,10}})\.?[\s\-/.]*([0-9]{{1,2}})(?:st|nd|rd|th)?,?[\s\-/.,']+([0-9]{{4}}|[0-9]{{2}}){_TIME}"
)
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})[\s\-/.]+([^\W\d_]{{3,10}})\.?[\s\-/.]+([0-9]{{1,2}}){_TIME}")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier",
            "feb february februar février fév févr",
            "mar march märz mär mars mrz",
            "apr april avril avr",
            "may mai",
            "jun june juni juin",
            "jul july juli juillet juil",
            "aug august août",
            "sep sept september septembre",
            "oct october okt oktober octobre",
            "nov november novembre",
            "dec december dez dezember déc décembre",
        ),
        1,
    )
    for name in names.split()
}
_LONGEST = 60
_ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")


class Reading(NamedTuple):
    """What a cell allows: its days, the order that gives each, and whether the month is a word."""

    days: tuple[date, ...]
    orders: tuple[DateOrder, ...] = ()
    named: bool = False

    def under(self, order: DateOrder | None) -> date | None:
        """Return the day under an order; a month's name needs none."""
        if order in self.orders:
            return self.days[self.orders.index(order)]
        return self.days[0] if self.named else None


_NOTHING = Reading(())


@lru_cache(maxsize=16_384)
def read_date(text: str) -> Reading:
    """Return what a text allows; nothing where it is no date of 1900 to 2100. Times are left aside."""
    text = text.strip()
    if len(text) > _LONGEST:
        return _NOTHING
    head, _, rest = text.partition(" ")
    if rest and head.rstrip(".,").lower()[:3] in _DAYS and head.rstrip(".,").isalpha():
        text = rest.strip()
    if found := _NUMERIC.fullmatch(text):
        return _numeric(found[1], found[3], found[4])
    if found := _COMPACT.fullmatch(text):
        return _one("ymd", found[1], int(found[2]), found[3])
    for pattern, order, (y, m, d) in (
        (_DAY_FIRST, "dmy", (3, 2, 1)),
        (_MONTH_FIRST, "mdy", (3, 1, 2)),
        (_YEAR_FIRST, "ymd", (1, 2, 3)),
    ):
        if found := pattern.fullmatch(text):
            month = _MONTHS.get(found[m].lower(), 0)
            return _one(order, found[y], month, found[d], named=True)  # type: ignore[arg-type]
    return _NOTHING


def _numeric(a: str, b: str, c: str) -> Reading:
    if len(a) >= 3:
        return _one("ymd", a, int(b), c) if len(c) <= 2 else _NOTHING
    if len(c) == 3:
        return _NOTHING
    found: list[tuple[DateOrder, date]] = []
    tries: list[tuple[DateOrder, str, str, str]] = [("dmy", c, b, a), ("mdy", c, a, b)]
    if len(c) <= 2 and int(a) > 31:
        tries = [("ymd", a, b, c)]
    if len(c) == 1:
        return _NOTHING
    for order, year, month, day in tries:
        made = _day(year, int(month), day)
        if made is not None:
            found.append((order, made))
    return Reading(tuple(day for _, day in found), tuple(order for order, _ in found))


def _one(order: DateOrder, year: str, month: int, day: str, *, named: bool = False) -> Reading:
    made = _day(year, month, day)
    return _NOTHING if made is None else Reading((made,), (order,), named)


def _day(year: str, month: int, day: str) -> date | None:
    full = int(year)
    if len(year) == 2:
        full += 2000 if full < 70 else 1900
    if not 1900 <= full <= 2100:
        return None
    try:
        return date(full, month, int(day))
    except ValueError:
        return None
