"""What is left until a page stands on the screen: its user sees it first, and then the rest is read."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_AFTER_MS = 20
"""What was painted reaches the screen first."""


class _AfterPaint(QObject):
    def __init__(self, page: QWidget, do: Callable[[], None]) -> None:
        super().__init__(page)
        self._do = do
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(_AFTER_MS, self, self._finish)
        return super().eventFilter(watched, event)

    def _finish(self) -> None:
        self.deleteLater()
        self._do()


def after_paint(page: QWidget, do: Callable[[], None]) -> None:
    """Call once, when the page was painted for the first time; never if it goes before that."""
    _AfterPaint(page, do)
