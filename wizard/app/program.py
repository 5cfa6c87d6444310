"""The program put together: a World, its services, and sessions in it."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.app.one_window import home_of
from wizard.app.options import Options
from wizard.app.world import live_world, practice_world, services_world
from wizard.model.problem import Problem, ProblemFound
from wizard.model.world import World
from wizard.redaction.log_file import LogFile
from wizard.redaction.log_filter import Redactor, install

if TYPE_CHECKING:
    from wizard.app.pretending import Pretending
    from wizard.jobs.connections import Connections
    from wizard.jobs.job import Tools
    from wizard.mailclients.contract import Places
    from wizard.model.ports import Dialer, SecretStore
    from wizard.model.problem import Fault
    from wizard.model.secret import Secret, SecretReference
    from wizard.session.run import Session
    from wizard.store.site import SiteFolder


class Program:
    """One World with its services; made by `open_program`.

    Services are made when they are first asked for: the first screen needs none of them.
    """

    def __init__(
        self, world: World, redactor: Redactor, show_faults: Callable[[Iterable[str]], bool] | None = None
    ) -> None:
        """`show_faults` has the services of practice show these faults alone; False where they ended."""
        self.world, self.redactor, self._show_faults = world, redactor, show_faults
        self.named_lines = dict[str, str]()
        """Of each line that was read from a vendor's page, in memory alone."""

    @cached_property
    def site(self) -> "SiteFolder":
        """This store's folder."""
        from wizard.store.site import SiteFolder  # noqa: PLC0415

        return SiteFolder(self._site_folder)

    @cached_property
    def pretending(self) -> "Pretending | None":
        """What can be pretended to be broken; None outside practice."""
        if not self.world.is_practice or self._show_faults is None:
            return None
        from wizard.app.pretending import Pretending  # noqa: PLC0415 - in practice only

        return Pretending(self.world, self.site, self._show_faults)

    @property
    def _site_folder(self) -> Path:
        return self.world.folder / "sites" / self.world.site

    @property
    def has_kept(self) -> bool:
        """Whether anything at all is kept of this store; before its first answer there is no folder."""
        return self._site_folder.exists()

    @property
    def has_others(self) -> bool:
        """Whether this PC holds more stores than the one that is open."""
        try:
            return any(each.name != self.world.site for each in self._site_folder.parent.iterdir())
        except OSError:
            return False

    @cached_property
    def vault(self) -> "SecretStore":
        """The password store of this home, world and site; in practice memory where there is none."""
        from wizard.vault.keyring_store import KeyringSecretStore  # noqa: PLC0415

        store = KeyringSecretStore(self._namespace)
        if not self.world.is_practice:
            return store
        from wizard.app.remembered_logins import RememberedLogins  # noqa: PLC0415
        from wizard.catalogue.practice import practice_logins  # noqa: PLC0415
        from wizard.vault.memory_store import PracticeSecretStore  # noqa: PLC0415

        memory = RememberedLogins(self._site_folder / "practice-logins.json", practice_logins())
        return PracticeSecretStore(store, memory)

    @cached_property
    def dialer(self) -> "Dialer":
        """What opens connections in this world."""
        from wizard.app.network import WorldDialer  # noqa: PLC0415

        return WorldDialer(self.world)

    @cached_property
    def connections(self) -> "Connections":
        """The connections of this program run, with the access tokens that they hold."""
        from wizard.jobs.connections import Connections  # noqa: PLC0415

        return Connections()

    def _namespace(self) -> str:
        from wizard.store.home_id import home_id  # noqa: PLC0415

        return f"tillbridge/{home_id(self.world.home)}/{self.world.kind}/{self.world.site}"

    def tools(self, *profiles: Path) -> "Tools":
        """Return what jobs may use; `profiles` are folders of mail programs that a person named."""
        from wizard.app.domain_names import WorldNames  # noqa: PLC0415
        from wizard.app.network import WorldHttp  # noqa: PLC0415
        from wizard.app.scheduling import daily_task, notifier  # noqa: PLC0415
        from wizard.jobs.job import Tools  # noqa: PLC0415
        from wizard.mailclients.found import MailClients  # noqa: PLC0415

        http, redactor = WorldHttp(self.world), self.redactor

        def places() -> "Places":
            from wizard.app.places import places_of  # noqa: PLC0415

            return places_of(self.world, (*profiles, *self.site.given_profiles()))

        return Tools(
            self.world,
            self.dialer,
            http,
            self.vault,
            self.site,
            redactor.learn,
            redactor.clean_quote,
            MailClients(places),
            self.connections,
            lambda: daily_task(self.world),
            notifier(self.world),
            WorldNames(self.world),
            self.named_lines,
        )

    def resolver(self, folder: Path) -> "Callable[[SecretReference, str], Secret | Fault]":
        """Return what turns a file's references to secrets into the secrets; `{ file }` is below `folder`."""
        from wizard.vault.references import resolver  # noqa: PLC0415

        return resolver(folder, self.redactor.learn)

    def session(self, name: str, *, drafts: bool = True) -> "Session":
        """Begin (or resume) a run of a procedure."""
        from wizard.catalogue.load import procedure  # noqa: PLC0415
        from wizard.session.run import Session  # noqa: PLC0415

        return Session(procedure(name), self.tools(), drafts=drafts)


def log_folder(options: Options) -> Path:
    """Return where the log and what is said of crashes are kept, for all worlds of a home."""
    return log_folder_of(home_of(options))


def log_folder_of(home: Path) -> Path:
    """Return a home's folder of the log."""
    return home / "log"


def make_world(options: Options, services: Path | None) -> World:
    """Return the World that the options name; `services` is the practice services' file in practice."""
    home = home_of(options)
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
    install(redactor, sys.stderr, LogFile(log_folder(options)))
    with contextlib.ExitStack() as stack:
        services, show_faults = None, None
        if options.practice:
            from wizard.app.practice_child import PracticeChild  # noqa: PLC0415

            child = PracticeChild(home_of(options), faults)
            stack.callback(child.stop)
            services, show_faults = child.services_file, child.show_faults
        world = make_world(options, services)
        if world.is_practice:
            from wizard.app.practice_pc import furnish  # noqa: PLC0415

            furnish(world)
        yield Program(world, redactor, show_faults)
