"""Evolution's key files: an account, its identity and its transport, each one `<uid>.source`.

Names and values as e-source extensions and camel-pop3-settings have them (version 3.46, checked 2026-11-20).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wizard.mailclients.stores.key_file import KeyFile
from wizard.model.files import read_file
from wizard.model.mail import OutgoingAuth, SocketType
from wizard.model.mail_clients import Setting, Value, Values

DATA, AUTH, SECURITY = "Data Source", "Authentication", "Security"
ACCOUNT, POP, IDENTITY = "Mail Account", "Pop Backend", "Mail Identity"
SUBMISSION, TRANSPORT = "Mail Submission", "Mail Transport"

SOCKETS = {
    SocketType.PLAIN: "none",
    SocketType.STARTTLS: "starttls-on-standard-port",
    SocketType.TLS: "ssl-on-alternate-port",
}
_SOCKET_OF = {"none": "plain", "starttls-on-standard-port": "starttls", "ssl-on-alternate-port": "tls"}
_PASSWORD_METHODS = {"", "none", "plain/password", "PLAIN", "LOGIN", "Password"}
_OAUTH2 = {"XOAUTH2", "OAuth2", "Google", "Outlook", "Yahoo!"}
_PROTOCOLS = {"pop": "pop3", "imapx": "imap", "imap": "imap"}
_ESCAPES = {"\\s": " ", "\\n": "\n", "\\t": "\t", "\\r": "\r", "\\\\": "\\"}


@dataclass(frozen=True)
class Source:
    """One `.source` file, or the one that is to be made under this name."""

    uid: str
    file: KeyFile

    def text(self, group: str, name: str) -> str:
        """Return a value, "" where it is not there."""
        return unescape(self.file.value(group, name) or "")

    def number(self, group: str, name: str) -> int:
        """Return a value as a number, 0 where it is none."""
        found = self.text(group, name)
        return int(found) if found.isdigit() else 0

    def tick(self, group: str, name: str, *, default: bool = False) -> bool:
        """Return a value as a tick."""
        found = self.text(group, name)
        return found == "true" if found else default


class Sources:
    """All `.source` files of a folder by their uid."""

    def __init__(self, found: Mapping[str, KeyFile]) -> None:
        self._found = found

    def source(self, uid: str) -> Source:
        """Return one, empty where it is missing."""
        return Source(uid, self._found.get(uid) or KeyFile.parse(b""))

    def has(self, uid: str) -> bool:
        """Whether there is one of this name."""
        return uid in self._found

    def accounts(self) -> list["SourceAccount"]:
        """Return the mail accounts of kinds we know, in the order of their names."""
        uids = [uid for uid, file in self._found.items() if ACCOUNT in file.groups()]
        found = (SourceAccount(self, uid) for uid in sorted(uids))
        return [account for account in found if account.protocol]

    def shares(self, transport: str, identity: str) -> bool:
        """Whether another identity sends through the same transport."""
        others = (self.source(uid) for uid in self._found if uid != identity)
        return any(other.text(SUBMISSION, "TransportUid") == transport for other in others)


class SourceAccount:
    """One mail account with its identity and transport."""

    def __init__(self, sources: Sources, uid: str) -> None:
        self.account = sources.source(uid)
        self.identity = sources.source(self.account.text(ACCOUNT, "IdentityUid"))
        self.transport = sources.source(self.identity.text(SUBMISSION, "TransportUid"))
        self.protocol = _PROTOCOLS.get(self.account.text(ACCOUNT, "BackendName"), "")

    @property
    def address(self) -> str:
        """The identity's address."""
        return self.identity.text(IDENTITY, "Address")

    @property
    def name(self) -> str:
        """What the account list calls it."""
        return self.account.text(DATA, "DisplayName") or self.address or self.account.uid

    def values(self) -> Values:
        """Return what the account's boxes hold."""
        receive = self.account.text(SECURITY, "Method")
        leave = self.account.tick(POP, "KeepOnServer")
        values: dict[Setting, Value] = {
            Setting.YOUR_NAME: self.identity.text(IDENTITY, "Name"),
            Setting.ADDRESS: self.address,
            Setting.PROTOCOL: self.protocol,
            Setting.INCOMING_SERVER: self.account.text(AUTH, "Host"),
            Setting.INCOMING_PORT: self.account.number(AUTH, "Port") or _default_port(receive, 110, 995),
            Setting.INCOMING_ENCRYPTION: _socket(receive),
            Setting.USER_NAME: self.account.text(AUTH, "User"),
            Setting.SPA: self.account.text(AUTH, "Method") not in _PASSWORD_METHODS,
            Setting.LEAVE_COPY: leave,
            Setting.REMOVE_DAYS: self.account.number(POP, "DeleteAfterDays") if leave else 0,
            Setting.REMEMBER_PASSWORD: self.account.tick(AUTH, "RememberPassword", default=True),
        }
        if self.transport.uid and self.transport.text(TRANSPORT, "BackendName") == "smtp":
            send = self.transport.text(SECURITY, "Method")
            values |= {
                Setting.OUTGOING_SERVER: self.transport.text(AUTH, "Host"),
                Setting.OUTGOING_PORT: self.transport.number(AUTH, "Port") or _default_port(send, 25, 465),
                Setting.OUTGOING_ENCRYPTION: _socket(send),
                Setting.OUTGOING_LOGIN: self._login(),
                Setting.OUTGOING_USER: self.transport.text(AUTH, "User"),
            }
        return values

    def _login(self) -> str:
        method = self.transport.text(AUTH, "Method")
        if method in {"", "none"}:
            return OutgoingAuth.NONE.value
        if method in _OAUTH2:
            return OutgoingAuth.OAUTH2.value
        same = self.transport.text(AUTH, "User") == self.account.text(AUTH, "User")
        return (OutgoingAuth.SAME if same else OutgoingAuth.PASSWORD).value


def read_sources(folder: Path) -> Sources:
    """Read every `.source` file; OSError when the folder or one of them cannot be read."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".source":
            found[path.stem] = KeyFile.parse(read_file(path))
    return Sources(found)


def escape(text: str) -> str:
    """Return a text as GKeyFile writes it."""
    escaped = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return "\\s" + escaped[1:] if escaped.startswith(" ") else escaped


def unescape(text: str) -> str:
    """Return what GKeyFile reads."""
    if "\\" not in text:
        return text
    parts, rest = [], text
    while rest:
        pair = rest[:2]
        parts.append(_ESCAPES.get(pair, rest[0]))
        rest = rest[2:] if pair in _ESCAPES else rest[1:]
    return "".join(parts)


def _socket(method: str) -> str:
    return _SOCKET_OF.get(method or "none", "tls" if method == "tls" else method)


def _default_port(method: str, plain: int, secure: int) -> int:
    return secure if method == "ssl-on-alternate-port" else plain
