"""Job: have the daily run started by this PC's scheduler, at another time, or no more."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Literal

from msgspec.structs import replace

from wizard.catalogue.schedule import said_of_doubt, schedule_words
from wizard.jobs.books.who_posts import own_files
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.record import StoreRecord
from wizard.model.schedule import WEEKDAYS, Schedule, last_before, next_after, next_sending, parse
from wizard.procedure.answers import Answers, Plain
from wizard.schedule.contract import Doubt, Kept

BLANK = "when-i-press"
_LATE = timedelta(minutes=15)
"""How long after its time a run may begin: schedulers let several programs begin one after the other."""
Unsure = Doubt | Literal["gone", "unseen", "missed"]
"""What of a schedule is not proven: also that the scheduler has it no more, that it was not seen to start
anything since it was set, or at the last time."""


class ScheduleKept(Gives, frozen=True, kw_only=True):
    """The schedule as the store has it; empty: none. `next_run`, `next_sending` are ISO moments or empty.

    `scheduler` starts it, `schedule_place` is where; `schedule_doubt` is what of it nobody could prove, and
    `schedule_said` the words for that. `schedule_renewed` is said once: it was an older version's.
    """

    schedule: str = ""
    scheduler: str = ""
    schedule_place: str = ""
    schedule_doubt: str = ""
    schedule_said: str = ""
    schedule_renewed: str = ""
    next_run: str = ""
    next_sending: str = ""


@dataclass(frozen=True)
class KeepSchedule:
    """Keep it; None takes it out. `leaves`: nobody said anything, it stays as it is."""

    gives: ClassVar = ScheduleKept
    schedule: Schedule | None
    leaves: bool = False

    @classmethod
    def asked(cls, asked: Asked) -> "KeepSchedule":
        """Build the input from a run's answers: `schedule` daily, weekly, watch or when-i-press, its time."""
        return cls.answered(asked.answers)

    @classmethod
    def answered(cls, answers: Answers) -> "KeepSchedule":
        """Build the input from answers alone."""
        kind, at = answers.text("schedule"), answers.text("schedule_at", "18:30")
        if not kind or kind == BLANK:
            return cls(None, leaves=not kind)
        day = {"weekly": answers.text("schedule_day", "fri"), "watch": "watch"}.get(kind, "")
        return cls(parse(f"{day} {at}".lstrip()))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return what is kept by now; SCHEDULE-REFUSED, and nothing changed, where it did not take it."""
        if self.leaves:
            return Done(schedule_facts(tools))
        schedule = self._looks_alone(tools.site.record())
        if tools.daily is None:
            return Done() if self.schedule is None else Problem("SCHEDULE-NOT-HERE")
        try:
            if schedule is None:
                tools.daily().remove()
            else:
                tools.daily().keep(schedule.at)
        except ProblemFound as found:
            return found.problem
        text = "" if schedule is None else schedule.text
        tools.site.change(lambda record: _with(record, text))
        return Done(schedule_facts(tools))

    def _looks_alone(self, record: StoreRecord) -> Schedule | None:
        """Return the schedule; where another program posts all there is, one that sends nothing."""
        own = own_files(record)
        if self.schedule is None or own.to_send or own.to_look_at is None:
            return self.schedule
        return replace(self.schedule, sends="never")


@dataclass(frozen=True)
class ReadSchedule:
    """Job: say what is kept, by the store and by the scheduler itself."""

    gives: ClassVar = ScheduleKept

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return the facts; a task that an older version had kept is brought up to date before."""
        said = renewed(tools)
        return Done({**schedule_facts(tools), **({"schedule_renewed": said} if said else {})})


def renewed(tools: Tools) -> str:
    """Have a task kept anew that an older version of this program had kept, and say so; else nothing.

    Where the scheduler does not take it, it stays as it is and is tried the next time.
    """
    schedule = parse(tools.site.record().books.schedule)
    task = tools.daily() if schedule is not None and tools.daily is not None else None
    kept = task.read() if task is not None else None
    if schedule is None or task is None or kept is None or not task.is_of_older(kept):
        return ""
    try:
        task.keep(kept.at)
    except ProblemFound:
        return ""
    tools.site.change(lambda record: _with(record, schedule.text))
    return schedule_words().says["renewed"]


def schedule_answers(schedule: Schedule | None) -> dict[str, Plain]:
    """Return the answers that ask for a schedule; none for none."""
    if schedule is None:
        return {}
    kind = {"daily": "daily", "weekly": "weekly", "never": "watch"}[schedule.sends]
    found: dict[str, Plain] = {"schedule": kind, "schedule_at": f"{schedule.at:%H:%M}"}
    return found | ({"schedule_day": WEEKDAYS[schedule.weekday]} if kind == "weekly" else {})


def schedule_facts(tools: Tools) -> dict[str, str]:
    """Return what is kept of the schedule, and what its scheduler says of it."""
    schedule = parse(tools.site.record().books.schedule)
    if schedule is None:
        return {}
    kept, now = tools.daily().read() if tools.daily is not None else None, datetime.now().astimezone()
    doubt = _doubt(schedule, kept, tools.site.record(), now)
    facts = {"schedule": schedule.text, "schedule_doubt": doubt}
    facts["schedule_said"] = said_of_doubt(doubt, last_before(now - _LATE, schedule))
    if kept is not None:
        facts |= {"scheduler": kept.by, "schedule_place": kept.place}
    if doubt != "gone":
        sends = next_sending(now, schedule)
        facts["next_run"] = next_after(now, schedule).isoformat()
        facts["next_sending"] = "" if sends is None else sends.isoformat()
    return facts


def _doubt(schedule: Schedule, kept: Kept | None, record: StoreRecord, now: datetime) -> Unsure:
    if kept is None or kept.at != schedule.at:
        return "gone"
    if kept.doubt:
        return kept.doubt
    since, seen = record.books.schedule_since, record.daily.by_scheduler
    due = last_before(now - _LATE, schedule)
    if (since is None or since < due) and (seen is None or seen < due):
        return "missed"
    return "unseen" if seen is None or (since is not None and seen < since) else ""


def _with(record: StoreRecord, text: str) -> StoreRecord:
    since = datetime.now(UTC) if text else None
    return replace(record, books=replace(record.books, schedule=text, schedule_since=since))
