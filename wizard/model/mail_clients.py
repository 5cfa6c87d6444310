"""Mail programs of this PC: what was found, what will change in them, and what stood there before."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from wizard.model.problem import Problem


class Setting(enum.StrEnum):
    """One box of a mail program, under the name that all programs share; its label is the program's own.

    The values in `Values` are plain: hosts, names and addresses text, ports and days numbers, ticks true or
    false, encryptions a `SocketType`'s text, `OUTGOING_LOGIN` an `OutgoingAuth`'s text.
    """

    ACCOUNT = "account"
    """Only in a plan that makes an account: its name, and the lines that make it known to the program."""
    YOUR_NAME = "your_name"
    ADDRESS = "address"
    PROTOCOL = "protocol"
    INCOMING_SERVER = "incoming_server"
    INCOMING_PORT = "incoming_port"
    INCOMING_ENCRYPTION = "incoming_encryption"
    USER_NAME = "user_name"
    SPA = "spa"
    """Whether the login for receiving is Secure Password Authentication, or any but the plain password."""
    LEAVE_COPY = "leave_copy"
    REMOVE_DAYS = "remove_days"
    """Days after which the copy is removed from the server; 0 = never, or no copy is left."""
    TIMEOUT_SECONDS = "timeout_seconds"
    REMEMBER_PASSWORD = "remember_password"  # noqa: S105 - the name of a box
    OUTGOING_SERVER = "outgoing_server"
    OUTGOING_PORT = "outgoing_port"
    OUTGOING_ENCRYPTION = "outgoing_encryption"
    OUTGOING_LOGIN = "outgoing_login"
    OUTGOING_USER = "outgoing_user"


Value = str | int | bool
Values = Mapping[Setting, Value]
"""What an account holds; a setting that the program cannot hold is not in it."""


class Held(enum.StrEnum):
    """How a program keeps one value: what a before-image must give back exactly."""

    PREF = "pref"
    """A `user_pref` of a Mozilla profile; `data` is its text, number or truth value, `raw` its literal."""
    LINE = "line"
    """`name=data` in a key file; `raw` is what stands after the equals sign, byte for byte (Latin-1)."""
    GROUP = "group"
    """The heading of a group of a key file; `data` is True. A group that we made goes with all its lines."""
    MEMBER = "member"
    """One word (`Address.group`) of a list in one value; `data` is True, `raw` "made" if the list is new."""
    FILE = "file"
    """A whole file's own existence; `data` is True. It goes again when nothing else is in it, or when
    `raw` is "whole": made for this account alone."""
    XML = "xml"
    """An element's text; `raw` is the whole element as found."""
    REG_SZ = "REG_SZ"
    REG_EXPAND_SZ = "REG_EXPAND_SZ"
    REG_DWORD = "REG_DWORD"
    REG_BINARY = "REG_BINARY"
    """`data` is the bytes in hexadecimal digits."""
    REG_KEY = "REG_KEY"
    """A registry key's own existence; `data` is True."""


@dataclass(frozen=True, order=True)
class Address:
    """Where one value stands: a file of the profile or a registry key below it, a group in it, a name.

    A `name` of "" means the group (or key) itself. Paths are relative to the profile, so that nothing
    kept on disk can lead anywhere else.
    """

    container: str
    name: str
    group: str = ""


@dataclass(frozen=True)
class Stored:
    """One value as kept: `data` is its meaning, which is compared; `raw` how it was written."""

    held: Held
    data: str | int | bool
    raw: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Edit:
    """One value to change; None = absent.

    `soft` marks what the program itself moves on (counters, lists): an undo puts it back where it is still
    as we wrote it, and leaves it alone otherwise.
    """

    address: Address
    before: Stored | None
    after: Stored | None
    soft: bool = False


@dataclass(frozen=True)
class Change:
    """One line of the plan, in the program's own words, and the edits that make it.

    `old` is None where nothing stands yet. `old_words` and `new_words` are what the box shows.
    """

    setting: Setting
    label: str
    old: Value | None
    new: Value
    old_words: str
    new_words: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Note:
    """Something the plan says besides: a value that the program cannot hold, or what to expect."""

    code: str
    text: str


