"""A card of the home page: a state by shape, word and colour, what stands below it, and its buttons."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wizard.catalogue.words import words_of
from wizard.gui.widgets.flow import WordsLayout
from wizard.gui.widgets.labels import button, label, restyle
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.mark import Mark, StateMark

_words = words_of(__name__)

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QMouseEvent, QMoveEvent

    from wizard.gui.widgets.labels import SignButton
    from wizard.model.card_state import Standing

_JUST_NOW = 1.0
"""Seconds in which whoever pressed cannot have seen yet that the page grew under the mouse."""
_LEFT = 1
"""Of Qt.MouseButton; loading `Qt` itself costs start-up time."""
_NARROW = 26
"""In heights of a line: where less is left beside its buttons, a card has them below its words."""
_MARKS = {
    "tick": Mark.DONE,
    "cross": Mark.FAILED,
    "warning": Mark.WARNING,
    "bookmark": Mark.BEGUN,
    "line": Mark.ABSENT,
    "dash": Mark.SKIPPED,
}


_AROUND = 100
"""Pixels of a card that mark, margins and gaps take."""


def _on_top(widget: QWidget) -> QVBoxLayout:
    """Return a column with a widget at its top; a stretch of its first item puts it into the middle."""
    column = QVBoxLayout()
    column.addStretch(0)
    column.addWidget(widget)
    column.addStretch(1)
    return column


class _Buttons(WordsLayout):
    """A card's buttons: in one line beside its words, in as many as they need below them."""

    may_wrap = False

    @property
    def widest(self) -> int:
        """How wide its widest button is."""
        return super().minimumSize().width()

    def minimumSize(self) -> QSize:
        """No narrower than they like to be while there is something beside them."""
        return super().minimumSize() if self.may_wrap else self.sizeHint()


