"""Mail programs that no other program can set up: found, and guided."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NoReturn

from wizard.catalogue.schema import GuidedProgram
from wizard.mailclients.contract import Places
from wizard.model.mail import MailSettings
from wizard.model.mail_clients import (
    Account,
    Address,
    BeforeImage,
    FoundClient,
    Plan,
    Profile,
    Running,
    Stored,
    Versions,
)
from wizard.model.problem import Problem, ProblemFound

_LAST = 100


class GuidedClient:
    """A mail program with the contract's methods, of which only `detect` and `guide` do anything."""

    id: str
    name: str
    rank = _LAST

    def __init__(self, places: Places) -> None:
        self.places = places

    def detect(self) -> FoundClient | None:
        """Return the program with the reason why it is only guided."""
        try:
            if not self._is_here():
                return None
        except ProblemFound:
            return None  # the program whose settings these are says that they cannot be read
        return FoundClient(self.id, self.name, "", (), self._problem())

    def accounts(self, profile: Profile) -> tuple[Account, ...]:  # noqa: ARG002
        """Return none: they are not to be read."""
        return ()

    def plan(self, profile: Profile, account: Account | None, settings: MailSettings) -> Plan:  # noqa: ARG002
        """Refuse: CLIENT-GUIDE."""
        self._refuse()

    def before_image(self, plan: Plan) -> BeforeImage:  # noqa: ARG002
        """Refuse: CLIENT-GUIDE."""
        self._refuse()

    def running(self, profile: Profile) -> Running | None:  # noqa: ARG002
        """Return None: an open program is no hindrance to guiding."""
        return None

    def close_gently(self, profile: Profile) -> bool:  # noqa: ARG002
        """Leave it open."""
        return False

    def closed(self, profile: Profile) -> AbstractContextManager[None]:  # noqa: ARG002
        """Refuse: CLIENT-GUIDE."""
        self._refuse()

    def write(self, plan: Plan) -> None:  # noqa: ARG002
        """Refuse: CLIENT-GUIDE."""
        self._refuse()

    def read_back(self, profile: Profile, account: str) -> Account:  # noqa: ARG002
        """Refuse: CLIENT-GUIDE."""
        self._refuse()

    def stored(self, profile: Profile, addresses: Sequence[Address]) -> Mapping[Address, Stored | None]:  # noqa: ARG002
        """Refuse: CLIENT-GUIDE."""
        self._refuse()

    def versions(self, profile: Profile, image: BeforeImage) -> tuple[Versions, ...]:  # noqa: ARG002
        """Refuse: CLIENT-GUIDE."""
        self._refuse()

    def undo(self, profile: Profile, image: BeforeImage, *, overwrite: bool = False) -> bool:  # noqa: ARG002
        """Refuse: CLIENT-GUIDE."""
        self._refuse()

    def guide(self) -> str:
        """Return the id of the click path."""
        return self.id

    def _is_here(self) -> bool:
        raise NotImplementedError

    def _problem(self) -> Problem:
        return Problem("CLIENT-GUIDE", {"client": self.id, "name": self.name})

    def _refuse(self) -> NoReturn:
        raise ProblemFound(self._problem())


class KnownByName(GuidedClient):
    """A program of `guided-programs.toml`: known by what it leaves in a user's folders."""

    def __init__(self, places: Places, row: GuidedProgram) -> None:
        super().__init__(places)
        self.id, self.name, self._row = row.id, row.name, row

    def _is_here(self) -> bool:
        places = self.places
        roots = {
            "home": places.home,
            "config": places.config,
            "data": places.data,
            "roaming": places.appdata,
            "local": places.local_appdata,
        }
        marks = (mark.partition(":")[::2] for mark in self._row.marks)
        found = ((roots[root], path) for root, path in marks)
        return any(root is not None and (root / path).exists() for root, path in found)

    def _problem(self) -> Problem:
        return Problem("CLIENT-GUIDE", {"client": self.id, "name": self.name, "because": self._row.why})
