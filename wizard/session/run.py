"""A run of one procedure: where it is, and the moves between its steps."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from wizard.catalogue.schema import Procedure, Step
from wizard.catalogue.wording import matches
from wizard.jobs.job import Job, Tools
from wizard.model.problem import Fault, Problem, ProblemFound
from wizard.model.progress import Cancel, Progress
from wizard.model.record import is_no_look
from wizard.model.secret import Secret
from wizard.model.setback import ELSEWHERE, Setback
from wizard.procedure.answers import Answers, Plain
from wizard.procedure.fields import is_asked
from wizard.procedure.navigator import END, Navigator
from wizard.procedure.shared import kept_answers
from wizard.session.answering import Answering
from wizard.session.drafts import Drafts, Resumed
from wizard.session.order import Ended, Order
from wizard.session.place import Place
from wizard.session.results import Results, StepResult, stamp_of


class Session(Place):
    """A run of one procedure for one site, changed by one thread alone. `drafts=False` for unattended runs.

    The window and the unattended command line both drive this.
    """

    def __init__(self, procedure: Procedure, tools: Tools, *, drafts: bool = True) -> None:
        self.procedure, self.tools = procedure, tools
        self._drafts = Drafts(procedure, tools.site, tools.connections.run) if drafts else None
        self._begin()
        if self._drafts is not None:
            self._resume(self._drafts.resume())
            if not self._drafts.is_begun:
                self.go_through_again()

    def _begin(self) -> None:
        self.results = Results()
        self._earlier = Results()
        """What the steps came to in the run before this one, where its proof still holds."""
        self._looks_with: dict[str, object] | None = None
        """The answers of the last run, while no more is done than to check them again."""
        self._checked_with: dict[str, object] | None = None
        """The answers of the last run, where this one was begun to check them."""
        self._begins_with_next = False
        """Whether going on makes a draft of what was only opened."""
        self.navigator = Navigator(self.procedure)
        self.setback = None
        self.checked: datetime | None = None
        """When the step that proves what this run sets up was last done without a problem."""
        self.looks_back = False
        """Whether a run is shown that was finished before, as it ended."""
        self.to_look = False
        """Whether a side page was opened to look at what is, and not to change it."""
        self.answering = Answering(self.procedure)
        """What was answered, good or not, and which secrets the vault holds."""
        self.signs_in_by = ""
        """The way in which a sign-in was gone last; in memory only, and no answer that results depend on."""
        self.ticked: dict[str, set[int]] = {}
        """Which lines of which guide or screen are done by hand; in memory only."""
        for name, value in self._drafts.shared() if self._drafts is not None else ():
            self.answering.put(name, value)

    def _resume(self, before: Resumed) -> None:
        for name, value in before.answers:
            self.answering.put(name, value)
        for name in before.emptied:
            self.answering.forget(name)
        self.answering.keep(before.kept)
        self.answering.older = set(before.older)
        self.results = before.results
        if before.trail:
            self.navigator = Navigator(self.procedure, before.trail)
        self.setback, self.checked = before.setback, before.checked
        self._show_setback()

    def _show_setback(self) -> None:
        if self.meets_setback and self.setback is not None and self.step.check:
            failed = StepResult(problem=self.setback.problem, stamp=self._stamp(self.answers))
            self.results[self.step.id] = failed

    def type_again(self, secrets: Mapping[str, Secret]) -> None:
        """Take the secrets that an earlier run of this window was told and nothing has kept."""
        self.answering.type_again(secrets)
        self._show_setback()

    # --- answering ---

    def take_older(self, values: Mapping[str, Any]) -> None:
        """Go on with the secrets that the vault holds where these boxes were left empty."""
        self.answering.take_older(name for name, value in values.items() if not value)

    def fill(self, values: Mapping[str, Any]) -> list[Fault]:
        """Take what stands in this screen's boxes; keep what is good, return what is not."""
        specs = [*self.screen.fields, *self.missing_secrets()]
        faults, changed = self.answering.fill(specs, values, self._view)
        if changed:
            self.navigator.forget_beyond()
        return faults

    # --- running ---

    def was_proven(self, name: str) -> bool:
        """Whether what a step is for was seen to hold in the run before, and was not gone through since."""
        step = next(step for step in self.procedure.steps if step.id == name)
        found = self._earlier.get(name)
        if not step.proves or name in self.results or found is None:
            return False
        return matches(step.proven_when, found.facts if step.jobs else self._earlier.facts())

    def order(self, instead: Job | None = None) -> Order:
        """Return this step's jobs to be run on any thread, or another job to run in their place."""
        kept, view = {name: self.answering.specs[name] for name in self.answering.kept}, self._view()
        # What is not asked for any more is not needed either: the safe may not hold it.
        kept = {name: spec for name, spec in kept.items() if is_asked(spec, view)}
        trail = self.navigator.trail

        def stamp(answers: Answers) -> str:
            return stamp_of(self.procedure, trail, answers)

        return Order(
            self.procedure,
            self.step,
            self.tools,
            self.answers,
            self.results,
            kept,
            stamp,
            instead,
            self.checked,
        )

    def take(self, ended: Ended) -> StepResult:
        """Keep what an order came to, whatever screen is shown by now; what nobody takes changes nothing."""
        step, result = ended.step, ended.result
        if self._drafts is not None and _writes_receipt(step) and result.ok and self._is_as_checked:
            self._drafts.put_back()
        self.answering.recalled(ended.recalled, ended.gone)
        self.answering.saved(result.facts.get("kept_secrets", ()))
        self.results[step.id] = result
        self._note_setback(step, result)
        if result.ok and step.takes_back:
            main = [s.id for s in self.procedure.steps if not s.side]
            self.results.forget(main[main.index(step.takes_back) :])
            self.navigator.cut_from(step.takes_back)
            # The way here is another one now, and with it the stamp.
            self.results[step.id] = replace(result, stamp=self._stamp(self.answers))
        if step.check and (self.only_looks or (result.problem is None and self._is_as_proven)):
            self._note_look(result.problem)
        elif step.changes_outside:
            self._looks_with = None
        if not _writes_receipt(step):
            # A receipt does not tell of what ran since.
            self.results.forget(s.id for s in self.procedure.steps if _writes_receipt(s))
            try:
                self.save()
            except ProblemFound as found:
                problem = result.problem or found.problem
                self.results[step.id] = replace(self.results[step.id], problem=problem)
        return self.results[step.id]

    def _note_setback(self, step: Step, result: StepResult) -> None:
        problem = result.problem
        # What is written is checked once more with what was read back.
        if problem is None and (step.check or (step.proves and result.facts.get("checks"))):
            self.checked = datetime.now(UTC)
        is_elsewhere = self.setback is not None and self.setback.problem.code in ELSEWHERE
        if problem is not None and (is_no_look(problem) or (is_elsewhere and problem.code not in ELSEWHERE)):
            return  # what the vendor's page named stands, whatever fails of ours
        if problem is not None:
            self.setback = Setback(step.id, problem, datetime.now(UTC))
        elif self.setback is not None and self.setback.step == step.id:
            self.setback = None

    def _note_look(self, problem: Problem | None) -> None:
        now = datetime.now(UTC)
        with suppress(ProblemFound):  # it was looked at all the same, and is shown
            self.tools.site.change(lambda record: record.after_check(self.procedure.id, now, problem))

    def meet(self, facts: Mapping[str, Any], value: Any, problem: Problem) -> None:
        """Show this step as it ended elsewhere with the answers that are kept: to be mended here."""
        self.results[self.step.id] = StepResult(dict(facts), value, problem, self._stamp(self.answers))

    def run(self, progress: Progress, cancel: Cancel) -> StepResult:
        """Run this step's jobs here and take what they came to; Cancelled passes through."""
        return self.take(self.order().run(progress, cancel))

    def note(self, facts: Mapping[str, Any]) -> None:
        """Keep what the page of a step without jobs has seen for itself; what is proven is proven anew."""
        self.results.forget(s.id for s in self.procedure.steps if s.check or _writes_receipt(s))
        self.results[self.step.id] = StepResult(dict(facts), stamp=self._stamp(self.answers))

    def order_again(self, step: str) -> None:
        """A person asks once more for what a later step did: its result from before does not count."""
        self.results.forget([step])

    def add_facts(self, facts: Mapping[str, Any]) -> None:
        """Add what a person said about this step's result; ProblemFound where that cannot be kept."""
        found = self.results.get(self.step.id)
        if found is None:
            return
        self.results[self.step.id] = replace(found, facts={**found.facts, **facts})
        try:
            self.save()
        except ProblemFound:
            self.results[self.step.id] = found
            raise

    def forget_result(self) -> None:
        """What this step's jobs did was taken back: nothing of it holds any more."""
        self.results.forget([self.step.id])
        self.navigator.forget_beyond()
        self.save()

    # --- moving ---

    def advance(self) -> bool:
        """Go on; False at the end. The draft is saved on the way."""
        if self._begins_with_next:
            self._begins_with_next, self._looks_with = False, None
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

    def open_alone(self, step: str, *, to_look: bool = False) -> None:
        """Show one side page as the only one, without the way to it; perhaps only to look at what is."""
        self.navigator = Navigator(self.procedure, (step,))
        self.to_look = to_look

    def go_to_check(self) -> None:
        """Go to the step that proves what the last run set up, with that run's answers.

        To look is no draft: nothing is left to go on with until an answer changes, or more is done; what was
        begun over it before stays where it was left.
        """
        if self._drafts is not None:
            self._drafts.set_aside()
            self._begin()
            self._resume(self._drafts.proven())
        self._looks_with = self._checked_with = self._counting()
        while not self.step.check and self.navigator.forward(self._view()):
            pass

    def go_through_again(self) -> None:
        """Begin at the first step with what is answered; none is begun before somebody answers or goes on."""
        self._looks_with = self._counting()
        self._begins_with_next = True

    def look_over(self, step: str, *, over_draft: bool = False) -> bool:
        """Show a step of the run that was finished last, as it ended; False where it did not come by there.

        Nothing is run, and it is no draft: see `go_to_check`. `over_draft`: also where one was begun since.
        """
        before = self._drafts.finished(over_draft=over_draft) if self._drafts is not None else None
        if self._drafts is None or before is None:
            return False
        self._drafts.set_aside()
        self._begin()
        self._resume(before)
        self.looks_back = True
        self._looks_with = self._checked_with = self._counting()
        while self.step.id != step and self.navigator.forward(self._view()):
            pass
        if self.step.id != step or (_writes_receipt(self.step) and step not in self.results):
            return False
        if _writes_receipt(self.step):  # it is written already
            self.results[step] = replace(self.results[step], stamp=self._stamp(self.answers))
        return True

    def go_to_send(self) -> None:
        """Go to where the next sending begins, or as far on the way there as nobody has to do anything.

        To look at what would go is no draft: see `go_to_check`.
        """
        self._begins_with_next = False
        if self._drafts is not None and not self._drafts.is_begun:
            self._looks_with = self._counting()
        before = self._drafts.finished() if self._drafts is not None else None
        if before is not None and any(
            _writes_receipt(s) and s.id in before.results for s in self.procedure.steps
        ):
            self._earlier = before.results
        while not self.step.send_again and not self._asks and self.navigator.forward(self._view()):
            pass

    @property
    def _asks(self) -> bool:
        """Whether a person has to do something here before anything can be sent.

        Where a step has no jobs it is the vendor's own matter, which our sending does not need.
        """
        return bool(self.step.person and self.step.jobs) and not self.already_done

    def _move(self, move: Callable[[], bool]) -> bool:
        """Move and save; a move whose draft cannot be saved did not happen (ProblemFound).

        Whoever comes back to a step that failed may have mended it elsewhere: what was said then is over.
        """
        before = self.navigator.state()
        moved = move()
        if moved:
            try:
                self.save()
            except ProblemFound:
                self.navigator.restore(before)
                raise
            there = self.results.get(self.step.id)
            if there is not None and not there.ok:
                self.results.forget([self.step.id])
        return moved

    # --- keeping ---

    @property
    def is_begun(self) -> bool:
        """Whether something is left to be gone on with."""
        return self._drafts is not None and self._drafts.is_begun

    @property
    def keeps_draft(self) -> bool:
        """Whether it is gone on with where it was left."""
        return self._drafts is not None

    def save(self) -> None:
        """Save the draft; ProblemFound STORE-WRITE. Where the receipt is written no draft is left."""
        if self._drafts is None or self.only_looks:
            return
        trail = self._main_trail()
        last = next(s for s in self.procedure.steps if s.id == trail[-1])
        result = self.result if last is self.step else self.results.get(last.id)
        if _writes_receipt(last) and result is not None and result.ok:
            self._drafts.drop()
        else:
            typed = tuple(sorted(self.answering.typed | self.answering.older))
            self._drafts.save(trail, self.answers, self.results, self.setback, self.checked, typed)

    @property
    def only_looks(self) -> bool:
        """Whether what was set up is checked again as it was, and nothing else."""
        is_same = self._looks_with == self._counting()
        return is_same and not self.answering.typed

    def _counting(self, kept: Mapping[str, Plain] | None = None) -> dict[str, object]:
        """Return the answers that count and may be kept: what a box is given is none before it is changed."""
        kept = kept_answers(self.procedure, self.answers) if kept is None else kept
        found = {**self.answering.defaults(), **kept}
        return {name: value for name, value in found.items() if value not in ("", False)}

    @property
    def _is_as_checked(self) -> bool:
        """Whether it was begun to check what was set up, and nothing was answered otherwise."""
        return self._checked_with == self._counting()

    @property
    def _is_as_proven(self) -> bool:
        """Whether everything is answered as in the last finished run, whatever was begun since."""
        proven = dict(self._drafts.proven().answers) if self._drafts is not None else {}
        return bool(proven) and self._counting(proven) == self._counting()

    def start_again(self) -> None:
        """Forget the draft and begin at the first step; ProblemFound STORE-WRITE."""
        if self._drafts is not None:
            self._drafts.drop()
        self._begin()
        self.go_through_again()

    def begin_with(self, answers: Mapping[str, Plain]) -> None:
        """Begin at the first step with these answers over what was answered; ProblemFound STORE-WRITE."""
        for name, value in answers.items():
            self.answering.put(name, value)
        self.navigator, self.results, self.setback = Navigator(self.procedure), Results(), None
        self._looks_with = None
        self.save()

    def _main_trail(self) -> tuple[str, ...]:
        """The way here without a page that only leads back: a run goes on where it was opened."""
        trail = list(self.navigator.trail)
        steps = {s.id: s for s in self.procedure.steps}
        while len(trail) > 1 and steps[trail[-1]].side and steps[trail[-1]].next == END:
            trail.pop()
        return tuple(trail)


def _writes_receipt(step: Step) -> bool:
    return step.jobs[-1:] == ["save_receipt"]
