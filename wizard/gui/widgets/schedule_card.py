"""The row of the daily run, at home and where a run ends: when it comes, how the last was, another time."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea

from wizard.catalogue.schedule import said_of, said_of_last, said_of_next, schedule_words
from wizard.gui.job_bridge import JobBridge
from wizard.gui.widgets.mark import Mark
from wizard.gui.widgets.state_card import StateCard
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.schedule import Schedule, next_after, next_sending, parse

if TYPE_CHECKING:
    from wizard.jobs.daily.keep_schedule import KeepSchedule, ReadSchedule
    from wizard.jobs.job import Done, Tools
    from wizard.store.site import SiteFolder

_AFTER_MS = 300
_PLACED_MS = 50
"""After so long what was just shown has its place."""
_OFF = (Mark.ABSENT, "word-off", "muted")
_NEEDS = (Mark.FAILED, "word-needs", "fault")
_ON = (Mark.DONE, "word-on", "good")
_WRITTEN = (Mark.WARNING, "word-written", "warn")
_CANNOT = (Mark.WARNING, "word-cannot", "warn")
_BEGUN = (Mark.BEGUN, "word-written", "muted")
_DOUBTS = {
    "gone": _NEEDS,
    "unseen": (Mark.BEGUN, "word-unseen", "muted"),
    "missed": (Mark.WARNING, "word-missed", "warn"),
}
"""How the row says what the scheduler has, and was not seen to do."""


class ScheduleCard(StateCard):
    """Says what the store's record says, then what the scheduler itself says, asked beside the window."""

    def __init__(
        self, site: "SiteFolder", tools: "Callable[[], Tools]", open_proof: Callable[[str], bool] | None
    ) -> None:
        """`open_proof` opens a file where this PC opens such files; None where its page has that button."""
        says = schedule_words().says
        super().__init__(says["title"])
        self._site, self._tools, self._bridge, self._open = site, tools, JobBridge(self), open_proof
        last = site.record().books.last_run
        if open_proof is not None and last is not None and last.proof:
            self.proof = self.offer(says["proof"], self._open_proof)
        self.change = self.offer(says["change"], self._ask)
        self._show("", "", "")
        QTimer.singleShot(_AFTER_MS, self, self._read)

    @property
    def is_unused(self) -> bool:
        """Not where something was sent: the way to its proof stands here."""
        return super().is_unused and not self._site.record().books.last_run

    @property
    def schedule(self) -> Schedule | None:
        """The store's."""
        return parse(self._site.record().books.schedule)

    def _show(self, doubt: str, wrong: str, problem: str, *, asked: bool = False) -> None:
        """Say it; `asked`: the scheduler itself was; then no `doubt` means that it was seen to start it."""
        from wizard.jobs.books.who_posts import (  # noqa: PLC0415 - not for the first paint
            sends_by_itself,
            why_nothing_is_sent,
        )

        record, schedule, now = self._site.record(), self.schedule, datetime.now().astimezone()
        words = schedule_words()
        sends = sends_by_itself(record) or schedule is not None
        under = [said_of(schedule) if sends else words.says["off-looks"]]
        cannot = why_nothing_is_sent(record, schedule, now.date())
        if cannot:
            under.append(words.says[cannot])
        elif schedule is not None and doubt != "gone":
            following = next_sending(now, schedule) or next_after(now, schedule)
            under.append(said_of_next(following))
        under.append(said_of_last(record.daily))
        under.append(problem or wrong)
        if schedule is None:
            mark, word, tone = _OFF
        elif problem:
            mark, word, tone = _NEEDS
        elif cannot:
            mark, word, tone = _CANNOT
        elif asked and not doubt:
            mark, word, tone = _ON
        else:
            mark, word, tone = _DOUBTS.get(doubt, _WRITTEN if doubt else _BEGUN)
        self.change.setText(words.says["begin" if schedule is None else "change"])
        self.show_words(mark, words.says[word], tone, " ".join(filter(None, under)))

    def _read(self) -> None:
        from wizard.jobs.daily.keep_schedule import ReadSchedule  # noqa: PLC0415 - not for the first paint

        if self.schedule is not None:
            self._run(ReadSchedule())

    def _open_proof(self) -> None:
        """Open the last proof as PDF, made the first time that somebody wants it."""
        from wizard.catalogue.wording import wording  # noqa: PLC0415 - only when it is asked for
        from wizard.gui.printing import proof_as_pdf  # noqa: PLC0415

        last = self._site.record().books.last_run
        try:
            path = proof_as_pdf(Path(last.proof if last is not None else ""))
        except ProblemFound as found:
            said = wording(found.problem)
            self._show("", "", f"{said.what} {said.do}")
            return
        if self._open is not None:
            self._open(path.as_uri())

    def _ask(self) -> None:
        from wizard.gui.widgets.schedule_dialog import ScheduleDialog  # noqa: PLC0415 - only when it is asked for
        from wizard.jobs.books.who_posts import sends_by_itself  # noqa: PLC0415

        dialog = ScheduleDialog(
            self.schedule, can_send=sends_by_itself(self._site.record()), parent=self.window()
        )
        dialog.accepted.connect(lambda: self._keep(dialog.schedule))
        dialog.open()

    def _keep(self, schedule: Schedule | None) -> None:
        from wizard.jobs.daily.keep_schedule import KeepSchedule  # noqa: PLC0415 - not for the first paint

        self._run(KeepSchedule(schedule), self._come_into_sight)

    def _come_into_sight(self) -> None:
        """Have what was set in sight: the card says more by then, and the page may have grown over it."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            QTimer.singleShot(_PLACED_MS, self, lambda: area.ensureWidgetVisible(self, 0, 8))

    def _run(self, job: "KeepSchedule | ReadSchedule", then: Callable[[], None] | None = None) -> None:
        def work(progress: Progress, cancel: Cancel) -> "Done | Problem":
            try:
                return job.run(self._tools(), progress, cancel)
            except ProblemFound as found:
                return found.problem

        def take(outcome: "Done | Problem") -> None:
            self._take(outcome)
            if then is not None:
                then()

        self._bridge.start(work, take)

    def _take(self, outcome: "Done | Problem") -> None:
        from wizard.catalogue.wording import wording  # noqa: PLC0415 - not for the first paint

        if isinstance(outcome, Problem):
            said = wording(outcome)
            self._show("", "", f"{said.what} {said.why}")
        else:
            facts = outcome.facts
            told = (str(facts.get(name, "")) for name in ("schedule_renewed", "schedule_said"))
            said_of_it = " ".join(filter(None, told))
            self._show(str(facts.get("schedule_doubt", "")), said_of_it, "", asked=True)
