"""The connection's own pages: sign in again, disconnect; everything else of the set-up stays."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.gui.controller import Controller

_SIGN_IN = "xero-sign-in"


class ConnectionPages:
    """Opens them from the home page, from a problem's button, or by number."""

    def __init__(self, controller: "Controller") -> None:
        self._controller = controller

    def reconnect(self) -> None:
        """Sign in again: on this procedure's own page where it has one, else on the connection's."""
        controller, session = self._controller, self._controller.session
        here = next((s for s in session.procedure.steps if s.id == _SIGN_IN), None) if session else None
        if session is None or here is None:
            self.open(_SIGN_IN)
            return
        if session.step.id == here.id:
            controller.runs.start()
            return
        moved = controller.move(lambda: session.go_to(here.id) or session.open_side(here.id))
        # Where a sign-in is there already, the page would say "press Next": another one is wanted.
        if moved and not session.needs_run:
            controller.runs.start()

    def open(self, step: str) -> None:
        """Open one of the pages (H11 sign in, H13 disconnect), from the start."""
        self._controller.open_procedure("xero-connection", fresh=True)
        session = self._controller.session
        if session is not None and session.step.id != step:
            session.open_side(step)
            self._controller.show_step()
