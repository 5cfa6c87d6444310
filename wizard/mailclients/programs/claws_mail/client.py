"""Claws Mail: accounts in ~/.claws-mail/accountrc, modified and made (names as in version 4.1)."""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from wizard.mailclients.contract import Process
from wizard.mailclients.editing import Box, EditingClient, Target
from wizard.mailclients.pc.given import given_key, is_profile_folder, readable
from wizard.mailclients.stores.file import FileStore
from wizard.mailclients.stores.key_file import KeyFile
from wizard.mailclients.values import wanted_values
from wizard.model.mail import MailSettings, OutgoingAuth, SocketType
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
    Values,
)
from wizard.model.problem import Problem, ProblemFound

_FILE = "accountrc"
_GROUP = re.compile(r"Account: (\d+)")
_POP3, _IMAP = "0", "3"
_SOCKETS = {SocketType.PLAIN: "0", SocketType.TLS: "1", SocketType.STARTTLS: "2"}
_SOCKET_OF = {"0": "plain", "1": "tls", "2": "starttls"}
_OAUTH2 = "512"
_NAMES = frozenset(
    (
        *("account_name", "is_default", "name", "address", "protocol", "receive_server", "smtp_server"),
        *("user_id", "use_apop_auth", "use_pop_auth", "remove_mail", "message_leave_time"),
        *("message_leave_hour", "use_smtp_auth", "smtp_auth_method", "smtp_user_id", "ssl_pop", "ssl_smtp"),
        *("set_popport", "pop_port", "set_smtpport", "smtp_port", "inbox", "local_inbox"),
    )
)
_ANSWER_SECONDS = 15.0


class ClawsMail(EditingClient):
    """Claws Mail on Linux."""

    id = "claws-mail"

    def detect(self) -> FoundClient | None:
        """Return its folder, and those that a person named."""
        found = tuple(profile for profile, _ in self._folders().values())
        return FoundClient(self.id, self.name, "", found) if found else None

    def accounts(self, profile: Profile) -> tuple[Account, ...]:
        """Return the POP3 and IMAP accounts."""
        file = self._file(profile)
        found = (_Account(file, group) for group in file.groups() if _GROUP.fullmatch(group))
        return tuple(self._account(each) for each in found if each.protocol)

    def store(self, profile: Profile) -> FileStore:
        """Return the folder's files, found now."""
        return FileStore(self._folder(profile), lambda _, content: KeyFile.parse(content))

    def owns(self, address: Address) -> bool:
        """Whether it is one of the lines that are ever written here."""
        if address.container != _FILE:
            return False
        group = not address.group or bool(_GROUP.fullmatch(address.group))
        return group and (not address.name or address.name in _NAMES)

    def boxes(
        self, profile: Profile, account: Account | None, settings: MailSettings
    ) -> tuple[str, str, list[Box]]:
        """Return the boxes of one account, or of a new one."""
        file = self._file(profile)
        if account is not None:
            return account.key, account.name, _boxes(account.key, account.values, settings)
        numbers = [int(found[1]) for group in file.groups() if (found := _GROUP.fullmatch(group))]
        group, name = f"Account: {max(numbers, default=0) + 1}", settings.identity.address
        inboxes = [file.value(f"Account: {number}", "inbox") for number in numbers]
        first = Box(Setting.ACCOUNT, None, name, tuple(_new_account(group, name, inboxes)))
        return group, name, [first, *_boxes(group, {}, settings)]

    def running(self, profile: Profile) -> Running | None:
        """Say whether it answers on its control socket, or a process of it uses this folder."""
        pids = [process.pid for process in self._processes(self._folder(profile))]
        return Running(self.id, self.name, tuple(pids), can_close=True) if pids else None

    def close_gently(self, profile: Profile) -> bool:
        """Ask it with `claws-mail --exit`, its documented way; it asks its user about drafts itself."""
        path = shutil.which("claws-mail")
        processes = list(self._processes(self._folder(profile)))
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

    # --- parts ---

    def _account(self, found: "_Account") -> Account:
        problem = None
        if found.protocol != "pop3":
            facts = {"client": self.id, "name": self.name, "account": found.name, "protocol": found.protocol}
            problem = Problem("CLIENT-ACCOUNT-KIND", facts)
        return Account(
            found.group, found.name, found.text("address"), found.protocol, found.values(), problem
        )

    def _file(self, profile: Profile) -> KeyFile:
        document = self.store(profile).document(_FILE)
        assert isinstance(document, KeyFile)
        return document

    def _folders(self) -> dict[str, tuple[Profile, Path]]:
        """Return every profile by its key: one that was set up, or that a person named."""
        found: dict[str, tuple[Profile, Path]] = {}
        own = self.places.home / ".claws-mail"
        if (own / _FILE).exists() or (own / "clawsrc").exists():
            found["home"] = self._profile("home", own, is_default=True), own
        for folder in self.places.given:
            if folder.resolve() != own.resolve() and is_profile_folder(folder, {_FILE, "clawsrc"}):
                key = given_key(folder)
                found[key] = self._profile(key, folder, is_default=False), folder
        return found

    def _profile(self, key: str, folder: Path, *, is_default: bool) -> Profile:
        return Profile(self.id, key, folder.name, str(folder), is_default, readable(folder / _FILE))

    def _folder(self, profile: Profile) -> Path:
        found = self._folders().get(profile.key)
        if found is None:
            raise ProblemFound(Problem("CLIENT-GONE", {"client": self.id, "name": self.name}))
        return found[1]

    def _processes(self, folder: Path) -> Iterator[Process]:
        for process in self.places.processes.running("claws-mail"):
            home = process.environment.get("HOME", "")
            own = bool(home) and (Path(home) / ".claws-mail").resolve() == folder.resolve()
            if own or any(path.exists() for path in _sockets(folder, process.environment)):
                yield process


