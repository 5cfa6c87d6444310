"""The practice Xero's sign-in: what an authorization request must look like, and who is half-way through."""

import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from wizard.practice import xero_scopes
from wizard.practice.clock import PracticeClock

TICKET_LIFETIME = 30 * 60.0
_REDIRECT = re.compile(r"http://localhost:[1-9][0-9]{0,4}/callback")
_CHALLENGE = re.compile(r"[A-Za-z0-9\-_]{43}")


class SignInRefusedError(Exception):
    """The request is refused with a page at Xero's; nothing is sent back to the app."""


@dataclass(frozen=True)
class AuthorizeRequest:
    """An authorization request that passed every check."""

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    challenge: str

    def redirect(self, **parameters: str) -> str:
        """Return the redirect URI with these parameters."""
        return f"{self.redirect_uri}?{urlencode(parameters)}"


@dataclass(frozen=True)
class App:
    """An app that the practice Xero knows: its name on the consent page, its redirect address if any."""

    name: str
    redirect: str = ""

    def redirects_to(self, address: str) -> bool:
        """Whether an address is registered; without one of its own, any port of localhost is."""
        return address == self.redirect if self.redirect else bool(_REDIRECT.fullmatch(address))


def check_request(query: Mapping[str, str], apps: Mapping[str, App]) -> AuthorizeRequest:
    """Return the checked request of one of the apps (by client id).

    SignInRefusedError carries the words that Xero's page shows.
    """
    client_id = query.get("client_id", "")
    if client_id not in apps:
        raise SignInRefusedError("unauthorized_client : Unknown client or client not enabled")
    if not apps[client_id].redirects_to(query.get("redirect_uri", "")):
        raise SignInRefusedError("unauthorized_client : Invalid redirect_uri")
    if query.get("response_type") != "code":
        raise SignInRefusedError("unsupported_response_type : response_type must be code")
    scopes = xero_scopes.split(query.get("scope", ""))
    if not scopes or not xero_scopes.KNOWN.keys() >= set(scopes):
        raise SignInRefusedError("invalid_scope : Invalid scope for client")
    if not query.get("state"):
        raise SignInRefusedError("invalid_request : state is missing")
    if query.get("code_challenge_method") != "S256":
        raise SignInRefusedError("invalid_request : code challenge with S256 required")
    if not _CHALLENGE.fullmatch(query.get("code_challenge", "")):
        raise SignInRefusedError("invalid_request : code challenge required")
    return AuthorizeRequest(client_id, query["redirect_uri"], scopes, query["state"], query["code_challenge"])


@dataclass
class Visit:
    """Somebody between the authorization request and the answer."""

    request: AuthorizeRequest
    started: float
    user: Mapping[str, str] = field(default_factory=dict)


class VisitBook:
    """The visits under way, by the ticket that their pages carry."""

    def __init__(self, clock: PracticeClock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._visits: dict[str, Visit] = {}

    def open(self, request: AuthorizeRequest) -> str:
        """Begin a visit and return its ticket."""
        ticket = secrets.token_urlsafe(24)
        with self._lock:
            self._visits[ticket] = Visit(request, self._clock.now())
        return ticket

    def find(self, ticket: str) -> Visit | None:
        """Return a visit that is not over and not older than half an hour."""
        with self._lock:
            visit = self._visits.get(ticket)
        if visit is None or self._clock.now() - visit.started > TICKET_LIFETIME:
            return None
        return visit

    def close(self, ticket: str) -> None:
        """End a visit: its ticket is good for nothing from here on."""
        with self._lock:
            self._visits.pop(ticket, None)
