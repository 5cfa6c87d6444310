"""Thunderbird: accounts in a profile's prefs.js, modified and made."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wizard.mailclients.editing import Box, open_problem
from wizard.mailclients.folder_client import FolderClient, Folders
from wizard.mailclients.pc.closing import CAN_ASK
from wizard.mailclients.programs.thunderbird.boxes import PREFS, boxes_of
from wizard.mailclients.programs.thunderbird.lock import holder, kept_closed
from wizard.mailclients.programs.thunderbird.prefs import (
    AccountPrefs,
    account_keys,
    identities,
    smtp_servers,
)
from wizard.mailclients.programs.thunderbird.profiles import (
    CLIENT,
    installed,
    profile_folders,
    unreadable_list,
    version_of,
)
from wizard.mailclients.stores.prefs import Prefs
from wizard.model.files import read_file
from wizard.model.mail import MailSettings
from wizard.model.mail_clients import Account, Address, FoundClient, Note, Profile, Running, Setting
from wizard.model.problem import Problem, ProblemFound

_NO_MAIL = {"", "none", "nntp", "rss", "im"}
"""Types of servers that bring no mail; every other is an account with an address (`ews`, `graph`, `owl`)."""
_OURS = re.compile(
    r"mail\.accountmanager\.(accounts|defaultaccount)|mail\.smtpservers|mail\.smtp\.defaultserver"
    r"|mail\.account\.(lastKey|account\d+\.(server|identities))"
    r"|mail\.server\.[\w-]+\.(type|name|hostname|realhostname|userName|realuserName|port|socketType|authMethod"
    r"|leave_on_server|delete_by_age_from_server|num_days_to_leave_on_server|login_at_startup|check_new_mail"
    r"|check_time|download_on_biff|spamActionTarget(Account|Folder))"
    r"|mail\.identity\.[\w-]+\.(fullName|useremail|smtpServer|(fcc|draft|stationery|archive)_folder)"
    r"|mail\.smtpserver\.[\w-]+\.(type|hostname|port|try_ssl|authMethod|username|incomingAccount)"
)


class Thunderbird(FolderClient):
    """Thunderbird on Linux and Windows."""

    id = CLIENT
    rank = 2

    def folders(self) -> Folders:
        """Return its profiles."""
        return profile_folders(self.places)

    def parse(self, path: Path, content: bytes) -> Prefs:  # noqa: ARG002
        """Return prefs.js."""
        return Prefs.parse(content)

    def detect(self) -> FoundClient | None:
        """Return its profiles; one that is installed but was never started has none: CLIENT-NONE."""
        found = self.folders()
        program = installed(self.places)
        if not found and program is None and unreadable_list(self.places) is None:
            return None
        problem = None
        if not found:
            never = Problem("CLIENT-NONE", {"client": self.id, "installed": self.name})
            problem = unreadable_list(self.places) or never
        versions = [version_of(folder) for _, folder in found.values()]
        newest = max(versions, key=_version_number, default="")
        return FoundClient(self.id, self.name, newest, tuple(p for p, _ in found.values()), problem)

    def accounts(self, profile: Profile) -> tuple[Account, ...]:
        """Return the mail accounts, Exchange's too; news, feeds, chat and local folders are none of ours."""
        prefs = self._prefs(profile)
        found = (AccountPrefs(prefs, key) for key in account_keys(prefs))
        return tuple(
            self.account(each.key, each.name, each.address, each.protocol, each.values())
            for each in found
            if each.protocol not in _NO_MAIL
        )

    def boxes(
        self, profile: Profile, account: Account | None, settings: MailSettings
    ) -> tuple[str, str, list[Box]]:
        """Return the boxes of one account, or of a new one."""
        prefs = self._prefs(profile)
        if account is None:
            self._refuse_twin(prefs, settings)
        return boxes_of(prefs, account.key if account else None, settings)

    def notes(self, profile: Profile, account: Account | None, settings: MailSettings) -> list[Note]:
        """Return what Thunderbird cannot hold, and what a changed name or a user.js means."""
        notes = super().notes(profile, account, settings)
        extra = self.words.extra_notes
        incoming = settings.incoming
        if account is not None and incoming is not None:
            values = account.values
            old = values.get(Setting.INCOMING_SERVER), values.get(Setting.USER_NAME)
            if old != (incoming.host, incoming.user):
                notes.append(Note("renamed", extra["renamed"]))
        prefs = self._prefs(profile)
        if not smtp_servers(prefs) and len(identities(prefs)) > (account is not None):
            notes.append(Note("others_send", extra["others_send"]))
        pinned = Prefs.parse(self._user_js(profile)).names()
        if any(_OURS.fullmatch(name) for name in pinned):
            notes.append(Note("user_js", extra["user_js"]))
        return notes

    def owns(self, address: Address) -> bool:
        """Whether it is one of the preferences that are ever written here."""
        return address.container == PREFS and (not address.name or bool(_OURS.fullmatch(address.name)))

    def running(self, profile: Profile) -> Running | None:
        """Say whether a live process holds the profile's lock.

        It has no documented command for closing, so that on Linux a person must.
        """
        pid = holder(self.folder(profile))
        if pid is None:
            return None
        pids = (pid,) if pid else tuple(p.pid for p in self.places.processes.running("thunderbird"))
        return Running(self.id, self.name, pids, can_close=CAN_ASK)

    @contextmanager
    def closed(self, profile: Profile) -> Iterator[None]:
        """Hold the profile's lock while inside."""
        found = self.running(profile)
        if found is not None:
            raise ProblemFound(open_problem(found))
        with kept_closed(self.folder(profile)) as free:
            if not free:
                raise ProblemFound(open_problem(Running(self.id, self.name)))
            yield

    def _refuse_twin(self, prefs: Prefs, settings: MailSettings) -> None:
        """A second account with the same server and user name would be dropped by Thunderbird as a double."""
        incoming = settings.incoming
        assert incoming is not None
        for found in (AccountPrefs(prefs, key) for key in account_keys(prefs)):
            if found.protocol == "pop3" and (found.host, found.user) == (incoming.host, incoming.user):
                raise self.refusal("CLIENT-ACCOUNT-TWICE", account=found.name)

    def _prefs(self, profile: Profile) -> Prefs:
        document = self.store(profile).document(PREFS)
        assert isinstance(document, Prefs)
        return document

    def _user_js(self, profile: Profile) -> bytes:
        try:
            return read_file(self.folder(profile) / "user.js")
        except OSError:
            return b""


def _version_number(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
