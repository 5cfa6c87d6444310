"""Classic Outlook, 2003 to today's: POP3 accounts modified in the registry, made through a settings file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from wizard.mailclients.contract import Places, Registry
from wizard.mailclients.editing import Box, Target
from wizard.mailclients.pc.sealing import SealedOnce, Sealing, own_sealing
from wizard.mailclients.programs.new_outlook import uses_new_outlook
from wizard.mailclients.programs.outlook.by_meaning import ByMeaning
from wizard.mailclients.programs.outlook.limits import no_box_for
from wizard.mailclients.programs.outlook.prf import prf_text
from wizard.mailclients.programs.outlook.settings_file import SettingsFiles
from wizard.mailclients.programs.outlook.values import NAMES, AccountValues
from wizard.mailclients.programs.outlook.versions import (
    MAIL_CATEGORY,
    VERSIONS,
    OutlookVersion,
    find_version,
    full_version,
    is_mail_account,
    listed_order,
)
from wizard.mailclients.registry_client import RegistryClient
from wizard.mailclients.stores.registry import MADE_KEY, RegistryStore, reading
from wizard.mailclients.stores.registry_values import by_lower_name, name_in, text_of
from wizard.mailclients.values import wanted_values
from wizard.model.mail import MailSettings
from wizard.model.mail_clients import (
    Account,
    Address,
    BeforeImage,
    FoundClient,
    Held,
    Note,
    Plan,
    Profile,
    Setting,
    Stored,
    Value,
    Versions,
)
from wizard.model.problem import Problem, ProblemFound

_NUMBER = re.compile(r"[0-9A-Fa-f]{8}")
_ACCOUNTS, _SETUP = "accounts", "setup"
_ABOVE = ("office", "number", "program")
"""The keys above Setup, of which an Outlook that never ran has none."""
_IMPORT, _FIRST_RUNS = "ImportPRF", ("First-Run", "FirstRun")
_FIRST_PROFILE = "Outlook"
"""How Outlook itself names the first profile."""
_NEW = "new:"
"""Begins the key of an account that Outlook has not made yet; its address follows."""


class Outlook(RegistryClient):
    """Classic Outlook."""

    id = "outlook"
    rank = 1
    program = "outlook"

    def __init__(self, places: Places, sealing: Sealing | None = None) -> None:
        super().__init__(places)
        found = sealing or own_sealing()
        self._sealing = SealedOnce(found) if found is not None else None
        self._files = SettingsFiles((places.local_appdata or places.data) / "Tillbridge")

    # --- found ---

    def look(self, registry: Registry) -> FoundClient | None:
        """Return the Outlook that is installed and used; one that was never started has a profile to make."""
        version = find_version(registry)
        if version is None:
            return None
        profiles = tuple(self._profiles(registry, version))
        return FoundClient(self.id, self.name, full_version(registry, version), profiles)

    def accounts(self, profile: Profile) -> tuple[Account, ...]:
        """Return the mail accounts in Outlook's own order."""
        registry, _, section = self._found(profile)
        with reading(profile.path):
            keys = [name for name in registry.subkeys(section) if _NUMBER.fullmatch(name)]
            order = listed_order(registry.values(section))
            keys.sort(key=lambda name: (name.lower() not in order, order.get(name.lower(), 0), name))
            found = [(name, registry.values(f"{section}\\{name}")) for name in keys]
        return tuple(self._account(name, values) for name, values in found if is_mail_account(values))

    def store(self, profile: Profile) -> RegistryStore:
        """Return the profile's accounts and the place where a settings file is announced."""
        registry, version, section = self._found(profile)
        return RegistryStore(registry, {_ACCOUNTS: section, _SETUP: version.setup, **_above(version)})

    # --- planned ---

    def boxes(
        self, profile: Profile, account: Account | None, settings: MailSettings
    ) -> tuple[str, str, list[Box]]:
        """Return one account's boxes, or those of the settings file that makes one."""
        self.must_hold(no_box_for(settings))
        wanted = wanted_values(settings)
        if account is None:
            return self._new_account(profile, wanted)
        # The place of the server time-out in the registry is not known, so it stays.
        del wanted[Setting.TIMEOUT_SECONDS]
        values = self._values(profile, account.key)
        return account.key, account.name, list(values.boxes(wanted, settings, self._sealing))

    def notes(self, profile: Profile, account: Account | None, settings: MailSettings) -> list[Note]:
        """Return what this way of writing cannot hold, and what happens at Outlook's next start."""
        extra = self.words.extra_notes
        if account is None:
            codes = ["import", "asks_password"]
        else:
            codes = ["timeout_seconds"]
            if self._sealing is None:
                codes.append("asks_password")
            elif not self._values(profile, account.key).may_seal("POP3 Password"):
                codes.append("odd_password")
        if uses_new_outlook(self.places):
            codes.append("new_outlook")
        return [*super().notes(profile, account, settings), *(Note(code, extra[code]) for code in codes)]

    def owns(self, address: Address) -> bool:
        """Whether it is a value of an account, or the announcement of a settings file."""
        root, _, number = address.container.partition("\\")
        if root in _ABOVE:
            return not number and not address.name
        if root == _SETUP:
            names = {name.lower() for name in ("", _IMPORT, *_FIRST_RUNS)}
            return not number and address.name.lower() in names
        ours = address.name.lower() in {name.lower() for name in NAMES}
        return root == _ACCOUNTS and bool(_NUMBER.fullmatch(number)) and ours

    # --- written and undone ---

    def write(self, plan: Plan) -> None:
        """Write the plan; a new account's settings file stands before Outlook is told of it."""
        announces = any(edit.address.container == _SETUP for edit in plan.edits)
        if announces and not plan.creates:
            # what Outlook made is no longer set through the settings file
            raise self.refusal("CLIENT-GUIDE")
        if announces:
            self._write_prf(plan)
        super().write(plan)

    def read_back(self, profile: Profile, account: str) -> Account:
        """Read the account again; one that Outlook is yet to make, from its settings file."""
        if not account.startswith(_NEW):
            return super().read_back(profile, account)
        made = self._account_of(profile, account)
        if made is not None:
            return made
        awaited = self._files.awaited(self._announced(profile))
        if awaited is not None:
            return self.account(account, awaited.name, awaited.address, "pop3", awaited.values)
        # it has taken the file and made nothing of it, as some builds are said to do
        facts = {"client": self.name, "account": account.removeprefix(_NEW)}
        raise ProblemFound(Problem("OUTLOOK-NOT-IMPORTED", facts))

    def versions(self, profile: Profile, image: BeforeImage) -> tuple[Versions, ...]:
        """Return every box in its versions; those of an account that Outlook made, as they are in it."""
        made = self._made(profile, image)
        rows = super().versions(profile, image)
        if made is not None:
            return tuple(self._as_made(row, made) for row in rows)
        account = next((a for a in self.accounts(profile) if a.key == image.account), None)
        now = self.stored(profile, [edit.address for edit in image.edits])
        return ByMeaning(image, account, now, self._sealing, self.words.shown).rows(rows)

    def undo(self, profile: Profile, image: BeforeImage, *, overwrite: bool = False) -> bool:
        """Put the old values back; an account that Outlook has made meanwhile is Outlook's to remove."""
        if self._made(profile, image) is not None:
            facts = {"client": self.name, "account": image.account_name}
            raise ProblemFound(Problem("OUTLOOK-IMPORTED", facts))
        exact = super().undo(profile, image, overwrite=overwrite)
        for edit in image.edits if image.creates else ():
            self._files.remove(text_of(edit.after))
        return exact

    # --- parts ---

    def _profiles(self, registry: Registry, version: OutlookVersion) -> Iterator[Profile]:
        start = by_lower_name(registry.values(version.default_profile_at)).get("defaultprofile")
        names = list(registry.subkeys(version.profiles)) or [_FIRST_PROFILE]
        default = (text_of(start) or names[0]).lower()
        for name in names:
            key = f"{version.number}/{name}"
            path = f"HKEY_CURRENT_USER\\{version.profiles}\\{name}"
            yield Profile(self.id, key, name, path, name.lower() == default)

    def _found(self, profile: Profile) -> tuple[Registry, OutlookVersion, str]:
        """Return the registry, the version and the accounts' section of a profile that is here now."""
        registry = self.places.registry
        number, _, name = profile.key.partition("/")
        version = next((v for v in VERSIONS if v.number == number), None)
        if registry is not None and version is not None:
            with reading(profile.path):
                here = find_version(registry) == version
                names = {found.name for found in self._profiles(registry, version)} if here else set()
            if name in names:
                return registry, version, f"{version.profiles}\\{name}\\{MAIL_CATEGORY}"
        raise self.gone()

    def _as_made(self, row: Versions, made: Account) -> Versions:
        if row.setting not in made.values:
            return replace(row, now=row.ours)
        return replace(row, now=self.words.shown(row.setting, made.values[row.setting]))

    def _made(self, profile: Profile, image: BeforeImage) -> Account | None:
        """Return the account that Outlook has made from an image's settings file."""
        return self._account_of(profile, image.account) if image.creates else None

    def _account_of(self, profile: Profile, key: str) -> Account | None:
        address = key.removeprefix(_NEW).casefold()
        made = [a for a in self.accounts(profile) if a.problem is None and a.address.casefold() == address]
        return made[-1] if made else None

    def _values(self, profile: Profile, account: str) -> AccountValues:
        registry, _, section = self._found(profile)
        with reading(profile.path):
            return AccountValues(f"{_ACCOUNTS}\\{account}", registry.values(f"{section}\\{account}"))

    def _account(self, key: str, stored: Mapping[str, Stored]) -> Account:
        values = AccountValues(f"{_ACCOUNTS}\\{key}", stored)
        name, address = values.text("Account Name"), values.text("Email")
        found = values.values() if values.protocol == "pop3" else {}
        return self.account(key, name, address, values.protocol, found)

    def _new_account(self, profile: Profile, wanted: dict[Setting, Value]) -> tuple[str, str, list[Box]]:
        """Return the boxes of the settings file; every one of them is written by announcing it."""
        del wanted[Setting.REMEMBER_PASSWORD]
        name = str(wanted[Setting.ADDRESS])
        if self._account_of(profile, name) is not None:
            raise self.refusal("CLIENT-ACCOUNT-TWICE", account=name)
        text = self._prf_text(profile, name, wanted)
        registry, version, _ = self._found(profile)
        with reading(profile.path):
            there = registry.values(version.setup)
        path = Stored(Held.REG_SZ, str(self._files.path_of(text)))
        makes = (
            *(Target(Address(root, ""), MADE_KEY) for root in (*_ABOVE, _SETUP)),
            Target(Address(_SETUP, name_in(there, _IMPORT)), path),
            # Outlook writes these two again at its start
            *(Target(Address(_SETUP, name_in(there, first)), None, soft=True) for first in _FIRST_RUNS),
        )
        boxes = [
            Box(setting, None, new, (Target(Address(_SETUP, name_in(there, _IMPORT), setting), path),))
            for setting, new in wanted.items()
        ]
        return f"{_NEW}{name}", name, [Box(Setting.ACCOUNT, None, name, makes), *boxes]

    def _prf_text(self, profile: Profile, name: str, values: Mapping[Setting, Value]) -> str:
        registry, version, _ = self._found(profile)
        with reading(profile.path):
            there = {each.lower() for each in registry.subkeys(version.profiles)}
        try:
            return prf_text(profile.name, name, values, exists=profile.name.lower() in there)
        except ValueError:
            raise self.refusal("CLIENT-CANNOT-HOLD", what="letters beyond A to Z in a new account") from None

    def _write_prf(self, plan: Plan) -> None:
        values = {change.setting: change.new for change in plan.changes}
        text = self._prf_text(plan.profile, plan.account_name, values)
        if str(self._files.path_of(text)) not in {text_of(edit.after) for edit in plan.edits}:
            # the profile was made or removed since the plan
            raise ProblemFound(Problem("WRITE-STALE", {"client": self.name}))
        self._files.write(text)

    def _announced(self, profile: Profile) -> str | None:
        registry, version, _ = self._found(profile)
        with reading(profile.path):
            return text_of(by_lower_name(registry.values(version.setup)).get(_IMPORT.lower()))


def _above(version: OutlookVersion) -> dict[str, str]:
    number = version.key.rpartition("\\")[0]
    return dict(zip(_ABOVE, (number.rpartition("\\")[0], number, version.key), strict=True))
