"""Which account of which mail program is meant."""

from collections.abc import Sequence
from pathlib import Path

from wizard.catalogue.listing import listed
from wizard.model.files import followed
from wizard.model.mail_clients import NEW_ACCOUNT, Account, AccountChoice, ListedClient, ListedProfile
from wizard.model.problem import Problem, ProblemFound


def choose(
    programs: Sequence[ListedClient],
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
    rows = _profiles(programs, client, profile)
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
    there = listed(f"{row.profile.client}: {row.profile.name}" for row in defaults)
    raise ProblemFound(Problem("CLIENT-CHOOSE", {"what": "profile", "there": there}))


def _profiles(
    programs: Sequence[ListedClient], client: str | None, folder: Path | None
) -> list[ListedProfile]:
    """Return the profiles that can be written."""
    clients = [each for each in programs if client in {None, each.found.id}]
    if not clients:
        raise ProblemFound(Problem("CLIENT-NONE", {"client": client or ""}))
    writable = [each for each in clients if each.found.problem is None]
    if not writable:
        problem = next((each for each in clients if not each.is_bare), clients[0]).found.problem
        assert problem is not None
        raise ProblemFound(problem)
    rows = [row for each in writable for row in each.profiles]
    if folder is not None:
        rows = [row for row in rows if followed(Path(row.profile.path)) == followed(folder)]
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
        there = listed(f"{row.profile.client}: {row.profile.name}: {a.name} ({a.key})" for row, a in rows)
        raise ProblemFound(Problem("CLIENT-CHOOSE", {"what": "account", "name": name, "there": there}))
    row, account = rows[0]
    if account.problem is not None:
        raise ProblemFound(account.problem)
    return AccountChoice(row.profile.client, row.profile.key, account.key)


def _names(rows: Sequence[tuple[ListedProfile, Account]]) -> str:
    return listed(account.name for _, account in rows)
