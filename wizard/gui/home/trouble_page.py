"""H6 and H7: what was looked at, and for each thing that is wrong the button that mends it."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from wizard.catalogue.load import procedure
from wizard.catalogue.schema import Action
from wizard.catalogue.trouble import TroubleWords, trouble_file
from wizard.catalogue.wording import fill, wording
from wizard.catalogue.words import words_of
from wizard.gui.widgets.first_second import FirstSecond
from wizard.gui.widgets.labels import SUBTITLE, TITLE, button, label
from wizard.gui.widgets.layouts import empty
from wizard.gui.widgets.low_window import is_low
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.page_area import PageArea
from wizard.gui.widgets.panels import ProblemPanel, ProgressPanel
from wizard.jobs.trouble.looked import Looked

_words = words_of(__name__)

_NOT_SEEN = {"programs-by-hand", "programs-alone", "programs-read"}
"""Of what nothing was seen now; as of a sending only what was written down then is known."""
_TURN = 3
"""The column of the buttons that show what to do."""
_PLACED_MS = 50
"""After so long what was just shown has its place."""


class TroublePage(QWidget):
    """Rows as they come in; below them the first thing that is wrong, in the words it has everywhere.

    Where more is wrong, each of these rows has a button that shows what to do about it in the same place.
    """

    action_chosen = Signal(object, object)
    """What is wrong (Looked, None for an error of our own), and the button (Action)."""
    anew_chosen = Signal(str)
    """A procedure that is to be gone through once more."""
    verb_changed = Signal()
    left = Signal()

    def __init__(self, number: str, words: TroubleWords, first_second: FirstSecond) -> None:
        super().__init__()
        self.setObjectName("page")
        self._number = number
        self._words, self._first_second = words, first_second
        self._rows_shown = 0
        self._turns: list[tuple[Looked, QPushButton]] = []
        """What is wrong where it is more than one thing, and the button that shows what to do about it."""
        self.is_over = False
        """Whether everything was looked at."""
        self.found_nothing = False
        """Whether nothing was ever set up that could be looked at."""
        self._panel: ProblemPanel | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._area = PageArea()
        outer.addWidget(self._area, 1)
        body = self._area.body
        body.setContentsMargins(32, 16, 32, 8)
        body.setSpacing(8)
        self._title = label(words.title, bold=True, scale=TITLE, in_line=True)
        self._short_title = label(words.title, bold=True, scale=SUBTITLE, in_line=True)
        body.addLayout(_heading(number, self._title, self._short_title))
        body.addWidget(label(words.instruction, name="muted"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)
        body.addLayout(self._grid)
        self._said = label("", bold=True)
        self._said.hide()
        body.addWidget(self._said)
        self._more = label("", name="muted")
        self._more.hide()
        body.addWidget(self._more)
        self._slot = QVBoxLayout()
        body.addLayout(self._slot)
        body.addStretch(1)
        self.progress = ProgressPanel()
        self.progress.setContentsMargins(32, 0, 32, 4)
        outer.addWidget(self.progress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have a small heading where the window is low."""
        super().resizeEvent(event)
        low = is_low(self)
        self._title.setHidden(low)
        self._short_title.setVisible(low)
        self._area.body.setContentsMargins(32, 4 if low else 16, 32, 0 if low else 8)
        self._area.body.setSpacing(2 if low else 8)

    def hideEvent(self, event: QHideEvent) -> None:
        """Something else is shown."""
        super().hideEvent(event)
        self.left.emit()

    # --- its verb ---

    @property
    def verb(self) -> str:
        """To look again where what is wrong does not offer it, or to set up what there is none of."""
        offers = self._panel is not None and self._panel.button_that("retry") is not None
        if not self.is_over or offers:
            return ""
        says = trouble_file().trouble_says
        return (self._words.set_up or says["home"]) if self.found_nothing else says["again"]

    @property
    def panels(self) -> list[ProblemPanel]:
        """The panel of what is wrong."""
        return [self._panel] if self._panel is not None else []

    # --- looking ---

    def begin(self) -> None:
        """Everything is looked at anew."""
        while item := self._grid.takeAt(0):
            if (made := item.widget()) is not None:
                made.hide()
                made.deleteLater()
        empty(self._slot)
        self._panel, self._rows_shown = None, 0
        self._turns.clear()
        self.is_over = self.found_nothing = False
        self._said.hide()
        self._more.hide()
        self.progress.begin()
        self.progress.advance(0.0, self._words.looking)
        self.verb_changed.emit()

    def add(self, looked: Looked) -> None:
        """Show what was found of one thing."""
        words, well = trouble_file(), looked.problem is None
        at, self._rows_shown = self._rows_shown, self._rows_shown + 1
        # Of a sending only what was written down then is known.
        is_earlier = looked.about == "sending" or looked.well in _NOT_SEEN
        passed = Mark.EARLIER if is_earlier else Mark.DONE if looked.is_seen else Mark.WARNING
        mark = StateMark(passed if well else Mark.FAILED)
        facts: dict[str, str | int] = {"named": looked.said, "count": looked.count}
        name = label(fill(words.trouble_rows[looked.about], facts))
        said = wording(looked.problem).what if looked.problem is not None else ""
        found = label(
            said or fill(words.trouble_well[looked.well or looked.about], facts),
            name="muted",
        )
        mark.setAccessibleName(f"{name.text()}: {found.text()}")
        for column, made in enumerate((mark, name, found)):
            self._grid.addWidget(made, at, column)
        if looked.about == "vendor" and procedure(looked.card).anew:
            self._offer_anew(looked.card, at)

    def _offer_anew(self, card: str, row: int) -> None:
        """Offer beside what cannot be seen from here to go through it once more."""
        anew = procedure(card)
        made = button(anew.anew)
        made.setAccessibleName(f"{anew.anew}: {anew.title}")
        made.clicked.connect(lambda _checked=False: self.anew_chosen.emit(card))
        self._grid.addWidget(made, row, 3)

    def show_all(self, found: tuple[Looked, ...]) -> None:
        """Everything was looked at: say in one sentence what is wrong, or that nothing is."""
        self.progress.hide()
        self.is_over, self.found_nothing = True, not found
        wrong = [each for each in found if each.problem is not None]
        if wrong:
            self._add_turns(found, wrong)
            self._show_wrong(wrong[0])
        elif any(each.needs_somebody for each in found):
            self._say(trouble_file().trouble_says["open"], "warn", self._words.well_more)
        elif found:
            self._say(self._words.well, "good", self._words.well_more)
        else:
            self._say(self._words.nothing, "", "")
        self.verb_changed.emit()

    def show_stopped(self) -> None:
        """Its user stopped it."""
        self.progress.hide()
        self.is_over = True
        self._say(trouble_file().trouble_says["stopped"], "muted", "")
        self.verb_changed.emit()

    def _add_turns(self, found: tuple[Looked, ...], wrong: Sequence[Looked]) -> None:
        """Where more than one thing is wrong, let each row show what to do about it."""
        if len(wrong) < 2 or self._rows_shown != len(found):
            return
        for at, each in enumerate(found):
            if each.problem is not None:
                made = button("")
                made.clicked.connect(lambda _checked=False, each=each: self._turn_to(each))
                self._grid.addWidget(made, at, _TURN)
                self._turns.append((each, made))

    def _turn_to(self, wrong: Looked) -> None:
        empty(self._slot)
        self._show_wrong(wrong)
        self.verb_changed.emit()

    def _show_wrong(self, wrong: Looked) -> None:
        assert wrong.problem is not None
        says = trouble_file().trouble_says
        for each, made in self._turns:
            made.setEnabled(each is not wrong)
            made.setText(says["what_to_do" if each is not wrong else "said_below"])
            made.setAccessibleName(f"{made.text()}: {trouble_file().trouble_rows[each.about]}")
        panel = ProblemPanel(wording(wrong.problem), self._number)
        panel.action_chosen.connect(lambda action: self._choose(wrong, action))
        self._panel = panel
        self._slot.addWidget(panel)
        for made in panel.buttons:
            self._first_second.begin(made)
        if panel.buttons:
            self._first_second.give_keys(panel.buttons[0])
        panel.announce()
        QTimer.singleShot(_PLACED_MS, panel, lambda: self._area.ensureWidgetVisible(panel, 0, 8))

    def _choose(self, wrong: Looked, action: Action) -> None:
        self.action_chosen.emit(wrong, action)

    def _say(self, text: str, name: str, more: str) -> None:
        self._said.setText(text)
        self._said.setObjectName(name)
        self._said.style().polish(self._said)
        self._said.show()
        self._more.setText(more)
        self._more.setVisible(bool(more))


def _heading(number: str, *titles: QLabel) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    pill = QLabel(number)
    pill.setObjectName("pill")
    pill.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    pill.setAccessibleName(_words("screen", number=number))
    row.addWidget(pill)
    for title in titles:
        row.addWidget(title, 1)
    return row
