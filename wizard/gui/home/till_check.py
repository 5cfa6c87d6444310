"""The line on a card that says, before the till opens, whether today's documents would pass in Xero."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from wizard.app.program import Program
from wizard.gui.job_bridge import JobBridge
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Progress

if TYPE_CHECKING:
    from wizard.app.standings import Card
    from wizard.catalogue.schema import Procedure
    from wizard.model.record import StoreRecord

_AFTER_MS = 400
Say = Callable[[str, str], None]
"""Takes the line's text and its tone: good | fault | muted."""


def card_of_books(cards: "Sequence[Card]", record: "StoreRecord") -> "Procedure | None":
    """Return the procedure whose card says it: one that checks books and was proven; None for none."""
    if not record.books.has_matches:
        return None
    from wizard.jobs.books.who_posts import CHECKS  # noqa: PLC0415 - not needed for the first paint

    checks = [c.procedure for c in cards if any(CHECKS & set(step.jobs) for step in c.procedure.steps)]
    return next((each for each in checks if each.id in record.proofs), None)


class TillCheck:
    """Looks off the interface thread, each time home is shown: what was known just now costs nothing."""

    def __init__(self, program: Program, lane: JobBridge) -> None:
        self._program, self._lane = program, lane
        self._say: Say = lambda text, tone: None  # noqa: ARG005

    def look_for(self, page: QObject, procedure: "Procedure", say: Say) -> None:
        """Look soon, while `page` is shown, and say what was found; a look that is on its way will do."""
        self._say = say
        only_reads = procedure.only_reads

        def work(progress: Progress, cancel: Cancel) -> Any:
            return self._look(progress, cancel, only_reads=only_reads)

        def begin() -> None:
            self._lane.start(work, lambda found: self._say(*found))

        # After the first paint: what it imports would hold that up.
        QTimer.singleShot(_AFTER_MS, page, begin)

    def _look(self, progress: Progress, cancel: Cancel, *, only_reads: bool) -> tuple[str, str]:
        from wizard.catalogue.till import till_words  # noqa: PLC0415 - not needed for the first paint
        from wizard.catalogue.wording import wording  # noqa: PLC0415
        from wizard.jobs.books.check_till import CheckTill, TillChecked  # noqa: PLC0415
        from wizard.jobs.registry import checked_as  # noqa: PLC0415

        words = till_words()
        try:
            outcome = CheckTill(only_reads).run(self._program.tools(), progress, cancel)
        except ProblemFound as found:
            outcome = found.problem
        if isinstance(outcome, Problem):
            said = wording(outcome)
            return words.unknown.format(what=said.what, do=said.do), "muted"
        facts = checked_as(TillChecked, outcome.facts, "CheckTill")
        if facts.till == "ready":
            age = words.age(facts.hours_old)
            text = {0: words.ready_none, 1: words.ready_one}.get(facts.matches_checked, words.ready)
            text = words.ready_both if len(outcome.value) > 1 else text
            return text.format(matches_checked=facts.matches_checked, age=age), "muted"
        text = words.one_wrong if facts.matches_wrong == 1 else words.wrong
        return text.format(matches_wrong=facts.matches_wrong, first_wrong=facts.first_wrong), "fault"
