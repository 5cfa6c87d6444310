"""The files that users of the command line write: mail settings, services, answers."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.servers.mail_host import ADDRESS

Server = tuple[str, int, str]
"""Host, port and socket type."""
PRACTICE_SETTINGS = """
[identity]
name = "Corner Store"
address = "store@practice.example"
[incoming]
host = "mail.practice.example"
port = 15110
socket = "plain"
user = "store"
password = { practice = "mail-password" }
[outgoing]
host = "mail.practice.example"
port = 15925
socket = "plain"
"""
"""Mail settings of the practice services' own store."""


def toml(value: Any) -> str:
    """A value in TOML; a dictionary becomes an inline table."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
    # a JSON text, number or truth value is TOML too
    return json.dumps(value, ensure_ascii=False)


def table(name: str, rows: Mapping[str, Any]) -> str:
    """A table in TOML; names that are not plain words are quoted."""
    lines = [
        f"{key if key.replace('_', '').isalnum() else json.dumps(key)} = {toml(rows[key])}" for key in rows
    ]
    return "\n".join([f"[{name}]", *lines]) + "\n"


def write(path: Path, *parts: str) -> Path:
    """Write a file from its parts and return its path."""
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def write_settings(
    folder: Path,
    incoming: Server | None,
    outgoing: Server,
    *,
    user: str = ADDRESS,
    auth: str = "same-as-incoming",
    sender: str = ADDRESS,
    address: str = ADDRESS,
    name: str = "Corner Store",
) -> Path:
    """Mail settings; passwords are in MAIL_PASSWORD and, for a login of its own, in SENDING_PASSWORD."""
    parts = [table("identity", {"name": name, "address": address})]
    if incoming is not None:
        host, port, socket = incoming
        login = {"user": user, "password": {"env": "MAIL_PASSWORD"}}
        parts.append(
            table("incoming", {"protocol": "pop3", "host": host, "port": port, "socket": socket, **login})
        )
    host, port, socket = outgoing
    own = {"user": sender, "password": {"env": "SENDING_PASSWORD"}} if auth == "password" else {}
    parts.append(table("outgoing", {"host": host, "port": port, "socket": socket, "auth": auth, **own}))
    return write(folder / "settings.toml", *parts)


def write_services(
    folder: Path,
    *,
    ca: Path | None = None,
    routes: Mapping[str, str] | None = None,
    xero: Mapping[str, str] | None = None,
    name_server: int = 0,
) -> Path:
    """A services file with the tables that are given; `name_server` is a port."""
    names = {"server": f"127.0.0.1:{name_server}"} if name_server else None
    tables = {"xero": xero, "trust": {"ca": str(ca)} if ca else None, "routes": routes, "names": names}
    parts = [table(name, rows) for name, rows in tables.items() if rows is not None]
    return write(folder / "services.toml", *parts)


def write_answers(folder: Path, procedure: str, answers: Mapping[str, Any]) -> Path:
    """An answer file."""
    return write(folder / "answers.toml", f'procedure = "{procedure}"', table("answers", answers))
