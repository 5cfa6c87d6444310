"""Which classic Outlook this PC has, and where it keeps its profiles.

Roots as in Office's own documentation and real profiles (checked 2026-11-20): up to 2010 all versions share
one, 2013 and everything since 2016 have their own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wizard.mailclients.contract import Registry
from wizard.mailclients.stores.registry_values import by_lower_name, bytes_of, text_of
from wizard.model.mail_clients import Held, Stored

MAIL_CATEGORY = "9375CFF0413111d3B88A00104B2A6676"
"""The section of a profile that holds its accounts, one key each."""

_ORDER = "{ED475418-B0D6-11D2-8C3B-00104B2A6676}"
"""The value of the accounts' section that lists the mail accounts' numbers in their order."""
_OFFICE = r"Software\Microsoft\Office"
_SHARED = r"Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles"
_APP_PATH = r"Software\Microsoft\Windows\CurrentVersion\App Paths\OUTLOOK.EXE"
_OFFICE_FOLDER = re.compile(r"office(1[1-9])\b", re.IGNORECASE)


@dataclass(frozen=True)
class OutlookVersion:
    """One generation: Office's number, the year it is known by, and its keys."""

    number: str
    year: str

    @property
    def key(self) -> str:
        """Where it keeps its own settings."""
        return rf"{_OFFICE}\{self.number}\Outlook"

    @property
    def profiles(self) -> str:
        """The root of its profiles."""
        return rf"{self.key}\Profiles" if self.number in {"15.0", "16.0"} else _SHARED

    @property
    def setup(self) -> str:
        """Where its next start looks for a settings file to import."""
        return rf"{self.key}\Setup"

    @property
    def default_profile_at(self) -> str:
        """The key whose value `DefaultProfile` names the profile it starts with."""
        return self.key if self.number in {"15.0", "16.0"} else _SHARED


VERSIONS = (
    OutlookVersion("16.0", "2016 or later"),
    OutlookVersion("15.0", "2013"),
    OutlookVersion("14.0", "2010"),
    OutlookVersion("12.0", "2007"),
    OutlookVersion("11.0", "2003"),
)


def find_version(registry: Registry) -> OutlookVersion | None:
    """Return the Outlook that this user uses: installed and with accounts before merely installed.

    A PC with 2013 alone may carry 16.0 keys without accounts, one that was upgraded old keys with some.
    """
    used = [version for version in VERSIONS if has_accounts(registry, version)]
    here = _installed(registry)
    both = [version for version in here if version in used]
    if here:
        return (both or here)[0]
    if not used:
        return None
    # Nothing says what is installed: among versions with the same root, the one that has settings of its own.
    same = [v for v in VERSIONS if v.profiles == used[0].profiles]
    return next((v for v in same if registry.values(v.key) or registry.subkeys(v.key)), used[0])


def has_accounts(registry: Registry, version: OutlookVersion) -> bool:
    """Whether any profile below this version's root has a mail account."""
    return any(
        is_mail_account(registry.values(f"{section}\\{name}"))
        for section in (
            f"{version.profiles}\\{profile}\\{MAIL_CATEGORY}"
            for profile in registry.subkeys(version.profiles)
        )
        for name in registry.subkeys(section)
    )


def is_mail_account(values: Mapping[str, Stored]) -> bool:
    """Whether an account's key is a mail account's: address books and data files have keys beside them."""
    names = by_lower_name(values)
    return "email" in names or "pop3 server" in names


def full_version(registry: Registry, version: OutlookVersion) -> str:
    """Return the version as people know it, with the build where Office says it."""
    found = _text(registry, rf"{_OFFICE}\ClickToRun\Configuration", "VersionToReport")
    build = found if found.startswith(version.number) else version.number
    return f"{version.year} ({build})"


def _installed(registry: Registry) -> list[OutlookVersion]:
    """Return what is installed, newest first; Click-to-Run alone does not say that Outlook is part of it."""
    folder = _OFFICE_FOLDER.search(_text(registry, _APP_PATH, ""))
    sure = [
        version
        for version in VERSIONS
        if _text(registry, rf"{version.key}\InstallRoot", "Path")
        or (folder is not None and f"{folder[1]}.0" == version.number)
    ]
    if sure:
        return sure
    reported = {
        _text(registry, rf"{_OFFICE}\ClickToRun\Configuration", "VersionToReport"),
        _text(registry, rf"{_OFFICE}\15.0\ClickToRun\Configuration", "VersionToReport"),
    }
    return [v for v in VERSIONS if any(text.startswith(v.number) for text in reported)]


def _text(registry: Registry, key: str, name: str) -> str:
    return text_of(by_lower_name(registry.machine_values(key)).get(name.lower())) or ""


def listed_order(section: Mapping[str, Stored]) -> dict[str, int]:
    """Return the accounts that a section lists, each by its number with its place in the order."""
    found = by_lower_name(section).get(_ORDER.lower())
    data = bytes_of(found) if found is not None and found.held is Held.REG_BINARY else b""
    numbers = (int.from_bytes(data[i : i + 4], "little") for i in range(0, len(data) - 3, 4))
    return {f"{number:08x}": place for place, number in enumerate(numbers)}
