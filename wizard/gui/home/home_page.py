"""H1: which job, where it stands, and how to go on."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wizard.catalogue.headings import ProcedureHeading, Untouched, home_words
from wizard.gui.widgets.flow import WordsLayout
from wizard.gui.widgets.labels import SUBTITLE, TITLE, button, label, restyle
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.mark import Mark
from wizard.gui.widgets.page_area import PageArea
from wizard.gui.widgets.state_card import StateCard
from wizard.model.problem import Problem

if TYPE_CHECKING:
    from wizard.app.standings import Card
    from wizard.catalogue.deadlines import Due
    from wizard.catalogue.schema import Action, Procedure
    from wizard.gui.home.connection_card import ConnectionCard
    from wizard.model.standing import Standing

_LOW = 44
"""A window lower than so many lines has its title in the line of the number."""
_GOING = "its jobs go on"
"""What a card's buttons were made for whose procedure is at work."""
_BEGIN = "Choose what you want to set up. You can stop at any time; what you typed is kept."


class HomePage(QWidget):
    """One card for each procedure, grouped by the store's software."""

    procedure_chosen = Signal(str)
    fresh_chosen = Signal(str)
    check_chosen = Signal(str)
    anew_chosen = Signal(str)
    open_chosen = Signal(str)
    """A procedure whose check is to be shown, and begun there."""
    send_chosen = Signal(str)
    side_chosen = Signal(str, str, bool)
    """A procedure, its side page, and whether that is only to be looked at."""
    reconnect_chosen = Signal()
    practice_chosen = Signal()
    number_asked = Signal()
    helping_asked = Signal()
    set_up_file_asked = Signal()

    def __init__(self, *, practice: bool) -> None:
        super().__init__()
        self.setObjectName("page")
        self._practice = practice
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = PageArea()
        outer.addWidget(area)
        self._body = area.body
        self._body.setContentsMargins(32, 16, 32, 12)
        self._body.setSpacing(4)
        self._connection: ConnectionCard | None = None
        self._cards: dict[str, StateCard] = {}
        self._main = ""
        """The procedure on whose card the button to press stands."""

    def show_cards(
        self, cards: "Sequence[Card]", store: str, connection: "ConnectionCard | None", sign_in: "Standing"
    ) -> None:
        """Show the cards, grouped; `connection` is the row of the Xero sign-in."""
        if not self._cards:
            self._build([each.procedure for each in cards])
            self._make_room()
        if store and any(each.at or each.standing.at for each in cards):
            self._title.setText(f"{store} today")
            self._short_title.setText(self._title.text())
        self._connection = connection
        if connection is not None:
            self._body.insertWidget(self._body.indexOf(self._in_short) + 1, connection)
        self.say_states(cards, sign_in)

    def show_headings(self, procedures: Sequence[ProcedureHeading]) -> None:
        """Show what there is, before it is known where each stands: nothing can be pressed on a card yet."""
        self._build(procedures)
        self._make_room()
        for each in procedures:
            self._cards[each.id].show_words(Mark.TODO, "", "muted", each.card)

    def show_untouched(self, procedures: Sequence[ProcedureHeading], words: Untouched) -> None:
        """Show the cards of a store of which nothing is kept: no record is read for them."""
        self._build(procedures)
        self._in_short.setText(_BEGIN)
        for each in procedures:
            made = self._cards[each.id]
            press = partial(self.procedure_chosen.emit, each.id)
            made.offer(words.verb, press)
            made.show_words(Mark.TODO, words.word, "muted", each.card)
        self._show_main(next(iter(self._cards)))

    def _build(self, procedures: "Sequence[Procedure | ProcedureHeading]") -> None:
        """Build what every state of the page has."""
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        pill = QLabel("H1")
        pill.setObjectName("pill")
        row.addWidget(pill)
        self._short_title = label("", bold=True, scale=SUBTITLE)
        self._short_title.hide()
        row.addWidget(self._short_title, 1)
        row.addStretch(1)
        self._head = row
        self._body.addWidget(head)
        self._title = label("Set up your store", bold=True, scale=TITLE)
        self._body.addWidget(self._title)
        self._in_short = label("", name="muted")
        self._body.addWidget(self._in_short)
        for vendor in dict.fromkeys(each.vendor for each in procedures):
            self._body.addWidget(label(vendor, bold=True))
            for each in procedures:
                if each.vendor == vendor:
                    made = StateCard(each.title)
                    self._cards[each.id] = made
                    self._body.addWidget(made)
        self._days = QVBoxLayout()
        self._days.setContentsMargins(0, 4, 0, 0)
        self._body.addLayout(self._days)
        self._others = self._below()
        self._body.addWidget(self._others)
        self._dates = QVBoxLayout()
        self._body.addLayout(self._dates)
        self._problems = QVBoxLayout()
        self._body.addLayout(self._problems)
        self._body.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the cards the room there is for them."""
        super().resizeEvent(event)
        is_low = self.window().height() < _LOW * self.fontMetrics().lineSpacing()
        if self._cards and is_low is self._title.isVisibleTo(self):
            self._title.setHidden(is_low)
            self._short_title.setText(self._title.text())
            self._short_title.setVisible(is_low)
            self._body.setContentsMargins(32, 4 if is_low else 12, 32, 0 if is_low else 8)
            self._body.setSpacing(0 if is_low else 4)

    def say_states(self, cards: "Sequence[Card]", sign_in: "Standing") -> None:
        """Say where each card stands, and all of them in one line."""
        from wizard.catalogue.standings import in_short, said_of, standing_file  # noqa: PLC0415 - not if nothing is kept

        for each in cards:
            made = self._cards[each.procedure.id]
            self._offer(each, made)
            if made.offers != _GOING:
                made.say(each.standing, each.procedure.card)
        standings = [each.standing for each in cards]
        if self._connection is not None:
            standings.append(sign_in)
            needs = said_of(sign_in).row.weight == "needs"
            self._connection.show_standing(sign_in, needs=needs)
        wanting = [each.procedure.id for each in cards if said_of(each.standing).row.weight == "needs"]
        half_done = [each.procedure.id for each in cards if each.at]
        waits = [name for name in half_done if name not in wanting]
        reconnects = self._connection is not None and self._connection.is_main
        in_use = [each.procedure.id for each in cards if each.standing.at is not None]
        self._show_main("" if reconnects else [*wanting, *half_done, *in_use, *self._cards][0])
        waiting = len(waits)
        said = in_short(standings)
        if waiting:
            half = f"{waiting} {'things are' if waiting > 1 else 'thing is'} waiting for you to go on."
            said = f"{said} {half}" if said and said != standing_file().all_well else half
        self._in_short.setText(said or _BEGIN)

    def _show_main(self, name: str) -> None:
        """Show one button of all as the one to press: of a card by its name, or the sign-in's."""
        self._main = name
        for each, made in self._cards.items():
            made.show_main(main=each == name)

    def show_going(self, name: str, press: "Callable[[str], None]") -> None:
        """Show a card whose jobs go on: all it offers is to go back to them."""
        from wizard.catalogue.export import window_words  # noqa: PLC0415 - only while something goes on

        made = self._cards[name]
        made.drop_buttons()
        made.offers = _GOING
        made.show_words(Mark.RUNNING, window_words("sending"), "muted", "")
        made.offer(window_words("going_back"), lambda: press(name))
        self._show_main(name)
        made.last_button.setFocus()

    def say_also(self, name: str, text: str, tone: str = "muted") -> None:
        """Say one thing more on a procedure's card."""
        self._cards[name].also(text, tone)

    @property
    def first_button(self) -> QPushButton:
        """Where the cursor begins: on what leads on, from the card that comes first."""
        made = self._cards.get(self._main) or next(iter(self._cards.values()))
        return made.last_button

    def show_problems(self, problems: list[Problem], act: "Callable[[Action], None]") -> None:
        """Show what is wrong with this PC, below the cards."""
        from wizard.catalogue.wording import wording  # noqa: PLC0415 - not needed for the first paint
        from wizard.gui.widgets.panels import ProblemPanel  # noqa: PLC0415

        empty(self._problems)
        for problem in problems:
            panel = ProblemPanel(wording(problem), main=False)
            panel.action_chosen.connect(act)
            self._problems.addWidget(panel)

    def show_deadlines(self, found: "Sequence[Due]") -> None:
        """Show the dates that concern this store, below its cards."""
        for one in found:
            frame = QFrame()
            frame.setObjectName("notice")
            inside = QVBoxLayout(frame)
            inside.setContentsMargins(16, 8, 16, 8)
            inside.setSpacing(4)
            days = "" if one.is_past else f" ({one.days_left} days left)"
            inside.addWidget(label(f"{one.deadline.title}: {one.deadline.ends_words}{days}", bold=True))
            inside.addWidget(label(f"{one.words} (Checked {one.deadline.checked:%d %B %Y}.)"))
            self._dates.addWidget(frame)

    def show_schedule(self, card: QWidget) -> None:
        """Show the row of the daily run, below the cards."""
        self._days.addWidget(card)

    def _make_room(self) -> None:
        """What a store uses has more to say: all of it stays in sight where little else stands below it."""
        self._body.setSpacing(4)
        self._body.setContentsMargins(32, 12, 32, 8)
        for made in self._others.findChildren(QPushButton):
            restyle(made, "link")
            made.setProperty("comesLast", True)
        self._others.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._head.addWidget(self._others)

    def _offer(self, card: "Card", made: StateCard) -> None:
        """Give a card the buttons that its state allows."""
        from wizard.catalogue.standings import said_of  # noqa: PLC0415 - only where something is kept

        name, said = card.procedure.id, said_of(card.standing)
        if made.offers == _GOING:
            return
        verb = f"Continue at {card.at}" if card.at else said.verb
        offers = (verb, said.row.weight, said.row.anew, card.undo, card.standing.at is not None)
        if made.offers == offers:
            return
        made.drop_buttons()
        made.offers = offers
        looks_back = {"Undo": False} if card.at else {"Has anything changed?": True, "Undo": False}
        for text, only_looks in looks_back.items() if card.undo else ():
            made.offer(text, partial(self.side_chosen.emit, name, card.undo, only_looks))
        check = partial(self.check_chosen.emit, name)
        if card.procedure.anew and card.standing.at is not None and not card.at:
            made.offer(card.procedure.anew, partial(self.anew_chosen.emit, name))
        if card.at:
            if card.standing.at is not None:
                made.offer("Check again", check)
            if said.row.anew:
                made.offer("Start again", lambda: self.fresh_chosen.emit(name))
            made.offer(verb, lambda: self.procedure_chosen.emit(name))
            return
        press: dict[str, Callable[[], None]] = {
            "check": check,
            "open": partial(self.open_chosen.emit, name),
            "set-up": lambda: self.procedure_chosen.emit(name),
            "reconnect": self.reconnect_chosen.emit,
            "send": lambda: self.send_chosen.emit(name),
        }
        if said.row.does == "send":
            made.offer("Check again", check)
        made.offer(verb, press[said.row.does])

    def _below(self) -> QWidget:
        holder = QWidget()
        row = WordsLayout(holder)
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        words = home_words()
        offers = [
            (words.practise, words.practise_tip, self.practice_chosen),
            (words.set_up_file, words.set_up_file_tip, self.set_up_file_asked),
            (words.number, words.number_tip, self.number_asked),
            (words.helping, words.helping_tip, self.helping_asked),
        ]
        for text, tip, asked in offers[1:] if self._practice else offers:
            made = button(text)
            made.setToolTip(tip)
            made.clicked.connect(asked)
            row.addWidget(made)
        return holder
