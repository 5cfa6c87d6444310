"""Made-up `.oeaccount` files."""

from collections.abc import Mapping
from pathlib import Path

ACCOUNT = {
    "Account_Name": "pop.example.com",
    "Connection_Type": 3,
    "POP3_Server": "pop.example.com",
    "POP3_User_Name": "store & co",
    "POP3_Use_Sicily": 1,
    "POP3_Port": 995,
    "POP3_Secure_Connection": 1,
    "SMTP_Server": "smtp.example.com",
    "SMTP_Port": 465,
    "SMTP_Secure_Connection": 1,
    "SMTP_Display_Name": "Łódź <store> ☃",
    "SMTP_Email_Address": "store@example.com",
}


def oeaccount(values: Mapping[str, str | int], line_end: str = "\r\n") -> str:
    """An account's file as Windows Mail writes it: only what is not the default."""
    lines = ['<?xml version="1.0" encoding="utf-16" ?>', "<MessageAccount>"]
    for name, value in values.items():
        kind = "SZ" if isinstance(value, str) else "DWORD"
        text = value if isinstance(value, str) else f"{value:08x}"
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        lines.append(f'    <{name} type="{kind}">{escaped}</{name}>')
    return line_end.join([*lines, "</MessageAccount>", ""])


def put(local: Path, program: str, name: str, text: str, folder: str = "Local Folders") -> Path:
    """Put a file where a program keeps it below %LOCALAPPDATA%."""
    path = local / "Microsoft" / program / folder / f"account{{{name}}}.oeaccount"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-16"))
    return path
