"""Evolution: accounts in its `.source` files, modified and made."""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from wizard.mailclients.contract import Process
from wizard.mailclients.editing import Box, EditingClient, Target
from wizard.mailclients.pc.given import given_key
from wizard.mailclients.programs.evolution.sources import (
    ACCOUNT,
    AUTH,
    DATA,
    IDENTITY,
    POP,
    SECURITY,
    SOCKETS,
    SUBMISSION,
    TRANSPORT,
    SourceAccount,
    Sources,
    escape,
    read_sources,
)
from wizard.mailclients.stores.file import FileStore
from wizard.mailclients.stores.key_file import KeyFile
from wizard.mailclients.values import wanted_values
from wizard.model.mail import MailSettings, OutgoingAuth
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

_FILE = re.compile(r"[\w.@+-]+\.source")
_NAMES: Mapping[str, frozenset[str]] = {
    DATA: frozenset({"DisplayName", "Enabled", "Parent"}),
    ACCOUNT: frozenset({"BackendName", "IdentityUid"}),
    AUTH: frozenset({"Host", "Port", "User", "Method", "RememberPassword"}),
    SECURITY: frozenset({"Method"}),
    POP: frozenset({"KeepOnServer", "DeleteAfterDays"}),
    IDENTITY: frozenset({"Name", "Address"}),
    SUBMISSION: frozenset({"TransportUid"}),
    TRANSPORT: frozenset({"BackendName"}),
}
_PROGRAM, _REGISTRY = "evolution", "evolution-source-registry"
_CLOSE_SECONDS = 30


class Evolution(EditingClient):
    """Evolution on Linux."""

    id = "evolution"

    def detect(self) -> FoundClient | None:
        """Return its folder; other programs keep calendars there too, so that one without mail is none."""
        found = tuple(profile for profile, _ in self._folders().values())
        return FoundClient(self.id, self.name, "", found) if found else None

    def accounts(self, profile: Profile) -> tuple[Account, ...]:
        """Return the POP3 and IMAP accounts."""
        return tuple(self._account(each) for each in self._sources(profile).accounts())

    def store(self, profile: Profile) -> FileStore:
        """Return the folder's files, found now."""
        return FileStore(self._folder(profile), lambda _, content: KeyFile.parse(content))

    def owns(self, address: Address) -> bool:
        """Whether it is one of the lines that are ever written here."""
        if not _FILE.fullmatch(address.container):
            return False
        if not address.name:
            return not address.group or address.group in _NAMES
        return address.name in _NAMES.get(address.group, ())

    def boxes(
        self, profile: Profile, account: Account | None, settings: MailSettings
    ) -> tuple[str, str, list[Box]]:
        """Return the boxes of one account, or of a new one."""
        sources = self._sources(profile)
        if account is None:
            uid = _new_uid(sources, settings.identity.address)
            return uid, settings.identity.address, list(_Boxes(sources, uid, settings, {}).all())
        return account.key, account.name, list(_Boxes(sources, account.key, settings, account.values).all())

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

    # --- parts ---

    def _account(self, found: SourceAccount) -> Account:
        problem = None
        if found.protocol != "pop3":
            facts = {"client": self.id, "name": self.name, "account": found.name, "protocol": found.protocol}
            problem = Problem("CLIENT-ACCOUNT-KIND", facts)
        return Account(found.account.uid, found.name, found.address, found.protocol, found.values(), problem)

    def _sources(self, profile: Profile) -> Sources:
        folder = self._folder(profile)
        try:
            return read_sources(folder)
        except OSError as error:
            facts = {"path": str(error.filename or folder), "said": error.strerror or str(error)}
            raise ProblemFound(Problem("CLIENT-UNREADABLE", facts)) from None

    def _folders(self) -> dict[str, tuple[Profile, Path]]:
        flatpak = self.places.home / ".var" / "app" / "org.gnome.Evolution" / "config"
        roots = {"home": self.places.config, "flatpak": flatpak}
        found: dict[str, tuple[Profile, Path]] = {}
        for key, root in roots.items():
            folder = root / "evolution" / "sources"
            if folder.is_dir() and (self._is_installed() or _has_mail(folder)):
                found[key] = self._profile(key, folder, is_default=True), folder
        for folder in self.places.given:
            known = any(folder.resolve() == each.resolve() for _, each in found.values())
            if not known and folder.is_dir() and _is_ours(folder):
                key = given_key(folder)
                found[key] = self._profile(key, folder, is_default=False), folder
        return found

    def _profile(self, key: str, folder: Path, *, is_default: bool) -> Profile:
        problem = None
        try:
            read_sources(folder)
        except OSError as error:
            facts = {"path": str(error.filename or folder), "said": error.strerror or str(error)}
            problem = Problem("CLIENT-UNREADABLE", facts)
        return Profile(self.id, key, folder.parent.name, str(folder), is_default, problem)

    def _folder(self, profile: Profile) -> Path:
        found = self._folders().get(profile.key)
        if found is None:
            raise ProblemFound(Problem("CLIENT-GONE", {"client": self.id, "name": self.name}))
        return found[1]

    def _is_installed(self) -> bool:
        return any((folder / "evolution").is_file() for folder in self.places.programs)

    def _processes(self, profile: Profile) -> Iterator[Process]:
        folder = self._folder(profile).resolve()
        for process in self.places.processes.running(_PROGRAM, _REGISTRY):
            home = process.environment.get("HOME", "")
            config = process.environment.get("XDG_CONFIG_HOME") or (f"{home}/.config" if home else "")
            if config and (Path(config) / "evolution" / "sources").resolve() == folder:
                yield process


