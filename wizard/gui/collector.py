"""Python's cycle collector, kept on the interface thread.

WORKAROUND: pages and their slots form reference cycles. When the collector happens to run on a job's
thread it destroys QWidgets there, and the process dies (seen with PySide6 6.12.0, about one tour in four).
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500


class Collector(QObject):
    """Switches automatic collection off and collects on the interface thread instead."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        self._knows_what_stays = False
        parent.destroyed.connect(_leave_to_python)

    def collect(self) -> None:
        """Collect the generations that are due, the oldest only when it would have been.

        What is there before anybody has done anything, most of it modules, stays: looking through it each
        time would make the window deaf for several times as long.
        """
        if not self._knows_what_stays:
            self._knows_what_stays = True
            gc.freeze()
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
            if threshold and count > threshold:
                gc.collect(generation)


def _leave_to_python() -> None:
    """Let Python collect by itself again, once the window is gone as a whole.

    Not at once: amid a destructor it would collect other widgets, and Qt wait for its own lock.
    """
    QTimer.singleShot(0, _collects_again)


def _collects_again() -> None:
    gc.unfreeze()
    gc.enable()
