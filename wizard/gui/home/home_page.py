"""H1: which job, where it stands, and how to go on."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from wizard.catalogue.headings import ProcedureHeading, Untouched, home_words
from wizard.catalogue.moments import day_in_words
from wizard.catalogue.words import words_of
from wizard.gui.widgets.flow import WordsLayout
from wizard.gui.widgets.labels import SUBTITLE, TITLE, button, label, link, restyle
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.low_window import is_low
from wizard.gui.widgets.mark import Mark
from wizard.gui.widgets.page_area import PageArea
from wizard.gui.widgets.state_card import StateCard
from wizard.model.problem import Problem

_words = words_of(__name__)

if TYPE_CHECKING:
    from wizard.app.standings import Card
    from wizard.catalogue.deadlines import Due
    from wizard.catalogue.schema import Action, Procedure
    from wizard.gui.home.card_folds import CardFolds
    from wizard.gui.home.connection_card import ConnectionCard
    from wizard.gui.home.pc_says import PcSays
    from wizard.model.card_state import Standing

_OF_MAIL, _OF_XERO = {"check_mail", "send_test"}, {"connect_xero", "check_xero_key"}
"""Jobs of procedures that send or receive mail, and of those that something in Xero is connected by."""
_GOING = "going"
"""What a card's buttons were made for whose procedure is at work."""


