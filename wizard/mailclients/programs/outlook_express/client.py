"""Outlook Express: accounts in the registry, of every identity, modified and made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wizard.mailclients.contract import Registry
from wizard.mailclients.editing import Box, Target
from wizard.mailclients.programs.outlook_express.limits import no_express_box_for
from wizard.mailclients.programs.outlook_express.values import NAMES, boxes_of, values_of
from wizard.mailclients.registry_client import RegistryClient
from wizard.mailclients.stores.registry import MADE_KEY, RegistryStore, reading
from wizard.mailclients.stores.registry_values import by_lower_name, like, name_in, number_of, text_of
from wizard.mailclients.values import wanted_values
from wizard.model.mail import MailSettings
from wizard.model.mail_clients import (
    Account,
    Address,
    FoundClient,
    Held,
    Profile,
    Setting,
    Stored,
)

_MANAGER = r"Software\Microsoft\Internet Account Manager"
_IDENTITIES = "Identities"
_MAIN = "main"
"""The key of the profile that belongs to no identity."""
_PROGRAM = r"Software\Microsoft\Outlook Express"
_ACCOUNTS, _ROOT = "accounts", "manager"
_NUMBER = re.compile(r"[0-9A-Fa-f]{8}")
_NEXT, _DEFAULT = "Account Name", "Default Mail Account"


class OutlookExpress(RegistryClient):
    """Outlook Express 5 and 6."""

    id = "outlook-express"
    rank = 5
    program = "msimn"

    def look(self, registry: Registry) -> FoundClient | None:
        """Return its identities; other programs leave directories among its accounts, which do not count."""
        version = text_of(by_lower_name(registry.machine_values(_PROGRAM)).get("mediaver")) or ""
        profiles = list(_profiles(registry, self.id))
        used = [p for p in profiles if _mail_accounts(registry, _manager(p.key))]
        is_here = bool(version) or _was_used(registry)
        # identities with accounts count before the place that is older than identities
        shown = [p for p in used if p.key != _MAIN] or used or (profiles if is_here else [])
        if not shown:
            return None
        return FoundClient(self.id, self.name, version.replace(",", "."), tuple(shown))

    def accounts(self, profile: Profile) -> tuple[Account, ...]:
        """Return the mail accounts."""
        registry, manager = self._found(profile)
        with reading(profile.path):
            found = _mail_accounts(registry, manager)
        return tuple(self._account(key, values) for key, values in found.items())

    def store(self, profile: Profile) -> RegistryStore:
        """Return the identity's accounts and the key that counts them."""
        registry, manager = self._found(profile)
        return RegistryStore(registry, {_ACCOUNTS: rf"{manager}\Accounts", _ROOT: manager})

    def boxes(
        self, profile: Profile, account: Account | None, settings: MailSettings
    ) -> tuple[str, str, list[Box]]:
        """Return one account's boxes, or those of a new one."""
        self.must_hold(no_express_box_for(settings))
        wanted = wanted_values(settings)
        registry, manager = self._found(profile)
        if account is not None:
            with reading(profile.path):
                found = registry.values(rf"{manager}\Accounts\{account.key}")
            held = ExpressValues(account.key, found)
            return account.key, account.name, list(boxes_of(held, wanted, new=False))
        with reading(profile.path):
            key, makes = self._makes(registry, manager, settings.identity.address)
        name = str(wanted[Setting.ADDRESS])
        held = ExpressValues(key, {})
        return key, name, [Box(Setting.ACCOUNT, None, name, makes), *boxes_of(held, wanted, new=True)]

    def owns(self, address: Address) -> bool:
        """Whether it is a value of an account, or one of the two that count and order them."""
        root, _, number = address.container.partition("\\")
        if root == _ROOT:
            return not number and address.name.lower() in {"", _NEXT.lower(), _DEFAULT.lower()}
        if not number:
            return root == _ACCOUNTS and not address.name
        ours = address.name.lower() in {name.lower() for name in ("", "Connection Type", *NAMES)}
        return root == _ACCOUNTS and bool(_NUMBER.fullmatch(number)) and ours

    def _makes(self, registry: Registry, manager: str, name: str) -> tuple[str, tuple[Target, ...]]:
        """Return a new account's number, which the manager counts in hexadecimal, and what makes it known."""
        found = registry.values(manager)
        values = by_lower_name(found)
        numbers = [int(n, 16) for n in registry.subkeys(rf"{manager}\Accounts") if _NUMBER.fullmatch(n)]
        number = max([number_of(values.get(_NEXT.lower())) or 1, *(n + 1 for n in numbers)])
        key = f"{number:08x}"
        targets = [
            *(Target(Address(root, ""), MADE_KEY) for root in (_ROOT, _ACCOUNTS)),
            Target(Address(f"{_ACCOUNTS}\\{key}", ""), MADE_KEY),
            Target(Address(f"{_ACCOUNTS}\\{key}", "Account Name"), Stored(Held.REG_SZ, name)),
            # 3: the connection that Windows uses
            Target(Address(f"{_ACCOUNTS}\\{key}", "Connection Type"), Stored(Held.REG_DWORD, 3)),
            # Outlook Express counts on by itself
            Target(
                Address(_ROOT, name_in(found, _NEXT)), like(values.get(_NEXT.lower()), number + 1), soft=True
            ),
        ]
        if not text_of(values.get(_DEFAULT.lower())):
            targets.append(
                Target(Address(_ROOT, name_in(found, _DEFAULT)), Stored(Held.REG_SZ, key), soft=True)
            )
        return key, tuple(targets)

    def _found(self, profile: Profile) -> tuple[Registry, str]:
        registry = self.places.registry
        if registry is not None:
            with reading(profile.path):
                keys = {found.key for found in _profiles(registry, self.id)}
            if profile.key in keys:
                return registry, _manager(profile.key)
        raise self.gone()

    def _account(self, key: str, values: Mapping[str, Stored]) -> Account:
        held = ExpressValues(key, values)
        name, address = held.text("Account Name"), held.text("SMTP Email Address")
        if held.text("POP3 Server"):
            return self.account(key, name, address, "pop3", values_of(held))
        return self.account(key, name, address, "imap" if held.text("IMAP Server") else "http", {})


