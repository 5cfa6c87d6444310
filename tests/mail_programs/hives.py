"""Made-up registries of PCs with Outlook and Outlook Express, as text for .reg files."""

from collections.abc import Mapping

HEADING = "Windows Registry Editor Version 5.00\n"
USER, MACHINE = "HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"
MAIL = "9375CFF0413111d3B88A00104B2A6676"
POP3, IMAP, SERVICE = (f"{{ED4754{n}-B0D6-11D2-8C3B-00104B2A6676}}" for n in ("11", "12", "14"))
SHARED_ROOT = r"Software\Microsoft\Windows NT\CurrentVersion\Windows Messaging Subsystem\Profiles"

Value = str | int | bytes


def office_root(number: str) -> str:
    """Where the profiles of Outlook 2013 and later are."""
    return rf"Software\Microsoft\Office\{number}\Outlook\Profiles"


def key(path: str, values: Mapping[str, Value] | None = None, hive: str = USER) -> str:
    """One key with its values."""
    lines = [f"\n[{hive}\\{path}]"]
    for name, value in (values or {}).items():
        quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"' if name else "@"
        if isinstance(value, str):
            text = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        else:
            text = f"dword:{value:08x}" if isinstance(value, int) else f"hex:{value.hex(',')}"
        lines.append(f"{quoted}={text}")
    return "\n".join(lines) + "\n"


def as_binary(text: str) -> bytes:
    """A text as Outlook 2003 to 2010 keeps it."""
    return (text + "\0").encode("utf-16-le")


def installed(number: str) -> str:
    """What an installed Outlook leaves in this PC's part."""
    path = rf"C:\Program Files\Microsoft Office\Office{number[:2]}" + "\\"
    return key(rf"SOFTWARE\Microsoft\Office\{number}\Outlook\InstallRoot", {"Path": path}, MACHINE)


def pop3_account(*, binary: bool = False, **changes: Value | None) -> dict[str, Value]:
    """A POP3 account as Outlook writes it: ports 995 and 587, an own outgoing login, no copy left."""
    values: dict[str, Value | None] = {
        "clsid": POP3,
        "Mini UID": 0x3D7C21A9,
        "Account Name": "Corner Store",
        "Display Name": "Corner Store, Łódź ☃",
        "Email": "store@example.com",
        "POP3 Server": "pop.example.com",
        "POP3 User": "store",
        "POP3 Port": 995,
        "POP3 Use SSL": 1,
        "SMTP Server": "smtp.example.com",
        "SMTP Port": 587,
        "SMTP Use Auth": 1,
        "SMTP Auth Method": 1,
        "SMTP User": "sender",
        "SMTP Use SSL": 1,
        "SMTP Secure Connection": 2,
        "Delivery Store EntryID": bytes(range(40)),
        "Service UID": bytes(range(16)),
    }
    values |= {name.replace("_", " "): value for name, value in changes.items()}
    return {
        name: as_binary(value) if binary and isinstance(value, str) and name != "clsid" else value
        for name, value in values.items()
        if value is not None
    }


def outlook_profile(root: str, name: str, *accounts: Mapping[str, Value]) -> str:
    """A profile with an address book, then the accounts, numbered from 2 and listed in that order."""
    section = rf"{root}\{name}\{MAIL}"
    numbers = range(2, 2 + len(accounts))
    listed = b"".join(number.to_bytes(4, "little") for number in numbers)
    text = key(rf"{root}\{name}") + key(
        rf"{root}\{name}\0a0d020000000000c000000000000046", {"01020398": b"\1"}
    )
    text += key(
        section,
        {
            "{ED475418-B0D6-11D2-8C3B-00104B2A6676}": listed,
            "NextAccountID": 2 + len(accounts),
            "Version": 2,
        },
    )
    text += key(
        rf"{section}\00000001", {"clsid": SERVICE, "Service Name": "CONTAB", "Account Name": "Address Book"}
    )
    for number, account in zip(numbers, accounts, strict=True):
        text += key(rf"{section}\{number:08x}", account)
    return text


EXPRESS = r"Software\Microsoft\Internet Account Manager"


def express_account(**changes: Value | None) -> dict[str, Value]:
    """An account as Outlook Express writes it."""
    values: dict[str, Value | None] = {
        "Account Name": "pop.example.com",
        "Connection Type": 3,
        "POP3 Server": "pop.example.com",
        "POP3 User Name": "store",
        "POP3 Port": 110,
        "POP3 Secure Connection": 0,
        "POP3 Timeout": 60,
        "POP3 Use Sicily": 1,
        "POP3 Prompt for Password": 0,
        "SMTP Server": "smtp.example.com",
        "SMTP Port": 25,
        "SMTP Secure Connection": 0,
        "SMTP Use Sicily": 0,
        "SMTP Display Name": "Corner Store",
        "SMTP Email Address": "store@example.com",
        "SMTP Split Messages": 0,
    }
    values |= {name.replace("_", " "): value for name, value in changes.items()}
    return {name: value for name, value in values.items() if value is not None}


def express(*accounts: Mapping[str, Value], base: str = "") -> str:
    """Outlook Express with these accounts, of its main identity or of the one whose key is `base`."""
    manager = f"{base}\\{EXPRESS}" if base else EXPRESS
    text = key(manager, {"Account Name": len(accounts) + 1, "Default Mail Account": "00000001"})
    text += key(rf"{manager}\Accounts")
    for number, account in enumerate(accounts, 1):
        text += key(rf"{manager}\Accounts\{number:08x}", account)
    return text
