"""Running work off the interface thread and hearing of it on the interface thread."""

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from wizard.model.progress import Cancel, Cancelled, Progress


class _Run(QObject):
    """One piece of work; signals arrive on the thread that made it."""

    progressed = Signal(float, str)
    item_found = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def step(self, fraction: float, text: str) -> None:
        """Progress port: pass on how far the job is."""
        with contextlib.suppress(RuntimeError):
            self.progressed.emit(fraction, text)

    def item(self, item: Any) -> None:
        """Progress port: pass on a finished part."""
        with contextlib.suppress(RuntimeError):
            self.item_found.emit(item)


class JobBridge(QObject):
    """Runs one job at a time in a daemon thread. A cancelled job is let go of at once."""

    started = Signal()
    progressed = Signal(float, str)
    item_found = Signal(object)
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
        work: Callable[[Progress, Cancel], Any],
        done: Callable[[Any], None],
        *,
        stopped: Callable[[], None] = lambda: None,
    ) -> None:
        """Start `work`; `done` gets its value, `stopped` is called when its user stopped it."""
        if self.busy:
            return
        run, cancel = _Run(self), Cancel()
        self._run, self._cancel = run, cancel

        def finish(then: Callable[[], None]) -> None:
            if self._run is run:
                self._run = None
                self.ended.emit()
                then()
            run.deleteLater()

        def crash(error: object) -> None:
            assert isinstance(error, BaseException)

            def again() -> None:
                raise error

            finish(again)

        run.progressed.connect(lambda f, t: self.progressed.emit(f, t) if self._run is run else None)
        run.item_found.connect(lambda i: self.item_found.emit(i) if self._run is run else None)
        run.succeeded.connect(lambda value: finish(lambda: done(value)))
        run.stopped.connect(lambda: finish(stopped))
        run.failed.connect(crash)

        def body() -> None:
            try:
                value = work(run, cancel)
            except Cancelled:
                tell(run.stopped)
            except BaseException as error:  # noqa: BLE001 - raised again on the interface thread
                tell(run.failed, error)
            else:
                tell(run.succeeded, value)

        def tell(signal: Any, *values: Any) -> None:
            # A job that was let go of may end after its window.
            with contextlib.suppress(RuntimeError):
                signal.emit(*values)

        self.started.emit()
        threading.Thread(target=body, name="job", daemon=True).start()

    def cancel(self) -> None:
        """Ask the running job to stop."""
        self._cancel.request()

    def let_go(self) -> None:
        """Stop the running job without waiting for it: nobody wants its result any more."""
        if self.busy:
            self.cancel()
            self._run = None
            self.ended.emit()
