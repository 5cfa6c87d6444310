"""Claws Mail: accounts in ~/.claws-mail/accountrc, modified and made (names as in version 4.1)."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from wizard.mailclients.contract import Process
from wizard.mailclients.editing import Box
from wizard.mailclients.folder_client import FolderClient, Folders
from wizard.mailclients.pc.given import is_profile_folder, named_folders, readable
from wizard.mailclients.programs.claws_mail.accounts import (
    FILE,
    GROUP,
    NAMES,
    ClawsAccount,
    boxes_of,
    new_account,
)
from wizard.mailclients.stores.key_file import KeyFile
from wizard.model.mail import MailSettings
from wizard.model.mail_clients import Account, Address, Profile, Running, Setting

_MARKS = {FILE, "clawsrc"}
_ANSWER_SECONDS = 15.0


class ClawsMail(FolderClient):
    """Claws Mail on Linux."""

    id = "claws-mail"
    rank = 4

    def folders(self) -> Folders:
        """Return its folder, once it was set up, and those that a person named."""
        own = self.places.home / ".claws-mail"
        found = {}
        if any((own / mark).exists() for mark in _MARKS):
            found["home"] = self._profile("home", own, is_default=True), own
        for key, folder in named_folders(self.places.given, [own], lambda f: is_profile_folder(f, _MARKS)):
            found[key] = self._profile(key, folder, is_default=False), folder
        return found

    def parse(self, path: Path, content: bytes) -> KeyFile:  # noqa: ARG002
        """Return accountrc's content."""
        return KeyFile.parse(content)

    def accounts(self, profile: Profile) -> tuple[Account, ...]:
        """Return the POP3 and IMAP accounts."""
        file = self._file(profile)
        found = (ClawsAccount(file, group) for group in file.groups() if GROUP.fullmatch(group))
        return tuple(
            self.account(each.group, each.name, each.text("address"), each.protocol, each.values())
            for each in found
            if each.protocol
        )

    def owns(self, address: Address) -> bool:
        """Whether it is one of the lines that are ever written here."""
        if address.container != FILE:
            return False
        group = not address.group or bool(GROUP.fullmatch(address.group))
        return group and (not address.name or address.name in NAMES)

    def boxes(
        self, profile: Profile, account: Account | None, settings: MailSettings
    ) -> tuple[str, str, list[Box]]:
        """Return the boxes of one account, or of a new one."""
        if account is not None:
            return account.key, account.name, boxes_of(account.key, account.values, settings)
        file, name = self._file(profile), settings.identity.address
        numbers = [int(found[1]) for group in file.groups() if (found := GROUP.fullmatch(group))]
        group = f"Account: {max(numbers, default=0) + 1}"
        inboxes = [file.value(f"Account: {number}", "inbox") for number in numbers]
        first = Box(Setting.ACCOUNT, None, name, tuple(new_account(group, name, inboxes)))
        return group, name, [first, *boxes_of(group, {}, settings)]

    def running(self, profile: Profile) -> Running | None:
        """Say whether it answers on its control socket, or a process of it uses this folder."""
        pids = [process.pid for process in self._processes(self.folder(profile))]
        return Running(self.id, self.name, tuple(pids), can_close=True) if pids else None

    def close_gently(self, profile: Profile) -> bool:
        """Ask it with `claws-mail --exit`, its documented way; it asks its user about drafts itself."""
        path = shutil.which("claws-mail")
        processes = list(self._processes(self.folder(profile)))
        if path is None or not processes:
            return False
        for process in processes:
            subprocess.run(  # noqa: S603 - fixed words
                [path, "--exit"],
                env=dict(process.environment),
                capture_output=True,
                timeout=_ANSWER_SECONDS,
                check=False,
            )
        return True

    def _file(self, profile: Profile) -> KeyFile:
        document = self.store(profile).document(FILE)
        assert isinstance(document, KeyFile)
        return document

    def _profile(self, key: str, folder: Path, *, is_default: bool) -> Profile:
        return Profile(self.id, key, folder.name, str(folder), is_default, readable(folder / FILE))

    def _processes(self, folder: Path) -> Iterator[Process]:
        for process in self.places.processes.running("claws-mail"):
            home = process.environment.get("HOME", "")
            own = bool(home) and (Path(home) / ".claws-mail").resolve() == folder.resolve()
            if own or any(path.exists() for path in _sockets(folder, process.environment)):
                yield process


def _sockets(folder: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield where a Claws Mail with this folder has its control socket (claws_get_socket_name)."""
    home = environment.get("HOME", "")
    runtime = environment.get("XDG_RUNTIME_DIR") or (f"{home}/.cache" if home else "")
    if runtime:
        for name in {str(folder), str(folder.resolve())}:
            digest = hashlib.md5(name.encode("utf-8", "surrogateescape"), usedforsecurity=False)
            yield Path(runtime) / "claws-mail" / digest.hexdigest()
