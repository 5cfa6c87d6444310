"""Where a run of a procedure is: its step and screen, what is asked there, and what was found. Read only."""

from typing import Any

from wizard.catalogue.load import screen
from wizard.catalogue.schema import FieldSpec, Procedure, Screen, Shown, Step
from wizard.catalogue.wording import matches, shown_as
from wizard.jobs.job import Tools
from wizard.model.setback import Setback
from wizard.procedure.answers import Answers
from wizard.procedure.conditions import conditions
from wizard.procedure.fields import is_asked
from wizard.procedure.navigator import BACK, Navigator
from wizard.session.answering import Answering
from wizard.session.results import Results, StepResult, stamp_of


class Place:
    """What can be asked of a run without changing it; `Session` moves it."""

    procedure: Procedure
    tools: Tools
    results: Results
    navigator: Navigator
    answering: Answering
    setback: Setback | None
    """What this run's jobs failed with last, until they do not."""

    @property
    def step(self) -> Step:
        """The step shown now."""
        return self.navigator.step

    @property
    def screen(self) -> Screen:
        """The screen of the step shown now."""
        return screen(self.step.screen)

    @property
    def shown(self) -> Shown:
        """The title and instruction of the screen, as things stand, and what a person still has to do."""
        return shown_as(self.screen, self.facts() if self.screen.shown else {})

    @property
    def number(self) -> str:
        """The screen number to read out, e.g. M4."""
        return f"{self.procedure.letter}{self.step.number}"

    @property
    def result(self) -> StepResult | None:
        """How this step's jobs ended, if they ran with the present answers."""
        found = self.results.get(self.step.id)
        return found if found is not None and found.stamp == self._stamp(self.answers) else None

    @property
    def returns(self) -> bool:
        """Whether this is a side page that leads back to where it was opened."""
        return self.navigator.after(self._view()) == BACK

    @property
    def following(self) -> Step | None:
        """The step that this one leads to now; None at the end, and where a side page leads back."""
        target = self.navigator.after(self._view())
        return next((step for step in self.procedure.steps if step.id == target), None)

    def fields(self) -> list[FieldSpec]:
        """Return the boxes this screen asks now."""
        view = self._view()
        return [f for f in self.screen.fields if is_asked(f, view)]

    def facts(self) -> dict[str, Any]:
        """Everything that texts may be filled with: answers with defaults, and what the steps found."""
        return {**self._view(), **self.results.facts()}

    def step_with(self, name: str) -> str | None:
        """Return the reached step whose screen has a box of this id, or a table with this code.

        A code is named by its slot and its word: `payment:Gift card`.
        """
        slot = name.partition(":")[0]
        for step in self.procedure.steps:
            shown = screen(step.screen)
            has = any(f.id == name for f in shown.fields) or slot in shown.slots
            if has and step.id in self.navigator.reached:
                return step.id
        return None

    def _view(self) -> dict[str, object]:
        """The answers with the defaults of this procedure's boxes, as conditions see them."""
        found = [result.facts for result in self.results.values()]
        known = conditions(self.answers, self.tools.site.record(), found)
        return {**self.answering.defaults(), **known, **self.answers}

    def _stamp(self, answers: Answers) -> str:
        return stamp_of(self.procedure, self.navigator.trail, answers)

    @property
    def meets_setback(self) -> bool:
        """Whether the step shown now is the one whose jobs failed last."""
        return self.setback is not None and self.setback.step == self.step.id

    @property
    def answers(self) -> Answers:
        """The answers of this run."""
        return self.answering.answers

    def missing_secrets(self) -> list[FieldSpec]:
        """Return the earlier secrets that this step's jobs need and that are neither in memory nor kept."""
        here = {spec.id for spec in self.screen.fields}
        return self.answering.missing([s for s in self.step.secrets if s not in here], self._view())

    @property
    def has_jobs(self) -> bool:
        """Whether this step does something when its verb is pressed."""
        return bool(self.step.jobs)

    @property
    def needs_run(self) -> bool:
        """Whether the jobs are still to run with the present answers."""
        if self.result is None and self.already_done:
            return False
        return self.has_jobs and (self.result is None or not self.result.ok)

    @property
    def already_done(self) -> bool:
        """Whether what this step is for was done before, in another run or by the command line."""
        return bool(self.step.done_when) and matches(self.step.done_when, self._view())

    def is_proven(self, name: str) -> bool:
        """Whether what a step is for was seen to hold, rather than done by a person and passed."""
        step = next(step for step in self.procedure.steps if step.id == name)
        if not step.proves:
            return False
        if not step.jobs:
            return matches(step.proven_when, self.facts())
        result = self.results.get(name)
        return result is not None and result.ok and matches(step.proven_when, result.facts)
