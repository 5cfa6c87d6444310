"""Pages whose problem may be an open mail program: its button closes it, then the same is tried again."""

from wizard.catalogue.schema import Action
from wizard.gui.actions import RETRY
from wizard.gui.pages.page import Page
from wizard.jobs.job import Done
from wizard.jobs.programs.mail_program import MailProgramChosen
from wizard.model.problem import Problem


class ClosesMailProgram(Page):
    """Understands the button "Close Thunderbird"."""

    @property
    def mail_profile(self) -> tuple[str, str]:
        """The mail program and profile that the button means."""
        chosen = self.session.results.given(MailProgramChosen) or MailProgramChosen()
        return chosen.mail_client, chosen.mail_profile

    def take_action(self, action: Action) -> bool:
        """Close the program."""
        if action.does != "close-client":
            return super().take_action(action)
        from wizard.jobs.programs.close_mail_client import CloseMailClient  # noqa: PLC0415 - only where it is open

        job, tools = CloseMailClient(*self.mail_profile), self.session.tools

        def done(outcome: Done | Problem) -> None:
            if isinstance(outcome, Problem):
                self.show_problem(outcome)
            else:
                self.tools.act(RETRY)

        self.clear_problem()
        self.tools.ask(lambda progress, cancel: job.run(tools, progress, cancel), done)
        return True
