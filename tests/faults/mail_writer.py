"""A child process that writes into a mail program's registry, or undoes it, when it is told to.

`python -m tests.faults.mail_writer HOME REGISTRY CLIENT write|undo`: REGISTRY is a file that stands in for
the registry, or `winreg`. It says `ready`, waits for a line, works, and says `done`.
"""

import sys
from pathlib import Path
from typing import Any, cast

from tests.mail_programs.places import FakeProcesses, settings
from tests.mail_programs.registry import FileRegistry
from wizard.jobs.job import Done, Tools
from wizard.jobs.programs.receipts import mail_receipts
from wizard.jobs.programs.undo_mail_settings import UndoMailSettings
from wizard.jobs.programs.write_mail_settings import WriteMailSettings
from wizard.mailclients.choosing import choose
from wizard.mailclients.contract import Places, Registry
from wizard.mailclients.found import MailClients
from wizard.model.progress import Cancel, Silent
from wizard.model.world import World, WorldKind
from wizard.store.site import SiteFolder


def registry_at(name: str) -> Registry:
    """The registry of this Windows user, or the file that stands in for one."""
    if name != "winreg":
        return FileRegistry(Path(name))
    assert sys.platform == "win32"
    from wizard.mailclients.pc.registry import WindowsRegistry

    return WindowsRegistry()


def tools_in(home: Path, registry: Registry) -> Tools:
    """What jobs may use: a site's folder and mail programs, nothing else."""
    world = World(WorldKind.LIVE, home, "store", None)
    places = Places(home, home / "config", home / "data", FakeProcesses(), registry=registry)
    unused = cast(Any, None)
    site = SiteFolder(home / "sites" / "store")
    return Tools(
        world,
        unused,
        unused,
        unused,
        site,
        lambda *_: None,
        lambda text: text,
        MailClients(lambda: places),
    )


def write(tools: Tools, client: str) -> Any:
    """Write the documented settings into the store's account."""
    wanted = settings()
    choice = choose(tools.mail_clients.list(client), address=wanted.identity.address, client=client)
    return WriteMailSettings(choice, wanted, check=False).run(tools, Silent(), Cancel())


def undo(tools: Tools) -> Any:
    """Undo the newest receipt."""
    return UndoMailSettings(mail_receipts(tools)[0].id).run(tools, Silent(), Cancel())


def main() -> int:
    """Do as the command line says."""
    home, registry, client, action = sys.argv[1:5]
    tools = tools_in(Path(home), registry_at(registry))
    tools.mail_clients.list(client)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    outcome = write(tools, client) if action == "write" else undo(tools)
    assert isinstance(outcome, Done), outcome
    assert outcome.problem is None, outcome
    sys.stdout.write("done\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
