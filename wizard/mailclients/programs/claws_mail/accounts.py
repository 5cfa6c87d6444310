"""One account of Claws Mail, a group of accountrc: read, made, and what each box is to hold (version 4.1)."""

import re
from collections.abc import Iterator, Mapping

from wizard.mailclients.editing import Box, Target
from wizard.mailclients.stores.key_file import KeyFile
from wizard.mailclients.values import wanted_values
from wizard.model.mail import MailSettings, OutgoingAuth, SocketType
from wizard.model.mail_clients import Address, Held, Setting, Stored, Value, Values

FILE = "accountrc"
GROUP = re.compile(r"Account: (\d+)")
_POP3 = "0"
_PROTOCOLS = {"0": "pop3", "1": "imap"}
_OLD_PROTOCOLS = {"0": "pop3", "1": "pop3", "2": "pop3", "3": "imap"}
"""Before config_version 1 (3.14): APOP and RPOP were kinds of their own (claws-mail.org/cvc.php)."""
_SOCKETS = {SocketType.PLAIN: "0", SocketType.TLS: "1", SocketType.STARTTLS: "2"}
_SOCKET_OF = {"0": "plain", "1": "tls", "2": "starttls"}
_OAUTH2 = "512"
NAMES = frozenset(
    (
        *("account_name", "is_default", "name", "address", "protocol", "receive_server", "smtp_server"),
        *("user_id", "use_apop_auth", "use_pop_auth", "remove_mail", "message_leave_time"),
        *("message_leave_hour", "use_smtp_auth", "smtp_auth_method", "smtp_user_id", "ssl_pop", "ssl_smtp"),
        *("set_popport", "pop_port", "set_smtpport", "smtp_port", "inbox", "local_inbox"),
    )
)
"""Every line that is ever written."""


class ClawsAccount:
    """One group of accountrc."""

    def __init__(self, file: KeyFile, group: str) -> None:
        self._file, self.group = file, group
        kinds = _PROTOCOLS if self.number("config_version", 0) >= 1 else _OLD_PROTOCOLS
        self.protocol = kinds.get(self.text("protocol", _POP3), "")
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


def new_account(group: str, name: str, inboxes: list[str | None]) -> Iterator[Target]:
    """Yield what makes a new account known; `inboxes` are those of the accounts that are there."""
    yield Target(Address(FILE, ""), Stored(Held.FILE, True))
    yield Target(Address(FILE, "", group), Stored(Held.GROUP, True))
    yield _line(group, "account_name", name)
    yield _line(group, "protocol", _POP3)
    if not inboxes:
        yield _line(group, "is_default", "1")
    inbox = next((each for each in inboxes if each), None)
    if inbox is not None:  # new mail goes where the other accounts' goes
        yield _line(group, "inbox", inbox)
        yield _line(group, "local_inbox", inbox)


def boxes_of(group: str, old: Mapping[Setting, Value], settings: MailSettings) -> list[Box]:
    """Return what an account's boxes are to hold, in the order of the plan."""
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
    return Target(Address(FILE, name, group), Stored(Held.LINE, value))
