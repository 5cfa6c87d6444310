"""Looking at this PC, unasked and once a start: what is wrong is said before it stops somebody half-way."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer

from wizard.app.options import Options
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

    def _look(self, progress: Progress, cancel: Cancel) -> list[Problem]:
        world = self._program.world
        elsewhere = None
        if world.is_live:  # another world's services and passwords may be those of this process alone
            from wizard.app.doctor_child import problems_of_this_pc  # noqa: PLC0415 - not for the first paint

            elsewhere = problems_of_this_pc(Options(home=world.home, site=world.site), cancel)
        return self._look_here(progress, cancel) if elsewhere is None else elsewhere

    def _look_here(self, progress: Progress, cancel: Cancel) -> list[Problem]:
        from wizard.jobs.pc.check_pc import CheckPc  # noqa: PLC0415 - not needed for the first paint

        done: Any = CheckPc().run(self._program.tools(), progress, cancel)
        return [finding.problem for finding in done.value if finding.problem is not None]

    def _looked(self, found: list[Problem]) -> None:
        self._found = found
        self._show(found)