class _Boxes:
    """The boxes of one account."""

    def __init__(
        self, sources: Sources, uid: str, settings: MailSettings, old: Mapping[Setting, Value]
    ) -> None:
        self._settings, self._old, self._wanted = settings, old, wanted_values(settings)
        found = SourceAccount(sources, uid)
        self._creates = not sources.has(uid)
        self._uid = uid
        self._identity = found.identity.uid if sources.has(found.identity.uid) else f"{uid}-identity"
        self._new_identity = not sources.has(found.identity.uid)
        right = all(old.get(s) == self._wanted.get(s, old.get(s)) for s in _OUTGOING)
        usable = Setting.OUTGOING_SERVER in old and sources.has(found.transport.uid)
        shared = usable and sources.shares(found.transport.uid, found.identity.uid)
        self._new_transport = not usable or (shared and not right)
        self._transport = f"{uid}-transport" if self._new_transport else found.transport.uid

    def all(self) -> Iterator[Box]:
        """Yield every box, in the order of the plan."""
        identity = self._settings.identity
        if self._creates:
            yield Box(Setting.ACCOUNT, None, identity.address, _with_groups(self._new_account()))
        name, address = [], []
        if self._new_identity:
            name = [*_new_file(self._identity), self._parent(self._identity)]
            name += [_line(self._uid, ACCOUNT, "IdentityUid", self._identity)]
            name += [_line(self._identity, DATA, "DisplayName", identity.address)]
        name.append(_line(self._identity, IDENTITY, "Name", identity.name))
        address.append(_line(self._identity, IDENTITY, "Address", identity.address))
        yield self._box(Setting.YOUR_NAME, *name)
        yield self._box(Setting.ADDRESS, *address)
        yield from self._receiving()
        yield from self._sending()

    def _new_account(self) -> Iterator[Target]:
        yield from _new_file(self._uid)
        yield _line(self._uid, DATA, "DisplayName", self._settings.identity.address)
        yield _line(self._uid, DATA, "Enabled", "true")
        yield _line(self._uid, DATA, "Parent", "")
        yield _line(self._uid, ACCOUNT, "BackendName", "pop")

    def _receiving(self) -> Iterator[Box]:
        incoming = self._settings.incoming
        assert incoming is not None
        days = incoming.leave_on_server_days
        user = [_line(self._uid, AUTH, "User", incoming.user)]
        if self._settings.outgoing.auth is OutgoingAuth.SAME and not self._new_transport:
            user.append(_line(self._transport, AUTH, "User", incoming.user))
        yield self._box(Setting.INCOMING_SERVER, _line(self._uid, AUTH, "Host", incoming.host))
        port = _line(self._uid, AUTH, "Port", str(incoming.port))
        yield self._box(Setting.INCOMING_PORT, port)
        socket = _line(self._uid, SECURITY, "Method", SOCKETS[incoming.socket])
        yield self._box(Setting.INCOMING_ENCRYPTION, socket, port)
        yield self._box(Setting.USER_NAME, *user)
        yield self._box(Setting.SPA, _line(self._uid, AUTH, "Method", "none"))
        keep = _line(self._uid, POP, "KeepOnServer", "true" if days else "false")
        yield self._box(Setting.LEAVE_COPY, keep)
        yield self._box(Setting.REMOVE_DAYS, _line(self._uid, POP, "DeleteAfterDays", str(days)))
        yield self._box(Setting.REMEMBER_PASSWORD, _line(self._uid, AUTH, "RememberPassword", "true"))

    def _sending(self) -> Iterator[Box]:
        incoming, outgoing, uid = self._settings.incoming, self._settings.outgoing, self._transport
        assert incoming is not None
        host = []
        if self._new_transport:
            host = [
                *_new_file(uid),
                self._parent(uid),
                _line(uid, DATA, "DisplayName", self._settings.identity.address),
                _line(uid, DATA, "Enabled", "true"),
                _line(uid, TRANSPORT, "BackendName", "smtp"),
                _line(uid, AUTH, "RememberPassword", "true"),
                _line(self._identity, SUBMISSION, "TransportUid", uid),
            ]
        host.append(_line(uid, AUTH, "Host", outgoing.host))
        users = {OutgoingAuth.SAME: incoming.user, OutgoingAuth.PASSWORD: outgoing.user}
        method = "none" if outgoing.auth is OutgoingAuth.NONE else "PLAIN"
        user = _line(uid, AUTH, "User", users.get(outgoing.auth, ""))
        yield self._box(Setting.OUTGOING_SERVER, *host)
        port = _line(uid, AUTH, "Port", str(outgoing.port))
        yield self._box(Setting.OUTGOING_PORT, port)
        socket = _line(uid, SECURITY, "Method", SOCKETS[outgoing.socket])
        yield self._box(Setting.OUTGOING_ENCRYPTION, socket, port)
        yield self._box(Setting.OUTGOING_LOGIN, _line(uid, AUTH, "Method", method), user)
        if outgoing.auth is OutgoingAuth.PASSWORD:
            yield self._box(Setting.OUTGOING_USER, user)

    def _box(self, setting: Setting, *targets: Target) -> Box:
        fresh = (self._new_transport and setting in _OUTGOING) or (
            self._new_identity and setting in {Setting.YOUR_NAME, Setting.ADDRESS}
        )
        old = None if fresh or self._creates else self._old.get(setting)
        return Box(setting, old, self._wanted[setting], _with_groups(targets))

    def _parent(self, uid: str) -> Target:
        return _line(uid, DATA, "Parent", self._uid)


