"""Reading a mail settings file (design §5): every fault at once, secrets as references."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from wizard.catalogue.toml_files import read_toml_file
from wizard.model.mail import Identity, Incoming, MailSettings, Outgoing, OutgoingAuth, SocketType
from wizard.model.names import is_address, is_host
from wizard.model.problem import Fault, FaultyInput
from wizard.model.secret import Secret, SecretReference, parse_reference

E = TypeVar("E", bound=StrEnum)

Resolve = Callable[[SecretReference, str], Secret | Fault]
"""Turns a reference found at `where` into the secret, or says why it cannot."""

_KNOWN = {
    "identity": {"name", "address"},
    "incoming": {
        "protocol", "host", "port", "socket", "user", "password", "leave_on_server_days", "timeout_seconds",
    },
    "outgoing": {"host", "port", "socket", "auth", "user", "password"},
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
        if self._faults:
            raise FaultyInput(self._faults)
        return MailSettings(identity, incoming, outgoing)

    def _incoming(self) -> Incoming:
        protocol = self._table("incoming").get("protocol", "pop3")
        if protocol != "pop3":
            self._fault("incoming.protocol", "NOT-A-CHOICE", "must be pop3")
        return Incoming(
            self._text("incoming", "host", is_host, "is not a server name"),
            self._number("incoming", "port", None, 1, 65535),
            self._choice("incoming", "socket", SocketType),
            self._text("incoming", "user"),
            self._secret("incoming"),
            self._number("incoming", "leave_on_server_days", 3, 0, 365),
            self._number("incoming", "timeout_seconds", 180, 10, 3600),
        )

    def _outgoing(self) -> Outgoing:
        auth = self._choice("outgoing", "auth", OutgoingAuth, OutgoingAuth.SAME)
        own = auth is OutgoingAuth.PASSWORD
        if auth is OutgoingAuth.OAUTH2:
            self._fault(
                "outgoing.auth",
                "NOT-AVAILABLE",
                "oauth2 comes with the store's own sender, not yet in this version",
            )
        return Outgoing(
            self._text("outgoing", "host", is_host, "is not a server name"),
            self._number("outgoing", "port", None, 1, 65535),
            self._choice("outgoing", "socket", SocketType),
            auth,
            self._text("outgoing", "user") if own else "",
            self._own_password(own=own),
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

    def _secret(self, table: str) -> Secret:
        where = f"{table}.password"
        value = self._table(table).get("password")
        if value is None:
            self._fault(where, "MISSING", "is missing")
            return Secret("")
        reference = parse_reference(value, where, practice=self._practice)
        secret = reference if isinstance(reference, Fault) else self._resolve(reference, where)
        if isinstance(secret, Fault):
            self._faults.append(secret)
            return Secret("")
        return secret
