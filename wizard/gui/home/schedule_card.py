"""The home page's row for the daily run: when it comes, how the last one was, and another time for it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from wizard.app.program import Program
from wizard.catalogue.schedule import said_of, said_of_last, said_of_next, schedule_words
from wizard.gui.home.state_card import StateCard
from wizard.gui.job_bridge import JobBridge
from wizard.gui.widgets.mark import Mark
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.schedule import Schedule, next_after, next_sending, parse

if TYPE_CHECKING:
    from wizard.jobs.daily.keep_schedule import KeepSchedule, ReadSchedule
    from wizard.jobs.job import Done

_AFTER_MS = 300


class ScheduleCard(StateCard):
    """Says what the store's record says, then what the scheduler itself says, asked beside the window."""

    def __init__(self, program: Program, open_address: Callable[[str], bool]) -> None:
        """`open_address` opens a file where this PC opens such files."""
        says = schedule_words().says
        super().__init__(says["title"])
        self._program, self._bridge, self._open = program, JobBridge(self), open_address
        last = program.site.record().books.last_run
        if last is not None and last.proof:
            self.proof = self.offer(says["proof"], self._open_proof)
        self.change = self.offer(says["change"], self._ask)
        self._show("", "")
        QTimer.singleShot(_AFTER_MS, self, self._read)

    @property
    def schedule(self) -> Schedule | None:
        """The store's."""
        return parse(self._program.site.record().books.schedule)

    def _show(self, doubt: str, problem: str, *, seen: bool = False) -> None:
        """Say it; `seen`: the scheduler itself was asked, and has it unless there is a `doubt`."""
        record, schedule, now = self._program.site.record(), self.schedule, datetime.now().astimezone()
        words = schedule_words()
        sends = record.books.last_run is not None or schedule is not None
        under = [said_of(schedule) if sends else words.says["off-looks"]]
        if schedule is not None and doubt != "gone":
            following = next_sending(now, schedule) or next_after(now, schedule)
            under.append(said_of_next(following))
        under.append(said_of_last(record.daily))
        wrong = problem or words.doubts.get(doubt, "")
        under.append(wrong)
        needs = bool(problem) or doubt == "gone"
        if schedule is None:
            mark, word, tone = Mark.TODO, "word-off", "muted"
        elif needs:
            mark, word, tone = Mark.FAILED, "word-needs", "fault"
        elif seen and not doubt:
            mark, word, tone = Mark.DONE, "word-on", "good"
        else:
            mark, word, tone = Mark.TODO, "word-written", "warn" if doubt else "muted"
        self.change.setText(words.says["begin" if schedule is None else "change"])
        sign = "!" if tone == "warn" else ""
        self.show_words(mark, words.says[word], tone, " ".join(filter(None, under)), sign=sign)

    def _read(self) -> None:
        from wizard.jobs.daily.keep_schedule import ReadSchedule  # noqa: PLC0415 - not for the first paint

        if self.schedule is not None:
            self._run(ReadSchedule())

    def _open_proof(self) -> None:
        """Open the last proof as PDF, made the first time that somebody wants it."""
        from wizard.catalogue.wording import wording  # noqa: PLC0415 - only when it is asked for
        from wizard.gui.printing import proof_as_pdf  # noqa: PLC0415

        last = self._program.site.record().books.last_run
        try:
            path = proof_as_pdf(Path(last.proof if last is not None else ""))
        except ProblemFound as found:
            said = wording(found.problem)
            self._show("", f"{said.what} {said.do}")
            return
        self._open(path.as_uri())

    def _ask(self) -> None:
        from wizard.gui.home.schedule_dialog import ScheduleDialog  # noqa: PLC0415 - only when it is asked for

        record = self._program.site.record()
        dialog = ScheduleDialog(self.schedule, can_send=bool(record.books.folder), parent=self.window())
        dialog.accepted.connect(lambda: self._keep(dialog.schedule))
        dialog.open()

    def _keep(self, schedule: Schedule | None) -> None:
        from wizard.jobs.daily.keep_schedule import KeepSchedule  # noqa: PLC0415 - not for the first paint

        self._run(KeepSchedule(schedule))

    def _run(self, job: "KeepSchedule | ReadSchedule") -> None:
        def work(progress: Progress, cancel: Cancel) -> "Done | Problem":
            try:
                return job.run(self._program.tools(), progress, cancel)
            except ProblemFound as found:
                return found.problem

        self._bridge.start(work, self._take)

    def _take(self, outcome: "Done | Problem") -> None:
        from wizard.catalogue.wording import wording  # noqa: PLC0415 - not for the first paint

        if isinstance(outcome, Problem):
            said = wording(outcome)
            self._show("", f"{said.what} {said.why}")
        else:
            self._show(str(outcome.facts.get("schedule_doubt", "")), "", seen=True)