_OUTGOING = {
    Setting.OUTGOING_SERVER,
    Setting.OUTGOING_PORT,
    Setting.OUTGOING_ENCRYPTION,
    Setting.OUTGOING_LOGIN,
    Setting.OUTGOING_USER,
}


def _with_groups(targets: Iterable[Target]) -> tuple[Target, ...]:
    """Return the targets, each line after its group: one that is new must go again with an undo."""
    found: list[Target] = []
    for target in targets:
        address = target.address
        if address.name:
            found.append(Target(replace(address, name=""), Stored(Held.GROUP, True)))
        found.append(target)
    return tuple(dict.fromkeys(found))


def _new_file(uid: str) -> Iterator[Target]:
    yield Target(Address(f"{uid}.source", ""), Stored(Held.FILE, True, "whole"))


def _line(uid: str, group: str, name: str, value: str) -> Target:
    return Target(Address(f"{uid}.source", name, group), Stored(Held.LINE, escape(value)))


def _new_uid(sources: Sources, address: str) -> str:
    """Return a name that no source has yet; the same each time, so that a plan can be compared."""
    base = "tillbridge-" + hashlib.sha256(address.encode()).hexdigest()[:12]
    number = 1
    while sources.has(f"{base}-{number}") or sources.has(f"{base}-{number}-identity"):
        number += 1
    return f"{base}-{number}"


def _has_mail(folder: Path) -> bool:
    try:
        return bool(read_sources(folder).accounts())
    except OSError:
        return True  # what is wrong with it is the profile's own problem


def _is_ours(folder: Path) -> bool:
    """Whether a folder that a person named holds sources, or is an empty one called as theirs are."""
    try:
        names = [entry.name for entry in folder.iterdir()]
    except OSError:
        return folder.name == "sources"
    return any(name.endswith(".source") for name in names) or (not names and folder.name == "sources")