@dataclass(frozen=True)
class ExpressValues:
    """One account's key."""

    key: str
    values: Mapping[str, Stored]

    def found(self, name: str) -> Stored | None:
        """Return a value."""
        return self.values.get(name_in(self.values, name))

    def text(self, name: str) -> str:
        """Return a text, "" where there is none."""
        return text_of(self.found(name)) or ""

    def number(self, name: str, default: int) -> int:
        """Return a number, the default where there is none."""
        found = number_of(self.found(name))
        return default if found is None else found

    def address(self, name: str) -> Address:
        """Return where a value stands."""
        return Address(f"{_ACCOUNTS}\\{self.key}", name_in(self.values, name))

    def changed(self, name: str, value: str | int) -> Stored:
        """Return a new value in the type that is there."""
        return like(self.found(name), value)


def _manager(profile: str) -> str:
    return _MANAGER if profile == _MAIN else rf"{_IDENTITIES}\{profile}\{_MANAGER}"


def _profiles(registry: Registry, client: str) -> list[Profile]:
    """Return the identities, the one that starts first, then the place that belongs to none."""
    found = by_lower_name(registry.values(_IDENTITIES))
    default = text_of(found.get("default user id")) or ""
    profiles = []
    for key in registry.subkeys(_IDENTITIES):
        name = text_of(by_lower_name(registry.values(rf"{_IDENTITIES}\{key}")).get("username")) or key
        path = f"HKEY_CURRENT_USER\\{_manager(key)}"
        profiles.append(Profile(client, key, name, path, key.lower() == default.lower()))
    profiles.sort(key=lambda profile: not profile.is_default)
    path = f"HKEY_CURRENT_USER\\{_MANAGER}"
    any_default = any(profile.is_default for profile in profiles)
    return [*profiles, Profile(client, _MAIN, "Outlook Express", path, not any_default)]


def _was_used(registry: Registry) -> bool:
    """Whether the program left settings of this user's own."""
    bases = [rf"{_IDENTITIES}\{key}\{_PROGRAM}" for key in registry.subkeys(_IDENTITIES)]
    return any(registry.values(key) or registry.subkeys(key) for key in (_PROGRAM, *bases))


def _mail_accounts(registry: Registry, manager: str) -> dict[str, Mapping[str, Stored]]:
    """Return the mail accounts' values by their key; directories and newsgroups are none."""
    keys = [name for name in registry.subkeys(rf"{manager}\Accounts") if _NUMBER.fullmatch(name)]
    found = {key: registry.values(rf"{manager}\Accounts\{key}") for key in keys}
    mail = {"pop3 server", "imap server", "httpmail server"}
    return {key: values for key, values in found.items() if mail & set(by_lower_name(values))}
