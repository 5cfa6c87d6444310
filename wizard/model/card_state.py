"""The states that a card of the home page can be in, and what is said with them."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from wizard.model.problem import Fact, Problem
from wizard.model.record import LastRun, Moment
from wizard.model.setback import Setback


class CardState(enum.StrEnum):
    """What can be said of a card; `resources/standings.toml` has the words."""

    NOT_SET_UP = "not-set-up"
    DRAFT = "draft"
    """Begun, and not finished: for the first time, or once more over what is proven."""
    PROVEN = "proven"
    NOT_CHECKED = "not-checked"
    """Set up; something that nobody looked at is named."""
    SERVER_ONLY = "server-only"
    BY_HAND = "by-hand"
    SIGNED_IN = "signed-in"
    """Signed in; nothing is sent from here."""
    WRITTEN = "written"
    """A mail program may have been changed, and nothing proved it afterwards."""
    UNDONE = "undone"
    STOPPED = "stopped"
    """Its user ended it."""
    ENDED = "ended"
    """It ended, and nobody here ended it."""
    FORGOTTEN = "forgotten"
    """Practice was closed, or another store was opened, and the sign-in was not kept."""
    CLOSED = "closed"
    """The password safe does not let us look, or something else on this PC."""
    READS = "reads"
    """Signed in, but only to read: nothing can be sent with it."""
    FAILED = "failed"
    """The last look found it broken."""
    DIFFERS = "differs"
    """Proven for one, and another is there by now."""
    LAPSES = "lapses"
    LAPSED = "lapsed"
    SENT = "sent"
    HELD = "held"
    STALE = "stale"
    """The last run is older than its schedule."""


class Safe(enum.StrEnum):
    """What the password safe says of the sign-in to Xero; it is asked after the first paint."""

    NOT_ASKED = "not-asked"
    KEEPS = "keeps"
    EMPTY = "empty"
    FORGOT = "forgot"
    """Practice without a password safe: it keeps nothing longer than it runs."""
    CLOSED = "closed"


class Rests(enum.StrEnum):
    """What a card cannot work without."""

    SIGN_IN = "sign-in"
    """The store's own sign-in to Xero."""
    KEY = "key"
    """The key of its custom connection."""
    SENDER = "sender"
    """Its own sender."""
    SENDING = "sending"
    """What it has sent."""
    INVOICES = "invoices"
    """What it sends is more than journals."""
    PROGRAM = "program"
    """The store's mail program."""


@dataclass(frozen=True)
class Standing:
    """A card's state with what its words need; `cause` is shared by cards that one thing would put right."""

    state: CardState
    at: Moment | None = None
    """The last look."""
    worked: Moment | None = None
    """The last look that found it good."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """`what` tells apart the ways into one state; said, mine, other, owner, until, draft, and moments."""
    not_checked: tuple[str, ...] = ()
    cause: str = ""
    problem: Problem | None = None
    """What the last look found."""
    sendings: tuple[LastRun, ...] = ()
    """What was sent last, and before it that day of other files."""
    is_demo: bool = False
    """Whether all of it is in Xero's Demo Company, which practice may use."""


@dataclass(frozen=True)
class Begun:
    """What a draft says: the screen it was left at, whether it was sending by then, what failed last, when
    the step that proves what it sets up was last done without a problem, and whether its own sending was.
    """

    at: str
    sends: bool = False
    setback: Setback | None = None
    checked: Moment | None = None
    has_sent: bool = False