class _Account:
    """One group of accountrc."""

    def __init__(self, file: KeyFile, group: str) -> None:
        self._file, self.group = file, group
        self.protocol = {_POP3: "pop3", _IMAP: "imap"}.get(self.text("protocol", _POP3), "")
        self.name = self.text("account_name") or self.text("address") or group

    def text(self, name: str, default: str = "") -> str:
        """Return a line's value."""
        found = self._file.value(self.group, name)
        return default if found is None else found

    def number(self, name: str, default: int) -> int:
        """Return a line's value as a number."""
        found = self.text(name)
        return int(found) if found.isdigit() else default

    def values(self) -> Values:
        """Return what the account's boxes hold."""
        receive, send = self.text("ssl_pop", "0"), self.text("ssl_smtp", "0")
        removes, days = self.text("remove_mail", "1") == "1", self.number("message_leave_time", 7)
        return {
            Setting.YOUR_NAME: self.text("name"),
            Setting.ADDRESS: self.text("address"),
            Setting.PROTOCOL: self.protocol,
            Setting.INCOMING_SERVER: self.text("receive_server"),
            Setting.INCOMING_PORT: self._port("pop", 995 if receive == "1" else 110),
            Setting.INCOMING_ENCRYPTION: _SOCKET_OF.get(receive, receive),
            Setting.USER_NAME: self.text("user_id"),
            Setting.SPA: "1" in (self.text("use_apop_auth"), self.text("use_pop_auth")),
            Setting.LEAVE_COPY: not removes or days > 0 or self.number("message_leave_hour", 0) > 0,
            Setting.REMOVE_DAYS: days if removes else 0,
            Setting.OUTGOING_SERVER: self.text("smtp_server"),
            Setting.OUTGOING_PORT: self._port("smtp", 465 if send == "1" else 25),
            Setting.OUTGOING_ENCRYPTION: _SOCKET_OF.get(send, send),
            Setting.OUTGOING_LOGIN: self._login(),
            Setting.OUTGOING_USER: self.text("smtp_user_id"),
        }

    def _port(self, kind: str, default: int) -> int:
        return self.number(f"{kind}_port", default) if self.text(f"set_{kind}port") == "1" else default

    def _login(self) -> str:
        if self.text("use_smtp_auth") != "1":
            return OutgoingAuth.NONE.value
        if self.text("smtp_auth_method") == _OAUTH2:
            return OutgoingAuth.OAUTH2.value
        return (OutgoingAuth.PASSWORD if self.text("smtp_user_id") else OutgoingAuth.SAME).value


