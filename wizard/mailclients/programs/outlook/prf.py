"""Outlook's settings file (.prf): the documented way to have Outlook make an account by itself.

Keys and property tags as in Microsoft's Office Customization documents and the Account Management API
(checked 2026-11-20). It can hold everything but a password.
"""

from collections.abc import Mapping

from wizard.model.mail import OutgoingAuth, SocketType
from wizard.model.mail_clients import Setting, Value

_TAGS = {
    "AccountName": "PT_UNICODE,0x0002",
    "DisplayName": "PT_UNICODE,0x000B",
    "EmailAddress": "PT_UNICODE,0x000C",
    "ConnectionType": "PT_LONG,0x000F",
    "POP3Server": "PT_UNICODE,0x0100",
    "POP3UserName": "PT_UNICODE,0x0101",
    "POP3Port": "PT_LONG,0x0104",
    "POP3UseSSL": "PT_LONG,0x0105",
    "POP3UseSPA": "PT_LONG,0x0108",
    "SMTPServer": "PT_UNICODE,0x0200",
    "SMTPPort": "PT_LONG,0x0201",
    "SMTPUseSSL": "PT_LONG,0x0202",
    "SMTPUseAuth": "PT_LONG,0x0203",
    "SMTPUserName": "PT_UNICODE,0x0204",
    "SMTPAuthMethod": "PT_LONG,0x0208",
    "ServerTimeOut": "PT_LONG,0x0209",
    "SMTPSecureConnection": "PT_LONG,0x020A",
    "LeaveOnServer": "PT_LONG,0x1000",
}
"""Each key's property: Outlook silently drops a key that the file does not map."""

_SECURE = {SocketType.PLAIN: 0, SocketType.TLS: 1, SocketType.STARTTLS: 2}


def prf_text(profile: str, account: str, values: Mapping[Setting, Value], *, exists: bool) -> str:
    """Return the file's text, lines ended by CR LF, for one new POP3 account.

    `exists` appends to the profile, which leaves its accounts and its data file as they are; a profile that
    does not exist yet is made and becomes the default. ValueError for values beyond printable ASCII.
    """
    sections = {
        "General": {
            "Custom": "1",
            "ProfileName": profile,
            "DefaultProfile": "No" if exists else "Yes",
            "OverwriteProfile": "Append" if exists else "No",
            "ModifyDefaultProfileIfPresent": "FALSE",
            "BackupProfile": "No",
        },
        # No data file is named: Outlook then delivers to the profile's own, or makes one.
        "Service List": {},
        "Internet Account List": {"Account1": "I_Mail"},
        "Account1": {"UniqueService": "No", **_account(account, values)},
        "I_Mail": {"AccountType": "POP3", **_TAGS},
    }
    lines = []
    for name, entries in sections.items():
        lines += [f"[{name}]", *(f"{key}={value}" for key, value in entries.items()), ""]
    if not all(line.isascii() and (line.isprintable()) for line in lines):
        raise ValueError("Outlook reads the file as printable ASCII")
    return "\r\n".join(lines)


def prf_values(text: str) -> dict[str, str]:
    """Return the keys of the file's account section."""
    _, _, section = text.partition("[Account1]\r\n")
    entries = (line.partition("=") for line in section.partition("\r\n[")[0].splitlines() if "=" in line)
    return {key: value for key, _, value in entries}


def _account(name: str, values: Mapping[Setting, Value]) -> dict[str, str]:
    incoming = SocketType(str(values[Setting.INCOMING_ENCRYPTION]))
    outgoing = SocketType(str(values[Setting.OUTGOING_ENCRYPTION]))
    auth = OutgoingAuth(str(values[Setting.OUTGOING_LOGIN]))
    days = int(values[Setting.REMOVE_DAYS])
    account: dict[str, str | int | Value] = {
        "AccountName": name,
        "DisplayName": values[Setting.YOUR_NAME],
        "EmailAddress": values[Setting.ADDRESS],
        "ConnectionType": 0,
        "POP3Server": values[Setting.INCOMING_SERVER],
        "POP3UserName": values[Setting.USER_NAME],
        "POP3Port": values[Setting.INCOMING_PORT],
        "POP3UseSSL": int(incoming is not SocketType.PLAIN),
        "POP3UseSPA": 0,
        "SMTPServer": values[Setting.OUTGOING_SERVER],
        "SMTPPort": values[Setting.OUTGOING_PORT],
        "SMTPUseSSL": int(outgoing is not SocketType.PLAIN),
        "SMTPSecureConnection": _SECURE[outgoing],
        "SMTPUseAuth": int(auth is not OutgoingAuth.NONE),
        "SMTPAuthMethod": int(auth is OutgoingAuth.PASSWORD),
        "ServerTimeOut": values[Setting.TIMEOUT_SECONDS],
        "LeaveOnServer": f"0x{(days << 16 | 3) if values[Setting.LEAVE_COPY] else 0:08x}",
    }
    if auth is OutgoingAuth.PASSWORD:
        account["SMTPUserName"] = values[Setting.OUTGOING_USER]
    return {key: str(value) for key, value in account.items()}
