"""An Outlook POP3 account's registry values as boxes, and back (names and meanings checked 2026-11-20)."""

from collections.abc import Iterator, Mapping

from wizard.mailclients.editing import Box, Target
from wizard.mailclients.pc.sealing import Sealing
from wizard.mailclients.stores.registry_values import (
    binary,
    by_lower_name,
    bytes_of,
    like,
    name_in,
    number_of,
    text_of,
)
from wizard.model.mail import MailSettings, OutgoingAuth, SocketType
from wizard.model.mail_clients import Address, Setting, Stored, Value
from wizard.model.secret import Secret

_POP3 = "{ED475411-B0D6-11D2-8C3B-00104B2A6676}"
_IMAP = "{ED475412-B0D6-11D2-8C3B-00104B2A6676}"
_TEXTS = {
    Setting.YOUR_NAME: "Display Name",
    Setting.ADDRESS: "Email",
    Setting.INCOMING_SERVER: "POP3 Server",
    Setting.USER_NAME: "POP3 User",
    Setting.OUTGOING_SERVER: "SMTP Server",
    Setting.OUTGOING_USER: "SMTP User",
}
_PORTS = {Setting.INCOMING_PORT: ("POP3 Port", 110), Setting.OUTGOING_PORT: ("SMTP Port", 25)}
"""Value and default: Outlook deletes the value instead of writing the default."""
_SECURE = {SocketType.PLAIN: 0, SocketType.TLS: 1, SocketType.STARTTLS: 2}
"""`SMTP Secure Connection`; 3 = automatic."""
_LEAVE, _EXPIRE, _DAYS_AT = 0x1, 0x2, 16
"""`Leave on Server`: two bits, and the days in the high word."""
_KEPT_BITS = 0x4
"""Removing what was emptied from Deleted Items is the user's own choice."""
_SEALED = 0x02
"""First byte of a password that Windows encrypted; of anything else nothing is known."""

NAMES = (
    *_TEXTS.values(),
    *(name for name, _ in _PORTS.values()),
    *("POP3 Use SSL", "POP3 Use SPA", "POP3 Password", "Leave on Server"),
    *("SMTP Use SSL", "SMTP Secure Connection", "SMTP Use Auth", "SMTP Auth Method", "SMTP Password"),
)
"""Every value that is ever written."""


