"""Panels on a page: a problem with its buttons, a notice, the help answer, the progress bar."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from wizard.catalogue.words import words_of
from wizard.gui.widgets.announce import announce
from wizard.gui.widgets.labels import SignButton, button, label, link, restyle

_words = words_of(__name__)

if TYPE_CHECKING:
    from wizard.catalogue.wording import Wording
    from wizard.gui.widgets.flow import FlowLayout

_SECOND = 1000
"""Milliseconds."""
_WHOLE, _FULL = 1000, 990
"""The steps of the bar, and how many of them it has at most while something is still done."""
_STILL, _PACE = 2, 0.97
"""Seconds without news after which it moves by itself, up to half of what is left, and how slowly."""


class ProblemPanel(QFrame):
    """What happened, why, what to do; the first button is the best; number and code to be read out."""

    action_chosen = Signal(object)

    def __init__(self, words: "Wording", number: str, *, main: bool = True, helps: bool = True) -> None:
        """`number` is the screen's; `helps`: there is a store to make a support file of."""
        super().__init__()
        self.setObjectName("notice" if words.notice else "problem")
        self._is_notice = words.notice
        self.setAccessibleName(f"{words.what} {words.why} {words.do}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(4)
        head = QHBoxLayout()
        self._what = label(words.what, bold=True)
        head.addWidget(self._what, 1)
        if helps and not words.notice:
            head.addWidget(self._support_file())  # among the buttons it would make them a line more
        layout.addLayout(head)
        layout.addWidget(label(f"{words.why} {words.do}"))
        from wizard.gui.widgets.flow import FlowLayout  # noqa: PLC0415 - loads `Qt`, which the first paint needs not

        row = FlowLayout(spacing=8)
        self.buttons: list[QPushButton] = []
        self.is_main = main and bool(words.actions) and not words.notice
        """Whether its first button is the main one of its screen."""
        self._does = [action.does for action in words.actions]
        for index, action in enumerate(words.actions):
            later = _words("copied") if action.does == "copy" else ""
            made = button(action.label, primary=index == 0 and self.is_main, later=later)
            made.clicked.connect(lambda _checked=False, chosen=action: self.action_chosen.emit(chosen))
            if action.does == "copy":
                made.clicked.connect(lambda _checked=False, pressed=made: _say_copied(pressed))
            row.addWidget(made)
            self.buttons.append(made)
            if action.after.isdecimal():
                row.addWidget(self._counting(int(action.after), made))
        self._add_codes(words, number, row)
        layout.addLayout(row)

    def _add_codes(self, words: "Wording", number: str, row: "FlowLayout") -> None:
        """Number and code, to be read out and typed at Ctrl+J; and both with the words, to be copied."""
        from wizard.catalogue.calls import call_file  # noqa: PLC0415 - not before something went wrong
        from wizard.catalogue.schema import Action  # noqa: PLC0415

        together = QWidget()
        both = QHBoxLayout(together)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(8)
        for text in (number, words.code):
            said = label(text, bold=True)
            said.setWordWrap(False)
            both.addWidget(said)
        row.addWidget(together)
        copy_words = call_file().window.copy_for_support
        made = link(copy_words)
        said_all = f"{number} {words.code}: {words.what} {words.why} {words.do}"
        chosen = Action(label=copy_words, does="copy", text=said_all)
        made.clicked.connect(lambda _checked=False: self.action_chosen.emit(chosen))
        made.clicked.connect(lambda _checked=False: _say_copied(made))
        row.addWidget(made)

    def _support_file(self) -> QPushButton:
        """Return the way to a file for whoever helps."""
        from wizard.catalogue.calls import call_file  # noqa: PLC0415 - not before something went wrong
        from wizard.catalogue.schema import Action  # noqa: PLC0415

        words = call_file().window
        made = link(words.make)
        made.setToolTip(words.make_tip)
        made.setProperty("comesLast", True)
        chosen = Action(label=words.make, does="support-file")
        made.clicked.connect(lambda _checked=False: self.action_chosen.emit(chosen))
        return made

    def _counting(self, seconds: int, made: QPushButton) -> QLabel:
        """Return what counts down beside a button, and presses it in the end."""
        left = [seconds]
        counts = label("", name="muted")
        counts.setWordWrap(False)
        timer = QTimer(self)
        timer.setInterval(_SECOND)

        def count() -> None:
            counts.setText(_words.counted("by-itself", left[0]))
            if left[0] <= 0:
                timer.stop()
                made.click()
            left[0] -= 1

        timer.timeout.connect(count)
        count()
        timer.start()
        return counts

    def retire(self) -> None:
        """Something was changed since: it says so, and what it offers is not the main thing to do."""
        if self.objectName() == "problem":
            self._what.setText(_words("before-the-change", what=self._what.text()))
            self.setAccessibleName(f"{self._what.text()} {self.accessibleName()}")
            restyle(self, "notice")
        if self.is_main:
            self.is_main = False
            restyle(self.buttons[0], "")

    def button_that(self, does: str) -> QPushButton | None:
        """Return the button of an action; None where it is not offered."""
        return self.buttons[self._does.index(does)] if does in self._does else None

    def announce(self) -> None:
        """Tell screen readers that something needs attention, and what."""
        announce(self, self.accessibleName(), at_once=not self._is_notice)


def _say_copied(pressed: QPushButton) -> None:
    """Say in its place that it was carried out."""
    pressed.setText(_words("copied"))
    if isinstance(pressed, SignButton):
        pressed.show_sign("done")


class HelpPanel(QFrame):
    """The answer to the screen's help question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(4)
        self._question = label("", bold=True)
        self._answer = label("")
        layout.addWidget(self._question)
        layout.addWidget(self._answer)
        self.hide()

    def set(self, question: str, answer: str) -> None:
        """Show another question's answer, closed."""
        self._question.setText(question)
        self._answer.setText(answer)
        self.hide()


class ProgressPanel(QFrame):
    """One bar that never goes back, what is happening above it, and a button to stop."""

    stop_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        from PySide6.QtWidgets import QProgressBar  # noqa: PLC0415 - the first screen waits for nothing

        from wizard.gui.widgets.time_left import TimeLeft  # noqa: PLC0415

        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        self._text = label("")
        self._left = label("", name="muted")
        self._left.setWordWrap(False)
        above = QHBoxLayout()
        above.addWidget(self._text, 1)
        above.addWidget(self._left)
        self.clock = time.monotonic
        """Seconds; a test may have its own."""
        self._began = 0.0
        self._held_at: float | None = None
        self._time_left = TimeLeft()
        self._ticks = QTimer(self)
        self._ticks.setInterval(_SECOND)
        self._ticks.timeout.connect(self._tick)
        self._reached = 0.0
        """How far the job said that it is."""
        self._still = 0
        """Seconds since it said so."""
        row = QHBoxLayout()
        self._bar = QProgressBar()
        self._bar.setRange(0, _WHOLE)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_words("progress"))
        self.stop = button(_words("cancel"))
        self.stop.clicked.connect(self.stop_pressed)
        row.addWidget(self._bar, 1)
        row.addWidget(self.stop)
        self._row = row
        layout.addLayout(above)
        layout.addLayout(row)
        self.hide()

    def add(self, made: QPushButton) -> None:
        """Put a button beside the one that stops."""
        self._row.insertWidget(1, made)

    def begin(self) -> None:
        """Start from nothing."""
        self._bar.setValue(0)
        self._reached, self._still = 0.0, 0
        self._text.setText(_words("starting"))
        self._left.setText("")
        self._began, self._held_at = self.clock(), None
        self._time_left.begin()
        self._ticks.start()
        self.stop.setText(_words("cancel"))
        self.stop.setEnabled(True)
        self.show()

    def hold(self, *, on: bool) -> None:
        """Tell nothing of the time while a person holds it up, and do not count that."""
        if on and self._held_at is None:
            self._held_at = self.clock()
            self._ticks.stop()
            self._left.setText("")
        elif not on and self._held_at is not None:
            self._began += self.clock() - self._held_at
            self._held_at = None
            self._ticks.start()

    def stays(self) -> None:
        """What was done by now stays when it is stopped."""
        self.stop.setText(_words("stop"))

    def hideEvent(self, event: QHideEvent) -> None:
        """There is nothing to wait for."""
        super().hideEvent(event)
        self._ticks.stop()
        page = self.parentWidget()
        around = page.layout() if self.isHidden() and page is not None else None
        if around is not None:
            around.invalidate()
            around.activate()  # its room is to be had at once: whoever measures the page next counts on it

    def _tick(self) -> None:
        """A second has passed: a bar that does not move looks as if nothing was done."""
        self._still += 1
        if self._still >= _STILL:
            left = _FULL - self._reached * _WHOLE
            creeps = self._reached * _WHOLE + left * (1 - _PACE ** (self._still - _STILL + 1)) / 2
            self._bar.setValue(max(self._bar.value(), int(creeps)))
        self._left.setText(self._time_left.say(self.clock() - self._began, self._reached))

    def advance(self, fraction: float, text: str) -> None:
        """Move on; never back, and full only at the end."""
        if fraction > self._reached:
            self._reached, self._still = fraction, 0
        self._bar.setValue(max(self._bar.value(), min(int(fraction * _WHOLE), _FULL)))
        self._text.setText(f"{text}…")
        self._bar.setAccessibleDescription(text)

    def stopping(self) -> None:
        """Say that the stop was heard."""
        self._text.setText(_words("stopping"))
        self.stop.setEnabled(False)

    @property
    def value(self) -> int:
        """The bar's value, 0 to 1000."""
        return self._bar.value()
