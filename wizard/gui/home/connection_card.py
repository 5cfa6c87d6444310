"""The home page's row for the Xero sign-in: what it opens, until when, Reconnect and Disconnect."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from wizard.app.program import Program
from wizard.catalogue.wording import wording
from wizard.gui.job_bridge import JobBridge
from wizard.gui.widgets.labels import button, label
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.xero import Organisation

if TYPE_CHECKING:
    from wizard.jobs.job import Done

_AFTER_MS = 200


class ConnectionCard(QFrame):
    """Reads the password safe off the interface thread: it may ask its user to open it."""

    def __init__(
        self, program: Program, organisation: Organisation, open_page: Callable[[str], None]
    ) -> None:
        """`open_page` opens one of the connection's own pages, by step."""
        super().__init__()
        self.setObjectName("card")
        self._program = program
        self._bridge = JobBridge(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 16, 8)
        row.setSpacing(14)
        self._mark = StateMark(Mark.TODO)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(12)
        self._state = label("", name="muted")
        for text in (label("Xero sign-in", bold=True), self._state):
            text.setWordWrap(False)
            head.addWidget(text)
        head.addStretch(1)
        texts.addLayout(head)
        self._organisation = organisation.in_full
        self._under = label(self._organisation, name="muted")
        texts.addWidget(self._under)
        row.addLayout(texts, 1)
        self.reconnect = self._button("Reconnect", lambda: open_page("xero-sign-in"))
        self.disconnect_button = self._button("Disconnect", lambda: open_page("disconnect"))
        row.addWidget(self.reconnect)
        row.addWidget(self.disconnect_button)
        # After the first paint: what reading the safe imports would hold that up.
        QTimer.singleShot(_AFTER_MS, self, self._read)

    def _button(self, text: str, press: Callable[[], None]) -> QPushButton:
        made = button(text)
        made.setAccessibleName(f"{text}: Xero sign-in")
        made.clicked.connect(lambda _checked=False: press())
        return made

    def _read(self) -> None:
        self._bridge.start(self._work, self._show)

    def _work(self, progress: Progress, cancel: Cancel) -> "Done | Problem":
        from wizard.jobs.xero.read_standing import ReadStanding  # noqa: PLC0415 - not needed for the first paint

        try:
            return ReadStanding().run(self._program.tools(), progress, cancel)
        except ProblemFound as found:
            return found.problem

    def _show(self, outcome: "Done | Problem") -> None:
        problem = outcome if isinstance(outcome, Problem) else outcome.problem
        if problem is None and not self._program.site.record().xero.connected:
            # The sign-in may go on for other organisations: this store's was taken out of it.
            problem = Problem("CONN-NONE")
        if problem is not None:
            words = wording(problem)
            self._mark.set(Mark.FAILED)
            self.reconnect.setObjectName("primary")
            self.reconnect.style().polish(self.reconnect)
            self._say("Stopped", "fault", f"{words.what} {words.do}")
            self.disconnect_button.setVisible(problem.code not in {"CONN-NONE", "CONN-LAPSED"})
            return
        assert not isinstance(outcome, Problem)
        until = date.fromisoformat(outcome.facts["good_until"])
        warn = outcome.facts["warn"]
        self._mark.set(Mark.TODO if warn else Mark.DONE)
        state = f"Needs you by {until:%d %B}" if warn else "Working"
        under = f"{self._organisation}\ngood until {until:%d %B %Y}, longer with each use"
        self._say(state, "fault" if warn else "good", under)

    def _say(self, state: str, style: str, under: str) -> None:
        self._state.setText(state)
        self._state.setObjectName(style)
        self._state.style().polish(self._state)
        self._under.setText(under)
        self.setAccessibleName(f"Xero sign-in: {state}. {under}")