class AccountValues:
    """One account's key as it stands."""

    def __init__(self, container: str, values: Mapping[str, Stored]) -> None:
        self._container, self._found = container, values
        self._values = by_lower_name(values)

    def found(self, name: str) -> Stored | None:
        """Return a value."""
        return self._values.get(name.lower())

    def text(self, name: str) -> str:
        """Return a text, "" where there is none."""
        return text_of(self.found(name)) or ""

    def number(self, name: str, default: int = 0) -> int:
        """Return a number, the default where there is none."""
        found = number_of(self.found(name))
        return default if found is None else found

    @property
    def protocol(self) -> str:
        """What kind of account it is: pop3, imap or exchange."""
        kind = self.text("clsid").upper()
        if kind == _POP3 or self.found("POP3 Server") is not None:
            return "pop3"
        return "imap" if kind == _IMAP else "exchange"

    def values(self) -> dict[Setting, Value]:
        """Return what the boxes hold."""
        leave = self.number("Leave on Server")
        expires = bool(leave & _LEAVE and leave & _EXPIRE)
        values: dict[Setting, Value] = {setting: self.text(name) for setting, name in _TEXTS.items()}
        values |= {setting: self.number(name, port) for setting, (name, port) in _PORTS.items()}
        values |= {
            Setting.PROTOCOL: "pop3",
            Setting.INCOMING_ENCRYPTION: self._incoming_encryption(),
            Setting.SPA: self.number("POP3 Use SPA") != 0,
            Setting.LEAVE_COPY: bool(leave & _LEAVE),
            Setting.REMOVE_DAYS: leave >> _DAYS_AT if expires else 0,
            Setting.REMEMBER_PASSWORD: self.found("POP3 Password") is not None,
            Setting.OUTGOING_ENCRYPTION: self._outgoing_encryption(),
            Setting.OUTGOING_LOGIN: self._login(),
        }
        if values[Setting.OUTGOING_LOGIN] != OutgoingAuth.PASSWORD:
            del values[Setting.OUTGOING_USER]
        return values

    def boxes(
        self, wanted: Mapping[Setting, Value], settings: MailSettings, sealing: Sealing | None
    ) -> Iterator[Box]:
        """Yield the boxes that are to hold what is wanted; types stay as they were found."""
        old = self.values()
        for setting, new in wanted.items():
            if setting is Setting.REMEMBER_PASSWORD:
                yield from self._password_boxes(settings, sealing)
            else:
                targets = tuple(self._targets(setting, new, wanted))
                if targets:
                    yield Box(setting, old.get(setting), new, targets)

    def _targets(self, setting: Setting, new: Value, wanted: Mapping[Setting, Value]) -> Iterator[Target]:
        if setting in _TEXTS:
            yield self._text_target(_TEXTS[setting], str(new))
        elif setting in _PORTS:
            name, default = _PORTS[setting]
            yield self._target(name, None if new == default else like(self.found(name), int(new)))
        elif setting is Setting.INCOMING_ENCRYPTION:
            yield self._number_target("POP3 Use SSL", int(new != SocketType.PLAIN))
        elif setting is Setting.SPA:
            yield self._number_target("POP3 Use SPA", int(new))
        elif setting in {Setting.LEAVE_COPY, Setting.REMOVE_DAYS}:
            yield self._number_target("Leave on Server", self._leave(wanted), setting)
        elif setting is Setting.OUTGOING_ENCRYPTION:
            kind = _SECURE[SocketType(str(new))]
            yield self._number_target("SMTP Secure Connection", kind)
            yield self._number_target("SMTP Use SSL", int(kind != 0))
        elif setting is Setting.OUTGOING_LOGIN:
            yield from self._login_targets(OutgoingAuth(str(new)))

    def _login_targets(self, auth: OutgoingAuth) -> Iterator[Target]:
        if auth is OutgoingAuth.NONE:
            yield self._number_target("SMTP Use Auth", 0)
            return
        own = int(auth is OutgoingAuth.PASSWORD)
        for name, number in (("SMTP Use Auth", 1), ("SMTP Auth Method", own)):
            yield self._target(name, like(self.found(name), number))

    def _password_boxes(self, settings: MailSettings, sealing: Sealing | None) -> Iterator[Box]:
        """Passwords only where Windows encrypts them for this user; a form we do not know stays untouched."""
        if sealing is None or settings.incoming is None:
            return
        own = settings.outgoing.password if settings.outgoing.auth is OutgoingAuth.PASSWORD else None
        wanted = {"POP3 Password": settings.incoming.password, "SMTP Password": own}
        targets = []
        for name, secret in wanted.items():
            # no secret: a plan that is only looked at
            if secret and self.may_seal(name) and self._unsealed(name, sealing) != secret:
                blob = bytes([_SEALED]) + sealing.seal(secret, name)
                targets.append(self._target(name, binary(blob)))
        if targets:
            kept = self.found("POP3 Password") is not None
            yield Box(Setting.REMEMBER_PASSWORD, "another" if kept else False, True, tuple(targets))

    def may_seal(self, name: str) -> bool:
        """Whether a password is missing or kept in the one form that is ours to replace."""
        found = self.found(name)
        return found is None or bytes_of(found)[:1] == bytes([_SEALED])

    def _unsealed(self, name: str, sealing: Sealing) -> Secret | None:
        found = self.found(name)
        return None if found is None else sealing.unseal(bytes_of(found)[1:])

    def _incoming_encryption(self) -> str:
        return SocketType.TLS if self.number("POP3 Use SSL") else SocketType.PLAIN

    def _outgoing_encryption(self) -> str:
        kind = self.number("SMTP Secure Connection", self.number("SMTP Use SSL"))
        if kind == 0 and self.number("SMTP Use SSL"):
            return SocketType.TLS
        return {number: socket.value for socket, number in _SECURE.items()}.get(kind, "automatic")

    def _login(self) -> str:
        """Receiving before sending is no login of the outgoing server's."""
        method = self.number("SMTP Auth Method")
        if not self.number("SMTP Use Auth") or method not in {0, 1}:
            return OutgoingAuth.NONE
        return OutgoingAuth.PASSWORD if method else OutgoingAuth.SAME

    def _leave(self, wanted: Mapping[Setting, Value]) -> int:
        kept = self.number("Leave on Server") & _KEPT_BITS
        days = int(wanted[Setting.REMOVE_DAYS])
        return kept | (days << _DAYS_AT | _LEAVE | _EXPIRE) if wanted[Setting.LEAVE_COPY] else kept

    def _text_target(self, name: str, text: str) -> Target:
        return self._target(name, like(self.found(name), text))

    def _number_target(self, name: str, number: int, part: str = "") -> Target:
        """A switch that is off and has no value stays without one, as Outlook leaves it."""
        found = self.found(name)
        return self._target(name, None if found is None and number == 0 else like(found, number), part)

    def _target(self, name: str, after: Stored | None, part: str = "") -> Target:
        return Target(Address(self._container, name_in(self._found, name), part), after)
