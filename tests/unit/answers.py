"""A network on which every request is answered by a function, for any session of the program."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import oauthlib.oauth2
import requests
from requests.adapters import BaseAdapter

from wizard.app.network import WorldHttp
from wizard.model.addresses import XeroAddresses
from wizard.model.world import World, WorldKind

HERE = XeroAddresses(*(f"http://localhost:9/{name}" for name in ("a", "token", "r", "c", "api/")))

Answer = tuple[int, bytes, Mapping[str, str]]
"""Status, body and headers."""
Script = Callable[[requests.PreparedRequest], Answer]


def always(status: int, body: object = b"", headers: Mapping[str, str] | None = None) -> Script:
    """Answer every request alike; what is not bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda _: (status, content, headers or {"Content-Type": "application/json"})


class _Scripted(BaseAdapter):
    def __init__(self, script: Script) -> None:
        super().__init__()
        self._script = script

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        reply = requests.Response()
        reply.status_code, reply._content, headers = self._script(request)
        reply.headers.update(headers)
        reply.request, reply.url = request, str(request.url)
        return reply

    def close(self) -> None:
        """Nothing to close."""


class Answering(WorldHttp):
    """Sessions of a services world whose network is a script."""

    def __init__(self, script: Script) -> None:
        super().__init__(World(WorldKind.SERVICES, Path("/nowhere"), "store", HERE))
        self._adapter = _Scripted(script)

    def session(self) -> Any:
        """Return a session."""
        return self._mounted(super().session())

    def oauth_session(self, client: oauthlib.oauth2.Client) -> Any:
        """Return a session that speaks OAuth."""
        return self._mounted(super().oauth_session(client))

    def _mounted(self, session: Any) -> Any:
        for scheme in ("http://", "https://"):
            session.mount(scheme, self._adapter)
        return session
