"""M6: the plan: every line old and new, what stays, and what is kept."""

from typing import ClassVar

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout

from wizard.catalogue.words import words_of
from wizard.gui.pages.closes_mail_program import ClosesMailProgram
from wizard.gui.pages.page import Begins
from wizard.gui.widgets.labels import CAPTION, keep_words_whole, label
from wizard.gui.widgets.layouts import empty
from wizard.model.mail_clients import Plan
from wizard.model.problem import Problem
from wizard.session.results import StepResult

_words = words_of(__name__)

_WRITE = "mail-write"


class MailPlanPage(ClosesMailProgram):
    """Compares each time it is shown; its verb leads to the screen that writes."""

    begins: ClassVar[Begins] = Begins.EACH_TIME
    stays: ClassVar[bool] = True

    def build(self, body: QVBoxLayout) -> None:
        """The table comes when the comparison is done."""
        self._plan: Plan | None = None
        self.boxes.add_missing_secrets(body)
        self._slot = QVBoxLayout()
        self._slot.setSpacing(8)
        body.addLayout(self._slot)

    @property
    def verb(self) -> str:
        """Nothing to write means nothing but Next; without a plan in sight nothing is agreed to."""
        if self._plan is None:
            return _words("compare") if self.session.result is None else _words("compare-again")
        return self.leads_on if self._plan.already_right else super().verb

    @property
    def only_checks(self) -> bool:
        """With nothing to write there is nothing to agree to: its Next stands where every Next stands."""
        return self._plan is not None and self._plan.already_right

    def press(self) -> bool:
        """Compare, where no plan is in sight; what is in sight is written, also for the second time."""
        if self._plan is not None:
            if self._plan.changes:
                self.session.order_again(_WRITE)
            return False
        self.tools.run()
        return True

    def begin(self) -> None:
        """What was compared before does not count any more."""
        super().begin()
        self._plan = None
        empty(self._slot)

    def show_result(self, result: StepResult) -> None:
        """Show the plan."""
        super().show_result(result)
        if not isinstance(result.value, Plan):
            return
        empty(self._slot)
        plan = self._plan = result.value
        made = _words("new-account") if plan.creates else plan.account_name
        count = len(plan.changes)
        lines = _words.counted("will-be-written" if plan.creates else "will-change", count)
        said = _words("all-right-already") if plan.already_right else lines
        self._slot.addWidget(label(f"{plan.client_name}, {made}: {said}", bold=True))
        if plan.changes:
            self._slot.addWidget(self._table(plan))
        for note in plan.notes:
            self._slot.addWidget(label(f"–  {note.text}"))
        for text in plan.untouched:
            self._slot.addWidget(label(text, name="muted"))
        if plan.backed_up and plan.changes:
            # Paths have no spaces to break at.
            kept = label(_words("old-values-kept"), name="muted")
            kept.setToolTip("\n".join(plan.backed_up))
            self._slot.addWidget(kept)
        if store := result.facts.get("other_store"):
            facts = {"store": store, "since": result.facts["other_since"]}
            facts |= {"client": plan.client_name, "account": plan.account_name}
            self.show_notice(Problem("CLIENT-OF-STORE", facts))

    def _table(self, plan: Plan) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column, stretch in enumerate((4, 4, 0, 4)):
            grid.setColumnStretch(column, stretch)
        heads = {0: _words("in-program", program=plan.client_name), 1: _words("now"), 3: _words("will-be")}
        for column, text in heads.items():
            grid.addWidget(label(text, name="muted", scale=CAPTION), 0, column)
        for index, change in enumerate(plan.changes, 1):
            old = change.old_words or _words("nothing-yet")
            name = label(change.label, in_line=True)
            heard = _words("now-and-will-be", name=change.label, old=old, new=change.new_words)
            name.setAccessibleName(heard)
            grid.addWidget(name, index, 0)
            grid.addWidget(keep_words_whole(label(old, name="muted", in_line=True)), index, 1)
            arrow = label("→", name="muted")
            arrow.setWordWrap(False)
            grid.addWidget(arrow, index, 2)
            grid.addWidget(keep_words_whole(label(change.new_words, bold=True, in_line=True)), index, 3)
        return card
