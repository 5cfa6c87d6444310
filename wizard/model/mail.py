"""Mail: settings as a store has them, and what the seven checks say."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wizard.model.problem import Fact, Problem
from wizard.model.secret import Secret

if TYPE_CHECKING:
    from wizard.model.sender import SignInApp


class SocketType(enum.StrEnum):
    """How a connection is encrypted, in Thunderbird's terms."""

    PLAIN = "plain"
    STARTTLS = "starttls"
    TLS = "tls"


class OutgoingAuth(enum.StrEnum):
    """Which login the outgoing server gets."""

    NONE = "none"
    SAME = "same-as-incoming"
    PASSWORD = "password"  # noqa: S105 - the word, not a password
    OAUTH2 = "oauth2"


@dataclass(frozen=True)
class Identity:
    """Whose mail it is: the name customers see, and the address."""

    name: str
    address: str


@dataclass(frozen=True)
class Incoming:
    """The POP3 side; days 0 = nothing is left on the server, `timeout_seconds` is the mail program's."""

    host: str
    port: int
    socket: SocketType
    user: str
    password: Secret
    leave_on_server_days: int = 3
    timeout_seconds: int = 180
    signs_in: bool = False
    """Whether it logs in with an access token (XOAUTH2); there is no password then."""


@dataclass(frozen=True)
class Outgoing:
    """The SMTP side; `user` with a login of its own, `password` only with OutgoingAuth.PASSWORD."""

    host: str
    port: int
    socket: SocketType
    auth: OutgoingAuth
    user: str = ""
    password: Secret | None = None


@dataclass(frozen=True)
class MailSettings:
    """Everything a mail check needs; `incoming` is None for a store that only sends."""

    identity: Identity
    incoming: Incoming | None
    outgoing: Outgoing
    app: "SignInApp | None" = None
    """The app that fetches access tokens, where a login wants one and the file names it."""


@dataclass(frozen=True)
class PortPair:
    """A POP3 port and the SMTP port that belongs to it."""

    incoming: int
    outgoing: int


class CheckId(enum.StrEnum):
    """The seven checks, in their order."""

    RESOLVE = "resolve"
    REACH = "reach"
    ENCRYPTION = "encryption"
    INCOMING_LOGIN = "incoming-login"
    OUTGOING_LOGIN = "outgoing-login"
    SENDER = "sender"
    ROUND_TRIP = "round-trip"


class CheckState(enum.StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class CheckRow:
    """One check's outcome; skipped rows have `facts["because"]`, failed ones a problem."""

    id: CheckId
    state: CheckState
    seconds: float
    problem: Problem | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class RoundTripTicket:
    """A check message under way: its code, when it was sent, and the mailbox's contents before (UIDLs)."""

    token: str
    before: frozenset[str]
    sent_at: float


class Speaker(enum.StrEnum):
    """Who said a line; `place` is where a conversation begins."""

    WE = "we"
    SERVER = "server"
    PLACE = "place"


@dataclass(frozen=True)
class Spoken:
    """One line of a conversation, without secrets, short and printable."""

    speaker: Speaker
    text: str


@dataclass(frozen=True)
class MailReport:
    """All seven rows, the notices (problems that do not fail), and the message still under way if any.

    `spoken` is what was said to the servers and what they said.
    """

    rows: tuple[CheckRow, ...]
    notices: tuple[Problem, ...] = ()
    ticket: RoundTripTicket | None = None
    spoken: tuple[Spoken, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing failed."""
        return all(row.state is not CheckState.FAILED for row in self.rows)

    @property
    def first_problem(self) -> Problem | None:
        """The problem of the first failed row."""
        return next((row.problem for row in self.rows if row.problem is not None), None)
