"""What is left until a page stands on the screen: its user sees it first, and then the rest is read."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget
from shiboken6 import isValid

_AFTER_MS = 20
"""What was painted reaches the screen first."""

_Left = list[tuple[QWidget, Callable[[], None]]]


class FirstPaint(QMainWindow):
    """A window that tells when it was painted for the first time, and with it the page in it.

    It is not filtered: the first event that Python hears of by a filter makes all kinds of events known to
    it, which costs a fiftieth of a bare window's start.
    """

    def __init__(self) -> None:
        super().__init__()
        self._left: _Left | None = []

    @property
    def was_painted(self) -> bool:
        """Whether it stood on the screen, or is about to."""
        return self._left is None

    def leave_until_painted(self, page: QWidget, do: Callable[[], None]) -> None:
        """Leave something until then; it is not done if its page goes before."""
        if self._left is None:
            QTimer.singleShot(_AFTER_MS, page, do)
        else:
            self._left.append((page, do))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Begin with what was left."""
        super().paintEvent(event)
        if self._left is not None:
            left, self._left = self._left, None
            QTimer.singleShot(_AFTER_MS, self, lambda: _do_all(left))


def _do_all(left: _Left) -> None:
    for page, do in left:
        if isValid(page):
            do()


def after_paint(page: QWidget, do: Callable[[], None]) -> None:
    """Call once, when the page was painted for the first time; never if it goes before that.

    A page that has not been put into a window that was painted before is left to the window's next round.
    """
    window = page.window()
    if isinstance(window, FirstPaint):
        window.leave_until_painted(page, do)
    else:
        QTimer.singleShot(_AFTER_MS, page, do)
