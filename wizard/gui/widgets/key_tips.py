"""Alt and a letter reach every box and every button; while Alt is held, each shows its letter."""

import time
from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMainWindow, QRadioButton, QWidget

from wizard.gui.widgets.field_box import FieldBox
from wizard.gui.widgets.way_bar import WayBar

_ALT = 0x01000023
"""Of Qt.Key."""
_ELSEWHERE = {QEvent.Type.FocusOut, QEvent.Type.WindowDeactivate, QEvent.Type.MouseButtonPress}
"""Alt may be let go of where nobody tells us."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LEAVES = "L"
"""Leaving practice has had this one from the start."""
_Target = FieldBox | WayBar | QAbstractButton


class KeyTips(QObject):
    """Finds what a letter stands for when it is pressed: a box's own letter, else one of a button's words."""

    def __init__(self, window: QMainWindow, parts: Callable[[], Iterable[QWidget]]) -> None:
        """`parts` are what holds boxes and buttons, the most important first."""
        super().__init__(window)
        self._window, self._parts = window, parts
        self._tips: list[QLabel] = []
        self._last = ("", 0.0)
        for letter in _LETTERS.replace(_LEAVES, ""):
            shortcut = QShortcut(QKeySequence(f"Alt+{letter}"), window)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda letter=letter: self.press(letter))
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)  # what comes in from outside, not each widget's own events

    @property
    def letters(self) -> dict[str, _Target]:
        """What each letter stands for now; letters may run out on a page with very many buttons."""
        found: dict[str, _Target] = {}
        targets = list(self._targets())
        for each in targets:
            own = getattr(each, "letter", "")
            if own:
                found.setdefault(own, each)
        for each in targets:
            if getattr(each, "letter", "") == "":
                letter = _free(_words_of(each), {*found, _LEAVES})
                if letter:
                    found[letter] = each
        return found

    def press(self, letter: str) -> None:
        """Go to the box, or press the button; once more at once is the same press."""
        before, now = self._last, time.monotonic()
        self._last = (letter, now)
        target = self.letters.get(letter)
        if isinstance(target, FieldBox | WayBar):
            target.focus()
        elif target is not None and not (
            before[0] == letter and (now - before[1]) * 1000 < QApplication.doubleClickInterval()
        ):
            target.setFocus()
            target.click()
        self._take_down()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the letters while Alt is held."""
        if isinstance(event, QKeyEvent) and event.key() == _ALT:
            if event.type() is QEvent.Type.KeyPress and not self._tips:
                self._show()
            elif event.type() is QEvent.Type.KeyRelease:
                self._take_down()
        elif self._tips and event.type() in _ELSEWHERE:
            self._take_down()
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        for letter, target in self.letters.items():
            tip = QLabel(letter, self._window)
            tip.setObjectName("keyTip")
            tip.adjustSize()
            tip.move(target.mapTo(self._window, QPoint(0, 0)) - QPoint(tip.width() // 2, tip.height() // 3))
            tip.show()
            self._tips.append(tip)

    def _take_down(self) -> None:
        for tip in self._tips:
            tip.hide()
            tip.deleteLater()
        self._tips.clear()

    def _targets(self) -> Iterator[_Target]:
        for part in self._parts():
            for each in [part, *part.findChildren(QWidget)]:
                if not each.isVisible() or not each.isEnabled() or each.window() is not self._window:
                    continue
                if isinstance(each, FieldBox | WayBar) or (
                    isinstance(each, QAbstractButton) and not _is_of_a_box(each)
                ):
                    yield each


def _is_of_a_box(button: QAbstractButton) -> bool:
    """Whether the button is what a box's own letter leads to."""
    above = button.parentWidget()
    while above is not None:
        if isinstance(above, WayBar):
            return True
        if isinstance(above, FieldBox):
            return isinstance(button, QRadioButton) or above.focus_target is button
        above = above.parentWidget()
    return False


def _words_of(target: _Target) -> str:
    if isinstance(target, QAbstractButton):
        return target.text() or target.accessibleName()
    return target.spec.label


def _free(words: str, taken: set[str]) -> str:
    """Return a letter for words: the first of one of them, any of theirs, any; nothing when all are taken."""
    firsts = [word[0] for word in words.upper().split() if word]
    return next(
        (one for one in [*firsts, *words.upper(), *_LETTERS] if one in _LETTERS and one not in taken), ""
    )
