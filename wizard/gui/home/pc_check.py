"""Looking at this PC, unasked and once a start: what is wrong is said before it stops somebody half-way."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from wizard.app.options import Options
from wizard.app.program import Program
from wizard.gui.job_bridge import JobBridge
from wizard.model.progress import Cancel, Progress

if TYPE_CHECKING:
    from wizard.model.pc import PcFinding

_AFTER_MS = 600


class PcCheck:
    """Runs the check off the interface thread and keeps what it found."""

    def __init__(self, program: Program, lane: JobBridge) -> None:
        self._program, self._lane = program, lane
        self._found: list[PcFinding] | None = None
        self._show: Callable[[Sequence[PcFinding]], None] = lambda found: None  # noqa: ARG005

    def look_for(self, page: QObject, show: "Callable[[Sequence[PcFinding]], None]") -> None:
        """Show what is known; look first, while `page` is shown, if nobody has looked yet."""
        self._show = show
        if self._found is not None:
            show(self._found)
        if self._is_open:
            # After the first paint: what it imports would hold that up.
            QTimer.singleShot(_AFTER_MS, page, self._begin)

    @property
    def _is_open(self) -> bool:
        """Whether nobody has looked yet, or Xero was left out, which may be needed by now."""
        return self._found is None or any(_is_left_out(each) for each in self._found)

    def forget(self) -> None:
        """Look again the next time."""
        self._found = None

    def _begin(self) -> None:
        if self._is_open:
            self._lane.start(self._look, self._looked)

    def _look(self, progress: Progress, cancel: Cancel) -> "list[PcFinding]":
        if self._found is not None:
            from wizard.jobs.pc.check_pc import uses_xero  # noqa: PLC0415 - not needed for the first paint

            if not uses_xero(self._program.tools()):
                return self._found
        world = self._program.world
        elsewhere = None
        if world.is_live:  # another world's services and passwords may be those of this process alone
            from wizard.app.doctor_child import findings_of_this_pc  # noqa: PLC0415 - not for the first paint

            elsewhere = findings_of_this_pc(Options(home=world.home, site=world.site), cancel)
        return self._look_here(progress, cancel) if elsewhere is None else elsewhere

    def _look_here(self, progress: Progress, cancel: Cancel) -> "list[PcFinding]":
        from wizard.jobs.pc.check_pc import CheckPc  # noqa: PLC0415 - not needed for the first paint

        done: Any = CheckPc().run(self._program.tools(), progress, cancel)
        return list(done.value)

    def _looked(self, found: "list[PcFinding]") -> None:
        if found is not self._found:
            self._found = found
            self._show(found)


def _is_left_out(finding: "PcFinding") -> bool:
    return finding.id == "xero" and finding.seen == "not-asked"
