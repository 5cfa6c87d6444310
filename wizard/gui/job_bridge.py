"""Running work off the interface thread and hearing of it on the interface thread."""

import contextlib
import threading
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from wizard.model.progress import Cancel, Cancelled, Progress

Work = Callable[[Progress, Cancel], Any]
"""What runs off the interface thread."""


class Hears(Protocol):
    """Whoever is told, on the interface thread, how far the work is."""

    def advance(self, fraction: float, text: str) -> None:
        """So much of it is done, 0 to 1, and this is happening now."""

    def take_item(self, item: object) -> None:
        """One part of it is finished."""


class _Run(QObject):
    """One piece of work; signals arrive on the thread that made it."""

    progressed = Signal(float, str)
    item_found = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def step(self, fraction: float, text: str) -> None:
        """Progress port: pass on how far the job is."""
        self._tell(self.progressed, fraction, text)

    def item(self, item: Any) -> None:
        """Progress port: pass on a finished part."""
        self._tell(self.item_found, item)

    def do(self, work: Work, cancel: Cancel) -> None:
        """Do the work, on its own thread."""
        try:
            value = work(self, cancel)
        except Cancelled:
            self._tell(self.stopped)
        except BaseException as error:  # noqa: BLE001 - raised again on the interface thread
            self._tell(self.failed, error)
        else:
            self._tell(self.succeeded, value)

    @staticmethod
    def _tell(signal: Any, *values: Any) -> None:
        # A job that was let go of may end after its window.
        with contextlib.suppress(RuntimeError):
            signal.emit(*values)


class JobBridge(QObject):
    """Runs one job at a time in a daemon thread. A cancelled job is let go of at once."""

    started = Signal()
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: _Run | None = None
        self._cancel = Cancel()

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._run is not None

    def start(
        self,
        work: Work,
        done: Callable[[Any], None],
        *,
        stopped: Callable[[], None] = lambda: None,
        hears: Hears | None = None,
    ) -> None:
        """Start `work`; `done` gets its value, `stopped` is called when its user stopped it."""
        if self.busy:
            return
        # No child of ours: whoever is thrown away with us must not go while the work's thread speaks to it.
        run, cancel = _Run(), Cancel()
        self._run, self._cancel = run, cancel
        if hears is not None:
            run.progressed.connect(lambda f, t: hears.advance(f, t) if self._wants(run) else None)
            run.item_found.connect(lambda i: hears.take_item(i) if self._wants(run) else None)
        run.succeeded.connect(lambda value: self._finish(run, lambda: done(value)))
        run.stopped.connect(lambda: self._finish(run, stopped))
        run.failed.connect(lambda error: self._finish(run, lambda: _raise(error)))
        self.started.emit()
        threading.Thread(target=run.do, args=(work, cancel), name="job", daemon=True).start()

    def _finish(self, run: _Run, then: Callable[[], None]) -> None:
        """The work is over; of work that was let go nobody is told."""
        run.deleteLater()
        if self._wants(run):
            self._run = None
            self.ended.emit()
            then()

    def _wants(self, run: _Run) -> bool:
        """Whether anybody still waits for this work: what was thrown away, with its page, does not."""
        return self._run is run and isValid(self)

    def cancel(self) -> None:
        """Ask the running job to stop."""
        self._cancel.request()

    def let_go(self) -> None:
        """Stop the running job without waiting for it: nobody wants its result any more."""
        if self.busy:
            self.cancel()
            self._run = None
            self.ended.emit()


def _raise(error: object) -> None:
    assert isinstance(error, BaseException)
    raise error
