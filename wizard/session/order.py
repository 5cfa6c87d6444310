"""A step's jobs with all they need: they run on any thread, and change nothing of the run they came from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import msgspec

from wizard.catalogue.schema import FieldSpec, Procedure, Step
from wizard.jobs.job import Asked, Done, Job, Tools, build_job
from wizard.jobs.registry import checked, checked_as, gives_of
from wizard.model.kept_secrets import secret_gone
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Part, Progress
from wizard.model.secret import Secret
from wizard.procedure.answers import Answers
from wizard.redaction.facts import clean_facts
from wizard.session.results import Results, StepResult


@dataclass(frozen=True)
class Ended:
    """What an order came to; the run takes it on its own thread, or nobody does."""

    step: Step
    result: StepResult
    recalled: Mapping[str, Secret] = field(default_factory=dict)
    """The kept secrets that were taken out of the vault."""
    gone: str = ""
    """The kept secret that the vault does not hold any more."""


class Order:
    """The jobs of one step, with the run's answers and results as they were when it was given."""

    def __init__(
        self,
        procedure: Procedure,
        step: Step,
        tools: Tools,
        answers: Answers,
        results: Results,
        kept: Mapping[str, FieldSpec],
        stamp: Callable[[Answers], str],
        instead: Job | None = None,
        checked: datetime | None = None,
    ) -> None:
        """`kept`: boxes whose secret the vault holds; `instead` runs in the place of the step's jobs.

        `checked` is when the step that proves was last done.
        """
        self._procedure, self._step, self._tools = procedure, step, tools
        self._answers, self._results = answers.copy(), Results(results)
        self._kept, self._stamp, self._instead = dict(kept), stamp, instead
        self._checked = checked
        self._recalled: dict[str, Secret] = {}
        self._gone = ""

    def run(self, progress: Progress, cancel: Cancel) -> Ended:
        """Run the jobs in order, stopping at the first problem; Cancelled passes through."""
        work = self._run_step if self._instead is None else self._run_instead
        result = self._clean(work(progress, cancel))
        return Ended(self._step, result, self._recalled, self._gone)

    def _run_step(self, progress: Progress, cancel: Cancel) -> StepResult:
        facts: dict[str, Any] = {}
        given: dict[str, msgspec.Struct] = {}
        value: Any = None
        problem: Problem | None = None
        try:
            problem = self._recall()
            for secret in self._answers.secrets():
                self._tools.learn(secret.reveal(), [])
            for index, name in enumerate(self._step.jobs if problem is None else ()):
                count = len(self._step.jobs)
                part = Part(progress, index / count, (index + 1) / count)
                outcome = build_job(name, self._asked(facts)).run(self._tools, part, cancel)
                if isinstance(outcome, Problem):
                    problem = outcome
                    break
                found = clean_facts(outcome.facts, self._tools.clean)
                given[name] = checked(name, found)
                facts |= found
                value = outcome.value if outcome.value is not None else value
                problem = outcome.problem
                if problem is not None:
                    break
        except ProblemFound as found:
            problem = found.problem
        return StepResult(facts, value, problem, self._stamp(self._answers), given)

    def _run_instead(self, progress: Progress, cancel: Cancel) -> StepResult:
        assert self._instead is not None
        outcome: Done | Problem
        try:
            outcome = self._instead.run(self._tools, progress, cancel)
        except ProblemFound as found:
            outcome = found.problem
        stamp = self._stamp(self._answers)
        if isinstance(outcome, Problem):
            before = self._results.get(self._step.id, StepResult())
            return replace(before, problem=outcome, stamp=stamp)
        gives, facts = self._instead.gives, clean_facts(outcome.facts, self._tools.clean)
        gave = checked_as(gives, facts, type(self._instead).__name__)
        given = {name: gave for name in self._step.jobs if gives_of(name) is gives}
        return StepResult(facts, outcome.value, outcome.problem, stamp, given)

    def _asked(self, facts: Mapping[str, Any]) -> Asked:
        own = self._step.id
        others = {k: r.facts for k, r in self._results.items() if k != own}
        values = {k: r.value for k, r in self._results.items() if r.value is not None}
        return Asked(self._procedure, own, self._answers, {**others, own: facts}, values, self._checked)

    def _recall(self) -> Problem | None:
        """Take the kept secrets that this step needs out of the vault."""
        for name in self._step.secrets:
            if name in self._kept and self._answers.secret(name) is None:
                found = self._tools.vault.get(self._kept[name].vault)
                if found is None:
                    self._gone = name
                    return secret_gone(self._tools.vault, self._kept[name].label, name)
                self._tools.learn(found.reveal(), [])
                self._answers.put(name, found)
                self._recalled[name] = found
        return None

    def _clean(self, result: StepResult) -> StepResult:
        """Keep known secrets out of what a problem tells."""
        problem = result.problem
        if problem is None:
            return result
        facts = clean_facts(problem.facts, self._tools.clean)
        return replace(result, problem=Problem(problem.code, facts))
