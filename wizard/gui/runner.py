"""The jobs of one window: a lane for each run, which outlives its pages."""

from PySide6.QtCore import QObject

from wizard.gui.job_bridge import JobBridge


class Runner(QObject):
    """Lanes by name; in each runs one job at a time, beside the other lanes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes: dict[str, JobBridge] = {}

    def lane(self, name: str) -> JobBridge:
        """Return the lane of this name; it stays as long as the window."""
        if name not in self._lanes:
            self._lanes[name] = JobBridge(self)
        return self._lanes[name]

    @property
    def busy(self) -> bool:
        """Whether any job is running."""
        return any(lane.busy for lane in self._lanes.values())

    def cancel(self) -> None:
        """Ask every running job to stop."""
        for lane in self._lanes.values():
            lane.cancel()