class HomePage(QWidget):
    """One card for each procedure; grouped by the store's software until something is set up."""

    procedure_chosen = Signal(str)
    fresh_chosen = Signal(str)
    check_chosen = Signal(str)
    anew_chosen = Signal(str)
    copy_chosen = Signal(str)
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
    papers_asked = Signal()
    store_asked = Signal()
    trouble_told = Signal(str)
    """What stopped working: mail | xero."""

    def __init__(self, *, practice: bool, others: bool = False) -> None:
        """`others`: there are more stores on this PC."""
        super().__init__()
        self.setObjectName("page")
        self._practice, self._others = practice, others
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = area = PageArea()
        outer.addWidget(area)
        self._body = area.body
        self._body.setContentsMargins(32, 16, 32, 12)
        self._body.setSpacing(4)
        self._connection: ConnectionCard | None = None
        self._schedule: StateCard | None = None
        self._cards: dict[str, StateCard] = {}
        self._said: tuple[Sequence[Card], tuple[Standing, str], Standing | None] | None = None
        self._lacks = ""
        """What is wrong with this PC, in the line above the cards."""
        self.holds: Callable[[str], bool] = lambda name: False  # noqa: ARG005
        """Whether what a procedure's last run has to copy is still to be had."""
        self._folds: CardFolds | None = None
        """What folds cards where there is no room for all that they say; None before anything is set up."""
        self._main = ""
        """The procedure on whose card the button to press stands."""

    # --- building ---

    def show_cards(
        self,
        cards: "Sequence[Card]",
        store: str,
        connection: "ConnectionCard | None",
        sign_in: "tuple[Standing, str]",
        daily: "Standing | None" = None,
    ) -> None:
        """Show the cards; `connection` is the row of the Xero sign-in, `sign_in` where that stands.

        `daily`: that the daily run has nothing to send with, where that is so.
        """
        if not self._cards:
            self._build([each.procedure for each in cards], grouped=False)
            self._make_room()
        self._ways = self._as_links()
        self._head.addWidget(self._ways, 4)
        in_use = connection is not None or any(each.standing.at for each in cards)
        if store and (in_use or any(each.at for each in cards)):
            self._title.setText(home_words().today.format(store=store))
            self._short_title.setText(self._title.text())
        self._show_troubles(cards, has_sign_in=connection is not None)
        self._connection = connection
        if connection is not None:
            self._body.insertWidget(self._body.indexOf(self._summary) + 1, connection)
        self.say_states(cards, sign_in, daily)

    def show_headings(self, procedures: Sequence[ProcedureHeading]) -> None:
        """Show what there is, before it is known where each stands: nothing can be pressed on a card yet."""
        self._build(procedures, grouped=False)
        self._make_room()
        for each in procedures:
            self._cards[each.id].show_words(Mark.ABSENT, "", "muted", each.card)

    def show_untouched(self, procedures: Sequence[ProcedureHeading], words: Untouched) -> None:
        """Show the cards of a store of which nothing is kept: no record is read for them."""
        self._build(procedures, grouped=True)
        self._in_short.setText(home_words().begin)
        for each in procedures:
            made = self._cards[each.id]
            press = partial(self.procedure_chosen.emit, each.id)
            made.offer(words.verb, press)
            made.show_words(Mark.ABSENT, words.word, "muted", each.card)
        self._show_main(next(iter(self._cards)))

    def _build(self, procedures: "Sequence[Procedure | ProcedureHeading]", *, grouped: bool) -> None:
        """Build what every state of the page has; `grouped`: whose they are stands above the cards."""
        self._add_heading()
        for vendor in dict.fromkeys(each.vendor for each in procedures):
            if grouped:
                self._body.addWidget(label(vendor, bold=True))
            for each in procedures:
                if each.vendor == vendor:
                    made = StateCard(each.title, "" if grouped else vendor)
                    self._cards[each.id] = made
                    self._body.addWidget(made)
        self._days = QVBoxLayout()
        self._days.setContentsMargins(0, 4, 0, 0)
        self._body.addLayout(self._days)
        self._ways = self._as_buttons()
        self._body.addWidget(self._ways)
        self._dates = QVBoxLayout()
        self._body.addLayout(self._dates)
        self._told = label("", name="muted")
        self._told.hide()
        self._body.addWidget(self._told)
        self._problems = QVBoxLayout()
        self._body.addLayout(self._problems)
        self._pc = QVBoxLayout()
        self._body.addLayout(self._pc)
        self._body.addStretch(1)

    def _add_heading(self) -> None:
        self._heading = QWidget()
        self._head = QHBoxLayout(self._heading)
        self._head.setContentsMargins(0, 0, 0, 0)
        pill = QLabel("H1")
        pill.setObjectName("pill")
        pill.setAccessibleName(_words("screen", number="H1"))
        pill.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._head.addWidget(pill)
        self._short_title = label("", bold=True, scale=SUBTITLE, in_line=True)
        self._short_title.hide()
        self._head.addWidget(self._short_title, 1)
        self._head.addStretch()  # else the number is as wide as the page where the short title is hidden
        self._body.addWidget(self._heading)
        self._title = label(home_words().title, bold=True, scale=TITLE)
        self._body.addWidget(self._title)
        self._summary = QWidget()
        row = QHBoxLayout(self._summary)
        row.setContentsMargins(0, 0, 0, 0)
        self._in_short = label("", name="muted")
        row.addWidget(self._in_short, 1)
        self._troubles = QWidget()
        row.addWidget(self._troubles)
        self._troubles.hide()
        self._body.addWidget(self._summary)

    def _make_room(self) -> None:
        """What a store uses has more to say: all of it stays in sight where little else stands below it."""
        self._body.setSpacing(4)
        self._body.setContentsMargins(32, 12, 32, 8)
        self._body.removeWidget(self._ways)
        self._ways.hide()
        self._ways.deleteLater()
        self._keep_room(is_low=not self._title.isVisibleTo(self))
        self._trouble_row = WordsLayout(self._troubles)
        from wizard.gui.home.card_folds import CardFolds  # noqa: PLC0415 - only where something is kept

        self._folds = CardFolds(self._area, self._all_cards)

    def _show_troubles(self, cards: "Sequence[Card]", *, has_sign_in: bool) -> None:
        """Offer to find out why something stopped, for what was set up once."""
        words, in_use = home_words(), [card.procedure for card in cards if card.standing.at]
        jobs = {job for procedure in in_use for step in procedure.steps for job in step.jobs}
        has = {"mail": bool(_OF_MAIL & jobs), "xero": has_sign_in or bool(_OF_XERO & jobs)}
        for what, text, tip in (
            ("mail", words.mail_trouble, words.mail_trouble_tip),
            ("xero", words.xero_trouble, words.xero_trouble_tip),
        ):
            if has[what]:
                made = button(text)
                made.setToolTip(tip)
                made.clicked.connect(lambda _checked=False, what=what: self.trouble_told.emit(what))
                self._trouble_row.addWidget(made)
                self._troubles.show()

    def _keep_room(self, *, is_low: bool) -> None:
        """Have the height of a button from the start: nothing moves when they come."""
        high = int((1.6 if is_low else 2) * self.fontMetrics().lineSpacing())
        self._summary.setMinimumHeight(high)
        self._heading.setMinimumHeight(high)

    def _ways_on(self) -> "list[tuple[str, str, Callable[[], object]]]":
        """What else can be done from here: words, what they mean, what is done."""
        words = home_words()
        practise = (words.practise, words.practise_tip, self.practice_chosen.emit)
        return [
            *([] if self._practice else [practise]),
            (words.set_up_file, words.set_up_file_tip, self.set_up_file_asked.emit),
            (words.number, words.number_tip, self.number_asked.emit),
            (words.helping, words.helping_tip, self.helping_asked.emit),
        ]

    def _as_buttons(self) -> QWidget:
        """Return the ways as buttons: where nothing is set up there is room for them."""
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = WordsLayout(holder)
        store = (home_words().store, home_words().store_tip, self.store_asked.emit)
        for text, tip, press in (*self._ways_on(), *([store] if self._others else [])):
            row.addWidget(_way(button(text), tip, press))
        return holder

    def _as_links(self) -> QWidget:
        """Return them as links in a line, which goes on in the next where it is narrow."""
        from wizard.gui.widgets.flow import FlowLayout  # noqa: PLC0415 - loads `Qt`, and most starts need none

        holder, words = QWidget(), home_words()
        row = FlowLayout(holder, spacing=16, between=0)
        row.setContentsMargins(0, 0, 0, 0)
        papers = (words.papers, words.papers_tip, self.papers_asked.emit)
        store = (words.store, words.store_tip, self.store_asked.emit)
        for text, tip, press in (papers, *self._ways_on(), store):
            made = _way(link(text), tip, press)
            made.setProperty("comesLast", True)
            row.addWidget(made)
        return holder

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the cards the room there is for them."""
        super().resizeEvent(event)
        low = is_low(self)
        if self._cards and low is self._title.isVisibleTo(self):
            self._title.setHidden(low)
            self._short_title.setText(self._title.text())
            self._short_title.setVisible(low)
            self._body.setContentsMargins(*((20, 0, 20, 0) if low else (32, 12, 32, 8)))
            self._days.setContentsMargins(0, 0 if low else 4, 0, 0)
            self._body.setSpacing(0 if low else 4)
            if self._summary.minimumHeight():
                self._keep_room(is_low=low)
        if low:  # else the links beside it would have it broken over three lines instead of two
            wide = self._short_title.sizeHint().width()
            self._short_title.setMinimumWidth(min(wide * 3 // 4, self.width() // 3))

    # --- saying ---

    def say_states(
        self, cards: "Sequence[Card]", sign_in: "tuple[Standing, str]", daily: "Standing | None" = None
    ) -> None:
        """Say where each card stands, and all of them in one line."""
        from wizard.catalogue.standings import in_short, said_of, standing_file  # noqa: PLC0415 - not if nothing is kept
        from wizard.gui.home.card_offers import CardOffers  # noqa: PLC0415

        offers = CardOffers(self._presses(), self.holds)
        whose = next((one for one in self._all_cards() if one.pressed_next is not None), None)
        was_first = whose is not None and whose.pressed_next is self.first_button
        for each in cards:
            made = self._cards[each.procedure.id]
            if made.offers != _GOING:
                offers.give(each, made)
                made.say(each.standing, each.procedure.card, each.row)
        named = [(each.procedure.title, each.standing) for each in cards]
        if self._connection is not None:
            needs = said_of(sign_in[0]).row.weight == "needs"
            self._connection.show_standing(*sign_in, needs=needs)
            named.insert(0, (standing_file().headline.sign_in, sign_in[0]))
        if daily is not None:
            from wizard.catalogue.schedule import schedule_words  # noqa: PLC0415 - only where there is one

            named.append((schedule_words().says["title"], daily))
        wanting = [each.procedure.id for each in cards if said_of(each.standing).row.weight == "needs"]
        half_done = {each.procedure.id: each.procedure.title for each in cards if each.at}
        reconnects = self._connection is not None and self._connection.is_main
        in_use = [each.procedure.id for each in cards if each.standing.at is not None]
        self._show_main("" if reconnects else [*wanting, *half_done, *in_use, *self._cards][0])
        said = in_short(
            named, [title for name, title in half_done.items() if name not in wanting], self._lacks
        )
        self._in_short.setText(said.text or home_words().begin)
        restyle(self._in_short, said.tone)
        self._said = cards, sign_in, daily
        if whose is not None and whose.pressed_next is None:
            # What it was on is gone; Qt would have gone on to whatever comes next, and scrolled there.
            put = self.first_button if was_first else whose.last_button
            if put is not None:
                put.setFocus()
        self._fold_cards()

    def _presses(self) -> "dict[str, Callable[..., object]]":
        """What a card's buttons can ask for."""
        return {
            "go-on": self.procedure_chosen.emit,
            "fresh": self.fresh_chosen.emit,
            "check": self.check_chosen.emit,
            "anew": self.anew_chosen.emit,
            "copy": self.copy_chosen.emit,
            "open": self.open_chosen.emit,
            "send": self.send_chosen.emit,
            "side": self.side_chosen.emit,
            "reconnect": self.reconnect_chosen.emit,
        }

    def _all_cards(self) -> "list[StateCard]":
        """Every card: the sign-in's, the procedures', the daily run's."""
        beside = [each for each in (self._connection, self._schedule) if each is not None]
        return [*beside, *self._cards.values()]

    def _fold_cards(self) -> None:
        if self._folds is not None and self.isVisible():
            self._folds.fit()

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
        made.offer(window_words("going_back"), lambda: press(name)).setFocus()
        self._show_main(name)

    def say_also(self, name: str, text: str, tone: str = "muted") -> None:
        """Say one thing more on a procedure's card."""
        self._cards[name].also(text, tone)

    @property
    def first_button(self) -> QPushButton | None:
        """Where the cursor begins: on what leads on, from the card that comes first."""
        made = self._cards.get(self._main) or next(iter(self._cards.values()))
        return made.last_button

    def say(self, text: str) -> None:
        """Say something small below the cards, such as that no program opens a page."""
        self._told.setText(text)
        self._told.show()

    @property
    def titles(self) -> dict[str, str]:
        """The cards' titles by procedure."""
        return {name: card.title for name, card in self._cards.items()}

    def show_pc(self, says: "PcSays") -> None:
        """Show what was found of this PC, below the cards, and above them that something is wrong with it."""
        empty(self._pc)
        self._pc.addWidget(says)
        self._lacks = says.lacks
        if self._said is not None:
            self.say_states(*self._said)
        elif self._lacks:
            self._in_short.setText(self._lacks)
            restyle(self._in_short, "fault")
        self._fold_cards()

    def show_problems(self, problems: list[Problem], act: "Callable[[Action], None]") -> None:
        """Show what is wrong, below the cards."""
        from wizard.catalogue.wording import wording  # noqa: PLC0415 - not needed for the first paint
        from wizard.gui.widgets.panels import ProblemPanel  # noqa: PLC0415

        empty(self._problems)
        for problem in problems:
            panel = ProblemPanel(wording(problem), "H1", main=False)
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
            days = "" if one.is_past else _words("days-left", days=one.days_left)
            inside.addWidget(label(f"{one.deadline.title}: {one.deadline.ends_words}{days}", bold=True))
            inside.addWidget(
                label(_words("deadline", words=one.words, day=day_in_words(one.deadline.checked)))
            )
            self._dates.addWidget(frame)
        self._fold_cards()

    def show_schedule(self, card: StateCard) -> None:
        """Show the row of the daily run, below the cards."""
        self._schedule = card
        self._days.addWidget(card)


def _way(made: QPushButton, tip: str, press: "Callable[[], object]") -> QPushButton:
    made.setToolTip(tip)
    made.clicked.connect(lambda _checked=False: press())
    return made
