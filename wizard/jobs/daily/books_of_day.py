"""The store's books in a daily run: sent where that is set, else checked; and whether their file came."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from wizard.catalogue.daily import daily_words
from wizard.catalogue.export import export_words, sentence, words_of_why
from wizard.catalogue.moments import in_words
from wizard.catalogue.wording import wording
from wizard.catalogue.words import words_of
from wizard.export.gate import Clock
from wizard.jobs.books.check_records import Checked, CheckRecords
from wizard.jobs.books.of_run import OfRun
from wizard.jobs.books.own_ledger import ledger_if_any
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.books.who_posts import Whose, own_files
from wizard.jobs.daily.found import About, Found
from wizard.jobs.daily.kept_mail import card_of
from wizard.jobs.daily.looks import guarded
from wizard.jobs.export.compare_arrived import CompareArrived
from wizard.jobs.export.desk import newest_of
from wizard.jobs.export.given import Wanted, given
from wizard.jobs.export.send_and_prove import Finished, SendAndProve
from wizard.jobs.job import Tools
from wizard.ledger.runs import Run
from wizard.model.export import Outcome, Sent
from wizard.model.findings import Report
from wizard.model.problem import Fact, FaultyInput, Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.proven import not_there
from wizard.model.schedule import Schedule, last_sending, parse
from wizard.xero.reads import PARTS, SETTINGS

_words = words_of(__name__)

_NAMED = 50
"""Records that did not go which are named one by one."""


class BooksOfDay:
    """One store's books on one day; `again`: also what was sent today already."""

    def __init__(self, tools: Tools, cancel: Cancel, clock: Clock, *, again: bool) -> None:
        self._tools, self._cancel, self._clock, self._again = tools, cancel, clock, again
        record = tools.site.record()
        self._schedule, self._own = parse(record.books.schedule), own_files(record)

    def look(self) -> Iterator[Found]:
        """Yield what was found; nothing of files that nothing was matched for."""
        now = datetime.now().astimezone()
        mine = [(files, whose) for files, whose in self._own.to_send_as if self._is_matched(whose)]
        for files, whose in mine:
            of = daily_words().whose[whose] if len(mine) > 1 else ""
            yield from (replace(one, of=of) for one in self._of_ours(files, whose, now))
        theirs = self._own.to_look_at
        if theirs is not None and self._is_matched("journals"):
            yield from self._some("records", partial(self._check, theirs, "journals"))
            yield from self._some("arrived", partial(self._arrived, theirs))

    def _is_matched(self, whose: Whose) -> bool:
        return StoreMatches(self._tools.site, whose).path.is_file()

    def _of_ours(self, files: Path, whose: Whose, now: datetime) -> Iterator[Found]:
        """Yield what was found of files that go from here."""
        schedule = self._schedule
        if schedule is not None and schedule.sends != "never":
            yield from self._some("files", partial(self._file_came, files, schedule, now))
        if schedule is not None and schedule.sends_on(now.date()):
            yield from self._some("export", partial(self._send, files, whose))
        else:
            yield from self._some("records", partial(self._check, files, whose))

    def _some(self, about: About, look: Callable[[], Found]) -> Iterator[Found]:
        def work() -> Found:
            try:
                return look()
            except FaultyInput as faulty:
                first = faulty.faults[0]
                facts: dict[str, Fact] = {
                    "count": len(faulty.faults),
                    "first": f"{first.where}: {first.message}",
                }
                return Found(about, Problem("DAILY-FILES", facts))

        found = guarded(about, work)
        if found is not None:
            yield found

    def _file_came(self, files: Path, schedule: Schedule, now: datetime) -> Found:
        """Look whether the newest file is younger than the sending before this one."""
        this = last_sending(now, schedule)
        before = last_sending(this - timedelta(seconds=1), schedule) if this is not None else None
        newest = datetime.fromtimestamp(newest_of(files), UTC)
        if before is None or newest >= before:
            return Found("files", said=_words("newest-file", newest=in_words(newest)))
        facts = {"newest": in_words(newest), "expected": in_words(before)}
        return Found("files", Problem("DAILY-NO-FILE", facts))

    def _send(self, files: Path, whose: Whose) -> Found:
        wanted = Wanted(files, whose=whose)
        before = None if self._again else self._sent_today(wanted)
        if before is not None:
            said = " ".join((sentence(before.counts, _moment(before)), daily_words().skipped))
            return Found("export", said=said, skipped=True)
        done = SendAndProve(wanted, clock=self._clock).run(self._tools, Silent(), self._cancel)
        if isinstance(done, Problem):
            return Found("export", done)
        finished: Finished = done.value
        last = self._tools.site.record().books.last_run
        # Of these files alone: others have a line of their own.
        said = sentence(last.counts, last.at) if last is not None else ""
        return Found("export", done.problem, said, tuple(_lines(finished.sent)))

    def _sent_today(self, wanted: Wanted) -> Run | None:
        """Return today's sending where all of these very files went in it."""
        with ledger_if_any(self._tools) as ledger:
            last = ledger.runs.last() if ledger is not None else None
            if ledger is None or last is None or not _is_of_today(last):
                return None
            last = ledger.runs.last(given(self._tools, wanted, Silent(), self._cancel).stamp)
        if last is None or last.state != "done" or last.counts.get("failed") or last.counts.get("held"):
            return None
        return last if _is_of_today(last) else None

    def _check(self, files: Path, whose: Whose) -> Found:
        parts = SETTINGS if whose == "journals" else PARTS
        done = CheckRecords(OfRun(files, parts, whose), max_age=0).run(self._tools, Silent(), self._cancel)
        if isinstance(done, Problem):
            return Found("records", done)
        checked: Checked = done.value
        if done.problem is None and checked.not_asked is not None:
            said = _words("not-asked", what=wording(checked.not_asked).what)
            return Found("records", said=said, skipped=True)
        return Found("records", done.problem or _waiting(checked.report))

    def _arrived(self, files: Path) -> Found:
        done = CompareArrived(Wanted(files, whose="journals"), self._clock).run(
            self._tools, Silent(), self._cancel
        )
        if isinstance(done, Problem):
            return Found("arrived", done)
        found, card = done.facts, card_of("compare_arrived")
        arrived = found["arrival"] == "arrived"
        self._tools.site.change(lambda record: record.after_arrivals(card, not_there(found), arrived=arrived))
        return Found("arrived", done.problem)


def _waiting(report: Report | None) -> Problem | None:
    """Return that records wait for a person: what changed since it went is never sent by itself."""
    held = [one for one in report.findings if one.id == "held"] if report is not None else []
    if not held:
        return None
    return Problem(
        "BOOKS-WAITS", {"count": sum(one.count for one in held), "first": held[0].first[0].message}
    )


def _moment(run: Run) -> datetime:
    return datetime.fromisoformat(run.ended or run.began).astimezone()


def _is_of_today(run: Run) -> bool:
    return _moment(run).date() == datetime.now().astimezone().date()


def _lines(sent: Sent) -> Iterator[str]:
    """Yield each record that did not go, with why."""
    states = export_words().states
    others = [one for one in (*sent.outcomes, *sent.remarks) if one.state in {"failed", "held"}]
    for one in others[:_NAMED]:
        yield _line(one, states[one.state])
    if len(others) > _NAMED:
        yield "…"


def _line(one: Outcome, state: str) -> str:
    return _words(
        "record-not-sent",
        file=one.place.file,
        line=one.place.line,
        record=one.name,
        state=state,
        why=words_of_why(one.why),
    )
