"""Job: send a store's records to Xero, each once; what goes is in the ledger before it goes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from msgspec.structs import replace

from wizard.catalogue.export import export_words
from wizard.export.gate import Clock, Pause
from wizard.export.said import Said
from wizard.export.send import Sending
from wizard.jobs.books.who_posts import Whose, whose_of
from wizard.jobs.export.desk import Desk, alone, checked_side, newest_of, opened, still_own
from wizard.jobs.export.given import Given, Wanted, day_of, given, signs_of, stamp_of
from wizard.jobs.job import Done, Gives, Tools
from wizard.model.export import Sent
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Cancelled, Part, Progress
from wizard.model.record import LastRun, StoreRecord

_READING = 0.15
"""How much of the bar is for reading files and Xero before anything goes."""
_THERE_OTHERWISE = {"changed", "changed-out"}
"""Why a record stayed here that is in Xero as it was sent before."""
_WORTH_TELLING = 2.0
"""Seconds from which on a wait is told."""


class RecordsSent(Gives, frozen=True, kw_only=True):
    """The number of the sending, and how many records came to what: `read` is the sum of the next five.

    `made` are contacts for others' documents; `by_earlier` those already there that went from here before.
    """

    sending: int = 0
    read: int = 0
    sent: int = 0
    already_there: int = 0
    failed: int = 0
    held: int = 0
    excluded: int = 0
    made: int = 0
    by_earlier: int = 0


@dataclass(frozen=True)
class SendRecords:
    """Send it. `stamp` is a plan's: nothing goes where that is not what is there by now. Value: a Sent."""

    gives: ClassVar = RecordsSent
    wanted: Wanted = field(default_factory=Wanted)
    stamp: str = ""
    clock: Clock = field(default_factory=Clock)
    pause: Pause = field(default_factory=Pause)
    said: Said = field(default_factory=Said)

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return the counts, with POST-SOME where not everything went; the problem where nothing could."""
        what = given(tools, self.wanted, Part(progress, 0.0, _READING), cancel)
        if self.stamp and self.stamp != what.stamp:
            return Problem("POST-CHANGED")
        try:
            with (
                opened(tools, cancel, self.clock, self.pause, said=self.said) as desk,
                alone(tools, desk.organisation),
            ):
                sent = self._send(tools, desk, what, progress, cancel)
        except ProblemFound as found:
            return found.problem
        return Done({"sending": sent.run, **sent.counts.as_facts()}, sent, problem_of(sent))

    def _send(self, tools: Tools, desk: Desk, what: Given, progress: Progress, cancel: Cancel) -> Sent:
        desk.gate.on_wait = _teller(progress)
        now = checked_side(tools, desk, what.parts, Part(progress, 0.0, _READING))
        day = day_of(tools, what, now.chart, desk.ledger, cancel)
        if day.refused_side:
            facts = {key: str(value) for key, value in day.refused_side[0].facts.items()}
            raise ProblemFound(Problem("POST-OTHER", facts))
        run = desk.ledger.runs.begin(now.organisation.name, _moment(), what.stamp)
        began = datetime.now(UTC).replace(microsecond=0)
        tools.site.change(lambda record: _with_sending(record, began))
        going = Part(progress, _READING, 1.0)
        going.step(0.0, export_words().begins)
        sending = Sending(day, desk.api, desk.ledger, run, _Watch(tools, desk, what))
        try:
            sent = sending.send(going, day.count)
        except Cancelled:
            desk.ledger.runs.end(run, _moment(), {}, "stopped")
            tools.site.change(lambda record: _with_sending(record, None))
            raise
        ended = datetime.now(UTC).replace(microsecond=0)
        desk.ledger.runs.end(run, ended.isoformat(), sent.counts.as_facts(), _state(sent))
        whose, tenant = self._whose(tools, what), desk.organisation.tenant_id
        last = LastRun(ended, _counts(sent), files=str(what.folder), organisation=tenant, whose=whose)
        tools.site.change(lambda record: _noted(record, last, what.folder))
        return sent

    def _whose(self, tools: Tools, what: Given) -> Whose:
        return self.wanted.whose or whose_of(tools.site.record(), what.folder)


class _Watch:
    """Looks before each batch whether it is still what was planned, and goes where it was to go."""

    def __init__(self, tools: Tools, desk: Desk, what: Given) -> None:
        self._tools, self._own, self._what = tools, desk.organisation, what
        self._signs = signs_of(what.folder, what.found)

    def __call__(self) -> Problem | None:
        what = self._what
        try:
            signs = signs_of(what.folder, what.found)
            if signs != self._signs:
                if stamp_of(what.folder, what.found, what.mapping, what.choices) != what.stamp:
                    return Problem("POST-CHANGED")
                self._signs = signs
        except OSError:
            return Problem("POST-CHANGED")
        return still_own(self._tools, self._own)


def _teller(progress: Progress) -> Callable[[float], None]:
    """Return what says, when Xero has to be waited for, at which time of day it goes on."""

    def tell(seconds: float) -> None:
        if seconds >= _WORTH_TELLING:
            goes_on = datetime.now().astimezone() + timedelta(seconds=seconds)
            progress.step(0.0, export_words().waits.replace("{time}", f"{goes_on:%H:%M:%S}"))

    return tell


def problem_of(sent: Sent) -> Problem | None:
    """Return what a sending that is not clean ends with: what ended it, else that some did not go."""
    if sent.problem is not None:
        return sent.problem
    if sent.is_clean:
        return None
    counts = sent.counts
    left = counts.failed + counts.held
    facts: dict[str, Any] = {
        "sent": counts.sent + counts.already_there, "left": left, "out": counts.excluded, "read": counts.read,
    }  # fmt: skip
    return Problem("POST-STOPPED" if sent.stopped else "POST-SOME", facts)


def _state(sent: Sent) -> str:
    if sent.problem is not None:
        return sent.problem.code
    return "stopped" if sent.stopped else "done"


def _moment() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _with_sending(record: StoreRecord, began: datetime | None) -> StoreRecord:
    return replace(record, books=replace(record.books, sending=began))


def _counts(sent: Sent) -> dict[str, int]:
    told = (*sent.outcomes, *sent.remarks)
    changed = sum(one.why is not None and one.why.code in _THERE_OTHERWISE for one in told)
    return {**sent.counts.as_facts(), "remarks": len(sent.remarks), "changed": changed}


def _noted(record: StoreRecord, last: LastRun, folder: Path) -> StoreRecord:
    books = record.books.with_sending(last)
    newest = datetime.fromtimestamp(newest_of(folder), UTC)
    return replace(record, books=replace(books, newest_file=newest))
