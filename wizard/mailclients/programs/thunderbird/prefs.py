"""What Thunderbird's preferences say of one account (names as in its 153 sources, checked 2026-11-20)."""

import re
from collections.abc import Sequence

from wizard.mailclients.stores.prefs import Prefs, words_of
from wizard.model.mail import OutgoingAuth, SocketType
from wizard.model.mail_clients import Setting, Value, Values

SOCKETS = {SocketType.PLAIN: 0, SocketType.STARTTLS: 2, SocketType.TLS: 3}
"""nsMsgSocketType; 1 ("STARTTLS, if available") was removed and is never written."""
PASSWORD, NO_LOGIN, OAUTH2 = 3, 1, 10
"""nsMsgAuthMethod: password sent as it is, none, OAuth2."""
_SOCKET_WORDS = {0: "plain", 1: "starttls-if-offered", 2: "starttls", 3: "tls"}


def account_keys(prefs: Prefs) -> list[str]:
    """Return the accounts that Thunderbird would load: listed, with a server."""
    listed = words_of(prefs.value("mail.accountmanager.accounts") or "")
    return [key for key in dict.fromkeys(listed) if text(prefs, f"mail.account.{key}.server")]


def text(prefs: Prefs, name: str) -> str:
    """Return a preference as text, "" where it is not set."""
    found = prefs.value(name)
    return "" if found is None else str(found)


