"""A screen and a problem as they are told where nobody sees the window: on the phone, on paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShownScreen:
    """A screen of one procedure, read-only: what stands on it, and what to ask and say."""

    number: str
    spelled: str
    """How its number is said on the phone."""
    procedure: str
    title: str
    instruction: str
    verb: str
    boxes: tuple[str, ...]
    lines: tuple[str, ...]
    """What is done there line by line, with the old guide's word where it had another."""
    in_order: bool
    """Whether all of its lines are done, one after another; else some of them stand there, as things are."""
    notes: tuple[str, ...]
    ask: tuple[str, ...]
    """The first question, then the next."""
    mistakes: tuple[str, ...]
    question: str
    say: str
    """What the screen's own help asks and answers."""


@dataclass(frozen=True)
class SaidProblem:
    """A problem in its own words, and what to say and ask; facts only the caller has are examples."""

    code: str
    what: str
    why: str
    do: str
    say: str
    ask: str
    presses: tuple[str, ...]
    """Its buttons, the best first."""
    at: tuple[str, ...] = ()
    """The numbers of the screens that it comes up at; none where that may be any."""
