"""One run of a procedure: navigator, answers and jobs together; no widgets, no text.

The window and the unattended command line both drive this.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from wizard.catalogue.load import screen
from wizard.catalogue.schema import FieldSpec, Procedure, Screen, Step
from wizard.catalogue.wording import matches
from wizard.jobs.job import Asked, Job, Tools, build_job
from wizard.jobs.registry import checked, checked_as
from wizard.model.problem import Fault, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.procedure.answers import Answers, Plain
from wizard.procedure.conditions import conditions
from wizard.procedure.fields import is_asked, read_field
from wizard.procedure.navigator import BACK, END, Navigator
from wizard.procedure.shared import fields_of, kept_answers
from wizard.redaction.facts import clean_facts


@dataclass(frozen=True)
class StepResult:
    """How a step's jobs ended: facts, the screen's value, and the problem if any."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    value: Any = None
    problem: Problem | None = None
    stamp: str = ""
    """Which answers the jobs ran with: a second Next with the same ones just advances."""

    @property
    def ok(self) -> bool:
        """Whether the jobs did what they were to do."""
        return self.problem is None


class _Weighted:
    """Shares one bar among several jobs; the bar never goes back."""

    def __init__(self, progress: Progress, index: int, count: int) -> None:
        self._progress, self._base, self._share = progress, index / count, 1 / count

    def step(self, fraction: float, text: str) -> None:
        self._progress.step(self._base + self._share * min(max(fraction, 0.0), 1.0), text)

    def item(self, item: Any) -> None:
        self._progress.item(item)


