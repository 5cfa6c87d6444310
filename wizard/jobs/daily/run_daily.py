"""Job: what happens each day: all that is set up is looked after, what is due is sent, the store is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from msgspec.structs import replace

from wizard.catalogue.words import words_of
from wizard.export.gate import Clock
from wizard.jobs.daily.books_of_day import BooksOfDay
from wizard.jobs.daily.found import Found
from wizard.jobs.daily.keep_schedule import renewed
from wizard.jobs.daily.looks import look_after
from wizard.jobs.daily.report import is_notice, line, text, title
from wizard.jobs.daily.tell import Told, is_same_day, mail, notify
from wizard.jobs.job import Done, Gives, Tools
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.record import LastDaily, StoreRecord
from wizard.model.schedule import parse

_words = words_of(__name__)


class LookedAt(Gives, frozen=True, kw_only=True):
    """One thing that was looked at, as `Found.as_facts`."""

    about: str
    state: str
    problem: str | None
    said: str
    of: str = ""


class DailyDone(Gives, frozen=True, kw_only=True):
    """All that was looked at, its title, and whether an e-mail and a notice went out (`Told`)."""

    looked: tuple[LookedAt, ...] = ()
    title: str = ""
    mailed: str = "no-need"
    unsent: str = ""
    """The code of why the e-mail did not go."""
    noticed: str = "no-need"
    renewed: str = ""
    """Said once: that an older version had set up what starts it."""


@dataclass(frozen=True)
class RunDaily:
    """Do it. `again`: also what was sent today already; `by_scheduler`: this PC's scheduler starts it.

    Value: a tuple of what was found.
    """

    gives: ClassVar = DailyDone
    again: bool = False
    clock: Clock = field(default_factory=Clock)
    by_scheduler: bool = False

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return what was found; the first problem that is no mere notice as the job's own."""
        if self.by_scheduler:
            tools.site.change(_seen)
        renewed_now = renewed(tools)
        found: list[Found] = []
        for one in look_after(tools, cancel):
            found.append(one)
            progress.item(one)
        for one in BooksOfDay(tools, cancel, self.clock, again=self.again).look():
            found.append(one)
            progress.item(one)
        progress.step(0.9, _words("telling-the-store"))
        facts = self._tell(tools, found, cancel)
        problems = [one.problem for one in found if one.problem is not None and not is_notice(one)]
        looked = [one.as_facts() for one in found]
        facts |= {"renewed": renewed_now} if renewed_now else {}
        return Done({"looked": looked, **facts}, tuple(found), next(iter(problems), None))

    def _tell(self, tools: Tools, found: Sequence[Found], cancel: Cancel) -> dict[str, Any]:
        record, now = tools.site.record(), datetime.now(UTC)
        before, store = record.daily, tools.site.called() or tools.world.site
        codes = tuple(one.problem.code for one in found if one.problem is not None)
        said = title(store, found)
        unsent: Problem | None = None
        mailed: Told = "no-need"
        noticed: Told = "no-need"
        if _is_worth_it(found, codes, before):
            mailed = noticed = "told-today"
            if not is_same_day(before.mailed, now):
                whole = text(store, found, now.astimezone(), parse(record.books.schedule))
                mailed, unsent = mail(tools, said, whole, cancel)
            if not is_same_day(before.noticed, now):
                noticed = notify(tools, said, _short(found))
        after = LastDaily(
            now if found else before.at, codes, now if mailed == "told" else before.mailed,
            now if noticed == "told" else before.noticed, before.by_scheduler,
            sum(not one.skipped for one in found) if found else before.looked,
        )  # fmt: skip
        tools.site.change(lambda kept: _noted(kept, after))
        because = "" if unsent is None else unsent.code
        return {"title": said if found else "", "mailed": mailed, "unsent": because, "noticed": noticed}


def _is_worth_it(found: Sequence[Found], codes: tuple[str, ...], before: LastDaily) -> bool:
    """Whether to say anything: something fails, something was sent, or there is a notice not given yet."""
    fails = any(one.problem is not None and not is_notice(one) for one in found)
    sent = any(one.about == "export" and not one.skipped for one in found)
    return fails or sent or not set(codes) <= set(before.problems)


def _short(found: Sequence[Found]) -> str:
    wrong = [line(one) for one in found if one.problem is not None]
    return "\n".join((wrong or [line(one) for one in found if one.about == "export"])[:3])


def _seen(record: StoreRecord) -> StoreRecord:
    return replace(record, daily=replace(record.daily, by_scheduler=datetime.now(UTC)))


def _noted(record: StoreRecord, after: LastDaily) -> StoreRecord:
    return replace(record, daily=after)
