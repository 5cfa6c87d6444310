"""Evolution: accounts in its `.source` files, modified and made."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from wizard.mailclients.contract import Process
from wizard.mailclients.editing import Box
from wizard.mailclients.folder_client import FolderClient, Folders
from wizard.mailclients.pc.given import named_folders
from wizard.mailclients.programs.evolution.boxes import NAMES, boxes_of, new_uid
from wizard.mailclients.programs.evolution.sources import DATA, Sources, read_sources
from wizard.mailclients.stores.key_file import KeyFile
from wizard.model.mail import MailSettings
from wizard.model.mail_clients import Account, Address, Note, Profile, Running
from wizard.model.problem import Problem, ProblemFound

_FILE = re.compile(r"[\w.@+-]+\.source")
_MADE = re.compile(r"(tillbridge-[0-9a-f]{12}-\d+|[\w.@+-]+-(identity|transport))\.source")
_PROGRAM, _REGISTRY = "evolution", "evolution-source-registry"
_CLOSE_SECONDS = 30


class Evolution(FolderClient):
    """Evolution on Linux."""

    id = "evolution"
    rank = 3

    def folders(self) -> Folders:
        """Return its folders; other programs keep calendars there too, so that one without mail is none."""
        flatpak = self.places.home / ".var" / "app" / "org.gnome.Evolution" / "config"
        roots = {"home": self.places.config, "flatpak": flatpak}
        found = {}
        for key, root in roots.items():
            folder = root / "evolution" / "sources"
            if folder.is_dir() and (self._is_installed() or _has_mail(folder)):
                found[key] = self._profile(key, folder, is_default=True), folder
        known = [folder for _, folder in found.values()]
        for key, folder in named_folders(self.places.given, known, _is_ours):
            found[key] = self._profile(key, folder, is_default=False), folder
        return found

    def parse(self, path: Path, content: bytes) -> KeyFile:  # noqa: ARG002
        """Return a source's content."""
        return KeyFile.parse(content)

    def accounts(self, profile: Profile) -> tuple[Account, ...]:
        """Return the POP3 and IMAP accounts."""
        return tuple(
            self.account(each.account.uid, each.name, each.address, each.protocol, each.values())
            for each in self._sources(profile).accounts()
        )

    def owns(self, address: Address) -> bool:
        """Whether it is one of the lines that are ever written here."""
        if not _FILE.fullmatch(address.container):
            return False
        if not address.name:
            return not address.group or address.group in NAMES
        return address.name in NAMES.get(address.group, ())

    def makes_whole(self, container: str) -> bool:
        """Whether a source has a name that we give."""
        return bool(_MADE.fullmatch(container))

    def boxes(
        self, profile: Profile, account: Account | None, settings: MailSettings
    ) -> tuple[str, str, list[Box]]:
        """Return the boxes of one account, or of a new one."""
        sources = self._sources(profile)
        if account is None:
            uid = new_uid(sources, settings.identity.address)
            return uid, settings.identity.address, boxes_of(sources, uid, settings, {})
        return account.key, account.name, boxes_of(sources, account.key, settings, account.values)

    def notes(self, profile: Profile, account: Account | None, settings: MailSettings) -> list[Note]:
        """Say of an account that its owner switched off that what is written there has no effect yet."""
        notes = super().notes(profile, account, settings)
        if account is not None and not self._sources(profile).source(account.key).tick(
            DATA, "Enabled", default=True
        ):
            notes.append(Note("switched_off", self.words.extra_notes["switched_off"]))
        return notes

    def running(self, profile: Profile) -> Running | None:
        """Say whether Evolution, or the daemon that keeps its accounts in memory, uses this folder."""
        found = list(self._processes(profile))
        return Running(self.id, self.name, tuple(p.pid for p in found), can_close=True) if found else None

    def close_gently(self, profile: Profile) -> bool:
        """Ask it with `evolution --quit`, and have systemd stop the account daemon: both documented ways."""
        asked = False
        for process in self._processes(profile):
            program = "evolution" if process.program == _PROGRAM else "systemctl"
            words = ["--quit"] if program == "evolution" else ["--user", "stop", f"{_REGISTRY}.service"]
            path = shutil.which(program)
            if path is not None:
                subprocess.run(  # noqa: S603 - fixed words
                    [path, *words],
                    env=dict(process.environment),
                    capture_output=True,
                    timeout=_CLOSE_SECONDS,
                    check=False,
                )
                asked = True
        return asked

    def _sources(self, profile: Profile) -> Sources:
        folder = self.folder(profile)
        try:
            return read_sources(folder)
        except OSError as error:
            raise ProblemFound(_unreadable(folder, error)) from None

    def _profile(self, key: str, folder: Path, *, is_default: bool) -> Profile:
        problem = None
        try:
            read_sources(folder)
        except OSError as error:
            problem = _unreadable(folder, error)
        return Profile(self.id, key, folder.parent.name, str(folder), is_default, problem)

    def _is_installed(self) -> bool:
        return any((folder / "evolution").is_file() for folder in self.places.programs)

    def _processes(self, profile: Profile) -> Iterator[Process]:
        folder = self.folder(profile).resolve()
        for process in self.places.processes.running(_PROGRAM, _REGISTRY):
            home = process.environment.get("HOME", "")
            config = process.environment.get("XDG_CONFIG_HOME") or (f"{home}/.config" if home else "")
            if config and (Path(config) / "evolution" / "sources").resolve() == folder:
                yield process


def _has_mail(folder: Path) -> bool:
    try:
        return bool(read_sources(folder).accounts())
    except OSError:
        return True  # what is wrong with it is the profile's own problem


def _is_ours(folder: Path) -> bool:
    """Whether a folder that a person named holds sources, or is an empty one called as theirs are."""
    if not folder.is_dir():
        return False
    try:
        names = [entry.name for entry in folder.iterdir()]
    except OSError:
        return folder.name == "sources"
    return any(name.endswith(".source") for name in names) or (not names and folder.name == "sources")


def _unreadable(folder: Path, error: OSError) -> Problem:
    facts = {"path": str(error.filename or folder), "said": error.strerror or str(error)}
    return Problem("CLIENT-UNREADABLE", facts)
