"""The rows of a procedure: its steps, the ways on, the vendor's page that ends a sign-in."""

import datetime
from typing import Literal

from wizard.catalogue.schema.rows import Row, refuse_doubles

_ENDS = ("end", "back")
"""Where a step may lead besides to another step."""


class Branch(Row, frozen=True, kw_only=True):
    """One way on: taken when every named answer has its value, or, without `when`, always."""

    goto: str
    when: dict[str, str] = {}


class Step(Row, frozen=True, kw_only=True):
    """One step of a procedure: shows a screen, then runs jobs when its verb is pressed."""

    id: str
    number: int
    screen: str
    next: str | list[Branch] = "end"
    jobs: list[str] = []
    side: bool = False
    """A side page (11 to 19): not counted, returns to where it was opened unless `next` says more."""
    changes_outside: bool = False
    """Whether its jobs change something outside the program, so that Back does not undo them."""
    check: bool = False
    """The step that proves what the procedure set up: where "Check again" goes."""
    send_again: bool = False
    """Where the next sending begins: it reads what is to go anew; the rest was settled the first time."""
    stands_for: list[str] = []
    """Steps of other procedures in whose place it is: buttons that lead there lead here."""
    secrets: list[str] = []
    """Fields of earlier steps whose secrets this step's jobs need."""
    title: str = ""
    """What the side list calls it, where that differs from the screen's title."""
    offered_when: dict[str, str] = {}
    """Of a side page: where its link is offered."""
    takes_back: str = ""
    """Of a side page: the step that it makes undone; from there on nothing was reached any more."""
    person: str = ""
    """What only a person can do here; a run without a window stops at it unless `done_when` holds."""
    done_when: dict[str, str] = {}
    """The step's jobs need not run while these answers and conditions hold."""
    seen_when: dict[str, str] = {}
    """Of a step that only a person can do: what its jobs find where it was done already."""
    proves: bool = False
    """Whether we have seen for ourselves, once its jobs are done, that what it is for holds."""
    proven_when: dict[str, str] = {}
    """What its jobs must have found besides for that; without jobs, what its page must have seen."""
    mirrors: list[str] = []

    @property
    def targets(self) -> list[str]:
        """Every step it may lead to, "end" and "back" included."""
        return [self.next] if isinstance(self.next, str) else [branch.goto for branch in self.next]

    def __post_init__(self) -> None:
        """Refuse what only a side page may say elsewhere, and a way on behind one that is always taken."""
        if self.seen_when and not (self.person and self.jobs):
            raise ValueError("only the jobs of a person's step can see that it was done")
        if self.proven_when and not self.proves:
            raise ValueError("only a step that proves something has proven_when")
        if not self.side and (self.offered_when or self.takes_back):
            raise ValueError("only a side page has offered_when or takes_back")
        if not isinstance(self.next, str) and not all(branch.when for branch in self.next[:-1]):
            raise ValueError("a way on without `when` must be the last")


class Later(Row, frozen=True, kw_only=True):
    """A numbered step of the document that this version does not have yet; listed, never shown."""

    number: int
    title: str
    why: str


class VendorPage(Row, frozen=True, kw_only=True):
    """A vendor's own page that ends its sign-in, and what is read from it: a line, or some words."""

    id: str
    """Its name among the vendors of a services file."""
    owner: str
    finds: Literal["line", "words"]
    prefix: str = ""
    element: str = ""
    """CSS selector of the element that holds the line."""
    words: str = ""
    organisation: str = ""
    """CSS selector of the element that names the organisation, where the page has one."""
    failed: str = ""
    """CSS selector of the element that says why the sign-in failed."""
    min_length: int = 20
    address: str = ""
    """Where it starts; empty where no document says, then the store's own setting counts."""


class CopyAgain(Row, frozen=True, kw_only=True):
    """A step of the finished run at which its values are copied once more, from home."""

    step: str
    verb: str
    """What its button on home is called."""
    secret: str = ""
    """The box whose secret no safe keeps: without it in memory there is nothing to copy."""


class Procedure(Row, frozen=True, kw_only=True):
    """One documented procedure."""

    id: str
    letter: str
    say: str
    """The spelling word for the letter, for the phone."""
    total: int
    title: str
    vendor: str
    card: str
    """One line for the home page: what the user ends with."""
    source: str
    checked: datetime.date
    steps: list[Step]
    later: list[Later] = []
    client_id: str = ""
    """The vendor's own Xero app, where it has given us one; otherwise the store makes its own."""
    vendor_page: VendorPage | None = None
    anew: str = ""
    """What the button on home is called that goes through it again, where its check does not lead there."""
    copies: CopyAgain | None = None
    only_reads: bool = False
    """Whether our own sign-in to Xero asks for nothing but to read."""
    hidden: bool = False
    """Not one of the documented procedures: reached from the home page's buttons, never listed."""
    mirrors: list[str] = []

    def __post_init__(self) -> None:
        """Refuse steps and numbers that stand twice, and ways to steps that are not here."""
        names = [step.id for step in self.steps]
        refuse_doubles("steps", names)
        refuse_doubles("numbers", [s.number for s in self.steps] + [s.number for s in self.later])
        if self.copies is not None and self.copies.step not in names:
            raise ValueError(f"it copies at {self.copies.step}, which is no step")
        for step in self.steps:
            for target in step.targets:
                if target not in {*names, *_ENDS}:
                    raise ValueError(f"step {step.id} leads to {target}, which is no step")
            if step.takes_back and step.takes_back not in names:
                raise ValueError(f"step {step.id} takes back {step.takes_back}, which is no step")
