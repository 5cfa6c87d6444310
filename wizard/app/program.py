"""The program put together: a World, its services, and sessions in it."""

import contextlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wizard.app.network import WorldDialer, WorldHttp
from wizard.app.practice_child import PracticeChild
from wizard.app.world import default_home, live_world, practice_world, services_world
from wizard.catalogue.load import procedure
from wizard.jobs.job import Tools
from wizard.model.ports import SecretStore
from wizard.model.problem import Problem, ProblemFound
from wizard.model.world import World
from wizard.redaction.log_filter import Redactor, install
from wizard.session import Session
from wizard.store.site import SiteFolder, home_id
from wizard.vault.keyring_store import KeyringSecretStore
from wizard.vault.memory_store import PracticeSecretStore


@dataclass(frozen=True)
class Options:
    """The global options of the command line."""

    home: Path | None = None
    site: str = "store"
    practice: bool = False
    services: Path | None = None
    json: bool = False


class Program:
    """One World with its services; made by `open_program`."""

    def __init__(self, world: World, redactor: Redactor) -> None:
        self.world, self.redactor = world, redactor
        self.site = SiteFolder(world.folder / "sites" / world.site)
        store = KeyringSecretStore(self._namespace)
        self.vault: SecretStore = PracticeSecretStore(store) if world.is_practice else store
        self.dialer = WorldDialer(world)

    def _namespace(self) -> str:
        return f"tillbridge/{home_id(self.world.home)}/{self.world.kind}/{self.world.site}"

    def tools(self) -> Tools:
        """Return what jobs may use."""
        http = WorldHttp(self.world)
        return Tools(
            self.world,
            self.dialer,
            http,
            self.vault,
            self.site,
            self.redactor.learn,
            self.redactor.clean_known,
        )

    def session(self, name: str, *, drafts: bool = True) -> Session:
        """Begin (or resume) a run of a procedure."""
        return Session(procedure(name), self.tools(), drafts=drafts)


def make_world(options: Options, services: Path | None) -> World:
    """Return the World that the options name; `services` is the practice services' file in practice."""
    home = (options.home or default_home()).absolute()
    if options.practice:
        if services is None:
            raise ProblemFound(Problem("PRACTICE-START"))
        return practice_world(home, options.site, services)
    if options.services is not None:
        return services_world(home, options.site, options.services)
    return live_world(home, options.site)


@contextmanager
def open_program(options: Options, faults: tuple[str, ...] = ()) -> Iterator[Program]:
    """Build the program; in practice its services run as a child process until the end.

    FaultyInput when the services file is faulty, ProblemFound PRACTICE-START when practice does not start.
    """
    redactor = Redactor()
    install(redactor, sys.stderr)
    with contextlib.ExitStack() as stack:
        services = None
        if options.practice:
            child = PracticeChild((options.home or default_home()).absolute(), faults)
            stack.callback(child.stop)
            services = child.services_file
        yield Program(make_world(options, services), redactor)
