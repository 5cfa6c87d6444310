"""The contract that every mail program's adapter keeps, and the ports it works through.

The order is the same everywhere: plan, show, back up, write, read back, check, receipt. Adapters neither
keep receipts nor ask anybody: jobs do, and hand the before-image over durably before `write`.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from wizard.model.mail import MailSettings
from wizard.model.mail_clients import (
    Account,
    Address,
    BeforeImage,
    Edit,
    FoundClient,
    Plan,
    Profile,
    Running,
    Stored,
    Versions,
)


class ValueStore(Protocol):
    """Where the values of one profile are: its files, or its registry keys."""

    def read(self, addresses: Sequence[Address]) -> Mapping[Address, Stored | None]:
        """Return what stands at each address now; ProblemFound CLIENT-UNREADABLE."""

    def apply(self, edits: Sequence[Edit]) -> None:
        """Make every address hold its `after`, each container whole or not at all; WRITE-REFUSED.

        `before` is not compared here; applying twice is the same as once.
        """

    def digests(self, containers: Sequence[str]) -> Mapping[str, str]:
        """Return the SHA-256 of each container's bytes, "" where it is missing; empty for a registry."""

    def preview(self, edits: Sequence[Edit]) -> Mapping[str, str]:
        """Return the digests as they would be after `apply`, writing nothing; empty for a registry."""

    def clean_up(self, containers: Sequence[str]) -> None:
        """Remove what an `apply` that was cut short left beside these containers; never fails."""


class Registry(Protocol):
    """The Windows registry of this user (HKEY_CURRENT_USER), or a part of it that stands in for it."""

    def subkeys(self, key: str) -> Sequence[str]:
        """Return the names of the keys below; none when the key is missing."""

    def values(self, key: str) -> Mapping[str, Stored]:
        """Return every value of a key with its type; none when the key is missing."""

    def set_value(self, key: str, name: str, value: Stored) -> None:
        """Write one value with its type; OSError."""

    def delete_value(self, key: str, name: str) -> None:
        """Remove one value; nothing happens if there is none; OSError."""

    def make_key(self, key: str) -> None:
        """Make a key if it is missing; never touches its values; OSError."""

    def delete_key(self, key: str) -> None:
        """Remove a key that has no keys below; OSError."""

    def machine_values(self, key: str) -> Mapping[str, Stored]:
        """Return the values of a key of HKEY_LOCAL_MACHINE, both views; for finding what is installed."""


@dataclass(frozen=True)
class Process:
    """A process of this user: its id, its program's file name without folder, and its environment."""

    pid: int
    program: str
    environment: Mapping[str, str] = field(default_factory=dict)


class Processes(Protocol):
    """The processes that run on this PC."""

    def running(self, *programs: str) -> Sequence[Process]:
        """Return this user's processes of these programs ("thunderbird", without ".exe")."""


@dataclass(frozen=True)
class Places:
    """Where this world's mail programs keep their things: the real user's folders, or practice's own.

    `given` are profile folders that a person named; they count as found when a client knows them as its own.
    """

    home: Path
    config: Path
    data: Path
    processes: Processes
    appdata: Path | None = None
    """%APPDATA%; None where there is no Windows."""
    local_appdata: Path | None = None
    registry: Registry | None = None
    given: tuple[Path, ...] = ()
    programs: tuple[Path, ...] = ()
    """Folders where programs are installed, for versions and offered files."""


class MailClient(Protocol):
    """One mail program.

    Every method may raise ProblemFound: CLIENT-UNREADABLE, CLIENT-OPEN, WRITE-REFUSED, WRITE-BACK,
    UNDO-CHANGED, CLIENT-GUIDE. None ever holds a password, and none shows one.
    """

    id: str
    name: str
    rank: int
    """Its place where mail programs are listed, the most used first."""

    def detect(self) -> FoundClient | None:
        """Return what there is of this program for this user; None when there is nothing."""

    def accounts(self, profile: Profile) -> tuple[Account, ...]:
        """Return every account of a profile, those that cannot be written among them."""

    def plan(self, profile: Profile, account: Account | None, settings: MailSettings) -> Plan:
        """Say what writing would change; None = make a new account. Writes nothing."""

    def before_image(self, plan: Plan) -> BeforeImage:
        """Return what must be kept, durably, before `write`."""

    def running(self, profile: Profile) -> Running | None:
        """Say whether the program is open with this profile; a lock file's existence proves nothing."""

    def close_gently(self, profile: Profile) -> bool:
        """Ask the program to close in its own documented way, never ending it; False where there is none."""

    def closed(self, profile: Profile) -> AbstractContextManager[None]:
        """Keep the program from opening this profile while inside; CLIENT-OPEN when it has."""

    def write(self, plan: Plan) -> None:
        """Write the plan, then compare what stands there; what did not stay is put back, WRITE-BACK."""

    def read_back(self, profile: Profile, account: str) -> Account:
        """Read one account again from what is on the disk or in the registry."""

    def stored(self, profile: Profile, addresses: Sequence[Address]) -> Mapping[Address, Stored | None]:
        """Return what stands at some of a before-image's addresses now."""

    def versions(self, profile: Profile, image: BeforeImage) -> tuple[Versions, ...]:
        """Return every box of a before-image as it was, as we wrote it, and as it is."""

    def undo(self, profile: Profile, image: BeforeImage, *, overwrite: bool = False) -> bool:
        """Put the old values back and verify; UNDO-CHANGED when somebody changed one since.

        `overwrite` puts them back all the same. True when every file ended byte for byte as it was.
        """

    def guide(self) -> str:
        """Return the id of the click path in `resources/clients/`: the way after this one fails."""
