"""What is shown of a run: the page of its step, the list of steps, the buttons."""

from wizard.gui.frame import Frame
from wizard.gui.job_bridge import JobBridge
from wizard.gui.pages.page import Page
from wizard.gui.run.commits import again_commits, verb_commits
from wizard.gui.run.side_steps import side_steps
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
        page.verb_changed.connect(self.show_buttons)
        shell.show_page(page)
        shell.set_help(help_of.question, help_of.answer)
        self.show_side()
        self.show_buttons()

    def show_side(self) -> None:
        """Show where we are in the list of steps."""
        session = self.session
        store = session.answers.text("store_name") or str(
            session.tools.site.record().shared.get("store_name", "")
        )
        under = session.procedure.vendor + (f" · {store}" if store else "")
        alone = session.step.side and not session.navigator.can_go_back and session.procedure.total
        steps = [] if alone else side_steps(session, self.page.done_mark)
        self.frame.shell.side.show_steps(session.procedure.title, under, session.number, steps)

    def show_buttons(self, *, busy: bool = False) -> None:
        """Show the buttons this step has now."""
        page = self.page
        back = self.session.navigator.can_go_back and not page.leads_back
        self.frame.shell.set_buttons(
            back=back,
            verb=page.verb,
            again=page.again,
            busy=busy,
            close=not page.ends,
            ready=page.verb_ready,
            verb_commits=verb_commits(page),
            again_commits=again_commits(page),
        )

    def focus_verb(self) -> None:
        """Put the cursor onto the verb."""
        shell = self.frame.shell
        shell.first_second.give_keys(shell.verb)
