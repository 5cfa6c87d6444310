"""M14: what we wrote, as it was, as we wrote it, and as it is now; put back, or write ours again."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from wizard.catalogue.wording import wording
from wizard.gui.pages.page import Page, line_button
from wizard.gui.widgets.labels import label
from wizard.gui.widgets.layouts import empty
from wizard.jobs.job import Done
from wizard.jobs.mail_program import last_receipt
from wizard.jobs.put_back_written import PutBackWritten
from wizard.jobs.watch_mail_clients import Watched, WatchMailClients
from wizard.model.mail_clients import Versions
from wizard.model.problem import Problem
from wizard.session import StepResult


class MailUndoPage(Page):
    """Looks at the mail program when it is shown, days later as well."""

    def build(self, body: QVBoxLayout) -> None:
        """The receipt and its lines come when they were looked at."""
        self._slot = QVBoxLayout()
        self._slot.setSpacing(8)
        body.addLayout(self._slot)
        self._overwrite = self.add_box(self.session.screen.fields[0], "A", body)
        self._overwrite.hide()
        if self.session.result is not None:
            self.show_result(self.session.result)
        else:
            QTimer.singleShot(0, self, self._look)

    @property
    def verb(self) -> str:
        """Once it is put back, there is only the way back."""
        result = self.session.result
        return "Go back" if result is not None and result.ok else ""

    def retry(self) -> bool:
        """Show all three versions."""
        self.clear_problem()
        self._look()
        return True

    def _look(self) -> None:
        tools = self.session.tools
        self.tools.ask(lambda progress, cancel: WatchMailClients().run(tools, progress, cancel), self._show)

    def _show(self, outcome: Done | Problem) -> None:
        empty(self._slot)
        if isinstance(outcome, Problem):
            self.show_problem(outcome)
            return
        watched: tuple[Watched, ...] = outcome.value
        newest = last_receipt(self.session.tools)
        mine = next((each for each in watched if newest and each.receipt.id == newest.id), None)
        if mine is None:
            self.show_problem(Problem("UNDO-NONE"))
            return
        image = mine.receipt.image
        when = mine.receipt.made_at.replace("T", " ")[:16]
        head = f"{mine.receipt.client_name}, {image.account_name}: receipt {mine.receipt.id} of {when} (UTC)"
        self._slot.addWidget(label(head, bold=True))
        if mine.problem is not None:
            words = wording(mine.problem)
            self._slot.addWidget(label(f"{words.what} {words.do}", name="fault"))
            return
        if not mine.changed:
            self._slot.addWidget(label("Nobody changed anything since: it is as we wrote it.", name="good"))
            rows = tuple(
                Versions(c.setting, c.label, c.old_words or None, c.new_words, c.new_words)
                for c in image.changes
            )
        else:
            text = "Somebody changed these lines since. Nothing is overwritten until you choose."
            self._slot.addWidget(label(text, name="fault"))
            rows = mine.changed
            row = QHBoxLayout()
            row.addWidget(line_button("Write ours again", lambda: self._write_again(mine.receipt.id)))
            row.addStretch(1)
            self._slot.addLayout(row)
        self._slot.addWidget(self._table(rows, changed=bool(mine.changed)))
        self._overwrite.setVisible(any(row.changed_since for row in mine.changed))

    def _table(self, rows: tuple[Versions, ...], *, changed: bool) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 10, 16, 10)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(5)
        heads = ["", "Before us", "As we wrote it", *(["Now"] if changed else [])]
        for column, text in enumerate(heads):
            grid.addWidget(label(text, name="muted", scale=0.92), 0, column)
            grid.setColumnStretch(column, 1)
        for index, row in enumerate(rows, 1):
            cells = [row.label, row.old, row.ours, *([row.now] if changed else [])]
            for column, cell in enumerate(cells):
                grid.addWidget(label(cell or "nothing", name="" if column == 0 else "muted"), index, column)
        return card

    def _write_again(self, receipt: str) -> None:
        tools = self.session.tools

        def done(outcome: Done | Problem) -> None:
            if isinstance(outcome, Problem):
                self.show_problem(outcome)
                return
            self._look()

        self.tools.ask(lambda progress, cancel: PutBackWritten(receipt).run(tools, progress, cancel), done)

    def show_result(self, result: StepResult) -> None:
        """Say that it is as it was."""
        super().show_result(result)
        if result.problem is None and result.facts.get("receipt"):
            empty(self._slot)
            name, account = result.facts.get("client_name", ""), result.facts.get("account_name", "")
            self._slot.addWidget(label(f"{name}, {account}: the old settings are back ✓", name="good"))
            self._overwrite.hide()
        elif result.problem is not None and result.problem.code == "UNDO-CHANGED":
            self._overwrite.show()
