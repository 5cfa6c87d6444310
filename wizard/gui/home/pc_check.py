"""Looking at this PC, unasked and once a start: what is wrong is said before it stops somebody half-way."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer

from wizard.app.program import Program
from wizard.gui.job_bridge import JobBridge
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress

_AFTER_MS = 600


class PcCheck:
    """Runs the check off the interface thread and keeps what it found."""

    def __init__(self, program: Program, lane: JobBridge) -> None:
        self._program, self._lane = program, lane
        self._found: list[Problem] | None = None
        self._show: Callable[[Sequence[Problem]], None] = lambda found: None  # noqa: ARG005

    def look_for(self, page: QObject, show: Callable[[Sequence[Problem]], None]) -> None:
        """Show what is known to be wrong; look first, while `page` is shown, if nobody has looked yet."""
        self._show = show
        if self._found is None:
            # After the first paint: what it imports would hold that up.
            QTimer.singleShot(_AFTER_MS, page, self._begin)
        elif self._found:
            show(self._found)

    def forget(self) -> None:
        """Look again the next time."""
        self._found = None

    def _begin(self) -> None:
        if self._found is None:
            self._lane.start(self._look, self._looked)

    def _look(self, progress: Progress, cancel: Cancel) -> Any:
        from wizard.jobs.pc.check_pc import CheckPc  # noqa: PLC0415 - not needed for the first paint

        return CheckPc().run(self._program.tools(), progress, cancel)

    def _looked(self, done: Any) -> None:
        self._found = [finding.problem for finding in done.value if finding.problem is not None]
        self._show(self._found)
