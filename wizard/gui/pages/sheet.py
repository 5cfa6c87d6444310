"""What every page looks like: heading, room for its own, problems, progress, and what is said below."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wizard.catalogue.load import screen as load_screen
from wizard.catalogue.wording import fill, matches, wording
from wizard.catalogue.words import words_of
from wizard.gui.pages.page_tools import PageTools
from wizard.gui.widgets.announce import announce
from wizard.gui.widgets.labels import CAPTION, SUBTITLE, TITLE, button, label, link
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.low_window import is_low
from wizard.gui.widgets.page_area import PageArea
from wizard.gui.widgets.panels import ProblemPanel, ProgressPanel
from wizard.model.problem import Problem
from wizard.session.run import Session

_words = words_of(__name__)

_PLACED_MS = 50
"""After so long what was just shown has its place, in large type and on slow PCs too."""
_MOST_OF_A_PAGE = 0.48
"""What is said below a page takes no more of its height."""
_NARROW = 44
"""In heights of a line: a narrower page has no room for wide margins."""
_ALL_THERE_IS = 100
"""Beside the 1 of the empty rest: a title in one line with others wraps only where no room is left."""
_BESIDE, _BESIDE_NARROW = 32, 16
"""Pixels of room at the sides of a page."""


def where_in(session: Session) -> str:
    """Return what stands beside the screen number: "Step 4 of 8", or which step a side page belongs to."""
    step, procedure = session.step, session.procedure
    if not procedure.total:
        return _words("from-home")
    if not step.side:
        return _words("step", number=step.number, total=procedure.total)
    trail = session.navigator.trail
    if len(trail) == 1:
        return _words("side-page-from-home")
    opener = next((s for s in procedure.steps if s.id == trail[-2]), None)
    is_step = opener is not None and not opener.side
    return (
        _words("side-page-of-step", number=opener.number, total=procedure.total)
        if opener and is_step
        else _words("side-page")
    )


class Sheet(QWidget):
    """The frame of a page; `body` is its own room."""

    problems_changed = Signal()
    """Other buttons of problems are shown than before."""

    def __init__(self, session: Session, tools: PageTools) -> None:
        super().__init__()
        self.setObjectName("page")
        self.session, self.tools = session, tools
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.area = PageArea()
        self._column.addWidget(self.area, 1)
        self.body = self.area.body
        self.body.setSpacing(8)
        self._docked = QVBoxLayout()
        # build() may already have a result to show: what it shows it in stands before.
        self.problem_slot = QVBoxLayout()
        self.progress = ProgressPanel()
        self._said = label("", name="said")
        self._said.hide()
        self.context = label("", name="muted", scale=CAPTION)
        self._fills = self._gives_up_heading = self._is_low = False
        self._margin = _BESIDE
        self._panel: ProblemPanel | None = None
        self._notices: list[ProblemPanel] = []
        self._add_heading()

    def _add_heading(self) -> None:
        step = self.session.step
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        pill = QLabel(self.session.number)
        pill.setObjectName("pill")
        pill.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        pill.setAccessibleName(_words("screen", number=self.session.number))
        self.head.addWidget(pill)
        self._short_title = label(self.session.shown.title, bold=True, scale=SUBTITLE)
        self._short_title.hide()
        self.head.addWidget(self._short_title, _ALL_THERE_IS)
        self._where = label(where_in(self.session), name="muted")
        self._where.setWordWrap(False)
        self.head.addWidget(self._where)
        self.head.addStretch(1)
        self.body.addLayout(self.head)
        shown = self.session.shown
        self.title = label(shown.title, bold=True, scale=TITLE)
        self.body.addWidget(self.title)
        self.instruction = label(fill(shown.instruction, self.session.facts()), name="muted")
        self.body.addWidget(self.instruction)
        before = self.session.results.get(step.id)
        self.done_before = label(_words("done-before"), name="muted")
        """Until it is done again."""
        self.body.addWidget(self.done_before)
        was_done = before is not None and before.ok and self.session.result is None
        self.done_before.setVisible(step.changes_outside and was_done)
        self._fit_heading()

    def showEvent(self, event: QShowEvent) -> None:
        """Say which screen it is to whoever does not see it."""
        super().showEvent(event)
        if not event.spontaneous():
            where = where_in(self.session)
            announce(self, f"{self.session.number}, {self.title.text()}. {where}. {self.instruction.text()}")

    def say_heading(self, title: str, instruction: str) -> None:
        """Say what the page is about by now."""
        self.title.setText(title)
        self._short_title.setText(title)
        self.instruction.setText(fill(instruction, self.session.facts()))

    def give_up_heading(self, *, wanted: bool) -> None:
        """Let the heading be one line of title and what to do where the height is needed, else as it was."""
        self._gives_up_heading = wanted
        self._fit_heading()
        self.instruction.setHidden(wanted)
        self._where.setText(self.instruction.text() if wanted else where_in(self.session))
        self._where.setWordWrap(wanted)
        self.head.setStretchFactor(self._where, _ALL_THERE_IS if wanted else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say the same in less room where the window has little."""
        super().resizeEvent(event)
        low, narrow = is_low(self), self.width() < _NARROW * self.fontMetrics().lineSpacing()
        beside = _BESIDE_NARROW if narrow else _BESIDE
        if (low, beside) != (self._is_low, self._margin):
            self._is_low, self._margin = low, beside
            self._fit_heading()
            self.area.fit()
        self.area.let_go()  # how high it was in another window means nothing now
        self.make_room(is_low=self._is_low)
        self._undock_if_needed()

    def make_room(self, *, is_low: bool) -> None:
        """Fold away what is worth knowing where a low window has no room for it."""

    def _fit_heading(self) -> None:
        """Give heading and margins the room there is for them."""
        in_one_line, beside = self._gives_up_heading or self._is_low, self._margin
        self.area.set_spacing(6 if self._is_low else 8)
        top, bottom = (2, 0) if self._is_low else (8, 2) if in_one_line else (24, 12)
        self.area.set_margins(beside, top, beside, bottom)
        self.title.setHidden(in_one_line)
        self._short_title.setVisible(in_one_line)
        self._where.setWordWrap(self._gives_up_heading or self._margin == _BESIDE_NARROW)
        self._lay_out_below()

    def _lay_out_below(self) -> None:
        beside, any_docked = self._margin, self._any_docked
        self._docked.setContentsMargins(beside, 4 if any_docked else 0, beside, 8 if any_docked else 0)
        under = 1 if self._is_low else 8
        above = 2 if self._is_low else 6  # what scrolls is cut off at its line, and not by its words
        for part, over, below in ((self.progress, 0, 4), (self._said, above, 4), (self.context, 0, under)):
            part.setContentsMargins(beside, over, beside, below)

    def add_foot(self, organisation: str, *, stretch: bool) -> None:
        """Put below the page's own room what is the same on all; `organisation` is the one it is about."""
        if self.problem_slot.parent() is None:  # the page may have given problems a place of their own
            self.body.addLayout(self.problem_slot)
        self._fills = not stretch
        if stretch:
            self.body.addStretch(1)
        self._column.addLayout(self._docked)
        self._column.addWidget(self.progress)
        self._column.addWidget(self._said)
        self.context.setText(organisation)
        self._column.addWidget(self.context)
        self.context.setVisible(bool(organisation))

    def add_side_links(self, layout: QLayout) -> None:
        """Offer the screen's side pages that this procedure has."""
        procedure = self.session.procedure
        for step in procedure.steps:
            if step.id in self.session.screen.links and matches(step.offered_when, self.session.facts()):
                side = link(f"{load_screen(step.screen).title} ({procedure.letter}{step.number})")
                side.clicked.connect(lambda _checked=False, name=step.id: self.tools.open_side(name))
                layout.addWidget(side)

    # --- what is said below ---

    def say(self, text: str) -> None:
        """Say something small below the page, such as that an address was copied."""
        self.area.settle()
        if self._fills:
            self.area.hold()  # a table keeps its height: what stands below it does not move
        self._said.setText(text)
        self._said.show()
        announce(self, text)

    def unsay(self) -> None:
        """Take down what was said below the page."""
        self._said.hide()
        self._take_room_back()

    # --- problems ---

    def show_problem(self, problem: Problem) -> None:
        """Show a problem where the eye is."""
        self.clear_problem()
        panel = ProblemPanel(wording(problem), self.session.number)
        panel.action_chosen.connect(self.tools.act)
        self._panel = panel
        self._add_panel(panel)
        panel.announce()
        self._let_rest(panel)
        self.problems_changed.emit()
        if panel.buttons:
            self.tools.first_second.give_keys(panel.buttons[0])
        # Once it has its place, so that its buttons are in sight as well.
        QTimer.singleShot(_PLACED_MS, panel, lambda: self._bring_into_sight(panel))

    def show_notice(self, problem: Problem) -> None:
        """Show a notice below what is there."""
        panel = ProblemPanel(wording(problem), self.session.number)
        panel.action_chosen.connect(self.tools.act)
        self._notices.append(panel)
        self._add_panel(panel)
        panel.announce()
        self._let_rest(panel)
        self.problems_changed.emit()

    def _add_panel(self, panel: ProblemPanel) -> None:
        """Put a panel below what is there; where that would have to be scrolled, below the page."""
        self.area.settle()
        self.problem_slot.addWidget(panel)
        if panel.parentWidget() is not None:  # while the page is built, it would be a window of its own
            panel.show()  # what is not shown needs no room
            self._dock_if_needed()

    def _dock_if_needed(self) -> None:
        if self.area.overflows and self._height_of_panels() < self.height() * _MOST_OF_A_PAGE:
            self.area.hold()  # what fills the page has given up none of its height by now
            for panel in self.panels:
                self._docked.addWidget(panel)
            self._lay_out_below()

    def _undock_if_needed(self) -> None:
        """Let the panels scroll with the page where the window has become too low for them below it."""
        if self._any_docked and self._height_of_panels() >= self.height() * _MOST_OF_A_PAGE:
            for panel in self.panels:
                self.problem_slot.addWidget(panel)
            self.area.let_go()
            self._lay_out_below()

    @property
    def _any_docked(self) -> bool:
        # A layout calls itself empty until what was put into it is shown, which is a moment later.
        return self._docked.count() > 0

    def _height_of_panels(self) -> int:
        return sum(panel.heightForWidth(self.area.viewport().width()) for panel in self.panels)

    def _bring_into_sight(self, panel: ProblemPanel) -> None:
        if panel not in self.panels:
            return  # another one took its place meanwhile
        self._dock_if_needed()
        if self.area.isAncestorOf(panel):  # else it stands below the area, in sight
            self.area.ensureWidgetVisible(panel, 0, 8)

    def _let_rest(self, panel: ProblemPanel) -> None:
        """Its buttons take no press that was meant for what stood there before."""
        for made in panel.buttons:
            self.tools.first_second.begin(made)

    def clear_problem(self) -> None:
        """Take every panel down."""
        had = self.panels
        self._panel, self._notices = None, []
        empty(self.problem_slot)
        empty(self._docked)
        self._lay_out_below()
        self._take_room_back()
        if had:
            self.problems_changed.emit()

    def _take_room_back(self) -> None:
        """Let the page have what nothing below it needs any more."""
        if not self._any_docked and self._said.isHidden():
            self.area.let_go()

    @property
    def panels(self) -> list[ProblemPanel]:
        """The panels of problems and notices shown, the problem's first."""
        return [*([self._panel] if self._panel is not None else []), *self._notices]

    @property
    def has_main(self) -> bool:
        """Whether the screen's main button stands on the page, so that the verb is one among others."""
        return any(panel.is_main for panel in self.panels)

    def retire_problem(self) -> None:
        """What went wrong went wrong with other answers: the verb is the main thing to do again."""
        if self._panel is not None:
            self._panel.retire()

    @property
    def problem(self) -> ProblemPanel | None:
        """The problem panel shown, if any."""
        return self._panel


def line_button(text: str, press: Callable[[], Any]) -> QPushButton:
    """Return a small button of a line."""
    made = button(text)
    made.clicked.connect(lambda _checked=False: press())
    return made