def number(prefs: Prefs, name: str, default: int) -> int:
    """Return a preference as a number."""
    found = prefs.value(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else default


def tick(prefs: Prefs, name: str) -> bool:
    """Return whether a preference is on; Thunderbird's default for those asked here is off."""
    return prefs.value(name) is True


def smtp_servers(prefs: Prefs) -> list[str]:
    """Return the outgoing servers that Thunderbird loads: those in its list, and no others."""
    return words_of(prefs.value("mail.smtpservers") or "")


def own_smtp(prefs: Prefs, identity: str) -> str:
    """Return the outgoing server that an identity names, "" where it names none."""
    return text(prefs, f"mail.identity.{identity}.smtpServer") if identity else ""


def sends_through(prefs: Prefs, identity: str, listed: Sequence[str] | None = None) -> str:
    """Return the outgoing server that an identity's mail goes through, "" where there is none.

    Its own if that is listed, else the default, else the first of the list (SmtpService.getServerByIdentity
    and defaultServer); `listed` = with this list instead of the one that is there.
    """
    there = smtp_servers(prefs) if listed is None else listed
    own, default = own_smtp(prefs, identity), text(prefs, "mail.smtp.defaultserver")
    if own in there:
        return own
    if default:
        return default if default in there else ""
    return there[0] if there else ""


def identities(prefs: Prefs) -> list[str]:
    """Return every identity of every account that Thunderbird would load."""
    found = (words_of(prefs.value(f"mail.account.{key}.identities") or "") for key in account_keys(prefs))
    return list(dict.fromkeys(identity for each in found for identity in each))


def next_number(prefs: Prefs, *patterns: str) -> int:
    """Return one more than the highest number that any name or list word of these kinds has."""
    used = [0]
    for pattern in patterns:
        compiled = re.compile(pattern)
        for name in (name for name in prefs.names() if name.startswith("mail.")):
            for candidate in (name, *words_of(prefs.value(name) or "")):
                found = compiled.match(candidate)
                if found:
                    used.append(int(found[1]))
    return max(used) + 1


class AccountPrefs:
    """One account's server, identity and outgoing server."""

    def __init__(self, prefs: Prefs, key: str) -> None:
        self.prefs, self.key = prefs, key
        self.server = text(prefs, f"mail.account.{key}.server")
        identities = words_of(prefs.value(f"mail.account.{key}.identities") or "")
        self.identity = identities[0] if identities else ""
        self.smtp = self._smtp_shown()

    def _smtp_shown(self) -> str:
        """Return the outgoing server of the account; one that is not listed is not used until it is.

        "" where the identity names one that does not exist: what is used instead is not this account's.
        """
        own = own_smtp(self.prefs, self.identity)
        there = own in smtp_servers(self.prefs) or text(self.prefs, f"mail.smtpserver.{own}.hostname")
        return (own if there else "") if own else sends_through(self.prefs, self.identity)

    @property
    def protocol(self) -> str:
        """The kind of account: pop3, imap, none, …"""
        return self._of("type")

    @property
    def host(self) -> str:
        """The incoming server; versions before 98 kept a changed one beside the first."""
        return self._of("realhostname") or self._of("hostname")

    @property
    def user(self) -> str:
        """The user name; versions before 98 kept a changed one beside the first."""
        return self._of("realuserName") or self._of("userName")

    @property
    def name(self) -> str:
        """What the folder pane calls it."""
        return self._of("name") or self.address or self.key

    @property
    def address(self) -> str:
        """The first identity's address."""
        return text(self.prefs, f"mail.identity.{self.identity}.useremail") if self.identity else ""

    @property
    def socket(self) -> int:
        """The incoming nsMsgSocketType."""
        secure = 3 if tick(self.prefs, self.server_pref("isSecure")) else 0
        return number(self.prefs, self.server_pref("socketType"), secure)

    def server_pref(self, name: str) -> str:
        """Return the name of a preference of the incoming server."""
        return f"mail.server.{self.server}.{name}"

    @property
    def is_listed(self) -> bool:
        """Whether Thunderbird loads the outgoing server."""
        return self.smtp in smtp_servers(self.prefs)

    def shares_smtp(self) -> bool:
        """Whether another identity sends through the same outgoing server, or would once it is listed."""
        listed = smtp_servers(self.prefs)
        later = listed if self.is_listed else [*listed, self.smtp]
        others = (i for i in identities(self.prefs) if i != self.identity)
        return any(sends_through(self.prefs, i, later) == self.smtp for i in others)

    def outgoing_login(self) -> str:
        """Return which login the outgoing server gets."""
        smtp = f"mail.smtpserver.{self.smtp}."
        method = number(self.prefs, smtp + "authMethod", PASSWORD)
        user = text(self.prefs, smtp + "username")
        if method == NO_LOGIN or not user:
            return OutgoingAuth.NONE.value
        if method == OAUTH2:
            return OutgoingAuth.OAUTH2.value
        if method != PASSWORD:
            return "other"
        # Only with this does Thunderbird take the incoming server's password instead of asking for one.
        same = text(self.prefs, smtp + "incomingAccount") == self.server and user == self.user
        return (OutgoingAuth.SAME if same else OutgoingAuth.PASSWORD).value

    def values(self) -> Values:
        """Return what the account's boxes hold."""
        prefs, socket = self.prefs, self.socket
        values: dict[Setting, Value] = {
            Setting.YOUR_NAME: text(prefs, f"mail.identity.{self.identity}.fullName"),
            Setting.ADDRESS: self.address,
            Setting.PROTOCOL: self.protocol,
            Setting.INCOMING_SERVER: self.host,
            Setting.INCOMING_PORT: self._port(socket),
            Setting.INCOMING_ENCRYPTION: _SOCKET_WORDS.get(socket, str(socket)),
            Setting.USER_NAME: self.user,
            Setting.SPA: number(prefs, self.server_pref("authMethod"), PASSWORD) != PASSWORD,
        }
        if self.protocol == "pop3":
            leave = tick(prefs, self.server_pref("leave_on_server"))
            aged = leave and tick(prefs, self.server_pref("delete_by_age_from_server"))
            days = number(prefs, self.server_pref("num_days_to_leave_on_server"), 7)
            values |= {Setting.LEAVE_COPY: leave, Setting.REMOVE_DAYS: days if aged else 0}
        if self.smtp:
            values |= self._outgoing()
        return values

    def _outgoing(self) -> dict[Setting, Value]:
        smtp = f"mail.smtpserver.{self.smtp}."
        socket = number(self.prefs, smtp + "try_ssl", 0)
        port = number(self.prefs, smtp + "port", 0)
        return {
            Setting.OUTGOING_SERVER: text(self.prefs, smtp + "hostname"),
            Setting.OUTGOING_PORT: port if port > 0 else (465 if socket == 3 else 587),
            Setting.OUTGOING_ENCRYPTION: _SOCKET_WORDS.get(socket, str(socket)),
            Setting.OUTGOING_LOGIN: self.outgoing_login(),
            Setting.OUTGOING_USER: text(self.prefs, smtp + "username"),
        }

    def _port(self, socket: int) -> int:
        port = number(self.prefs, self.server_pref("port"), -1)
        if port > 1:
            return port
        secure = socket == 3
        return (993 if secure else 143) if self.protocol == "imap" else (995 if secure else 110)

    def _of(self, name: str) -> str:
        return text(self.prefs, self.server_pref(name))
