"""Building the World from what the command line says."""

from pathlib import Path

from wizard.app.policies import read_policies
from wizard.catalogue.words import words_of
from wizard.model.addresses import LIVE_GOOGLE, LIVE_MICROSOFT, LIVE_XERO
from wizard.model.world import World, WorldKind

_words = words_of(__name__)


def default_home() -> Path:
    """Return where Tillbridge keeps its state for this user."""
    import platformdirs  # noqa: PLC0415 - only when --home is not given

    return Path(platformdirs.user_data_dir("Tillbridge", appauthor=False, roaming=False))


def live_world(home: Path, site: str) -> World:
    """Return the real world."""
    policies = read_policies()
    return World(
        WorldKind.LIVE,
        home,
        site,
        LIVE_XERO,
        vendors=policies.vendor_sign_in,
        microsoft=LIVE_MICROSOFT,
        google=LIVE_GOOGLE,
        policies=policies,
    )


def services_world(home: Path, site: str, services: Path) -> World:
    """Return the world of a services file; FaultyInput when the file is not one."""
    from wizard.app.services_file import read_services  # noqa: PLC0415 - the live world has no such file

    found = read_services(services)
    return World(
        WorldKind.SERVICES,
        home,
        site,
        found.xero,
        dict(found.routes),
        found.ca,
        banner=_words("test"),
        vendors=dict(found.vendors),
        microsoft=found.microsoft,
        google=found.google,
        name_server=found.name_server,
    )


def practice_world(home: Path, site: str, services: Path) -> World:
    """Return the practice world, whose services already run."""
    return services_world(home, site, services)._replace(kind=WorldKind.PRACTICE, banner=_words("practice"))
