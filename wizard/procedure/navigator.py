"""Where a run is in its procedure: a trail of visited steps; no widgets, no text."""

from collections.abc import Mapping

from wizard.catalogue.schema import Procedure, Step
from wizard.catalogue.wording import matches

END = "end"
BACK = "back"


class Navigator:
    """Walks a procedure. The trail is a stack: Back pops, and whatever was typed stays in the answers."""

    def __init__(self, procedure: Procedure, trail: tuple[str, ...] = ()) -> None:
        self.procedure = procedure
        self._steps = {step.id: step for step in procedure.steps}
        known = [name for name in trail if name in self._steps]
        self._trail = known or [procedure.steps[0].id]
        self._furthest = list(self._trail)

    @property
    def step(self) -> Step:
        """The step shown now."""
        return self._steps[self._trail[-1]]

    @property
    def trail(self) -> tuple[str, ...]:
        """The steps on the way here, this one last."""
        return tuple(self._trail)

    @property
    def reached(self) -> frozenset[str]:
        """Every step reached whose earlier answers have not changed since."""
        return frozenset(self._furthest)

    @property
    def can_go_back(self) -> bool:
        """Whether there is a step before this one."""
        return len(self._trail) > 1

    def after(self, answers: Mapping[str, object]) -> str:
        """Return the id of the step after this one: a step, "end", or "back" for a side page."""
        step = self.step
        if isinstance(step.next, str):
            # A side page goes back to where it was opened unless it says more.
            return BACK if step.side and step.next == END else step.next
        return next((b.goto for b in step.next if matches(b.when, answers)), END)

    def forward(self, answers: Mapping[str, object]) -> bool:
        """Go to the next step; False at the end of the procedure."""
        target = self.after(answers)
        if target == END:
            return False
        if target == BACK:
            return self.back()
        self._push(target)
        return True

    def back(self) -> bool:
        """Go to the step before; False on the first."""
        if not self.can_go_back:
            return False
        self._trail.pop()
        return True

    def open_side(self, step: str) -> bool:
        """Open a side page, whose Next and Back return here; False when the step is not one."""
        if not self._steps[step].side:
            return False
        self._push(step)
        return True

    def cut_from(self, step: str) -> None:
        """Leave a step and what came after it out of the way here; the step shown stays."""
        if step in self._trail[:-1]:
            self._trail = [*self._trail[: self._trail.index(step)], self._trail[-1]]
            self._furthest = list(self._trail)

    def forget_beyond(self) -> None:
        """An answer of this step changed: later steps are no longer reached."""
        if self._trail == self._furthest[: len(self._trail)]:
            self._furthest = list(self._trail)

    def go_to(self, step: str) -> bool:
        """Go to a reached step; False when it was not reached."""
        if step in self._trail:
            del self._trail[self._trail.index(step) + 1 :]
            return True
        if step in self._furthest:
            self._trail = self._furthest[: self._furthest.index(step) + 1]
            return True
        return False

    def state(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return where we are, for `restore`."""
        return tuple(self._trail), tuple(self._furthest)

    def restore(self, state: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        """Go back to where we were, as if nothing had moved."""
        self._trail, self._furthest = list(state[0]), list(state[1])

    def _push(self, step: str) -> None:
        if step in self._trail:  # a loop back (correct something, then come again)
            del self._trail[self._trail.index(step) + 1 :]
        else:
            self._trail.append(step)
        if self._trail != self._furthest[: len(self._trail)]:
            self._furthest = list(self._trail)
