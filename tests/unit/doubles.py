"""Hand-written doubles for unit tests."""

from pathlib import Path
from typing import Any

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from wizard.app.places import places_of
from wizard.jobs.job import Tools
from wizard.mailclients.found import MailClients
from wizard.model.world import World, WorldKind
from wizard.redaction.log_filter import Redactor
from wizard.store.site import SiteFolder
from wizard.vault.memory_store import InMemorySecretStore


class FakeKeyring(KeyringBackend):
    """A keyring in a dict that takes no more than Windows does: 1,280 UTF-16 units."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2560:
            raise OSError(1783, "CredWrite", "The stub received bad data")
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.entries:
            raise PasswordDeleteError("No such password!")
        del self.entries[service, username]


class NoNetwork:
    """A dialer and session factory that nothing should reach."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"a unit test reached the network: {name}")


def tools_for(folder: Path, kind: WorldKind = WorldKind.PRACTICE) -> Tools:
    """Return tools over a temporary home, secrets in memory, no network."""
    redactor = Redactor()
    world = World(kind, folder, "store", None)
    return Tools(
        world,
        NoNetwork(),  # type: ignore[arg-type]
        NoNetwork(),  # type: ignore[arg-type]
        InMemorySecretStore(),
        SiteFolder(world.folder / "sites" / "store"),
        redactor.learn,
        redactor.clean_quote,
        MailClients(lambda: places_of(world)),
    )
