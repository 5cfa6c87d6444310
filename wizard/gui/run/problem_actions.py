"""What the buttons of a problem do in a run."""

from collections.abc import Callable

from PySide6.QtCore import QTimer

from wizard.catalogue.schema import Action
from wizard.gui.actions import RETRY
from wizard.gui.doors import Doors, From
from wizard.gui.frame import Frame
from wizard.gui.run.run import Run

_WHILE_BUSY = {"way", "copy"}
"""What can be done while a sign-in is waited for."""
_SIGN_IN = "xero-sign-in"
"""The step of every procedure in which our own sign-in to Xero is made."""


class ProblemActions:
    """Carries out actions on a run; the page's own meaning comes first."""

    def __init__(self, frame: Frame, run: Run, doors: Doors) -> None:
        self._frame, self._run, self._doors = frame, run, doors

    def act(self, action: Action) -> None:
        """Carry out a problem's button."""
        if self._run.busy and action.does not in _WHILE_BUSY:
            return
        if self._run.page.take_action(action):
            return
        steps: dict[str, Callable[[], object]] = {
            "retry": self._retry,
            "set": lambda: self._set({action.field: action.value, **action.also}),
            "edit": lambda: self._edit(action.field),
            "copy-value": lambda: self._edit(action.field),
            "side": lambda: self._run.open_side(action.step),
            "back": self._back,
            "reconnect": self._reconnect,
            "goto": lambda: self._go_to(action.step),
            "swap": lambda: self._swap(action.field, action.value),
            "copy": lambda: self._frame.clipboard.copy(action.text),
            "open": lambda: self._frame.open_address(action.text),
            "close": self._doors.home,
            "support-file": self._doors.support_file,
        }
        steps[action.does]()

    def _retry(self) -> None:
        run = self._run
        if not run.take_boxes() or run.page.press():
            return
        if run.session.has_jobs:
            run.jobs.start()
        else:
            run.advance()

    def _go_to(self, step: str) -> None:
        """Go to a step or side page; a page that was opened without the way there looks again itself."""
        session = self._run.session
        step = next((each.id for each in session.procedure.steps if step in each.stands_for), step)
        if any(each.id == step and each.side for each in session.procedure.steps):
            self._run.open_side(step)
        elif step in session.navigator.reached:
            self._run.go_to(step)
        elif step == session.procedure.steps[0].id:  # from a page that was opened alone
            self._doors.procedure(session.procedure.id, From.ANEW)
        else:
            self._run.page.take_action(RETRY)

    def _back(self) -> None:
        """Back to where the page was opened, which may be the home page."""
        if self._run.session.navigator.can_go_back:
            self._run.back()
        else:
            self._doors.home()

    def _reconnect(self) -> None:
        """Sign in again: on this procedure's own page where it has one, else on the connection's."""
        run, session = self._run, self._run.session
        if not any(step.id == _SIGN_IN for step in session.procedure.steps):
            self._doors.connection(_SIGN_IN)
            return
        if session.step.id == _SIGN_IN:
            run.jobs.start()
            return
        moved = run.move(lambda: session.go_to(_SIGN_IN) or session.open_side(_SIGN_IN))
        # Where a sign-in is there already, the page would say "press Next": another one is wanted.
        if moved and not session.needs_run:
            run.jobs.start()

    def _set(self, values: dict[str, str]) -> None:
        for name, value in values.items():
            self._run.session.answering.put(name, value)
        self._run.page.refresh()
        self._run.jobs.start()

    def _swap(self, first: str, second: str) -> None:
        self._run.session.fill(self._run.page.values())
        self._run.session.answering.swap(first, second)
        self._run.page.refresh()
        self._run.jobs.start()

    def _edit(self, name: str) -> None:
        run = self._run
        if run.page.focus_on(name):
            return
        step = run.session.step_with(name)
        if step is not None and run.move(lambda: run.session.go_to(step)):
            # Once the page is shown: its own first focus comes before.
            page = run.page
            QTimer.singleShot(0, page, lambda: page.focus_on(name))