def _new_account(group: str, name: str, inboxes: list[str | None]) -> Iterator[Target]:
    yield Target(Address(_FILE, ""), Stored(Held.FILE, True))
    yield Target(Address(_FILE, "", group), Stored(Held.GROUP, True))
    yield _line(group, "account_name", name)
    yield _line(group, "protocol", _POP3)
    if not inboxes:
        yield _line(group, "is_default", "1")
    inbox = next((each for each in inboxes if each), None)
    if inbox is not None:  # new mail goes where the other accounts' goes
        yield _line(group, "inbox", inbox)
        yield _line(group, "local_inbox", inbox)


def _boxes(group: str, old: Mapping[Setting, Value], settings: MailSettings) -> list[Box]:
    incoming, outgoing = settings.incoming, settings.outgoing
    assert incoming is not None
    wanted = wanted_values(settings)
    days = incoming.leave_on_server_days

    def box(setting: Setting, **lines: str | int) -> Box:
        targets = tuple(_line(group, name, str(value)) for name, value in lines.items())
        return Box(setting, old.get(setting), wanted[setting], targets)

    login: dict[OutgoingAuth, dict[str, str | int]] = {
        OutgoingAuth.NONE: {"use_smtp_auth": 0},
        OutgoingAuth.SAME: {"use_smtp_auth": 1, "smtp_auth_method": 0, "smtp_user_id": ""},
        OutgoingAuth.PASSWORD: {"use_smtp_auth": 1, "smtp_auth_method": 0, "smtp_user_id": outgoing.user},
    }
    receiving: dict[str, str | int] = {"set_popport": 1, "pop_port": incoming.port}
    sending: dict[str, str | int] = {"set_smtpport": 1, "smtp_port": outgoing.port}
    removed: dict[str, str | int] = {"remove_mail": 1, "message_leave_time": days, "message_leave_hour": 0}
    boxes = [
        box(Setting.YOUR_NAME, name=settings.identity.name),
        box(Setting.ADDRESS, address=settings.identity.address),
        box(Setting.INCOMING_SERVER, receive_server=incoming.host),
        box(Setting.INCOMING_PORT, **receiving),
        box(Setting.INCOMING_ENCRYPTION, ssl_pop=_SOCKETS[incoming.socket], **receiving),
        box(Setting.USER_NAME, user_id=incoming.user),
        box(Setting.SPA, use_apop_auth=0, use_pop_auth=0),
        box(Setting.LEAVE_COPY, **removed),
        box(Setting.REMOVE_DAYS, **removed),
        box(Setting.OUTGOING_SERVER, smtp_server=outgoing.host),
        box(Setting.OUTGOING_PORT, **sending),
        box(Setting.OUTGOING_ENCRYPTION, ssl_smtp=_SOCKETS[outgoing.socket], **sending),
        box(Setting.OUTGOING_LOGIN, **login[outgoing.auth]),
    ]
    if outgoing.auth is OutgoingAuth.PASSWORD:
        boxes.append(box(Setting.OUTGOING_USER, smtp_user_id=outgoing.user))
    return boxes


def _line(group: str, name: str, value: str) -> Target:
    return Target(Address(_FILE, name, group), Stored(Held.LINE, value))


def _sockets(folder: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield where a Claws Mail with this folder has its control socket (claws_get_socket_name)."""
    home = environment.get("HOME", "")
    runtime = environment.get("XDG_RUNTIME_DIR") or (f"{home}/.cache" if home else "")
    if runtime:
        for name in {str(folder), str(folder.resolve())}:
            digest = hashlib.md5(name.encode("utf-8", "surrogateescape"), usedforsecurity=False)
            yield Path(runtime) / "claws-mail" / digest.hexdigest()
