"""The home page's row for the Xero sign-in: what it opens, until when, Reconnect and Disconnect."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from wizard.app.program import Program
from wizard.catalogue.words import words_of
from wizard.gui.job_bridge import JobBridge
from wizard.gui.widgets.state_card import StateCard
from wizard.model.card_state import CardState, Safe, Standing
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

_words = words_of(__name__)

if TYPE_CHECKING:
    from wizard.jobs.job import Done

_AFTER_MS = 200
_NOTHING_TO_END = {CardState.STOPPED, CardState.ENDED, CardState.LAPSED, CardState.FORGOTTEN}
_KEPT = {"CONN-LAPSED", "ORG-CHANGED", "ORG-NONE"}
"""Problems of a sign-in that the safe keeps."""


class ConnectionCard(StateCard):
    """Asks the password safe off the interface thread: it may want its user to open it."""

    def __init__(
        self, program: Program, open_page: Callable[[str], None], asked: Callable[[Safe, date | None], None]
    ) -> None:
        """`open_page` opens one of the connection's own pages, by step; `asked` hears what the safe said,
        and until which day the sign-in is good.
        """
        super().__init__(_words("xero-sign-in"))
        self._program, self._asked = program, asked
        self.is_main = False
        """Whether its Reconnect is the button of the page to press."""
        self._bridge = JobBridge(self)
        self.disconnect_button = self.offer(_words("disconnect"), lambda: open_page("disconnect"))
        self.reconnect = self.offer(_words("reconnect"), lambda: open_page("xero-sign-in"))
        # After the first paint: what reading the safe imports would hold that up.
        QTimer.singleShot(_AFTER_MS, self, self._read)

    def show_standing(self, standing: Standing, row: str, *, needs: bool) -> None:
        """Show it; `needs`: signing in again is what there is to do."""
        self.say(standing, row=row)
        self.is_main = needs
        self.show_main(main=needs)
        self.show_button(self.disconnect_button, wanted=standing.state not in _NOTHING_TO_END)

    def _read(self) -> None:
        self._bridge.start(self._work, self._show)

    def _work(self, progress: Progress, cancel: Cancel) -> "Done | Problem":
        from wizard.jobs.xero.read_standing import ReadStanding  # noqa: PLC0415 - not needed for the first paint

        try:
            return ReadStanding().run(self._program.tools(), progress, cancel)
        except ProblemFound as found:
            return found.problem

    def _show(self, outcome: "Done | Problem") -> None:
        from wizard.jobs.job import Done  # noqa: PLC0415 - not needed for the first paint

        problem = outcome if isinstance(outcome, Problem) else outcome.problem
        if isinstance(outcome, Done) and (problem is None or problem.code in _KEPT):
            self._asked(Safe.KEEPS, date.fromisoformat(outcome.facts["good_until"]))
        else:
            self._asked(_without(problem), None)


def _without(problem: Problem | None) -> Safe:
    """Return what the safe said that does not keep the sign-in, or could not be asked."""
    if problem is None or problem.code != "CONN-NONE":
        return Safe.CLOSED
    return Safe.FORGOT if problem.facts.get("by") == "practice" else Safe.EMPTY
