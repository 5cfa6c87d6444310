"""The last page of a procedure: what is proven, what is still to be typed elsewhere, the receipt."""

from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wizard.catalogue.schema import Action, Line
from wizard.catalogue.words import words_of
from wizard.gui.actions import CLOSE
from wizard.gui.pages.lines import LinesPage
from wizard.gui.pages.page import Begins
from wizard.gui.pages.print_guide import guide_link
from wizard.gui.pages.save_set_up import save_link
from wizard.gui.widgets.flow import FlowLayout, WordsLayout
from wizard.gui.widgets.fold import Fold
from wizard.gui.widgets.labels import label, link
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.schedule_card import ScheduleCard
from wizard.papers.paper import Paper
from wizard.session.results import StepResult

_words = words_of(__name__)

_SCHEDULE = "schedule"
"""The box that is the row of the daily run; a file of answers gives it as well."""


class FinishPage(LinesPage):
    """The end: what is proven, and values still to be typed elsewhere."""

    begins: ClassVar[Begins] = Begins.ONCE
    stays: ClassVar[bool] = True
    ends: ClassVar[bool] = True
    done_mark: Mark = Mark.DONE

    @property
    def verb(self) -> str:
        """There is nothing after it."""
        return _words("close")

    @property
    def again(self) -> str:
        """What was done is not done again here."""
        return ""

    def press(self) -> bool:
        """Close, also where the receipt could not be saved: this is the way out."""
        if self.session.result is None:
            return False
        self.tools.act(CLOSE)
        return True

    def build(self, body: QVBoxLayout) -> None:
        """Proof lines with ticks, values with Copy in two columns, the rest as a list."""
        self.area.ends = True
        lines = self.lines()
        if self.session.shown.person or not all(line.good for line in lines):
            self.done_mark = Mark.NOW  # a person still has to do something, or something was not seen
        for line in lines:
            if line.note and not (line.copy or line.secret):
                self._proof(line, body)
        values = [line for line in lines if line.copy or line.secret]
        body.addLayout(self.in_columns(values))
        self._more = Fold(_words("more"))
        for line in lines:
            if not (line.note or line.copy or line.secret):
                self._more.inside.addWidget(label(f"–  {self.filled(line.text)}"))
        body.addWidget(self._more)
        self._more.setVisible(not self._more.inside.isEmpty())
        self._receipt = label("", name="muted", in_line=True)
        self._bar = self.paper_bar(self._paper)
        links = FlowLayout(spacing=16)
        for made in (self._receipt, self._bar):
            made.hide()
            links.addWidget(made)
        self.add_side_links(links)
        links.addWidget(guide_link(self))
        body.addLayout(links)
        if any(field.id == _SCHEDULE for field in self.session.screen.fields):
            body.addWidget(self._schedule())
        self.head.addWidget(save_link(self))
        if self.session.result is not None:
            self.show_result(self.session.result)

    def make_room(self, *, is_low: bool) -> None:
        """Fold away what nobody has to do, where it would have to be scrolled to."""
        super().make_room(is_low=is_low)
        for wanted in (False, True):
            self._more.be_folded(wanted=wanted)
            if not (is_low and self.area.overflows):
                return

    def _schedule(self) -> ScheduleCard:
        """Return the row in which the daily run is set, as the home page has it."""
        tools = self.session.tools
        return ScheduleCard(tools.site, lambda: tools, None)

    def _proof(self, line: Line, body: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(StateMark(Mark.FAILED if line.failed else Mark.DONE if line.good else Mark.TODO))
        both = QWidget()
        beside = WordsLayout(
            both, spacing=12, between=0
        )  # the note below the name where it has no room beside it
        beside.addWidget(label(self.filled(line.text), bold=True, in_line=True))
        beside.addWidget(label(self.filled(line.note), name="muted", in_line=True))
        row.addWidget(both, 1)
        if line.goto:
            row.addWidget(self._way_to(line))
        body.addLayout(row)

    def _way_to(self, line: Line) -> QPushButton:
        procedure = self.session.procedure
        number = next(step.number for step in procedure.steps if step.id == line.goto)
        way = link(_words("go-to", number=f"{procedure.letter}{number}"))
        way.setAccessibleDescription(self.filled(line.text))
        action = Action(label="", does="goto", step=line.goto)
        way.clicked.connect(lambda _checked=False: self.tools.act(action))
        return way

    def show_result(self, result: StepResult) -> None:
        """Name the receipt."""
        super().show_result(result)
        if receipt := result.facts.get("receipt"):
            self._receipt.setText(_words("receipt-saved", receipt=receipt))
            self._receipt.show()
            self._bar.show()

    def _paper(self) -> Paper | None:
        """Return the receipt as a page."""
        from wizard.app.papers import receipt_of  # noqa: PLC0415 - only when something is done with it

        session, name = self.session, str(self.session.facts().get("receipt", ""))
        return receipt_of(session.tools.site, session.tools.world.kind, session.procedure, name)