class StateCard(QFrame):
    """One thing that is or can be set up; pressed anywhere it does, or shows, what its last button does."""

    def __init__(self, title: str, of: str = "") -> None:
        """`of`: whose it is, said beside the title."""
        super().__init__()
        self.setObjectName("card")
        self.title = title
        self._also: QLabel | None = None
        self._is_narrow = self._is_below = False
        self._is_pressed = False
        self._moved = 0.0
        """When it took another place or size last, while it was seen."""
        self._tone = ""
        self._mark_said = Mark.ABSENT
        self._opener: SignButton | None = None
        """What shows and hides its details, where there is no room for them."""
        self._is_folded = self.was_opened = False
        self._withheld: set[QPushButton] = set()
        """Those of its buttons that its state has no use for."""
        self.opens: Callable[[], object] | None = None
        """What the card as a whole does, where its last button begins something at once."""
        self.last_button: QPushButton | None = None
        """What the card as a whole does."""
        self.offers: object = None
        """What its buttons were made for."""
        self._build(title, of)

    def _build(self, title: str, of: str) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(12)
        self.mark = StateMark(Mark.ABSENT)
        self._marked = _on_top(self.mark)
        row.addLayout(self._marked)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        head = self._named = QHBoxLayout()
        head.setSpacing(12)
        self._state = label("", name="muted")
        name = label(title, bold=True)
        name.setWordWrap(False)
        head.addWidget(name)
        if of:
            whose = label(of, name="muted")
            whose.setWordWrap(False)
            head.addWidget(whose)
        head.addStretch(1)  # else the two share the room where the state stands below them
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(12)
        self._head.addLayout(head)
        self._head.addWidget(self._state, 1)
        texts.addLayout(self._head)
        self._under: QLabel = label("", name="muted")
        texts.addWidget(self._under)
        self._row: QLabel | None = None
        self._texts = texts
        self._words_and_buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._words_and_buttons.setSpacing(12)
        self._words_and_buttons.addLayout(texts, 1)
        self._buttons = _Buttons(spacing=8)
        self._words_and_buttons.addLayout(self._buttons)
        row.addLayout(self._words_and_buttons, 1)
        self._line = row

    def minimumSizeHint(self) -> QSize:
        """As narrow as with its buttons below its words, each in a line of its own."""
        widest = max(self._named.minimumSize().width(), self._buttons.widest)
        return QSize(_AROUND + widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons below the words where the card is narrow."""
        super().resizeEvent(event)
        self._note_moved()
        self._arrange()

    def moveEvent(self, event: "QMoveEvent") -> None:
        """Note that it stands elsewhere now: what grew above it moved it."""
        super().moveEvent(event)
        self._note_moved()

    @property
    def is_settled(self) -> bool:
        """Whether it stands where whoever presses saw it."""
        return monotonic() - self._moved >= _JUST_NOW

    def _note_moved(self) -> None:
        if self.isVisible():
            self._moved = monotonic()

    def _arrange(self) -> None:
        opener = self._opener.sizeHint().width() + 12 if self._opener and self._is_folded else 0
        beside = self.width() - self._buttons.sizeHint().width() - opener
        is_narrow = beside < _NARROW * self.fontMetrics().lineSpacing()
        if is_narrow is not self._is_narrow:
            self._is_narrow, ways = is_narrow, QBoxLayout.Direction
            self._buttons.may_wrap = is_narrow
            self._words_and_buttons.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        self._arrange_head(self.width() if is_narrow else beside)

    def _arrange_head(self, width: int) -> None:
        """Put the state's word below the title where it would be broken beside it."""
        word = self._state.fontMetrics().horizontalAdvance(self._state.text())
        title = self._named.sizeHint().width()
        is_below = title + word + _AROUND > width
        if is_below is not self._is_below:
            self._is_below, ways = is_below, QBoxLayout.Direction
            self._head.setDirection(ways.TopToBottom if is_below else ways.LeftToRight)
            self._head.setSpacing(0 if is_below else 12)

    def mousePressEvent(self, event: "QMouseEvent") -> None:
        """Be pressed, as a button is; not where it came under the mouse just now: another thing was meant."""
        self._is_pressed = event.button().value == _LEFT and self.is_settled
        event.accept()

    def mouseReleaseEvent(self, event: "QMouseEvent") -> None:
        """Do what the last button does, or show it, where the mouse was not taken off meanwhile."""
        was_pressed, self._is_pressed = self._is_pressed, False
        if was_pressed and self.rect().contains(event.position().toPoint()) and self.last_button is not None:
            if self.opens is not None:
                self.opens()
            else:
                self.last_button.click()

    def enterEvent(self, event: "QEnterEvent") -> None:
        """Look like what can be pressed."""
        from PySide6.QtCore import Qt  # noqa: PLC0415 - nothing is pointed at before the first paint

        if self.last_button is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    def say(self, standing: "Standing", otherwise: str = "", row: str = "") -> None:
        """Show a state; `otherwise` stands below where the state has no words for there, `row` below that."""
        from wizard.catalogue.standings import said_of  # noqa: PLC0415 - a card nobody used needs none of it

        said = said_of(standing)
        under = said.under or otherwise
        in_one = row and ". " not in under  # a name alone needs no line of its own
        self.show_words(
            _MARKS[said.row.shape], said.word, said.row.tone, f"{under} · {row}" if in_one else under
        )
        self._show_row("" if in_one else row)

    def _show_row(self, text: str) -> None:
        if self._row is None and text:
            self._row = label("", name="muted")
            self._texts.insertWidget(self._texts.indexOf(self._under) + 1, self._row)
        if self._row is not None:
            self._row.setText(text)
            self._show_details()

    def show_words(self, mark: Mark, word: str, tone: str, under: str) -> None:
        """Show a state given in words."""
        self._tone, self._mark_said = tone, mark
        self.mark.set(mark)
        self.mark.setAccessibleName(word)
        self._state.setText(word)
        restyle(self._state, tone)
        self._under.setText(under)
        if self.isVisible():
            self._arrange()
        self.setAccessibleName(f"{self.title}: {word}. {under}")

    def also(self, text: str, tone: str = "muted") -> None:
        """Say one thing more below, in two lines that are there from when it is said first."""
        if self._also is None:
            from PySide6.QtCore import Qt  # noqa: PLC0415 - loads much, and few cards have it

            self._also = label("…\n…", name=tone)
            self._also.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._texts.addWidget(self._also)
            self._also.ensurePolished()
            self._also.setMinimumHeight(self._also.sizeHint().height())
        self._also.setText(text)
        if self._also.objectName() != tone:
            self._also.setObjectName(tone)
            self._also.style().polish(self._also)

    def offer(self, text: str, press: Callable[[], object]) -> QPushButton:
        """Add a button at the right."""
        made = button(text)
        made.setAccessibleName(f"{text}: {self.title}")
        made.clicked.connect(lambda _checked=False: press())
        self._buttons.addWidget(made)
        self.last_button = made
        self.setProperty("pressable", True)
        if self._is_folded:
            self._show_details()
        if self.isVisible():
            self._arrange()
        return made

    def show_button(self, made: QPushButton, *, wanted: bool) -> None:
        """Show one of its buttons, or not, as its state has a use for it."""
        (self._withheld.discard if wanted else self._withheld.add)(made)
        self._show_details()

    # --- what it keeps folded ---

    @property
    def is_unused(self) -> bool:
        """Whether nothing was set up or begun of what it stands for."""
        return self._mark_said is Mark.ABSENT

    @property
    def is_loud(self) -> bool:
        """Whether its state wants something of whoever reads it."""
        return self._tone in {"warn", "fault"}

    @property
    def is_folded(self) -> bool:
        """Whether what stands below its title is kept folded."""
        return self._is_folded

    @property
    def is_faulty(self) -> bool:
        """Whether it has something wrong to tell of."""
        return self._mark_said is Mark.FAILED

    @property
    def pressed_next(self) -> QPushButton | None:
        """Which of its buttons the cursor is on: Enter would press that."""
        return next((each for each in self.findChildren(QPushButton) if each.hasFocus()), None)

    def fold(self, *, wanted: bool) -> None:
        """Keep what stands below its title, and all buttons but the last, behind one that opens them."""
        if wanted == self._is_folded:
            return
        self._is_folded = wanted
        if self._opener is None:
            self._add_opener()
        self._show_details()
        self._arrange()

    def _add_opener(self) -> None:
        from wizard.gui.widgets.labels import SignButton  # noqa: PLC0415 - only where there is no room

        opener = SignButton("")
        opener.setObjectName("what")
        opener.setAutoDefault(False)
        opener.setProperty("comesLast", True)
        opener.setToolTip(_words("details"))
        opener.clicked.connect(self._turn)
        self._opened_by = _on_top(opener)
        self._line.addLayout(self._opened_by)
        self._opener = opener

    def _turn(self) -> None:
        self.was_opened = not self.was_opened
        self._show_details()
        self._arrange()

    def _show_details(self) -> None:
        shown = not self._is_folded or self.was_opened
        self._under.setVisible(shown)
        if self._row is not None:
            self._row.setVisible(shown and bool(self._row.text()))
        for at in range(self._buttons.count()):
            item = self._buttons.itemAt(at)
            made = item.widget() if item is not None else None
            if isinstance(made, QPushButton):
                stays = made not in self._withheld and (shown or made is self.last_button)
                if not stays and made.hasFocus():
                    made.clearFocus()  # else Qt goes on to whatever comes next, and scrolls there
                made.setVisible(stays)
        if self._opener is not None:
            is_one_line = not shown and self._also is None
            for column in (self._marked, self._opened_by):
                column.setStretch(0, 1 if is_one_line else 0)  # of a single line, in its middle
            is_open, opener = self.was_opened, self._opener
            opener.setVisible(self._is_folded)
            opener.show_sign("fold-open" if is_open else "fold-closed")
            opener.setAccessibleName(_words("open" if is_open else "closed", title=self.title))

    def show_main(self, *, main: bool) -> None:
        """Show its last button as the one of the page to press, or as one among others."""
        if self.last_button is not None:
            restyle(self.last_button, "primary" if main else "")

    def drop_buttons(self) -> None:
        """Take the buttons away: the state allows others."""
        if self.pressed_next is not None:
            self.pressed_next.clearFocus()  # else Qt goes on to whatever comes next, and scrolls there
        empty(self._buttons)
        self._withheld.clear()
        self.opens = None
        self.last_button = None
