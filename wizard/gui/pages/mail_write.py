"""M7: the settings are written, read back, and the mail is checked with them."""

from dataclasses import replace
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.catalogue.schema import Action
from wizard.catalogue.words import words_of
from wizard.gui.pages.closes_mail_program import ClosesMailProgram
from wizard.gui.pages.items import Item
from wizard.gui.pages.mail_check import MailCheckPage
from wizard.gui.pages.page import Begins
from wizard.gui.widgets.labels import CAPTION, label
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.jobs.job import Job
from wizard.jobs.programs.write_mail_settings import KeepWaitingWritten, Written
from wizard.model.mail import CheckId
from wizard.model.mail_clients import Plan
from wizard.model.problem import Problem
from wizard.session.results import StepResult

_words = words_of(__name__)

_PLAN = "mail-plan"


class MailWritePage(MailCheckPage, ClosesMailProgram):
    """One line for the writing, then the seven rows of the check.

    It begins by itself only where "Write settings" was pressed a moment ago, at M6. Who comes back here
    after a restart or a Cancel is led through M6 again: what will change may be something else by now.
    """

    begins: ClassVar[Begins] = Begins.ONCE

    def build(self, body: QVBoxLayout) -> None:
        """The line of the writing above the rows."""
        row = QHBoxLayout()
        row.setSpacing(12)
        self._mark = StateMark()
        before = self.session.tools.site.record().written
        began_before = bool(before) and not self._was_seen
        says = _words("to-do" if self._was_seen else "began-before" if began_before else "not-now")
        self._written = label(says, bold=True)
        row.addWidget(self._mark)
        row.addWidget(self._written, 1)
        body.addLayout(row)
        kept = _words("kept-before", receipt=before) if began_before else _words("kept-first")
        self._receipt = label(kept, name="muted")  # from the start: the rows below it stay
        self._receipt.setContentsMargins(32, 0, 0, 0)
        body.addWidget(self._receipt)
        body.addSpacing(4)
        # There is nothing to undo before something was written.
        self._links = QWidget(self)
        links = QVBoxLayout(self._links)
        links.setContentsMargins(0, 0, 0, 0)
        self._values = label("", name="muted", scale=CAPTION)
        links.addWidget(self._values)
        self.add_side_links(links)
        self._links.setVisible(began_before)
        super().build(body)
        body.addWidget(self._links)

    @property
    def begins_now(self) -> bool:
        """Only where the plan that was agreed to is at hand."""
        return super().begins_now and self._was_seen

    @property
    def _was_seen(self) -> bool:
        plan = self.session.results.get(_PLAN)
        return plan is not None and plan.ok and isinstance(plan.value, Plan)

    @property
    def verb(self) -> str:
        """Once it is written, only Next is left to do."""
        result = self.session.result
        if self._needs_plan:
            return _words("show-what-will-change")
        return self.leads_on if result is not None and result.ok else _words("try-again")

    @property
    def _needs_plan(self) -> bool:
        result = self.session.result
        return result is None or (result.problem is not None and result.problem.code == "WRITE-STALE")

    @property
    def only_leads(self) -> bool:
        """Where the plan is to be seen first, the verb leads there."""
        return self._needs_plan

    def press(self) -> bool:
        """Where nothing was begun, or not with the plan that was seen, show the plan."""
        if not self._needs_plan:
            return False
        self.tools.act(Action(label="", does="goto", step=_PLAN))
        return True

    def job_that_waits(self) -> Job | None:
        """Return the job that goes on waiting; what was written stays as it is."""
        result = self.session.result
        value = result.value if result is not None else None
        if result is None or not isinstance(value, Written):
            return None
        report = value.report
        return KeepWaitingWritten(value, result.facts) if report is not None and report.ticket else None

    def show_notice(self, problem: Problem) -> None:
        """Say nothing: what is worth saying besides was said at M4."""

    def begin(self) -> None:
        """All of it is to do again."""
        super().begin()
        self.progress.stays()  # what is written by then
        self._mark.set(Mark.RUNNING)
        self._written.setText(_words("to-do"))
        self._receipt.setText(_words("kept-first"))
        self.set_running(None)  # the check comes after the writing

    def take_item(self, item: Item) -> None:
        """First what was written, then the rows of the check with it."""
        if isinstance(item, Written):
            self._show_written(item)
            self.set_running(CheckId.RESOLVE)
        else:
            super().take_item(item)

    def _show_written(self, value: Written) -> None:
        self._mark.set(Mark.DONE)
        plan = value.plan
        if value.receipt:
            self._written.setText(_words("written", program=plan.client_name, account=plan.account_name))
            self._receipt.setText(_words("old-kept", receipt=value.receipt))
        else:
            self._written.setText(_words("all-there", program=plan.client_name, account=plan.account_name))
            self._receipt.setText(_words("nothing-to-write"))

    def refresh(self) -> None:
        """It was stopped: what was begun is seen at M6."""
        if self._mark.mark is Mark.DONE and self.is_looking:
            self._receipt.setText(_words("stopped-check"))
        super().refresh()
        if self._mark.mark is Mark.RUNNING:
            self._mark.set(Mark.TODO)
            self._written.setText(_words("stopped-writing"))

    def show_result(self, result: StepResult) -> None:
        """Say what was written, and how the check with it ended."""
        value = result.value
        if not isinstance(value, Written):
            self._mark.set(Mark.FAILED if result.problem is not None else Mark.TODO)
            self._written.setText(_words("not-written"))
            super().show_result(result)
            return
        self._show_written(value)
        values = " · ".join(f"{change.label}: {change.new_words}" for change in value.plan.changes)
        self._values.setText(_words("read-back", values=values))
        self._values.setVisible(bool(values))
        self._links.show()
        if value.report is None:
            super().show_result(replace(result, value=None))
            return
        super().show_result(replace(result, value=(value.settings, value.report)))
