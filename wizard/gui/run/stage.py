"""What is shown of a run: the page of its step, the list of steps, the buttons."""

from wizard.catalogue.calls import call_file
from wizard.catalogue.wording import fill
from wizard.gui.frame import Frame
from wizard.gui.job_bridge import JobBridge
from wizard.gui.pages.page import Page
from wizard.gui.run.buttons import show_buttons_of
from wizard.gui.run.side_steps import side_steps
from wizard.gui.widgets.mark import Mark
from wizard.session.run import Session


class Stage:
    """One run's part of the window; its page is there from the start, also while home is shown."""

    page: Page
    """Put there by the run before anything is shown."""

    def __init__(self, frame: Frame, session: Session) -> None:
        self.frame, self.session = frame, session
        self.lane: JobBridge = frame.runner.lane(session.procedure.id)
        self.is_shown = self.was_shown = False

    def show(self, page: Page) -> None:
        """Show the page of the session's step, with everything around it."""
        self.page, self.is_shown, self.was_shown = page, True, True
        shell, help_of = self.frame.shell, self.session.screen.help
        page.rebuilt.connect(shell.order_tabs)
        page.verb_changed.connect(self._show_as_it_is)
        page.problems_changed.connect(self.show_side)
        page.problems_changed.connect(self._show_as_it_is)
        shell.show_page(page)
        shell.set_help(help_of.question, f"{help_of.answer}{self._whom_to_call()}")
        self.show_side()
        self.show_buttons()

    def _whom_to_call(self) -> str:
        """Return in a sentence who helps with this vendor's screens, where the PC's policies say."""
        whom = self.frame.program.world.policies.whom_to_call(self.session.procedure.vendor)
        return f" {fill(call_file().window.whom, {'whom': whom})}" if whom else ""

    def show_side(self) -> None:
        """Show where we are in the list of steps."""
        session = self.session
        store = session.answers.text("store_name") or str(
            session.tools.site.record().shared.get("store_name", "")
        )
        store = session.tools.site.called(store) if store else ""
        under = session.procedure.vendor + (f" · {store}" if store else "")
        alone = session.step.side and not session.navigator.can_go_back and session.procedure.total
        # a red cross has its reason on the screen: what was mended there has none any more
        failed = Mark.NOW if self.page.problem is None or session.result is None else Mark.FAILED
        steps = [] if alone else side_steps(session, self.page.done_mark, failed)
        self.frame.shell.side.show_steps(session.procedure.title, under, session.number, steps)

    def _show_as_it_is(self) -> None:
        self.show_buttons(busy=self.lane.busy)

    def show_buttons(self, *, busy: bool = False) -> None:
        """Show the buttons this step has now."""
        show_buttons_of(self.frame.shell, self.page, busy=busy)

    def show_changed(self) -> None:
        """Something was changed after the jobs failed: the verb does what it did, and needs no second."""
        shell = self.frame.shell
        was_resting = shell.first_second.is_resting(shell.verb)
        self.show_side()
        self.show_buttons()
        if not was_resting and shell.first_second.is_resting(shell.verb):
            shell.first_second.end(shell.verb)

    def focus_verb(self) -> None:
        """Put the cursor onto the verb."""
        shell = self.frame.shell
        shell.first_second.give_keys(shell.verb)
