"""Running a step's jobs from the window: begin, hear, stop, take what they came to, show it."""

import time
from collections.abc import Callable
from threading import Thread
from typing import Any

from PySide6.QtWidgets import QApplication

from wizard.catalogue.wording import wording
from wizard.catalogue.words import words_of
from wizard.gui.job_bridge import Work
from wizard.gui.pages.items import Item, item_of
from wizard.gui.run.stage import Stage
from wizard.gui.widgets.announce import announce
from wizard.jobs.job import Job
from wizard.session.order import Ended, Order
from wizard.session.results import StepResult

_words = words_of(__name__)
_LONG = 120.0
"""Seconds after which nobody waits before the window any more."""


class JobRuns:
    """One job at a time; it goes on where the page was left, and a page shown later catches up."""

    def __init__(
        self, stage: Stage, go_on: Callable[[], None], keep: Callable[[Callable[[], object]], bool]
    ) -> None:
        """`go_on` leads to the next step; `keep` changes the run so that a failure to save is said."""
        self._stage, self._go_on, self._keep = stage, go_on, keep
        self._at = (0.0, "")
        self._items: list[Item] = []
        self._is_order = False
        self._instead: Job | None = None
        self.told: Callable[[str], None] = lambda text: None  # noqa: ARG005
        """Hears how far the step's jobs are while something else is shown; nothing once they have ended."""

    @property
    def going(self) -> bool:
        """Whether the step's own jobs are running."""
        return self._stage.lane.busy and self._is_order

    def start(self) -> None:
        """Run this step's jobs off the interface thread."""
        page = self._stage.page
        page.begin()
        own = page.own_job()
        self._order(self._stage.session.order(own), self._show_outcome)
        self._instead = own
        page.progress.stop.setFocus()

    def run_on(self, job: Job) -> None:
        """Run a job in the step's place that goes on with what was begun; the page has begun already."""
        self._order(self._stage.session.order(job), self._show_outcome)
        self._stage.page.progress.stop.setFocus()

    def take_back(self, job: Job) -> None:
        """Run a job that takes back what the step's jobs did."""
        self._order(self._stage.session.order(job), self._show_undone)

    def _order(self, order: Order, show: Callable[[StepResult], None]) -> None:
        stage = self._stage

        def done(ended: Ended) -> None:
            result = stage.session.take(ended)
            self._give_notice(result, time.monotonic() - begun)
            if stage.is_shown:
                show(result)
            else:
                self.told("")

        self._instead = None
        self._at, self._items, self._is_order = (0.0, ""), [], True
        begun = time.monotonic()
        stage.show_buttons(busy=True)
        stage.lane.start(order.run, done, stopped=self._show_stopped, hears=self)

    def _give_notice(self, result: StepResult, seconds: float) -> None:
        """Tell somebody who went on to something else that what took long is done."""
        shell, notify = self._stage.frame.shell, self._stage.session.tools.notify
        if seconds < _LONG or (shell.isActiveWindow() and self._stage.is_shown):
            return
        session = self._stage.session
        title = _words("done", title=session.procedure.title)
        said = _words("well") if result.problem is None else wording(result.problem).what
        QApplication.alert(shell)
        if notify is not None:  # it may start a program of the desktop's
            Thread(target=notify, args=(title, f"{session.number}: {said}"), daemon=True).start()

    def ask(self, work: Work, done: Callable[[Any], None]) -> None:
        """Run work of the page's own; its outcome goes to that page alone."""
        stage, page = self._stage, self._stage.page
        if stage.lane.busy or not stage.is_shown:
            return

        def over(value: Any) -> None:
            if page is stage.page and stage.is_shown:
                page.progress.hide()
                stage.show_buttons()
                # Before it is told: what it shows may take the cursor.
                stage.focus_verb()
                done(value)

        self._at, self._items, self._is_order = (0.0, ""), [], False
        page.progress.begin()
        stage.show_buttons(busy=True)
        stage.lane.start(work, over, stopped=self._show_stopped, hears=self)

    def stop(self) -> None:
        """Stop the running job, without waiting for whatever it waits for unless its page wants that."""
        if self.going and self._stage.page.ends_in_order:
            self._stage.page.progress.stopping()
            self._stage.lane.cancel()
            return
        self._stage.lane.let_go()
        self._show_stopped()

    def catch_up(self) -> None:
        """Show on a page that was just made where the running jobs are."""
        page = self._stage.page
        page.begin()
        page.take_up(self._instead)
        self._stage.show_buttons(busy=True)
        for item in self._items:
            page.take_item(item)
        if self._at[1]:
            page.progress.advance(*self._at)
        page.progress.stop.setFocus()

    # --- what the lane tells ---

    def advance(self, fraction: float, text: str) -> None:
        """The job has come so far."""
        self._at = (fraction, text)
        if self._stage.is_shown:
            self._stage.page.progress.advance(fraction, text)
        elif self._is_order:
            self.told(text)

    def take_item(self, item: object) -> None:
        """A part of the job is finished."""
        found = item_of(item)
        self._items.append(found)
        if self._stage.is_shown:
            self._stage.page.take_item(found)

    # --- how it ended ---

    def _show_outcome(self, result: StepResult) -> None:
        """Show how the jobs ended; go on by itself unless the page stays."""
        stage, page = self._stage, self._stage.page
        page.progress.hide()
        page.show_result(result)
        if result.ok and not page.stays:
            self._go_on()
            return
        stage.show_side()
        stage.show_buttons()
        if result.ok:
            stage.focus_verb()
            announce(page, page.heard_at_the_end(result))

    def _show_stopped(self) -> None:
        """Show the page as it was before the job that was stopped."""
        stage = self._stage
        if stage.is_shown:
            stage.page.progress.hide()
            stage.page.refresh()
            stage.show_buttons()
            stage.focus_verb()

    def _show_undone(self, result: StepResult) -> None:
        stage = self._stage
        stage.page.progress.hide()
        if result.problem is not None:
            stage.page.show_problem(result.problem)
        elif self._keep(stage.session.forget_result):
            stage.page.refresh()
        stage.show_side()
        stage.show_buttons()
