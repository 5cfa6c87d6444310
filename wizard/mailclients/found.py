"""Every mail program of this PC, and which account of which one is meant."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol

from wizard.mailclients.contract import MailClient, Places
from wizard.model.mail_clients import (
    NEW_ACCOUNT,
    Account,
    AccountChoice,
    ListedClient,
    ListedProfile,
    Profile,
)
from wizard.model.problem import Problem, ProblemFound


class MailClients:
    """The adapters in one world."""

    def __init__(
        self, places: Places, makers: Sequence[Callable[[Places], MailClient]] | None = None
    ) -> None:
        self.places, self._makers = places, makers

    @cached_property
    def _clients(self) -> Mapping[str, MailClient]:
        """The adapters by their id; made when they are first asked for, the first screen needs none."""
        if self._makers is not None:
            adapters = [make(self.places) for make in self._makers]
        else:
            adapters = [adapter(self.places) for adapter in adapters_found()]
            adapters += guided(self.places)
        return {client.id: client for client in adapters}

    def client(self, name: str) -> MailClient:
        """Return one adapter; ProblemFound CLIENT-NONE when there is none of this name."""
        if name not in self._clients:
            raise ProblemFound(Problem("CLIENT-NONE", {"client": name}))
        return self._clients[name]

    def profile(self, client: str, key: str) -> Profile:
        """Return a profile that is found now; ProblemFound CLIENT-GONE."""
        adapter = self.client(client)
        found = adapter.detect()
        for profile in found.profiles if found else ():
            if profile.key == key:
                return profile
        raise ProblemFound(Problem("CLIENT-GONE", {"client": client, "name": adapter.name}))

    def list(self, client: str | None = None) -> tuple[ListedClient, ...]:
        """Return every mail program that is found, or one of them."""
        adapters = [a for a in self._clients.values() if client in {None, a.id}]
        found = ((adapter, adapter.detect()) for adapter in adapters)
        return tuple(
            ListedClient(each, tuple(_listed(adapter, p) for p in each.profiles))
            for adapter, each in found
            if each is not None
        )


def guided(places: Places) -> list[MailClient]:
    """Return the programs that are only guided."""
    from wizard.catalogue.load import guided_programs  # noqa: PLC0415 - not before they are needed
    from wizard.mailclients.guided import KnownByName  # noqa: PLC0415

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


def _listed(adapter: MailClient, profile: Profile) -> ListedProfile:
    if profile.problem is not None:
        return ListedProfile(profile, (), problem=profile.problem)
    try:
        return ListedProfile(profile, adapter.accounts(profile), adapter.running(profile))
    except ProblemFound as found:
        return ListedProfile(profile, (), problem=found.problem)


def choose(
    listed: Sequence[ListedClient],
    *,
    address: str,
    client: str | None = None,
    profile: Path | None = None,
    account: str | None = None,
) -> AccountChoice:
    """Return which account is meant; by default the one with the store's address, else a new one.

    ProblemFound CLIENT-NONE, CLIENT-GUIDE, CLIENT-NOT-PROFILE, CLIENT-ACCOUNT-KIND, CLIENT-CHOOSE (a person
    must say which), CLIENT-NO-ACCOUNT, or the problem of the only profile there is.
    """
    rows = _profiles(listed, client, profile)
    accounts = [(row, a) for row in rows for a in row.accounts]
    if account is not None and account != NEW_ACCOUNT:
        named = [(row, a) for row, a in accounts if _is_called(a, account)]
        if named:
            return _one(named, account)
        if account.casefold() != address.casefold():
            raise ProblemFound(Problem("CLIENT-NO-ACCOUNT", {"account": account, "there": _names(accounts)}))
    if account != NEW_ACCOUNT:
        same = [(row, a) for row, a in accounts if a.address.casefold() == address.casefold()]
        usable = [(row, a) for row, a in same if a.problem is None]
        if usable:
            return _one(usable, address)
        if same and same[0][1].problem is not None:
            raise ProblemFound(same[0][1].problem)
    defaults = [row for row in rows if row.profile.is_default] or rows
    if len(defaults) == 1:
        return AccountChoice(defaults[0].profile.client, defaults[0].profile.key, None)
    there = ", ".join(f"{row.profile.client}: {row.profile.name}" for row in defaults)
    raise ProblemFound(Problem("CLIENT-CHOOSE", {"what": "profile", "there": there}))


def _profiles(listed: Sequence[ListedClient], client: str | None, folder: Path | None) -> list[ListedProfile]:
    """Return the profiles that can be written."""
    clients = [each for each in listed if client in {None, each.found.id}]
    if not clients:
        raise ProblemFound(Problem("CLIENT-NONE", {"client": client or ""}))
    writable = [each for each in clients if each.found.problem is None]
    if not writable:
        problem = next((each for each in clients if not each.is_bare), clients[0]).found.problem
        assert problem is not None
        raise ProblemFound(problem)
    rows = [row for each in writable for row in each.profiles]
    if folder is not None:
        rows = [row for row in rows if Path(row.profile.path).resolve() == folder.resolve()]
        if not rows:
            raise ProblemFound(Problem("CLIENT-NOT-PROFILE", {"path": str(folder)}))
    good = [row for row in rows if row.problem is None]
    if not good and rows:
        problem = rows[0].problem
        assert problem is not None
        raise ProblemFound(problem)
    return good


def _is_called(account: Account, name: str) -> bool:
    return name.casefold() in {account.key.casefold(), account.name.casefold(), account.address.casefold()}


def _one(rows: Sequence[tuple[ListedProfile, Account]], name: str) -> AccountChoice:
    if len(rows) > 1:
        there = ", ".join(f"{row.profile.client}: {row.profile.name}: {a.name} ({a.key})" for row, a in rows)
        raise ProblemFound(Problem("CLIENT-CHOOSE", {"what": "account", "name": name, "there": there}))
    row, account = rows[0]
    if account.problem is not None:
        raise ProblemFound(account.problem)
    return AccountChoice(row.profile.client, row.profile.key, account.key)


def _names(rows: Sequence[tuple[ListedProfile, Account]]) -> str:
    return ", ".join(account.name for _, account in rows)
