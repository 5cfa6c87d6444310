"""Ports: what services ask of each other and of the outside, as Protocols."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from wizard.model.progress import Cancel
from wizard.model.secret import Secret

if TYPE_CHECKING:
    import socket
    import ssl

    import oauthlib.oauth2
    import requests
    import requests_oauthlib


class Dialer(Protocol):
    """Opens connections in the World: routed, refused or real."""

    def resolve(self, host: str) -> Sequence[str]:
        """Return the addresses of a name; OSError (socket.gaierror) when it has none here."""

    def connect(self, host: str, port: int, timeout: float, cancel: Cancel | None = None) -> "socket.socket":
        """Open a TCP connection; OSError when refused or timed out (seconds)."""

    def tls_context(self, host: str, port: int) -> "ssl.SSLContext":
        """Return the context that checks certificates for this destination."""


class HttpSessions(Protocol):
    """Makes HTTP sessions: time-outs always, no netrc, no proxy for loopback, no redirects."""

    def session(self) -> "requests.Session":
        """Return a new session."""

    def oauth_session(self, client: "oauthlib.oauth2.Client") -> "requests_oauthlib.OAuth2Session":
        """Return a new session that speaks OAuth 2.0 for an oauthlib client, with the same rules."""


class SecretStore(Protocol):
    """The system's password store, or memory in practice."""

    def get(self, name: str) -> Secret | None:
        """Return a secret or None; ProblemFound VAULT-… when the store is closed or damaged."""

    def set(self, name: str, secret: Secret) -> None:
        """Keep a secret; ProblemFound VAULT-… when it cannot."""

    def delete(self, name: str) -> None:
        """Forget a secret; nothing happens if there is none."""

    def describe(self) -> Mapping[str, str]:
        """Say which store this is: `{"backend": …, "state": …}`, for `doctor`."""
