"""Which preferences make up each box of a Thunderbird account, and what they are to hold."""

from dataclasses import dataclass
from urllib.parse import quote

from wizard.mailclients.editing import Box, Target
from wizard.mailclients.programs.thunderbird.prefs import (
    NO_LOGIN,
    PASSWORD,
    SOCKETS,
    AccountPrefs,
    next_number,
    text,
)
from wizard.mailclients.stores.prefs import Prefs
from wizard.mailclients.values import wanted_values
from wizard.model.mail import MailSettings, OutgoingAuth
from wizard.model.mail_clients import Address, Held, Setting, Stored, Value

PREFS = "prefs.js"
_FOLDERS = ("fcc_folder", "draft_folder", "stationery_folder", "archive_folder")


def boxes_of(prefs: Prefs, account: str | None, settings: MailSettings) -> tuple[str, str, list[Box]]:
    """Return the account's key, its name and its boxes; None = a new account's."""
    maker = _Boxes(prefs, settings, account)
    return maker.keys.account, maker.name, maker.boxes()


@dataclass(frozen=True)
class _Keys:
    account: str
    server: str
    identity: str
    smtp: str


class _Boxes:
    """The boxes of one account."""

    def __init__(self, prefs: Prefs, settings: MailSettings, account: str | None) -> None:
        self._prefs, self._settings = prefs, settings
        self._wanted = wanted_values(settings)
        self._found = AccountPrefs(prefs, account) if account else None
        self._new_identity = self._found is None or not self._found.identity
        self._new_smtp = self._found is None or not self._usable_smtp(self._found)
        self._unlisted = self._new_smtp or (self._found is not None and not self._found.is_listed)
        self.keys = self._make_keys()
        self.name = self._found.name if self._found else settings.identity.address
        self._old = dict(self._found.values()) if self._found else {}

    def boxes(self) -> list[Box]:
        """Return every box, in the order of the plan."""
        boxes = [] if self._found else [self._account_box()]
        boxes += [
            self._box(Setting.YOUR_NAME, self._identity("fullName", self._settings.identity.name)),
            self._box(Setting.ADDRESS, self._identity("useremail", self._settings.identity.address)),
        ]
        return boxes + self._incoming() + self._outgoing()

    # --- which keys ---

    def _usable_smtp(self, found: AccountPrefs) -> bool:
        """Whether the account's outgoing server may be changed: there is one, and nobody else uses it."""
        if not found.smtp or text(self._prefs, f"mail.smtpserver.{found.smtp}.type") not in {"", "smtp"}:
            return False
        values = found.values()
        right = all(values.get(s) == self._wanted.get(s, values.get(s)) for s in _OUTGOING)
        return (right and found.is_listed) or not found.shares_smtp()

    def _make_keys(self) -> _Keys:
        prefs, found = self._prefs, self._found
        identity = next_number(prefs, r"mail\.identity\.id(\d+)\.", r"id(\d+)$")
        smtp = next_number(prefs, r"mail\.smtpserver\.smtp(\d+)\.", r"smtp(\d+)$")
        new_identity, new_smtp = f"id{identity}", f"smtp{smtp}"
        if found is not None:
            return _Keys(
                found.key,
                found.server,
                new_identity if self._new_identity else found.identity,
                new_smtp if self._new_smtp else found.smtp,
            )
        account = next_number(prefs, r"mail\.account\.account(\d+)\.", r"account(\d+)$")
        last = prefs.value("mail.account.lastKey")
        if isinstance(last, int):
            account = max(account, last + 1)
        server = next_number(prefs, r"mail\.server\.server(\d+)\.", r"server(\d+)$")
        return _Keys(f"account{account}", f"server{server}", new_identity, new_smtp)

    # --- boxes ---

    def _account_box(self) -> Box:
        """Return what makes a new account known, and what a new one begins with."""
        keys = self.keys
        number = int(keys.account.removeprefix("account"))
        targets = [
            Target(Address(PREFS, ""), Stored(Held.FILE, True)),
            self._member("mail.accountmanager.accounts", keys.account),
            _pref(f"mail.account.{keys.account}.server", keys.server),
            _pref(f"mail.account.{keys.account}.identities", keys.identity),
            _pref("mail.account.lastKey", number, soft=True),
            _pref(f"mail.server.{keys.server}.type", "pop3"),
            _pref(f"mail.server.{keys.server}.name", self.name),
            _pref(f"mail.server.{keys.server}.login_at_startup", True),
            _pref(f"mail.server.{keys.server}.check_new_mail", True),
            _pref(f"mail.server.{keys.server}.download_on_biff", True),
        ]
        if not text(self._prefs, "mail.accountmanager.defaultaccount"):
            targets.append(_pref("mail.accountmanager.defaultaccount", keys.account, soft=True))
        return Box(Setting.ACCOUNT, None, self.name, tuple(targets))

    def _incoming(self) -> list[Box]:
        incoming, server = self._settings.incoming, f"mail.server.{self.keys.server}."
        assert incoming is not None
        host = [_pref(server + "hostname", incoming.host), *self._beside("realhostname", incoming.host)]
        user = [_pref(server + "userName", incoming.user), *self._beside("realuserName", incoming.user)]
        if self._settings.outgoing.auth is OutgoingAuth.SAME:
            user.append(self._smtp("username", incoming.user))
        moved = self._moved_folders(incoming.host, incoming.user)
        days = incoming.leave_on_server_days
        removed = [_pref(server + "delete_by_age_from_server", days > 0)]
        if days > 0:
            removed.append(_pref(server + "num_days_to_leave_on_server", days))
        port, socket = _pref(server + "port", incoming.port), SOCKETS[incoming.socket]
        return [
            self._box(Setting.INCOMING_SERVER, *host, *moved),
            self._box(Setting.INCOMING_PORT, port),
            self._box(Setting.INCOMING_ENCRYPTION, _pref(server + "socketType", socket), port),
            self._box(Setting.USER_NAME, *user, *moved),
            self._box(Setting.SPA, _pref(server + "authMethod", PASSWORD)),
            self._box(Setting.LEAVE_COPY, _pref(server + "leave_on_server", days > 0)),
            self._box(Setting.REMOVE_DAYS, *removed),
        ]

    def _outgoing(self) -> list[Box]:
        outgoing = self._settings.outgoing
        host = [self._smtp("hostname", outgoing.host)]
        if self._new_smtp:
            host += [self._smtp("type", "smtp"), self._identity("smtpServer", self.keys.smtp)]
        if self._unlisted:
            # No default is set: every identity without a server of its own would then send through ours.
            host.append(self._member("mail.smtpservers", self.keys.smtp))
        port, socket = self._smtp("port", outgoing.port), SOCKETS[outgoing.socket]
        boxes = [
            self._box(Setting.OUTGOING_SERVER, *host),
            self._box(Setting.OUTGOING_PORT, port),
            self._box(Setting.OUTGOING_ENCRYPTION, self._smtp("try_ssl", socket), port),
            self._box(Setting.OUTGOING_LOGIN, *self._login(outgoing.auth)),
        ]
        if outgoing.auth is OutgoingAuth.PASSWORD:
            boxes.append(self._box(Setting.OUTGOING_USER, self._smtp("username", outgoing.user)))
        return boxes

    def _login(self, auth: OutgoingAuth) -> list[Target]:
        """Return what makes a login for sending; an empty `incomingAccount` means the same as none."""
        incoming, outgoing = self._settings.incoming, self._settings.outgoing
        assert incoming is not None
        users = {OutgoingAuth.SAME: incoming.user, OutgoingAuth.PASSWORD: outgoing.user}
        targets = [
            self._smtp("authMethod", NO_LOGIN if auth is OutgoingAuth.NONE else PASSWORD),
            self._smtp("username", users.get(auth, "")),
        ]
        if auth is OutgoingAuth.SAME:
            targets.append(self._smtp("incomingAccount", self.keys.server))
        elif text(self._prefs, f"mail.smtpserver.{self.keys.smtp}.incomingAccount"):
            targets.append(self._smtp("incomingAccount", ""))
        return targets

    # --- parts ---

    def _box(self, setting: Setting, *targets: Target) -> Box:
        fresh = (self._new_smtp and setting in _OUTGOING) or (self._new_identity and setting in _IDENTITY)
        fresh = fresh or (self._unlisted and setting is Setting.OUTGOING_SERVER)
        old = None if fresh else self._old.get(setting)
        extra: tuple[Target, ...] = ()
        if setting is Setting.ADDRESS and self._found is not None and self._new_identity:
            extra = (_pref(f"mail.account.{self.keys.account}.identities", self.keys.identity),)
        return Box(setting, old, self._wanted[setting], (*targets, *extra))

    def _identity(self, name: str, value: Value) -> Target:
        return _pref(f"mail.identity.{self.keys.identity}.{name}", value)

    def _smtp(self, name: str, value: Value) -> Target:
        return _pref(f"mail.smtpserver.{self.keys.smtp}.{name}", value)

    def _member(self, name: str, word: str) -> Target:
        present = self._prefs.value(name)
        if present is not None and not isinstance(present, str):
            return _pref(name, word)  # no list at all: it is replaced, and an undo gives it back
        made = None if present is not None else "made"
        return Target(Address(PREFS, name, word), Stored(Held.MEMBER, True, made), soft=True)

    def _beside(self, name: str, value: str) -> list[Target]:
        pref = f"mail.server.{self.keys.server}.{name}"
        return [_pref(pref, value)] if text(self._prefs, pref) else []

    def _moved_folders(self, host: str, user: str) -> list[Target]:
        """Return the folders that settings name by the account's address, which changes with host and user.

        Thunderbird's own migrateServerUris does the same when they are changed in its window.
        """
        if self._found is None:
            return []
        server = f"mail.server.{self.keys.server}."
        old = _uri(text(self._prefs, server + "userName"), text(self._prefs, server + "hostname"))
        new = _uri(user, host)
        if old == new:
            return []
        targets = []
        for name in self._prefs.names():
            value = self._prefs.value(name)
            if not isinstance(value, str) or not (value == old or value.startswith(old + "/")):
                continue
            part = name.rpartition(".")[2]
            if (name.startswith("mail.identity.") and part in _FOLDERS) or (
                name.startswith("mail.server.") and part.startswith("spamActionTarget")
            ):
                targets.append(_pref(name, new + value.removeprefix(old)))
        return targets


_OUTGOING = {
    Setting.OUTGOING_SERVER,
    Setting.OUTGOING_PORT,
    Setting.OUTGOING_ENCRYPTION,
    Setting.OUTGOING_LOGIN,
    Setting.OUTGOING_USER,
}
_IDENTITY = {Setting.YOUR_NAME, Setting.ADDRESS}


def _pref(name: str, value: Value, *, soft: bool = False) -> Target:
    return Target(Address(PREFS, name), Stored(Held.PREF, value), soft)


def _uri(user: str, host: str) -> str:
    """Return an account's folder address as Thunderbird builds it (encodeURIComponent)."""
    safe = "-_.!~*'()"
    return "mailbox://" + (quote(user, safe) + "@" if user else "") + quote(host, safe)
