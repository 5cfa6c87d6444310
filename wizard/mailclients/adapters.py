"""What makes the adapters of a PC's mail programs, and what each of them lists."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from wizard.catalogue.load import guided_programs
from wizard.mailclients.contract import MailClient, Places
from wizard.mailclients.guided import KnownByName
from wizard.model.mail_clients import ListedClient, ListedProfile, Profile
from wizard.model.problem import ProblemFound


def guided(places: Places) -> list[MailClient]:
    """Return the programs that are only guided."""
    return [KnownByName(places, row) for row in guided_programs()]


class Adapter(Protocol):
    """What makes a mail program's adapter."""

    id: str
    rank: int

    def __call__(self, places: Places) -> MailClient:
        """Return the adapter in a world's places."""


def adapters_found() -> list[Adapter]:
    """Return the adapter that each module or folder in `programs` names as `CLIENT`, the most used first.

    They are imported here, so not before mail programs are looked for.
    """
    from wizard.mailclients import programs  # noqa: PLC0415

    names = [f"{programs.__name__}.{module.name}" for module in iter_modules(programs.__path__)]
    found: list[Adapter] = [import_module(name).CLIENT for name in names]
    return sorted(found, key=lambda adapter: (adapter.rank, adapter.id))


def listed(adapter: MailClient) -> ListedClient | None:
    """Return what is found of one mail program, its profiles with their accounts; None without it."""
    found = adapter.detect()
    if found is None:
        return None
    return ListedClient(found, tuple(_listed(adapter, profile) for profile in found.profiles))


def _listed(adapter: MailClient, profile: Profile) -> ListedProfile:
    if profile.problem is not None:
        return ListedProfile(profile, (), problem=profile.problem)
    try:
        return ListedProfile(profile, adapter.accounts(profile), adapter.running(profile))
    except ProblemFound as found:
        return ListedProfile(profile, (), problem=found.problem)
