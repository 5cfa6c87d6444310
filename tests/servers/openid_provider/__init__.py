"""oidc-provider, an OpenID provider that this project did not write, standing where Xero does.

It rotates refresh tokens and revokes the whole grant when one is used twice: less forgiving than Xero.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import requests

from tests.servers.openid_provider.node import HERE, find_node, provide_packages
from tests.servers.ports import free_port
from tests.servers.processes import ServerError, listens, start, stop, wait_until

CLIENT_ID = "0123456789ABCDEF0123456789ABCDEF"
EMAIL, PASSWORD = "manager@provider.example", "pr0vider & <pass>=word?"
ORGANISATION = "Provider Store Pty Ltd"
REDIRECTS = tuple(f"http://localhost:{port}/callback" for port in (8747, 18747, 28747))
SCOPES = (
    "accounting.settings.read",
    "accounting.contacts",
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.manualjournals",
    "accounting.manualjournals.read",
)


def organisation(number: int, name: str) -> dict[str, str]:
    """An organisation that every sign-in opens."""
    return {
        "tenant": f"{number:08d}-0000-4000-8000-00000000700d",
        "connection": f"{number:08d}-0000-4000-8000-000000000c0c",
        "name": name,
    }


class OpenIdProvider:
    """A running provider; `base` is its origin, `folder` where its services file and log are."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port, self.base = folder, port, f"http://localhost:{port}"
        self.xero = {
            "authorize": f"{self.base}/identity/connect/authorize",
            "token": f"{self.base}/connect/token",
            "revocation": f"{self.base}/connect/revocation",
            "connections": f"{self.base}/connections",
            "api": f"{self.base}/api.xro/2.0/",
        }

    def services_file(self, **changes: str) -> Path:
        """Write a services file that leads to this provider, other addresses given by name."""
        path = self.folder / "services.toml"
        lines = [f"{name} = {json.dumps(address)}" for name, address in (self.xero | changes).items()]
        path.write_text("\n".join(["[xero]", *lines, ""]), encoding="utf-8")
        return path

    def told(self) -> dict[str, Any]:
        """How many grants were given, refused and revoked, and how many asked for one at the same time."""
        with requests.Session() as session:
            session.trust_env = False
            found = session.get(f"{self.base}/told", timeout=10).json()
        assert isinstance(found, dict)
        return found


@contextmanager
def openid_provider(
    folder: Path,
    *,
    organisations: tuple[str, ...] = (ORGANISATION,),
    scopes: tuple[str, ...] = SCOPES,
    code_seconds: int = 300,
) -> Iterator[OpenIdProvider]:
    """Run the provider; NotHereError where it cannot be installed."""
    node = find_node()
    modules = provide_packages(node)
    for attempt in range(3):
        provider = OpenIdProvider(folder, free_port())
        configuration = {
            "port": provider.port,
            "client": CLIENT_ID,
            "redirects": REDIRECTS,
            "scopes": scopes,
            "organisations": [organisation(number, name) for number, name in enumerate(organisations, 1)],
            "login": {"email": EMAIL, "password": PASSWORD},
            "codeSeconds": code_seconds,
        }
        command = [node.node, str(HERE / "server.mjs"), str(modules), json.dumps(configuration)]
        process = start(command, folder / "provider.log", environment=node.environment, as_server_user=False)
        try:
            wait_until(partial(listens, provider.port), process, folder)
        except ServerError:
            # somebody may have taken the port between finding and binding it
            stop(process)
            if attempt == 2:
                raise
            continue
        try:
            yield provider
        finally:
            stop(process)
        return
