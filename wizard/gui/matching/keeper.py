"""Keeps matches as they are made: a moment after each, off the interface thread, the last one always."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from wizard.gui.job_bridge import JobBridge
from wizard.jobs.books.store_matches import StoreMatches
from wizard.model.mapping import Mapping
from wizard.model.problem import Problem, ProblemFound

_AFTER_MS = 400


class Keeper(QObject):
    """Writes the store's file of matches; what cannot be written is told, and tried again with the next."""

    def __init__(
        self, matches: StoreMatches, tell: Callable[[Problem], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._matches, self._tell = matches, tell
        self._open: Mapping | None = None
        self._number = self._last = 0
        self._lock = threading.Lock()
        self._lane = JobBridge(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self._write_soon)

    def keep(self, mapping: Mapping) -> None:
        """Write these a moment later."""
        self._open = mapping
        self._number += 1
        self._timer.start()

    def write_now(self) -> None:
        """Write what was not written yet: another screen is about to read it."""
        self._timer.stop()
        if self._open is not None:
            mapping, self._open = self._open, None
            self._write(mapping, self._number)

    def drop(self) -> None:
        """What was not written yet is written by somebody else."""
        self._timer.stop()
        self._open = None

    def _write_soon(self) -> None:
        if self._lane.busy:
            self._timer.start()
        elif self._open is not None:
            mapping, self._open, number = self._open, None, self._number
            self._lane.start(lambda _progress, _cancel: self._write(mapping, number), self._written)

    def _written(self, problem: Problem | None) -> None:
        if problem is not None:
            self._tell(problem)

    def _write(self, mapping: Mapping, number: int) -> Problem | None:
        """Write these unless later ones are written already; runs on any thread."""
        with self._lock:
            if number < self._last:
                return None
            try:
                self._matches.write(mapping)
            except ProblemFound as found:
                return found.problem
            self._last = number
        return None