@dataclass(frozen=True)
class Profile:
    """One profile of a mail program. `key` names it for ever, without being a path that could be followed."""

    client: str
    key: str
    name: str
    path: str
    """For showing only."""
    is_default: bool = True
    problem: Problem | None = None
    """Why it cannot be read."""


@dataclass(frozen=True)
class Account:
    """One account as its program holds it. `problem` says why it can only be guided."""

    key: str
    name: str
    address: str
    protocol: str
    values: Values = field(default_factory=dict)
    problem: Problem | None = None


@dataclass(frozen=True)
class FoundClient:
    """One mail program of this user. `problem` (CLIENT-GUIDE) is set where it can only be guided."""

    id: str
    name: str
    version: str
    profiles: tuple[Profile, ...]
    problem: Problem | None = None


@dataclass(frozen=True)
class Plan:
    """What a write will do. No changes = already right.

    `account` is the account's key, the new one's where `creates`. `backed_up` names the files or keys whose
    old values are kept before the first of them is touched.
    """

    client: str
    client_name: str
    profile: Profile
    account: str
    account_name: str
    creates: bool
    changes: tuple[Change, ...]
    untouched: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    backed_up: tuple[str, ...] = ()

    @property
    def already_right(self) -> bool:
        """Whether there is nothing to write."""
        return not self.changes

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every value that will be written, in the order of the plan."""
        return tuple(edit for change in self.changes for edit in change.edits)


@dataclass(frozen=True)
class Versions:
    """One box in three versions: before we wrote, as we wrote it, and now; None = nothing stands there."""

    setting: Setting
    label: str
    old: str | None
    ours: str | None
    now: str | None

    @property
    def changed_since(self) -> bool:
        """Whether somebody changed it after us: it is neither what we wrote nor what stood there before."""
        return self.now not in {self.ours, self.old}


@dataclass(frozen=True)
class BeforeImage:
    """The planned values and nothing else, as they stood before, and as they were written.

    `digests` are the SHA-256 of every file before and after, where the values are in files: an undo that
    finds the second ends with the first.
    """

    client: str
    profile: str
    account: str
    account_name: str
    creates: bool
    changes: tuple[Change, ...]
    digests: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Every value in it."""
        return tuple(edit for change in self.changes for edit in change.edits)


@dataclass(frozen=True)
class Running:
    """A mail program that is open and would undo our changes. `pids` may be empty where only a lock tells."""

    client: str
    name: str
    pids: tuple[int, ...] = ()
    can_close: bool = False
    """Whether it has a documented way of its own to be asked to close."""


_APART = "\u241f"
"""Between the parts of a choice kept as text: printable, and in no name that anybody gives."""
NEW_ACCOUNT = "new"
"""What a person writes in an account's place to have one made."""


@dataclass(frozen=True)
class ListedProfile:
    """A profile with its accounts; `problem` says why there are none to be read."""

    profile: Profile
    accounts: tuple[Account, ...]
    running: Running | None = None
    problem: Problem | None = None


@dataclass(frozen=True)
class ListedClient:
    """A mail program that was found, with what is in it."""

    found: FoundClient
    profiles: tuple[ListedProfile, ...]

    @property
    def is_bare(self) -> bool:
        """Whether it is installed and no more: this user never started it."""
        return self.found.problem is not None and self.found.problem.code == "CLIENT-NONE"


@dataclass(frozen=True)
class AccountChoice:
    """The account to set up: None as account = a new one in that profile."""

    client: str
    profile: str
    account: str | None

    def as_text(self) -> str:
        """Return the choice as an answer keeps it."""
        return _APART.join((self.client, self.profile, self.account or NEW_ACCOUNT))

    @classmethod
    def from_text(cls, text: str) -> "AccountChoice | None":
        """Return the choice that an answer keeps, None where it is none."""
        parts = text.split(_APART)
        if len(parts) != 3 or not all(parts):
            return None
        client, profile, account = parts
        return cls(client, profile, None if account == NEW_ACCOUNT else account)
