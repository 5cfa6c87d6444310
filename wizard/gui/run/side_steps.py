"""What the side list shows of a session."""

from wizard.catalogue.load import screen
from wizard.catalogue.words import words_of
from wizard.gui.widgets.mark import Mark
from wizard.gui.widgets.side_list import SideStep
from wizard.session.results import StepResult
from wizard.session.run import Session

_words = words_of(__name__)


def side_steps(session: Session, done: Mark, failed: Mark) -> list[SideStep]:
    """Return a row for each numbered step, in order; steps of a later version are listed as such.

    `done` marks the step shown now once its jobs are done, `failed` once they failed.
    """
    trail = session.navigator.trail
    counted = [name for name in trail if not _is_side(session, name)]
    now = counted[-1] if counted else ""
    rows = [
        SideStep(
            step.id,
            step.number,
            step.title or screen(step.screen).title,
            _mark(session, step.id, now, done, failed),
            step.id in session.navigator.reached,
            step.id == now,
            _words("not-undone") if step.changes_outside and step.id in session.results else "",
        )
        for step in session.procedure.steps
        if not step.side
    ]
    rows += [
        SideStep(
            f"later-{s.number}",
            s.number,
            _words("later", title=s.title),
            Mark.SKIPPED,
            reached=False,
            note=s.why,
        )
        for s in session.procedure.later
    ]
    return sorted(rows, key=lambda row: row.number)


def _is_side(session: Session, name: str) -> bool:
    return next(step.side for step in session.procedure.steps if step.id == name)


def _number(session: Session, name: str) -> int:
    return next((step.number for step in session.procedure.steps if step.id == name), 0)


def _mark(session: Session, name: str, now: str, done: Mark, failed: Mark) -> Mark:
    result = session.results.get(name)
    if name == now:
        if result is None:
            return Mark.NOW
        return _then(session, done, result) if result.ok else failed
    if name in session.navigator.trail:
        if session.is_proven(name):
            return _then(session, Mark.DONE, result)
        if result is not None and result.problem is not None and not result.is_earlier:
            return Mark.FAILED  # its user went on all the same
        return Mark.EARLIER if session.was_proven(name) else Mark.PASSED
    if _number(session, name) > _number(session, now):
        return Mark.TODO
    return _then(session, Mark.DONE, result) if _was_done(session, name) else Mark.SKIPPED


def _was_done(session: Session, name: str) -> bool:
    """Whether a step that the way leads past was done all the same: what it did stands.

    A sending is over once it ended: the way to its last screen leads past it from then on.
    """
    step = next(step for step in session.procedure.steps if step.id == name)
    return (session.looks_back or step.changes_outside) and session.is_proven(name)


def _then(session: Session, mark: Mark, result: StepResult | None) -> Mark:
    """Return a mark of what ended now, or of what ended in a run before and was not looked at since."""
    is_earlier = session.looks_back or (result is not None and result.is_earlier)
    return Mark.EARLIER if is_earlier and mark is Mark.DONE else mark
