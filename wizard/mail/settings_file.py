"""Reading a mail settings file (design §5): every fault at once, secrets as references."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from wizard.catalogue.toml_files import read_toml_file
from wizard.model.mail import Identity, Incoming, MailSettings, Outgoing, OutgoingAuth, SocketType
from wizard.model.names import is_address, is_host
from wizard.model.problem import Fault, FaultyInput
from wizard.model.secret import Secret, SecretReference, parse_reference

if TYPE_CHECKING:
    from wizard.model.sender import SignInApp

E = TypeVar("E", bound=StrEnum)

Resolve = Callable[[SecretReference, str], Secret | Fault]
"""Turns a reference found at `where` into the secret, or says why it cannot."""


class _IncomingAuth(StrEnum):
    PASSWORD = "password"  # noqa: S105 - the word
    OAUTH2 = "oauth2"


_KNOWN = {
    "identity": {"name", "address"},
    "incoming": {
        "protocol", "host", "port", "socket", "user", "password", "leave_on_server_days", "timeout_seconds",
        "auth",
    },
    "outgoing": {"host", "port", "socket", "auth", "user", "password"},
    "oauth2": {"vendor", "client_id", "client_secret", "tenant", "way"},
}  # fmt: skip


def read_settings(path: Path, resolve: Resolve, *, practice: bool) -> MailSettings:
    """Read a settings file; FaultyInput lists everything wrong with it, without repeating a secret."""
    data = read_toml_file(path)
    return _Reader(data, resolve, practice=practice).settings()


class _Reader:
    """Reads one parsed file, collecting faults."""

    def __init__(self, data: dict[str, Any], resolve: Resolve, *, practice: bool) -> None:
        self._data, self._resolve, self._practice = data, resolve, practice
        self._faults: list[Fault] = []

    def settings(self) -> MailSettings:
        self._unknown_keys()
        identity = Identity(
            self._text("identity", "name"),
            self._text("identity", "address", is_address, "is not an e-mail address"),
        )
        outgoing = self._outgoing()
        incoming = self._incoming() if "incoming" in self._data else None
        if "outgoing" in self._data and outgoing.auth is OutgoingAuth.SAME and incoming is None:
            self._fault("outgoing.auth", "NO-INCOMING", "same-as-incoming needs an [incoming] table")
        app = self._app() if "oauth2" in self._data else None
        if self._faults:
            raise FaultyInput(self._faults)
        return MailSettings(identity, incoming, outgoing, app)

    def _incoming(self) -> Incoming:
        protocol = self._table("incoming").get("protocol", "pop3")
        if protocol != "pop3":
            self._fault("incoming.protocol", "NOT-A-CHOICE", "must be pop3")
        signs_in = self._choice("incoming", "auth", _IncomingAuth, _IncomingAuth.PASSWORD) == "oauth2"
        return Incoming(
            self._text("incoming", "host", is_host, "is not a server name"),
            self._number("incoming", "port", None, 1, 65535),
            self._choice("incoming", "socket", SocketType),
            self._text("incoming", "user"),
            Secret("") if signs_in else self._secret("incoming"),
            self._number("incoming", "leave_on_server_days", 3, 0, 365),
            self._number("incoming", "timeout_seconds", 180, 10, 3600),
            signs_in,
        )

    def _outgoing(self) -> Outgoing:
        auth = self._choice("outgoing", "auth", OutgoingAuth, OutgoingAuth.SAME)
        own = auth is OutgoingAuth.PASSWORD
        return Outgoing(
            self._text("outgoing", "host", is_host, "is not a server name"),
            self._number("outgoing", "port", None, 1, 65535),
            self._choice("outgoing", "socket", SocketType),
            auth,
            self._text("outgoing", "user") if own or self._signs_in_as(auth) else "",
            self._own_password(own=own),
        )

    def _signs_in_as(self, auth: OutgoingAuth) -> bool:
        """Whether the sign-in names a user; without one it is the identity's address."""
        return auth is OutgoingAuth.OAUTH2 and "user" in self._table("outgoing")

    def _app(self) -> "SignInApp":
        """Read the store's own app; what is missing there is known from the last connect."""
        from wizard.model.sender import SignInApp, SignInWay, Vendor  # noqa: PLC0415 - most files name none

        vendor = self._choice("oauth2", "vendor", Vendor, Vendor.MICROSOFT)
        way = self._choice("oauth2", "way", SignInWay, SignInWay.BROWSER)
        needs_secret = "client_secret" in self._table("oauth2") or way is SignInWay.APP
        return SignInApp(
            vendor,
            self._text("oauth2", "client_id"),
            self._text("oauth2", "tenant") if vendor is Vendor.MICROSOFT else "",
            self._secret("oauth2", "client_secret") if needs_secret else None,
            way,
        )

    # --- one value each ---

    def _fault(self, where: str, code: str, message: str) -> None:
        self._faults.append(Fault(where, code, message))

    def _unknown_keys(self) -> None:
        for table, content in self._data.items():
            if table not in _KNOWN:
                self._fault(table, "UNKNOWN-KEY", "is not part of mail settings")
            elif isinstance(content, dict):
                for key in content.keys() - _KNOWN[table]:
                    self._fault(f"{table}.{key}", "UNKNOWN-KEY", "is not part of mail settings")
            else:
                self._fault(table, "NOT-A-TABLE", "must be a table")

    def _table(self, name: str) -> dict[str, Any]:
        table = self._data.get(name)
        return table if isinstance(table, dict) else {}

    def _text(
        self,
        table: str,
        key: str,
        good: Callable[[str], bool] = str.isprintable,
        reason: str = "holds unprintable characters",
    ) -> str:
        value = self._table(table).get(key)
        where = f"{table}.{key}"
        if value is None or (isinstance(value, str) and not value.strip()):
            self._fault(where, "MISSING", "is missing")
        elif not isinstance(value, str):
            self._fault(where, "NOT-A-TEXT", "must be a text in quotes")
        elif not good(value.strip()):
            self._fault(where, "NOT-VALID", reason)
        else:
            return value.strip()
        return ""

    def _number(self, table: str, key: str, default: int | None, low: int, high: int) -> int:
        value = self._table(table).get(key, default)
        where = f"{table}.{key}"
        if value is None:
            self._fault(where, "MISSING", "is missing")
        elif not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self._fault(where, "NOT-A-NUMBER", f"must be a whole number from {low} to {high}")
        else:
            return value
        return low

    def _choice(self, table: str, key: str, kind: type[E], default: E | None = None) -> E:
        value = self._table(table).get(key, default)
        if value is None:
            self._fault(f"{table}.{key}", "MISSING", "is missing")
        else:
            try:
                return kind(value)
            except ValueError:
                choices = ", ".join(member.value for member in kind)
                self._fault(f"{table}.{key}", "NOT-A-CHOICE", f"must be one of {choices}")
        return next(iter(kind))

    def _own_password(self, *, own: bool) -> Secret | None:
        """Return the outgoing password where it is used; a literal is a fault also where it is not."""
        if own:
            return self._secret("outgoing")
        value = self._table("outgoing").get("password")
        if value is not None:
            found = parse_reference(value, "outgoing.password", practice=self._practice)
            if isinstance(found, Fault):
                self._faults.append(found)
        return None

    def _secret(self, table: str, key: str = "password") -> Secret:
        where = f"{table}.{key}"
        value = self._table(table).get(key)
        if value is None:
            self._fault(where, "MISSING", "is missing")
            return Secret("")
        reference = parse_reference(value, where, practice=self._practice)
        secret = reference if isinstance(reference, Fault) else self._resolve(reference, where)
        if isinstance(secret, Fault):
            self._faults.append(secret)
            return Secret("")
        return secret
