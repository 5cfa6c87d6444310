"""Pages that look something up themselves as soon as they are shown, and again when they are asked to."""

from PySide6.QtCore import QTimer

from wizard.catalogue.schema import Action
from wizard.gui.pages.page import Page
from wizard.jobs.job import Done, Job
from wizard.model.problem import Problem


class LookingPage(Page):
    """Its own job runs when it is shown; the step's jobs run when its verb is pressed."""

    found_something = False
    """Whether something is listed: then trying again means the step's jobs, not another look."""
    _then_begins = _looks = False

    def job_that_looks(self) -> Job:
        """Return the job that looks."""
        raise NotImplementedError

    def show_found(self, found: Done) -> None:
        """Show what was found."""
        raise NotImplementedError

    def take_down(self) -> None:
        """Take down what was shown before: what comes next takes its place."""

    def looks_first(self) -> bool:
        """Begin the step's jobs once something was found that needs no choice."""
        self._then_begins = True
        return True

    @property
    def needs_choice(self) -> bool:
        """Whether a person has to choose among what was found."""
        return True

    @property
    def looks_now(self) -> bool:
        """Whether it looked, or is about to."""
        return self._looks

    def look_soon(self) -> None:
        """Look once the page is shown."""
        self._looks = True
        QTimer.singleShot(0, self, self._look_if_shown)

    def _look_if_shown(self) -> None:
        """Look, unless somebody went on meanwhile: what is found would be told to the page shown then."""
        if self.isVisibleTo(self.window()):
            self.look()

    def look(self) -> None:
        """Look, off the interface thread."""
        job, tools = self.job_that_looks(), self.session.tools
        self.tools.ask(lambda progress, cancel: job.run(tools, progress, cancel), self._show)

    def _show(self, outcome: Done | Problem) -> None:
        self.take_down()
        if isinstance(outcome, Problem):
            self.show_problem(outcome)
        else:
            self.show_found(outcome)
            if self._then_begins and self.verb_ready and not self.needs_choice:
                self.session.fill(self.values())
                self.tools.run()

    def take_action(self, action: Action) -> bool:
        """Look again, unless something here was chosen and refused."""
        if action.does == "retry" and not self.found_something:
            self.clear_problem()
            self.look()
            return True
        return super().take_action(action)
