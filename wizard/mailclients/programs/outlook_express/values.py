"""The account values that Outlook Express, Windows Mail and Windows Live Mail share, as boxes, and back.

Names, types and defaults as Microsoft's "New Handling for Account Data" lists them (checked 2026-11-20).
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from wizard.mailclients.editing import Box, Target
from wizard.model.mail import OutgoingAuth, SocketType
from wizard.model.mail_clients import Address, Setting, Stored, Value

TEXTS = {
    Setting.YOUR_NAME: "SMTP Display Name",
    Setting.ADDRESS: "SMTP Email Address",
    Setting.INCOMING_SERVER: "POP3 Server",
    Setting.USER_NAME: "POP3 User Name",
    Setting.OUTGOING_SERVER: "SMTP Server",
    Setting.OUTGOING_USER: "SMTP User Name",
}
_NUMBERS = {
    "POP3 Port": 110,
    "POP3 Secure Connection": 0,
    "POP3 Use Sicily": 0,
    "POP3 Timeout": 60,
    "POP3 Prompt for Password": 0,
    "Leave Mail On Server": 0,
    "Remove When Expired": 0,
    "Expire Days": 0,
    "SMTP Port": 25,
    "SMTP Secure Connection": 0,
    "SMTP Use Sicily": 0,
    "SMTP Timeout": 60,
}
"""Every number that is ever written, and what counts where it is missing."""
_LOGINS = {OutgoingAuth.NONE: 0, OutgoingAuth.SAME: 2, OutgoingAuth.PASSWORD: 3}
"""`SMTP Use Sicily`; 1 is Secure Password Authentication with an own login."""
_TLS_PORT = 465
"""The one port on which these programs begin encrypted; on any other they ask for it (STARTTLS)."""

NAMES = ("Account Name", *TEXTS.values(), *_NUMBERS)


class HeldValues(Protocol):
    """One account's values by their names in the registry; files have underscores for spaces."""

    def text(self, name: str) -> str:
        """Return a text, "" where there is none."""

    def number(self, name: str, default: int) -> int:
        """Return a number, the default where there is none."""

    def address(self, name: str) -> Address:
        """Return where a value stands."""

    def changed(self, name: str, value: str | int) -> Stored:
        """Return a new value in the form of the one that stands there."""


def values_of(held: HeldValues) -> dict[Setting, Value]:
    """Return what the boxes hold."""

    def number(name: str) -> int:
        return held.number(name, _NUMBERS[name])

    leave = bool(number("Leave Mail On Server"))
    login = number("SMTP Use Sicily")
    values: dict[Setting, Value] = {setting: held.text(name) for setting, name in TEXTS.items()}
    values |= {
        Setting.PROTOCOL: "pop3",
        Setting.INCOMING_PORT: number("POP3 Port"),
        Setting.INCOMING_ENCRYPTION: SocketType.TLS if number("POP3 Secure Connection") else SocketType.PLAIN,
        Setting.SPA: number("POP3 Use Sicily") != 0,
        Setting.LEAVE_COPY: leave,
        Setting.REMOVE_DAYS: number("Expire Days") if leave and number("Remove When Expired") else 0,
        Setting.TIMEOUT_SECONDS: min(number("POP3 Timeout"), number("SMTP Timeout")),
        Setting.REMEMBER_PASSWORD: not number("POP3 Prompt for Password"),
        Setting.OUTGOING_PORT: number("SMTP Port"),
        Setting.OUTGOING_ENCRYPTION: _outgoing(number("SMTP Secure Connection"), number("SMTP Port")),
        Setting.OUTGOING_LOGIN: {n: auth for auth, n in _LOGINS.items()}.get(login, "spa"),
    }
    if login != _LOGINS[OutgoingAuth.PASSWORD]:
        del values[Setting.OUTGOING_USER]
    return values


def boxes_of(held: HeldValues, wanted: Mapping[Setting, Value], *, new: bool) -> Iterator[Box]:
    """Yield the boxes that are to hold what is wanted; those of a new account hold nothing yet."""
    old = {} if new else values_of(held)
    for setting, value in wanted.items():
        names = dict(_names(setting, value))
        targets = (Target(held.address(name), held.changed(name, held_as)) for name, held_as in names.items())
        box = Box(setting, old.get(setting), value, tuple(targets))
        if box.targets:
            yield box


def starts_encrypted(port: int) -> bool:
    """Whether "this server requires an encrypted connection" means TLS from the first byte on this port."""
    return port == _TLS_PORT


def _names(setting: Setting, value: Value) -> Iterator[tuple[str, str | int]]:
    """Yield the values that make a box hold something."""
    if setting in TEXTS:
        yield TEXTS[setting], str(value)
    match setting:
        case Setting.INCOMING_PORT:
            yield "POP3 Port", int(value)
        case Setting.OUTGOING_PORT:
            yield "SMTP Port", int(value)
        case Setting.INCOMING_ENCRYPTION:
            yield "POP3 Secure Connection", int(value != SocketType.PLAIN)
        case Setting.OUTGOING_ENCRYPTION:
            yield "SMTP Secure Connection", int(value != SocketType.PLAIN)
        case Setting.SPA:
            yield "POP3 Use Sicily", int(value)
        case Setting.LEAVE_COPY:
            yield "Leave Mail On Server", int(value)
        case Setting.REMOVE_DAYS:
            yield "Remove When Expired", int(int(value) > 0)
            yield "Expire Days", int(value)
        case Setting.TIMEOUT_SECONDS:
            yield "POP3 Timeout", int(value)
            yield "SMTP Timeout", int(value)
        case Setting.REMEMBER_PASSWORD:
            yield "POP3 Prompt for Password", int(not value)
        case Setting.OUTGOING_LOGIN:
            yield "SMTP Use Sicily", _LOGINS[OutgoingAuth(str(value))]


def _outgoing(secure: int, port: int) -> str:
    if not secure:
        return SocketType.PLAIN
    return SocketType.TLS if starts_encrypted(port) else SocketType.STARTTLS