class Session:
    """A run of one procedure for one site. `drafts=False` for unattended runs."""

    def __init__(self, procedure: Procedure, tools: Tools, *, drafts: bool = True) -> None:
        self.procedure, self.tools, self._drafts = procedure, tools, drafts
        self.answers = Answers()
        self.results: dict[str, StepResult] = {}
        self.navigator = Navigator(procedure)
        self.kept: set[str] = set()
        """Boxes whose secret the vault holds from an earlier run: they may be left empty."""
        self.raw: dict[str, Any] = {}
        """What stands in boxes but is not good yet, so that it is there again after Back; in memory only."""
        self.ticked: dict[str, set[int]] = {}
        """Which lines of which guide are done by hand; in memory only."""
        self._known_fields = {f.id: f for f in fields_of(procedure)}
        if drafts:
            self._prefill()
            self._resume()

    # --- where we are ---

    @property
    def step(self) -> Step:
        """The step shown now."""
        return self.navigator.step

    @property
    def screen(self) -> Screen:
        """The screen of the step shown now."""
        return screen(self.step.screen)

    @property
    def number(self) -> str:
        """The screen number to read out, e.g. M4."""
        return f"{self.procedure.letter}{self.step.number}"

    @property
    def result(self) -> StepResult | None:
        """How this step's jobs ended, if they ran with the present answers."""
        found = self.results.get(self.step.id)
        return found if found is not None and found.stamp == self._stamp() else None

    def fields(self) -> list[FieldSpec]:
        """Return the boxes this screen asks now."""
        view = self._view()
        return [f for f in self.screen.fields if is_asked(f, view)]

    def _view(self) -> dict[str, object]:
        """The answers with the defaults of this procedure's boxes, as conditions see them."""
        view: dict[str, object] = {
            f.id: f.default for f in self._known_fields.values() if f.default is not None
        }
        found = [result.facts for result in self.results.values()]
        view |= conditions(self.answers, self.tools.site.record(), found)
        return {**view, **self.answers}

    def facts(self) -> dict[str, Any]:
        """Everything that texts may be filled with: answers with defaults, and what the steps found."""
        found: dict[str, Any] = self._view()
        for result in self.results.values():
            found |= result.facts
        return found

    def missing_secrets(self) -> list[FieldSpec]:
        """Return the earlier secrets that this step's jobs need and that are neither in memory nor kept."""
        here, view = {spec.id for spec in self.screen.fields}, self._view()
        return [
            self._known_fields[name]
            for name in self.step.secrets
            if self.answers.secret(name) is None
            and name not in self.kept
            and name not in here
            and is_asked(self._known_fields[name], view)
        ]

    def _recall(self) -> Problem | None:
        """Take the kept secrets that this step needs out of the vault; runs on the job's thread."""
        for name in self.step.secrets:
            if name in self.kept and self.answers.secret(name) is None:
                found = self.tools.vault.get(self._known_fields[name].vault)
                if found is None:
                    self.kept.discard(name)
                    return Problem("SECRET-GONE", {"box": self._known_fields[name].label, "field": name})
                self.tools.learn(found.reveal(), [])
                self.answers.put(name, found)
        return None

    # --- answering ---

    def fill(self, values: Mapping[str, Any]) -> list[Fault]:
        """Take what stands in this screen's boxes; keep what is good, return what is not."""
        faults: list[Fault] = []
        changed = False
        for spec in [*self.screen.fields, *self.missing_secrets()]:
            if spec.id not in values or (not values[spec.id] and spec.id in self.kept):
                continue
            value = read_field(spec, values[spec.id], spec.id)
            if isinstance(value, Fault):
                # A box that is not shown can not be filled in either.
                if is_asked(spec, {**self._view(), **values}):
                    faults.append(value)
                    changed |= self.answers.put(spec.id, None)
                    if spec.kind != "secret":
                        self.raw[spec.id] = values[spec.id]
                continue
            self.raw.pop(spec.id, None)
            if isinstance(value, Secret):
                self.kept.discard(spec.id)
            changed |= self.answers.put(spec.id, value)
        if changed:
            self.navigator.forget_beyond()
        return faults

    def note(self, facts: Mapping[str, Any]) -> None:
        """Keep what the page of a step without jobs has seen for itself."""
        self.results[self.step.id] = StepResult(dict(facts), stamp=self._stamp())

    def set_answer(self, name: str, value: Plain | None) -> None:
        """Change one plain answer of any screen, as a problem's button does."""
        spec = self._known_fields.get(name)
        if spec is None:
            return
        if spec.kind == "tick" and isinstance(value, str):  # buttons have texts only
            value = value == "True"
        read = read_field(spec, value, name)
        if not isinstance(read, Fault):
            self.answers.put(name, read)

    def order_again(self, step: str) -> None:
        """A person asks once more for what a later step did: its result from before does not count."""
        self.results.pop(step, None)

    def swap(self, first: str, second: str) -> None:
        """Exchange a text and a secret that were typed into each other's boxes."""
        text, secret = self.answers.text(first), self.answers.secret(second)
        self.answers.put(first, secret.reveal() if secret else None)
        self.answers.put(second, Secret(text))

    @property
    def returns(self) -> bool:
        """Whether this is a side page that leads back to where it was opened."""
        return self.navigator.after(self._view()) == BACK

    # --- running ---

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

    def run(self, progress: Progress, cancel: Cancel) -> StepResult:
        """Run this step's jobs in order, stopping at the first problem; Cancelled passes through."""
        step = self.step
        facts: dict[str, Any] = {}
        value: Any = None
        try:
            gone = self._recall()
            stamp = self._stamp()
            for secret in self.answers.secrets():
                self.tools.learn(secret.reveal(), [])
            if gone is not None:
                return self._finish(step, StepResult(facts, value, gone, stamp))
            for index, name in enumerate(step.jobs):
                others = {k: r.facts for k, r in self.results.items() if k != step.id}
                values = {k: r.value for k, r in self.results.items() if r.value is not None}
                asked = Asked(self.procedure, step.id, self.answers, {**others, step.id: facts}, values)
                weighted = _Weighted(progress, index, len(step.jobs))
                outcome = build_job(name, asked).run(self.tools, weighted, cancel)
                if isinstance(outcome, Problem):
                    return self._finish(step, StepResult(facts, value, outcome, stamp))
                checked(name, outcome.facts)
                facts |= outcome.facts
                value = outcome.value if outcome.value is not None else value
                if outcome.problem is not None:
                    return self._finish(step, StepResult(facts, value, outcome.problem, stamp))
        except ProblemFound as found:
            return self._finish(step, StepResult(facts, value, found.problem, self._stamp()))
        return self._finish(step, StepResult(facts, value, None, stamp))

    def run_instead(self, job: Job, progress: Progress, cancel: Cancel) -> StepResult:
        """Run another job in this step's place, as when a check goes on waiting for its message."""
        step = self.step
        try:
            outcome = job.run(self.tools, progress, cancel)
        except ProblemFound as found:
            outcome = found.problem
        if isinstance(outcome, Problem):
            before = self.results.get(step.id, StepResult())
            return self._finish(step, replace(before, problem=outcome, stamp=self._stamp()))
        checked_as(job.gives, outcome.facts, type(job).__name__)
        return self._finish(
            step, StepResult(dict(outcome.facts), outcome.value, outcome.problem, self._stamp())
        )

    def add_facts(self, facts: Mapping[str, Any]) -> None:
        """Add what a person said about this step's result."""
        found = self.results.get(self.step.id)
        if found is not None:
            self.results[self.step.id] = replace(found, facts={**found.facts, **facts})
            self.save()

    def forget_result(self) -> None:
        """What this step's jobs did was taken back: nothing of it holds any more."""
        self.results.pop(self.step.id, None)
        self.navigator.forget_beyond()
        self.save()

    def secret(self, name: str) -> Secret | Problem:
        """Return a box's secret from memory or the vault; runs on a job's thread."""
        known = self.answers.secret(name)
        if known is not None:
            return known
        spec = self._known_fields[name]
        try:
            found = self.tools.vault.get(spec.vault)
        except ProblemFound as problem:
            return problem.problem
        return found or Problem("SECRET-GONE", {"box": spec.label, "field": name})

    def _finish(self, step: Step, result: StepResult) -> StepResult:
        """Keep a step's result, whatever screen is shown by now."""
        clean = self.tools.clean
        problem = result.problem
        if problem is not None:
            problem = Problem(problem.code, clean_facts(problem.facts, clean))
        result = replace(result, facts=clean_facts(result.facts, clean), problem=problem)
        self.results[step.id] = result
        if result.ok and step.takes_back:
            self._take_back(step.takes_back)
            # The way here is another one now, and with it the stamp.
            result = replace(result, stamp=self._stamp())
            self.results[step.id] = result
        if not self._writes_receipt(step):
            for stale in [s.id for s in self.procedure.steps if self._writes_receipt(s)]:
                self.results.pop(stale, None)  # it does not tell of what ran since
            try:
                self.save()
            except ProblemFound as found:
                result = replace(result, problem=result.problem or found.problem)
                self.results[step.id] = result
        return result

    def _take_back(self, first: str) -> None:
        """What a step and those after it did does not hold any more."""
        main = [s.id for s in self.procedure.steps if not s.side]
        for name in main[main.index(first) :]:
            self.results.pop(name, None)
        self.navigator.cut_from(first)

    @staticmethod
    def _writes_receipt(step: Step) -> bool:
        return step.jobs[-1:] == ["save_receipt"]

    def _stamp(self) -> str:
        """A digest of the answers on the way here, which this step's jobs depend on; in memory only."""
        names = {
            f.id
            for step in self.procedure.steps
            if step.id in self.navigator.trail
            for f in screen(step.screen).fields
        }
        parts = [f"{k}={v!r}" for k, v in sorted(self.answers.plain().items()) if k in names]
        for name in sorted(names):
            secret = self.answers.secret(name)
            if secret is not None:
                parts.append(f"{name}#{hashlib.sha256(secret.reveal().encode()).hexdigest()}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    # --- moving ---

    def advance(self) -> bool:
        """Go on; False at the end. The draft is saved on the way."""
        return self._move(lambda: self.navigator.forward(self._view()))

    def back(self) -> bool:
        """Go back one step; nothing typed is lost."""
        return self._move(self.navigator.back)

    def open_side(self, step: str) -> bool:
        """Open a side page of this procedure; False when it is not one."""
        return self._move(lambda: self.navigator.open_side(step))

    def go_to(self, step: str) -> bool:
        """Go to a step that was reached before."""
        return self._move(lambda: self.navigator.go_to(step))

    def open_alone(self, step: str) -> None:
        """Show one side page as the only one, without the way to it."""
        self.navigator = Navigator(self.procedure, (step,))

    def go_to_check(self) -> None:
        """Go to the step that proves what the last run set up, with that run's answers."""
        while not self.step.check and self.navigator.forward(self._view()):
            pass

    def _move(self, move: Callable[[], bool]) -> bool:
        """Move and save; a move whose draft cannot be saved did not happen (ProblemFound)."""
        before = self.navigator.state()
        moved = move()
        if moved:
            try:
                self.save()
            except ProblemFound:
                self.navigator.restore(before)
                raise
        return moved

    def step_with(self, name: str) -> str | None:
        """Return the reached step whose screen has a box of this id."""
        for step in self.procedure.steps:
            if step.id in self.navigator.reached and any(f.id == name for f in screen(step.screen).fields):
                return step.id
        return None

    # --- drafts ---

    def save(self) -> None:
        """Save the draft; ProblemFound STORE-WRITE. Where the receipt is written no draft is left."""
        if not self._drafts:
            return
        trail = self._main_trail()
        last = next(s for s in self.procedure.steps if s.id == trail[-1])
        result = self.result if last is self.step else self.results.get(last.id)
        if self._writes_receipt(last) and result is not None and result.ok:
            self.tools.site.drop_draft(self.procedure.id)
        else:
            answers = kept_answers(self.procedure, self.answers)
            results = {k: {"facts": dict(r.facts)} for k, r in self.results.items() if r.ok}
            self.tools.site.save_draft(self.procedure.id, trail, answers, results)

    def _main_trail(self) -> tuple[str, ...]:
        """The way here without a page that only leads back: a run goes on where it was opened."""
        trail = list(self.navigator.trail)
        steps = {s.id: s for s in self.procedure.steps}
        while len(trail) > 1 and steps[trail[-1]].side and steps[trail[-1]].next == END:
            trail.pop()
        return tuple(trail)

    def start_again(self) -> None:
        """Forget the draft and begin at the first step."""
        self.tools.site.drop_draft(self.procedure.id)
        self.answers = Answers()
        self.results = {}
        self.kept, self.raw, self.ticked = set(), {}, {}
        self.navigator = Navigator(self.procedure)
        self._prefill()

    def _prefill(self) -> None:
        record = self.tools.site.record()
        for name, spec in self._known_fields.items():
            value = record.shared_answer(spec.known_as or name)
            if spec.shared and value is not None:
                self.set_answer(name, value)

    def _resume(self) -> None:
        """Go on from the draft; without one, begin with what the last receipt says was proven."""
        site, name = self.tools.site, self.procedure.id
        draft, receipt = site.load_draft(name), site.last_receipt(name)
        if receipt is not None:
            for field_id, value in receipt.get("answers", {}).items():
                self.set_answer(field_id, value)
            self._keep_from(receipt.get("results", {}).values())
        if draft is None:
            return
        self._keep_from(found.get("facts", {}) for found in draft.results.values())
        for name, value in draft.answers.items():
            self.set_answer(name, value)
        self.navigator = Navigator(self.procedure, draft.trail)
        self.results = {
            name: StepResult(facts=found["facts"])
            for name, found in draft.results.items()
            if isinstance(found.get("facts"), dict)
        }

    def _keep_from(self, results: Iterable[Mapping[str, Any]]) -> None:
        for facts in results:
            self.kept |= {name for name in facts.get("kept_secrets", ()) if name in self._known_fields}
