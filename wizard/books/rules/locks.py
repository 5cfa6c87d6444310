"""Days in periods that the accountant has locked; a lock date itself is locked."""

from collections.abc import Iterator
from datetime import date

from wizard.books.match import Matched
from wizard.books.rules.rule import Said, Side, SideRule, rule, side_rule
from wizard.catalogue.moments import day_in_words
from wizard.model.documents import Contact, Overpayment, Payment


def _facts(day: date, lock: date) -> dict[str, str]:
    """Return both days in words, and the second as Xero writes it in its messages."""
    return {"day": day_in_words(day), "lock": day_in_words(lock), "lock_at_xero": lock.strftime("%d-%b-%Y")}


def _day(matched: Matched) -> date | None:
    document = matched.document
    return None if isinstance(document, Contact) else document.day


def _is_money(matched: Matched) -> bool:
    return isinstance(matched.document, Payment | Overpayment)


def lock_of(day: date, side: Side) -> date | None:
    """Return the lock date that refuses this day; the period's does not bind an adviser."""
    chart = side.chart
    if chart.year_lock is not None and day <= chart.year_lock:
        return chart.year_lock
    if chart.period_lock is not None and day <= chart.period_lock and not side.is_adviser:
        return chart.period_lock
    return None


@rule(6, "period-lock")
def period_lock(matched: Matched, side: Side) -> Iterator[Said]:
    """A document in a period that is closed for all but advisers."""
    day, lock = _day(matched), side.chart.period_lock
    if day is None or lock is None or day > lock or _is_money(matched) or side.is_adviser:
        return
    if side.chart.year_lock is None or day > side.chart.year_lock:
        yield Said("", None, _facts(day, lock))


@rule(7, "year-lock")
def year_lock(matched: Matched, side: Side) -> Iterator[Said]:
    """A document in a year that is closed for everybody."""
    day, lock = _day(matched), side.chart.year_lock
    if day is not None and lock is not None and day <= lock and not _is_money(matched):
        yield Said("", None, _facts(day, lock))


@rule(8, "payment-locked")
def payment_locked(matched: Matched, side: Side) -> Iterator[Said]:
    """Money received in a locked period."""
    day = _day(matched)
    lock = lock_of(day, side) if day is not None and _is_money(matched) else None
    if day is not None and lock is not None:
        yield Said("", None, _facts(day, lock))


@rule(9, "adviser-only")
def adviser_only(matched: Matched, side: Side) -> Iterator[Said]:
    """A day in a locked period that only an adviser's connection may post to."""
    day, lock = _day(matched), side.chart.period_lock
    if day is None or lock is None or day > lock or not side.is_adviser or lock_of(day, side) is not None:
        return
    yield Said("", None, _facts(day, lock))


@side_rule(6, "today-locked")
def today_locked(side: Side) -> Iterator[Said]:
    """Today lies in a locked period: nothing that is sold today could be posted."""
    lock = lock_of(side.today, side)
    if lock is not None:
        yield Said("", None, _facts(side.today, lock))


RULES = (period_lock, year_lock, payment_locked, adviser_only)
SIDE_RULES: tuple[SideRule, ...] = (today_locked,)
