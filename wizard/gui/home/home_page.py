"""H1: which job, where it stands, and how to go on."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wizard.app.standings import Standing
from wizard.gui.widgets.labels import button, label
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.page_area import PageArea
from wizard.model.problem import Problem

if TYPE_CHECKING:
    from wizard.catalogue.deadlines import Due
    from wizard.catalogue.schema import Action


class HomePage(QWidget):
    """One card for each procedure, grouped by the store's software."""

    procedure_chosen = Signal(str)
    fresh_chosen = Signal(str)
    check_chosen = Signal(str)
    side_chosen = Signal(str, str)
    practice_chosen = Signal()
    number_asked = Signal()

    def __init__(self, *, practice: bool) -> None:
        super().__init__()
        self.setObjectName("page")
        self._practice = practice
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = PageArea()
        outer.addWidget(area)
        self._body = area.body
        self._body.setContentsMargins(34, 16, 34, 14)
        self._body.setSpacing(6)

    def show_standings(
        self, standings: list[Standing], store: str, connection: QWidget | None = None
    ) -> None:
        """Show the cards; what needs its user first. `connection` is the row of the Xero sign-in."""
        empty(self._body)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        pill = QLabel("H1")
        pill.setObjectName("pill")
        row.addWidget(pill)
        row.addStretch(1)
        self._body.addWidget(head)
        begun = any(s.at or s.done_at for s in standings)
        title = f"{store} today" if begun and store else "Set up your store"
        self._body.addWidget(label(title, bold=True, scale=1.55))
        waiting = [s for s in standings if s.at]
        if waiting:
            text = f"{len(waiting)} thing{'s' if len(waiting) > 1 else ''} waiting for you."
        elif begun and all(s.done_at for s in standings):
            text = "Everything is set up."
        else:
            text = "Choose what you want to set up. You can stop at any time; what you typed is kept."
        self._body.addWidget(label(text, name="muted"))
        if connection is not None:
            self._body.addWidget(connection)
        first = True
        for vendor in dict.fromkeys(s.procedure.vendor for s in standings):
            self._body.addWidget(label(vendor, bold=True, scale=1.1))
            for standing in standings:
                if standing.procedure.vendor == vendor:
                    self._body.addWidget(self._card(standing, first=first))
                    first = False
        self._body.addSpacing(6)
        self._body.addWidget(self._below())
        self._dates = QVBoxLayout()
        self._body.addLayout(self._dates)
        self._problems = QVBoxLayout()
        self._body.addLayout(self._problems)
        self._body.addStretch(1)

    def show_problems(self, problems: list[Problem], act: "Callable[[Action], None]") -> None:
        """Show what is wrong with this PC, below the cards."""
        from wizard.catalogue.wording import wording  # noqa: PLC0415 - not needed for the first paint
        from wizard.gui.widgets.panels import ProblemPanel  # noqa: PLC0415

        empty(self._problems)
        for problem in problems:
            panel = ProblemPanel(wording(problem))
            panel.action_chosen.connect(act)
            self._problems.addWidget(panel)

    def show_deadlines(self, found: "Sequence[Due]") -> None:
        """Show the dates that concern this store, below its cards."""
        for one in found:
            frame = QFrame()
            frame.setObjectName("notice")
            inside = QVBoxLayout(frame)
            inside.setContentsMargins(16, 8, 16, 8)
            inside.setSpacing(3)
            days = "" if one.is_past else f" ({one.days_left} days left)"
            inside.addWidget(label(f"{one.deadline.title}: {one.deadline.ends_words}{days}", bold=True))
            inside.addWidget(label(f"{one.words} (Checked {one.deadline.checked:%d %B %Y}.)"))
            self._dates.addWidget(frame)

    def _card(self, standing: Standing, *, first: bool) -> QWidget:
        card = QFrame()
        card.setObjectName("card")
        row = QHBoxLayout(card)
        row.setContentsMargins(18, 8, 16, 8)
        row.setSpacing(14)
        mark = Mark.DONE if standing.done_at else Mark.TODO
        above = QVBoxLayout()
        above.addWidget(StateMark(mark))
        above.addStretch(1)
        row.addLayout(above)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        state = "Working" if standing.done_at else f"Begun, at {standing.at}" if standing.at else "Not set up"
        head = QHBoxLayout()
        head.setSpacing(12)
        shown = label(state, name="good" if standing.done_at and not standing.at else "muted")
        for text in (label(standing.procedure.title, bold=True), shown):
            text.setWordWrap(False)
            head.addWidget(text)
        head.addStretch(1)
        texts.addLayout(head)
        under = standing.procedure.card
        if standing.done_at:
            under = f"Checked {standing.done_at:%d %B %Y, %H:%M} · {standing.found}"
        texts.addWidget(label(under, name="muted"))
        row.addLayout(texts, 1)
        verb = (
            f"Continue at {standing.at}" if standing.at else "Check again" if standing.done_at else "Set up"
        )
        go = button(verb, primary=first or bool(standing.at))
        go.setAccessibleName(f"{verb}: {standing.procedure.title}")
        chosen = self.check_chosen if standing.done_at and not standing.at else self.procedure_chosen
        go.clicked.connect(lambda: chosen.emit(standing.procedure.id))
        if standing.at:
            fresh = button("Start again")
            fresh.setAccessibleName(f"Start again: {standing.procedure.title}")
            fresh.clicked.connect(lambda: self.fresh_chosen.emit(standing.procedure.id))
            row.addWidget(fresh)
        if standing.side is not None and not standing.at:
            step, said = standing.side
            side = button(said)
            side.setAccessibleName(f"{said}: {standing.procedure.title}")
            side.clicked.connect(lambda _checked=False: self.side_chosen.emit(standing.procedure.id, step))
            row.addWidget(side)
        row.addWidget(go)
        if first:
            self.first_button = go
        return card

    def _below(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        if not self._practice:
            practise = button("Practise first")
            practise.setToolTip("Opens a practice Xero and practice mail on this PC")
            practise.clicked.connect(self.practice_chosen)
            row.addWidget(practise)
        number = button("I have a screen number")
        number.setToolTip("Ctrl+J")
        number.clicked.connect(self.number_asked)
        row.addWidget(number)
        row.addStretch(1)
        return holder
