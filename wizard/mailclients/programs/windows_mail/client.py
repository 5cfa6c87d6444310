"""Windows Mail and Windows Live Mail: accounts in `.oeaccount` files, modified and made."""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wizard.mailclients.editing import Box, Target
from wizard.mailclients.folder_client import FolderClient, Folders
from wizard.mailclients.pc.closing import CAN_ASK
from wizard.mailclients.programs.outlook_express.limits import no_express_box_for
from wizard.mailclients.programs.outlook_express.values import NAMES, TEXTS, boxes_of, values_of
from wizard.mailclients.stores.file import FileStore
from wizard.mailclients.stores.oeaccount import OeAccount, number_of
from wizard.mailclients.stores.registry import reading
from wizard.mailclients.values import wanted_values
from wizard.model.files import read_file
from wizard.model.mail import MailSettings
from wizard.model.mail_clients import (
    Account,
    Address,
    FoundClient,
    Held,
    Profile,
    Running,
    Setting,
    Stored,
    Value,
)
from wizard.model.problem import Problem, ProblemFound

_VISTA, _LIVE = "Windows Mail", "Windows Live Mail"
_PROGRAMS = {_VISTA: "winmail", _LIVE: "wlmail"}
_FILE = re.compile(r"account\{[^\\/{}]+\}\.oeaccount", re.IGNORECASE)
_NO_TEXT = {"0", "FALSE"}
"""What stands for an empty text."""
_WATCHED = {_VISTA}
"""Whose store folder is documented to take in new account files at the next start."""


class _AccountFiles(FileStore):
    """Account files by their name: the program moves a new one to where it keeps its own."""

    def _path(self, container: str) -> Path:
        path = super()._path(container)
        if path.exists():
            return path
        found = (each for each in account_files(self.root) if each.name.casefold() == container.casefold())
        return next(found, path)


