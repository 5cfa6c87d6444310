"""M7: the settings are written, read back, and the mail is checked with them."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from wizard.gui.pages.mail_check import MailCheckPage
from wizard.gui.widgets.labels import label
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.jobs.write_mail_settings import Written
from wizard.model.problem import Problem
from wizard.session import StepResult


class MailWritePage(MailCheckPage):
    """One line for the writing, then the seven rows of the check."""

    def build(self, body: QVBoxLayout) -> None:
        """The line of the writing above the rows."""
        row = QHBoxLayout()
        row.setSpacing(12)
        self._mark = StateMark()
        self._written = label("The old values are kept, the new ones written and read back", bold=True)
        row.addWidget(self._mark)
        row.addWidget(self._written, 1)
        body.addLayout(row)
        body.addSpacing(6)
        super().build(body)
        self.add_side_links(body)

    @property
    def verb(self) -> str:
        """Once it is written, only Next is left to do."""
        result = self.session.result
        return "" if result is None else "Next" if result.ok else "Try again"

    def show_notice(self, problem: Problem) -> None:
        """Say nothing: what is worth saying besides was said at M4."""

    def begin(self) -> None:
        """All of it is to do again."""
        super().begin()
        self._mark.set(Mark.RUNNING)

    def show_result(self, result: StepResult) -> None:
        """Say what was written, and how the check with it ended."""
        value = result.value
        if not isinstance(value, Written):
            self._mark.set(Mark.FAILED if result.problem is not None else Mark.TODO)
            super().show_result(result)
            return
        self._mark.set(Mark.DONE)
        plan = value.plan
        if value.receipt:
            said = f"Written into {plan.client_name}, {plan.account_name}, and read back"
            self._written.setText(f"{said} · receipt {value.receipt}")
        else:
            self._written.setText(f"{plan.client_name}, {plan.account_name} was right already")
        if value.report is None:
            super().show_result(StepResult(result.facts, None, result.problem, result.stamp))
            return
        super().show_result(
            StepResult(result.facts, (value.settings, value.report), result.problem, result.stamp)
        )
