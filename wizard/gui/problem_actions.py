"""What the buttons of a problem do."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from wizard.gui.actions import RETRY

if TYPE_CHECKING:
    from wizard.catalogue.schema import Action
    from wizard.gui.controller import Controller


_WHILE_BUSY = {"way", "copy"}
"""What can be done while a sign-in is waited for."""


class ProblemActions:
    """Carries out actions on the controller's session and page; the page's own meaning comes first."""

    def __init__(self, controller: "Controller") -> None:
        self._controller = controller

    def act(self, action: "Action") -> None:
        """Carry out a problem's button."""
        session, page = self._controller.session, self._controller.page
        if session is None or page is None:
            return
        if self._controller.bridge.busy and action.does not in _WHILE_BUSY:
            return
        steps: dict[str, Callable[[], object]] = {
            "retry": self._retry,
            "set": lambda: self._set({action.field: action.value, **action.also}),
            "edit": lambda: self._edit(action.field),
            "side": lambda: self._controller.open_side(action.step),
            "back": self._back,
            "reconnect": self._controller.connection.reconnect,
            "goto": lambda: self._go_to(action.step),
            "swap": lambda: self._swap(action.field, action.value),
            "copy": lambda: self._controller.clipboard.copy(action.text),
            "open": lambda: self._controller.open_address(action.text),
            "close": self._controller.close,
        }
        if not page.take_action(action):
            steps[action.does]()

    def _retry(self) -> None:
        assert self._controller.session is not None
        page = self._controller.page
        assert page is not None
        if not self._controller.take_boxes() or page.press():
            return
        if self._controller.session.has_jobs:
            self._controller.runs.start()
        else:
            self._controller.advance()

    def _go_to(self, step: str) -> None:
        """Go to a step or side page; a page that was opened without the way there looks again itself."""
        session, page = self._controller.session, self._controller.page
        assert session is not None
        assert page is not None
        if any(each.id == step and each.side for each in session.procedure.steps):
            self._controller.open_side(step)
        elif step in session.navigator.reached:
            self._controller.go_to(step)
        else:
            page.take_action(RETRY)

    def _back(self) -> None:
        """Back to where the page was opened, which may be the home page."""
        session = self._controller.session
        if session is not None and session.navigator.can_go_back:
            self._controller.back()
        else:
            self._controller.close()

    def _set(self, values: dict[str, str]) -> None:
        assert self._controller.session is not None
        assert self._controller.page is not None
        for name, value in values.items():
            self._controller.session.set_answer(name, value)
        self._controller.page.refresh()
        self._controller.runs.start()

    def _swap(self, first: str, second: str) -> None:
        assert self._controller.session is not None
        assert self._controller.page is not None
        self._controller.session.fill(self._controller.page.values())
        self._controller.session.swap(first, second)
        self._controller.page.refresh()
        self._controller.runs.start()

    def _edit(self, name: str) -> None:
        assert self._controller.session is not None
        assert self._controller.page is not None
        if self._controller.page.focus_on(name):
            return
        step = self._controller.session.step_with(name)
        if step is not None and self._controller.session.go_to(step):
            self._controller.show_step()
            # Once the page is shown: its own first focus comes before.
            page = self._controller.page
            QTimer.singleShot(0, page, lambda: page.focus_on(name))
