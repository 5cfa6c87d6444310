"""Looking at this PC, unasked and once a start: what is wrong is said before it stops somebody half-way."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from wizard.gui.pages.home import HomePage
from wizard.model.problem import Problem

if TYPE_CHECKING:
    from wizard.catalogue.schema import Action
    from wizard.gui.controller import Controller
    from wizard.model.progress import Cancel, Progress

_AFTER_MS = 300


class PcCheck:
    """Runs the check off the interface thread and shows its problems on the home page."""

    def __init__(self, controller: "Controller") -> None:
        self._controller = controller
        self._found: list[Problem] | None = None

    def show_on(self, home: HomePage) -> None:
        """Show what is known to be wrong; look first if nobody has looked yet."""
        if self._found is None:
            # After the first paint: what it imports would hold that up.
            QTimer.singleShot(_AFTER_MS, home, self._begin)
        elif self._found:
            home.show_problems(self._found, self.act)

    def _begin(self) -> None:
        controller = self._controller
        if self._found is None and controller.session is None and not controller.bridge.busy:
            controller.bridge.start(self._look, self._looked)

    def act(self, action: "Action") -> None:
        """Carry out a button of a problem on the home page."""
        if action.does == "copy":
            self._controller.clipboard.copy(action.text)
        elif action.does == "open":
            self._controller.open_address(action.text)
        elif action.does == "retry":
            self._found = None
            self._controller.show_home()

    def _look(self, progress: "Progress", cancel: "Cancel") -> Any:
        from wizard.jobs.check_pc import CheckPc  # noqa: PLC0415 - not needed for the first paint

        return CheckPc().run(self._controller.program.tools(), progress, cancel)

    def _looked(self, done: Any) -> None:
        self._found = [finding.problem for finding in done.value if finding.problem is not None]
        home = self._controller.home
        if home is not None and self._controller.session is None:
            home.show_problems(self._found, self.act)
