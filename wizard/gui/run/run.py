"""A run in the window: session and page together, and the moves between the steps."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from wizard.catalogue.moments import in_words
from wizard.catalogue.schema import Action
from wizard.catalogue.words import words_of
from wizard.gui.after_paint import after_paint
from wizard.gui.doors import Doors
from wizard.gui.frame import Frame
from wizard.gui.pages.page import Page
from wizard.gui.pages.page_tools import PageTools
from wizard.gui.pages.registry import page_of
from wizard.gui.run.job_runs import JobRuns
from wizard.gui.run.read_ahead import read_ahead
from wizard.gui.run.stage import Stage
from wizard.model.problem import ProblemFound
from wizard.session.run import Session

_words = words_of(__name__)

_SAVE_AFTER_MS = 400


class Run(QObject):
    """One procedure that is being gone through; `move` alone moves its session."""

    def __init__(self, frame: Frame, session: Session, doors: Doors) -> None:
        super().__init__(frame)
        self.session = session
        self._frame, self._doors = frame, doors
        self.act: Callable[[Action], None] = lambda action: None  # noqa: ARG005
        """Carries out a problem's button; given by whoever opens the run."""
        self._looks_over = False
        """Whether it was opened to check what was set up: where nothing is to be read, it ends with that."""
        self._stage = Stage(frame, session)
        self.jobs = JobRuns(self._stage, self.advance, self.keep)
        self._stage.page = self._make_page()
        self._saver = QTimer(self)
        self._saver.setSingleShot(True)
        self._saver.setInterval(_SAVE_AFTER_MS)
        self._saver.timeout.connect(self.autosave)

    @property
    def page(self) -> Page:
        """The page of the session's step."""
        return self._stage.page

    @property
    def busy(self) -> bool:
        """Whether a job of this run is running."""
        return self._stage.lane.busy

    @property
    def is_aside(self) -> bool:
        """Whether a side page is shown that was opened from another screen."""
        return self.session.step.side and self.session.navigator.can_go_back

    # --- showing ---

    def _make_page(self) -> Page:
        tools = PageTools(
            clipboard=self._frame.clipboard,
            first_second=self._frame.shell.first_second,
            act=self._act,
            open_side=self.open_side,
            open_address=self._frame.open_address,
            ask=self.jobs.ask,
            fetch=self._stage.lane.start,
            run=self.jobs.start,
            go_on=self.advance,
            run_on=self.jobs.run_on,
            take_back=self.jobs.take_back,
            keep=self.keep,
            focus_verb=self._stage.focus_verb,
            come_forward=self._frame.shell.come_forward,
            practice_values=self._practice_values,
        )
        return page_of(self.session.screen)(self.session, tools)

    def _act(self, action: Action) -> None:
        self.act(action)

    def _practice_values(self) -> dict[str, Any]:
        program = self._frame.program
        if not program.world.is_practice:
            return {}
        from wizard.app.practice_values import practice_values  # noqa: PLC0415 - in practice only

        changed = program.pretending.changed_logins if program.pretending is not None else {}
        return practice_values(self.session.procedure.id, changed)

    def show(self) -> None:
        """Show the run's page, also one that was left while its jobs were running."""
        first = not self._stage.was_shown
        page = self._stage.page if first else self._make_page()
        page.edited.connect(self._saver.start)
        page.progress.stop_pressed.connect(self.jobs.stop)
        self._stage.show(page)
        if first:
            after_paint(page, lambda: read_ahead(self.session.procedure))
        if first and page.problem is not None and self.session.setback is not None:
            page.say(_words("last-try", moment=in_words(self.session.setback.at)))
        if self.jobs.going:
            self.jobs.catch_up()
        elif page.begins_now:
            self.jobs.start()
        elif not page.focus_first():
            self._stage.focus_verb()

    def show_buttons(self) -> None:
        """Show the buttons this step has now."""
        self._stage.show_buttons(busy=self.busy)

    def settle(self) -> None:
        """Something else is about to be shown: stop what does not go on meanwhile, keep the rest."""
        if self.busy and not (self.page.goes_on and self.jobs.going):
            self.jobs.stop()
        self.autosave()

    def leave(self) -> bool:
        """Something else is shown; return whether jobs go on meanwhile."""
        self._stage.is_shown = False
        return self.busy

    # --- the buttons ---

    def check_now(self) -> None:
        """Check what was set up: its verb was pressed on home already."""
        self._looks_over = True
        missing = self.session.missing_secrets()
        if missing:
            self.page.say(_words("type-again", box=missing[0].label, verb=self.page.verb))
        elif not self.page.looks_first():
            self.press_verb()

    def press_verb(self) -> None:
        """The screen's verb: take the boxes, run the jobs if they are to run, go on."""
        if self.busy or not self.take_boxes() or self.page.press():
            return
        if self.session.needs_run:
            self.jobs.start()
        else:
            self.advance()

    def press_again(self) -> None:
        """The second verb: what the page makes of it, else the jobs again."""
        if not self.page.press_again() and self.take_boxes():
            self.jobs.start()

    def take_boxes(self) -> bool:
        """Take what stands in the boxes; False when some of it is wrong, which is said there."""
        self.session.take_older(self.page.values())
        faults = [*self.session.fill(self.page.values()), *self.page.missing()]
        if faults:
            self.page.show_faults(faults)
        return not faults

    # --- moving ---

    def keep(self, change: Callable[[], object]) -> bool:
        """Change the run; what cannot be kept on this PC is a problem, and False."""
        try:
            change()
        except ProblemFound as found:
            self.page.show_problem(found.problem)
            return False
        return True

    def move(self, move: Callable[[], bool]) -> bool:
        """Move in the procedure and show where we are; a move that cannot be kept did not happen."""
        self._looks_over = False
        moved: list[bool] = []
        if not self.keep(lambda: moved.append(move())) or not moved[0]:
            return False
        self.show()
        return True

    def advance(self) -> None:
        """Go to the next screen, or home after the last, or once what was to be checked is."""
        if self._looks_over and self.session.only_looks and self.session.step.check and not self.page.stays:
            self._doors.home()
            return
        if not self.move(self.session.advance) and self.page.problem is None:
            self._doors.home()

    def back(self) -> None:
        """Go back one step; what stands in the boxes is kept where it is good."""
        self._leave_for(self.session.back)

    def go_to(self, step: str) -> bool:
        """Go to a step that was reached before."""
        return self._leave_for(lambda: self.session.go_to(step))

    def open_side(self, step: str) -> bool:
        """Open a side page."""
        return self._leave_for(lambda: self.session.open_side(step))

    def _leave_for(self, move: Callable[[], bool]) -> bool:
        if self.busy:
            return False
        self.session.fill(self.page.values())
        return self.move(move)

    # --- keeping ---

    def autosave(self) -> None:
        """Keep what stands in the boxes, so that a killed window loses nothing."""
        self._saver.stop()
        if not self._stage.is_shown or self.busy or self.page.ends:
            return
        was = self.session.result
        self.session.fill(self.page.values())
        if was is not None and not was.ok and self.session.result is None:
            self.page.retire_problem()
            self._stage.show_changed()
        self.keep(self.session.save)