class WindowsMail(FolderClient):
    """Windows Mail (Vista) and Windows Live Mail."""

    id = "windows-mail"
    rank = 6
    files = _AccountFiles

    def folders(self) -> Folders:
        """Return the programs' folders, which are in every user's profile."""
        base = self.places.local_appdata
        roots = {} if base is None else {name: base / "Microsoft" / name for name in _PROGRAMS}
        found = {name: root for name, root in roots.items() if root.is_dir()}
        return {name: (Profile(self.id, name, name, str(root)), root) for name, root in found.items()}

    def parse(self, path: Path, content: bytes) -> OeAccount:
        """Return an account's file."""
        return OeAccount(content, str(path))

    def detect(self) -> FoundClient | None:
        """Return those that hold mail accounts or were used."""
        found = self.folders().values()
        profiles = tuple(profile for profile, folder in found if self._is_used(profile.name, folder))
        if not profiles:
            return None
        return FoundClient(self.id, " / ".join(p.name for p in profiles), "", profiles)

    def accounts(self, profile: Profile) -> tuple[Account, ...]:
        """Return the mail accounts; directories and newsgroups are none."""
        found = (self._account(path) for path in account_files(self.folder(profile)))
        return tuple(account for account in found if account is not None)

    def boxes(
        self, profile: Profile, account: Account | None, settings: MailSettings
    ) -> tuple[str, str, list[Box]]:
        """Return one account's boxes, or those of a new one."""
        self.must_hold(no_express_box_for(settings))
        wanted = wanted_values(settings)
        self._refuse_what_means_no_text(wanted)
        store = self.store(profile)
        if account is not None:
            held = FileValues(account.key, _document(store, account.key))
            return account.key, account.name, list(boxes_of(held, wanted, new=False))
        if profile.name not in _WATCHED:
            raise self.refusal("CLIENT-GUIDE", name=profile.name)
        name = str(wanted[Setting.ADDRESS])
        key = self._new_file(profile, name)
        held = FileValues(key, OeAccount(b""))
        targets = (
            Target(Address(key, ""), Stored(Held.FILE, True)),
            Target(held.address("Account Name"), held.changed("Account Name", name)),
            # 3: the connection that Windows uses
            Target(held.address("Connection Type"), held.changed("Connection Type", 3)),
        )
        return key, name, [Box(Setting.ACCOUNT, None, name, targets), *boxes_of(held, wanted, new=True)]

    def owns(self, address: Address) -> bool:
        """Whether it is an element of an account's file."""
        names = {"", "Connection_Type", *(name.replace(" ", "_") for name in NAMES)}
        return bool(_FILE.fullmatch(address.container)) and address.name in names

    def running(self, profile: Profile) -> Running | None:
        """Say whether that program is open."""
        pids = tuple(p.pid for p in self.places.processes.running(_PROGRAMS[profile.key]))
        return Running(self.id, profile.name, pids, can_close=CAN_ASK) if pids else None

    def _account(self, path: Path) -> Account | None:
        """Return a file's mail account; None for a directory or a newsgroup."""
        try:
            held = FileValues(path.name, OeAccount(_content(path), str(path)))
        except ProblemFound as found:
            return Account(path.name, path.name, "", "", {}, found.problem)
        name, address = held.text("Account Name"), held.text("SMTP Email Address")
        if held.text("POP3 Server"):
            return self.account(path.name, name, address, "pop3", values_of(held))
        return self.account(path.name, name, address, "imap", {}) if held.text("IMAP Server") else None

    def _refuse_what_means_no_text(self, wanted: Mapping[Setting, Value]) -> None:
        for setting in TEXTS:
            if wanted.get(setting) in _NO_TEXT:
                self.must_hold(f'a text that is "{wanted[setting]}"')

    def _is_used(self, name: str, folder: Path) -> bool:
        if any(self._account(path) is not None for path in account_files(folder)):
            return True
        registry = self.places.registry
        if registry is None:
            return False
        with reading(name):
            used = registry.values(rf"Software\Microsoft\{name}")
        return "store root" in {value.lower() for value in used}

    def _new_file(self, profile: Profile, address: str) -> str:
        """Return the same name for the same new account, so that two plans of it are equal."""
        there = {path.name.casefold() for path in account_files(self.folder(profile))}
        for number in range(1000):
            made = uuid.uuid5(uuid.NAMESPACE_URL, f"mailto:{address}#{number}")
            name = f"account{{{str(made).upper()}}}.oeaccount"
            if name.casefold() not in there:
                return name
        raise self.refusal("CLIENT-GUIDE", name=profile.name)


@dataclass(frozen=True)
class FileValues:
    """One account's file."""

    key: str
    document: OeAccount

    def text(self, name: str) -> str:
        """Return a text; "0" and "FALSE" stand for an empty one."""
        found = self.document.values().get(_tag(name).lower())
        text = "" if found is None else str(found.data)
        return "" if text in _NO_TEXT else text

    def number(self, name: str, default: int) -> int:
        """Return a number, the default where there is none."""
        found = self.document.values().get(_tag(name).lower())
        number = None if found is None else number_of(str(found.data))
        return default if number is None else number

    def address(self, name: str) -> Address:
        """Return where a value stands."""
        return Address(self.key, _tag(name))

    def changed(self, name: str, value: str | int) -> Stored:
        """Return a new value in the form that is there."""
        return self.document.changed(_tag(name), value)


def account_files(folder: Path) -> Iterator[Path]:
    """Yield a program's account files in the order of their names; CLIENT-UNREADABLE."""
    try:
        found = sorted(path for path in folder.rglob("*.oeaccount") if _FILE.fullmatch(path.name))
    except OSError as error:
        facts = {"path": str(folder), "said": error.strerror or str(error)}
        raise ProblemFound(Problem("CLIENT-UNREADABLE", facts)) from None
    yield from found


def _content(path: Path) -> bytes:
    try:
        return read_file(path)
    except OSError as error:
        facts = {"path": str(path), "said": error.strerror or str(error)}
        raise ProblemFound(Problem("CLIENT-UNREADABLE", facts)) from None


def _document(store: FileStore, container: str) -> OeAccount:
    document = store.document(container)
    assert isinstance(document, OeAccount)
    return document


def _tag(name: str) -> str:
    return name.replace(" ", "_")
