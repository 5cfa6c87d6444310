"""One press counts once: a key that is held down, a key pressed twice, the second click of a double click."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

_RETURN, _ENTER, _ESCAPE, _SPACE = 0x01000004, 0x01000005, 0x01000000, 0x20
"""Of Qt.Key; loading `Qt` itself costs start-up time."""
_GOING_ON = {_RETURN, _ENTER, _ESCAPE}
"""Keys that lead from screen to screen wherever the cursor is; Space does so on a button only."""
_NOBODY_IS_THAT_QUICK = 10
"""Milliseconds between a release and a press of the same key, of which no hand is capable."""
_ABOUT_THE_SAME_PLACE = 16
"""Pixels, to each side, that a hand may stray between two clicks."""

_KEYS_DOWN = {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}
_MOUSE_DOWN = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}


class Presses(QObject):
    """Stands before the program's windows and lets through what was meant for what stands there now.

    Times are the window system's own: those of the presses, however late they are heard of. X11 tells of a
    key that is held down as of releases and presses without a moment between; Qt takes some of them for
    repetitions and others, where it hears of the release before the press has come, for real ones.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.last_at: QPoint | None = None
        """Where on the screen one of the windows was last pressed."""
        self._clicked: int | None = None
        self._target: QWidget | None = None
        """What the first of the clicks that follow each other hit."""
        self._ignores_click = False
        self._pressed: dict[int, int] = {}
        self._released: dict[int, int] = {}
        """When each key was last pressed and let go of."""
        self._judged, self._is_ignored = (0, 0), False
        self._let_go: dict[int, QKeyEvent] = {}
        """Releases that a press may still take back."""
        self._told: QKeyEvent | None = None

    def watch(self, window: QWidget) -> None:
        """Stand before a window that is shown."""
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep from a window what does not count."""
        kind, ignored = event.type(), False
        if kind in _KEYS_DOWN:
            ignored = self._is_repeated(cast("QKeyEvent", event))
            if ignored:
                event.accept()  # else it would be looked for among the shortcuts
        elif kind is QEvent.Type.KeyRelease:
            ignored = self._holds_back(watched, cast("QKeyEvent", event))
        elif kind in _MOUSE_DOWN:
            ignored = self._is_second(cast("QMouseEvent", event))
        elif kind is QEvent.Type.MouseButtonRelease:
            ignored, self._ignores_click = self._ignores_click, False
        return ignored or super().eventFilter(watched, event)

    # --- keys ---

    def _is_repeated(self, event: "QKeyEvent") -> bool:
        """Whether a key that leads on is held down, or was pressed twice without a look in between.

        A press is told of twice: to those who might override a shortcut, and then, unless it was one.
        """
        key, at = event.key(), event.timestamp()
        if key not in _GOING_ON and not (key == _SPACE and _focused_is(QAbstractButton)):
            return False
        if event.type() is QEvent.Type.KeyPress and self._judged == (key, at):
            return self._is_ignored
        held = event.isAutoRepeat() or self._is_between(self._released.get(key), at, _NOBODY_IS_THAT_QUICK)
        twice = self._is_between(self._pressed.get(key), at, QApplication.doubleClickInterval())
        if not held:
            self._pressed[key] = at
        self._let_go.pop(key, None)
        self._judged = (key, at)
        self._is_ignored = held or (twice and (key != _SPACE or _focused_is(QPushButton)))
        return self._is_ignored

    def _holds_back(self, window: QObject, event: "QKeyEvent") -> bool:
        """Whether it is to be seen first that a release, by which a button is pressed, is a real one."""
        key = event.key()
        if event.isAutoRepeat() or event is self._told:
            return False
        self._released[key] = event.timestamp()
        if key != _SPACE or not _focused_is(QAbstractButton):
            return False
        self._let_go[key] = event.clone()
        QTimer.singleShot(_NOBODY_IS_THAT_QUICK, self, lambda: self._tell(window, key))
        return True

    def _tell(self, window: QObject, key: int) -> None:
        """No press took the release back: tell of it."""
        self._told = self._let_go.pop(key, None)
        if self._told is not None:
            QCoreApplication.sendEvent(window, self._told)

    # --- the mouse ---

    def _is_second(self, event: "QMouseEvent") -> bool:
        """Whether a press follows another closely, and would do something else or the same once more."""
        at, place = event.timestamp(), event.globalPosition().toPoint()
        if event.type() is QEvent.Type.MouseButtonDblClick and at == self._clicked:
            return self._ignores_click  # told of before as of a press
        follows = self._is_between(self._clicked, at, QApplication.doubleClickInterval())
        before, self.last_at, self._clicked = self.last_at, place, at
        hit = _hit(place)
        strayed = (place - before).manhattanLength() if before is not None else 0
        if not follows or strayed > _ABOUT_THE_SAME_PLACE:
            self._target, self._ignores_click = hit, False
        else:
            self._ignores_click = isinstance(hit, QPushButton) or hit is not self._target
        return self._ignores_click

    @staticmethod
    def _is_between(before: int | None, now: int, longest: int) -> bool:
        return before is not None and 0 <= now - before <= longest


def _focused_is(kind: type[QWidget]) -> bool:
    return isinstance(QApplication.focusWidget(), kind)


def _hit(place: QPoint) -> QWidget | None:
    """Return what stands at a place of the screen; of what stands on a button, the button."""
    found = QApplication.widgetAt(place)
    above = found
    while above is not None and not isinstance(above, QPushButton):
        above = above.parentWidget()
    return above or found
