"""One thing that was looked at because something stopped, and how all of it is told."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from wizard.jobs.daily.kept_mail import card_of
from wizard.jobs.job import Done, Gives, Job, Tools
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Part, Progress
from wizard.model.record import ProofState

About = Literal["mail", "mail-programs", "sender", "sign-in", "key", "vendor", "sending"]


@dataclass(frozen=True)
class Looked:
    """What was found of one thing: `outcome` is what its job came to, `card` the procedure it is of.

    `problem`: what is wrong with it; `said` names what was looked at. `well` names the words for what is not
    wrong, where they are others than those of `about`.
    """

    about: About
    problem: Problem | None = None
    said: str = ""
    card: str = ""
    outcome: Done | None = None
    well: str = ""
    count: int = 0
    """How many of what the words of `well` tell."""

    @property
    def is_seen(self) -> bool:
        """Whether it was looked at: another program's own connection cannot be."""
        return self.about != "vendor"

    @property
    def needs_somebody(self) -> bool:
        """Whether something is still to be done, though nothing answered that it is wrong."""
        return self.problem is None and self.well in _TO_BE_DONE


_TO_BE_DONE = {"vendor-missing", "vendor-differing", "vendor-to-copy"}


class LookedRow(Gives, frozen=True, kw_only=True):
    """One thing: passed, failed, or not to be seen from here, and the code of what is wrong."""

    about: str
    state: Literal["passed", "failed", "not-seen"]
    problem: str | None


class TroubleFound(Gives, frozen=True, kw_only=True):
    """Everything that was looked at; nothing where nothing was ever set up."""

    looked: tuple[LookedRow, ...] = ()


Look = Callable[[Progress], Looked | None]


def tell(looks: Iterable[tuple[float, Look]], progress: Progress, cancel: Cancel) -> Done:
    """Look at one after the other; the problem of the first that is wrong.

    Each look has a share of the bar and is None of what was never set up. Value: a tuple of Looked.
    """
    found = list(_each(looks, progress, cancel))
    progress.step(1.0, "Done")
    rows = [
        {
            "about": each.about,
            "state": "failed" if each.problem is not None else "passed" if each.is_seen else "not-seen",
            "problem": each.problem.code if each.problem is not None else None,
        }
        for each in found
    ]
    problem = next((each.problem for each in found if each.problem is not None), None)
    return Done({"looked": rows}, tuple(found), problem)


def _each(looks: Iterable[tuple[float, Look]], progress: Progress, cancel: Cancel) -> Iterator[Looked]:
    begun = 0.0
    for share, look in looks:
        cancel.check()
        looked = look(_Steps(Part(progress, begun, begun + share)))
        begun += share
        if looked is not None:
            progress.item(looked)
            yield looked


class _Steps:
    """Passes on how far a look is; its parts are told with what it came to."""

    def __init__(self, progress: Progress) -> None:
        self.step = progress.step

    def item(self, item: object) -> None:
        """Keep a part of it back."""


def look_with(about: About, job: Job, said: str, tools: Tools, progress: Progress, cancel: Cancel) -> Looked:
    """Run a card's own job, and note on the card what it found."""
    try:
        outcome = job.run(tools, progress, cancel)
    except ProblemFound as found:
        outcome = found.problem
    if isinstance(outcome, Problem):
        return note(about, outcome, said, tools)
    return note(about, outcome.problem, said, tools, outcome)


def note(
    about: About, problem: Problem | None, said: str, tools: Tools, outcome: Done | None = None
) -> Looked:
    """Note on the card of a thing what a look found, also that nobody could look."""
    card = card_of(_JOBS[about])
    tools.site.change(lambda record: record.after_check(card, datetime.now(UTC), problem))
    if problem is not None and problem.code in _OTHERWISE:
        problem = Problem(problem.code, {**problem.facts, "worked": "True"})  # what is proven did work once
    return Looked(about, problem, said, card, outcome)


_OTHERWISE = {"MAIL-NAME", "MAIL-PORT-CLOSED"}
"""Problems that have other words where the same settings worked before."""
_JOBS: dict[About, str] = {"mail": "check_mail", "sender": "send_test", "key": "check_xero_key"}
"""The jobs that prove a card of its own."""


def is_proven(tools: Tools, about: About) -> bool:
    """Whether a thing was set up, and not put back since."""
    proof = tools.site.record().proofs.get(card_of(_JOBS[about]))
    return proof is not None and proof.state is not ProofState.UNDONE
