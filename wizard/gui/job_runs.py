"""Running a step's jobs from the window: begin, hear, stop, and show how they ended."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.gui.controller import Controller
    from wizard.jobs.job import Job
    from wizard.model.progress import Cancel, Progress
    from wizard.session import StepResult


class JobRuns:
    """Brings the controller's session, page and job bridge together; one job at a time."""

    def __init__(self, controller: "Controller") -> None:
        self._controller = controller
        controller.bridge.progressed.connect(self._on_progress)
        controller.bridge.item_found.connect(self._on_item)

    def start(self, *, again: bool = False) -> None:
        """Run this step's jobs off the interface thread."""
        controller = self._controller
        session, page = controller.session, controller.page
        if session is None or page is None or (again and not controller.take_boxes()):
            return
        page.begin()
        job = page.own_job()
        self._run(session.run if job is None else partial(session.run_instead, job))

    def run_on(self, job: "Job") -> None:
        """Run a job in the step's place that goes on with what was begun; the page has begun already."""
        session = self._controller.session
        if session is not None:
            self._run(partial(session.run_instead, job))

    def _run(self, work: "Callable[[Progress, Cancel], StepResult]") -> None:
        controller = self._controller
        assert controller.page is not None
        controller.show_buttons(busy=True)
        controller.page.progress.stop.setFocus()
        controller.bridge.start(work, self._show_outcome, stopped=self.show_stopped)

    def ask(self, work: Callable[["Progress", "Cancel"], Any], done: Callable[[Any], None]) -> None:
        """Run work of a page's own; its outcome goes to the page alone."""
        controller, page = self._controller, self._controller.page
        if page is None or controller.bridge.busy:
            return

        def over(value: Any) -> None:
            if page is controller.page:
                page.progress.hide()
                controller.show_buttons()
                # Before it is told: what it shows may take the cursor.
                controller.shell.verb.setFocus()
                done(value)

        page.progress.begin()
        controller.show_buttons(busy=True)
        controller.bridge.start(work, over, stopped=self.show_stopped)

    def again(self) -> None:
        """The second button: what the page makes of it, else the jobs again."""
        page = self._controller.page
        if page is not None and not page.press_again():
            self.start(again=True)

    def take_back(self, job: "Job") -> None:
        """Run a job that takes back what the step's jobs did."""
        controller = self._controller
        if controller.session is not None:
            controller.show_buttons(busy=True)
            work = partial(controller.session.run_instead, job)
            controller.bridge.start(work, self._show_undone, stopped=self.show_stopped)

    def stop(self) -> None:
        """Stop the running job, without waiting for whatever it waits for."""
        self._controller.bridge.let_go()
        self.show_stopped()

    def _show_outcome(self, result: "StepResult") -> None:
        """Show how the jobs ended; go on by itself unless the page stays."""
        controller, page = self._controller, self._controller.page
        if page is None:
            return
        page.progress.hide()
        page.show_result(result)
        if result.ok and not page.stays:
            controller.advance()
            return
        controller.show_side()
        controller.show_buttons()
        if result.ok:
            controller.shell.verb.setFocus()

    def show_stopped(self) -> None:
        """Show the page as it was before the job that was stopped."""
        page = self._controller.page
        if page is not None:
            page.progress.hide()
            page.refresh()
            self._controller.show_buttons()
            self._controller.shell.verb.setFocus()

    def _show_undone(self, result: "StepResult") -> None:
        controller = self._controller
        assert controller.session is not None
        assert controller.page is not None
        controller.page.progress.hide()
        if result.problem is not None:
            controller.page.show_problem(result.problem)
        else:
            controller.session.forget_result()
            controller.page.refresh()
        controller.show_side()
        controller.show_buttons()

    def _on_progress(self, fraction: float, text: str) -> None:
        if self._controller.page is not None:
            self._controller.page.progress.advance(fraction, text)

    def _on_item(self, item: object) -> None:
        if self._controller.page is not None:
            self._controller.page.take_item(item)
