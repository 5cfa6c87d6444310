"""Codes and tokens of the practice Xero: issued, rotated, expired and revoked as Xero does it.

Refresh tokens: each is good for 60 days unused. The first refresh with one retires it and returns a
successor; for 30 minutes after that first use it may be presented again (the reply was lost) and
returns another successor, which does not lengthen the 30 minutes and leaves the earlier successor
standing. After that, and after a revocation, it is `invalid_grant`.
"""

import base64
import hashlib
import hmac
import re
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wizard.practice import xero_scopes
from wizard.practice.clock import PracticeClock
from wizard.practice.xero_access_token import access_token, id_token
from wizard.practice.xero_connections import Consent
from wizard.practice.xero_sign_in import AuthorizeRequest

CODE_LIFETIME = 5 * 60.0
ACCESS_LIFETIME = 30 * 60.0
REFRESH_LIFETIME = 60 * 24 * 3600.0
GRACE = 30 * 60.0
_VERIFIER = re.compile(r"[A-Za-z0-9\-._~]{43,128}")


class TokenRefusedError(Exception):
    """The token endpoint says no; `error` is the OAuth word for it."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass
class Grant:
    """One sign-in: what it allows, in whose name."""

    consent: Consent
    scopes: tuple[str, ...]
    event_id: str
    user: Mapping[str, str]
    is_revoked: bool = False
    begun: float = field(default_factory=time.monotonic)


@dataclass
class _Code:
    grant: Grant
    request: AuthorizeRequest
    issued: float


@dataclass
class _RefreshToken:
    grant: Grant
    issued: float
    first_used: float | None = None


@dataclass(frozen=True)
class Bearer:
    """What an access token stands for; `expires` is in practice seconds since 1970."""

    grant: Grant
    expires: float


@dataclass
class TokenBook:
    """All codes and tokens that are out; any thread may use it."""

    clock: PracticeClock
    used_up: Callable[[], float | None] = lambda: None
    """Before which moment (`time.monotonic`) every sign-in was used up elsewhere; None: none was."""
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _consents: dict[tuple[str, ...], Consent] = field(default_factory=dict)
    _codes: dict[str, _Code] = field(default_factory=dict)
    _refresh: dict[str, _RefreshToken] = field(default_factory=dict)
    _access: dict[str, Bearer] = field(default_factory=dict)

    def allow(
        self, request: AuthorizeRequest, user: Mapping[str, str], tenant: tuple[str, str]
    ) -> tuple[str, str]:
        """Record a consent for `tenant` (id, name); return the code and the scopes it will yield."""
        with self._lock:
            now = self.clock.now()
            consent = self._consent(request.client_id, user["email"])
            consent.scopes.update(request.scopes)
            event_id = str(uuid.uuid4())
            consent.connect(*tenant, event_id, now)
            grant = Grant(consent, xero_scopes.ordered(consent.scopes), event_id, user)
            code = secrets.token_urlsafe(32)
            self._codes[code] = _Code(grant, request, now)
            return code, " ".join(grant.scopes)

    def exchange_code(self, client_id: str, code: str, redirect_uri: str, verifier: str) -> dict[str, object]:
        """Return the first token set for a code, which is used up whatever the outcome."""
        with self._lock:
            known = self._codes.pop(code, None)
            if known is None or self.clock.now() - known.issued > CODE_LIFETIME:
                raise TokenRefusedError("invalid_grant")
            request = known.request
            if (client_id, redirect_uri) != (request.client_id, request.redirect_uri):
                raise TokenRefusedError("invalid_grant")
            if not _proves(verifier, request.challenge) or known.grant.is_revoked:
                raise TokenRefusedError("invalid_grant")
            return self._token_set(known.grant)

    def refresh(self, client_id: str, token: str) -> dict[str, object]:
        """Return the next token set for a refresh token (rules at the top of this module)."""
        with self._lock:
            now = self.clock.now()
            known = self._refresh.get(token)
            if known is None or self._is_over(known.grant) or known.grant.consent.client_id != client_id:
                raise TokenRefusedError("invalid_grant")
            if known.first_used is None:
                if now - known.issued > REFRESH_LIFETIME:
                    raise TokenRefusedError("invalid_grant")
                known.first_used = now
            elif now - known.first_used > GRACE:
                raise TokenRefusedError("invalid_grant")
            return self._token_set(known.grant)

    def client_credentials(
        self, client_id: str, scopes: tuple[str, ...], tenant: tuple[str, str]
    ) -> dict[str, object]:
        """Return a token set, without refresh token, for a custom connection to `tenant` (id, name)."""
        with self._lock:
            if not xero_scopes.ACCOUNTING.keys() >= set(scopes):
                raise TokenRefusedError("invalid_scope")
            consent = self._consent(client_id, *tenant)
            if not consent.connections:
                consent.is_custom = True
                consent.connect(*tenant, str(uuid.uuid4()), self.clock.now())
            event_id = next(iter(consent.connections.values())).event_id
            granted = xero_scopes.ordered(scopes or xero_scopes.ACCOUNTING)
            return self._token_set(Grant(consent, granted, event_id, {}))

    def revoke(self, client_id: str, token: str) -> None:
        """Revoke all of the person's tokens and connections; an unknown token changes nothing."""
        with self._lock:
            known = self._refresh.get(token) or self._access.get(token)
            if known is None or known.grant.consent.client_id != client_id:
                return
            consent = known.grant.consent
            consent.forget()
            for grant in self._grants():
                if grant.consent is consent:
                    grant.is_revoked = True

    def bearer(self, token: str) -> Bearer | None:
        """Return what an access token stands for, expired or not; None for an unknown or revoked one."""
        with self._lock:
            bearer = self._access.get(token)
            return None if bearer is None or self._is_over(bearer.grant) else bearer

    def is_expired(self, bearer: Bearer) -> bool:
        """Whether the access token's half hour is over."""
        return self.clock.now() >= bearer.expires

    def connections(self, bearer: Bearer, event_id: str) -> list[dict[str, str]]:
        """Return the connections that the token's owner has with the app."""
        with self._lock:
            return [connection.as_json() for connection in bearer.grant.consent.live(event_id)]

    def tenants(self, bearer: Bearer) -> set[str]:
        """Return the tenants that the token may read at this moment."""
        with self._lock:
            return bearer.grant.consent.tenants()

    def disconnect(self, bearer: Bearer, connection_id: str) -> bool:
        """Cut one connection; False when it is not there."""
        with self._lock:
            return bearer.grant.consent.disconnect(connection_id)

    def _is_over(self, grant: Grant) -> bool:
        """Whether nothing of a sign-in is taken any more."""
        used_up = None if grant.consent.is_custom else self.used_up()
        return grant.is_revoked or (used_up is not None and grant.begun <= used_up)

    def _consent(self, client_id: str, *owner: str) -> Consent:
        return self._consents.setdefault((client_id, *owner), Consent(client_id))

    def _grants(self) -> list[Grant]:
        books = (self._codes.values(), self._refresh.values(), self._access.values())
        return [entry.grant for book in books for entry in book]

    def _token_set(self, grant: Grant) -> dict[str, object]:
        now, client_id = self.clock.now(), grant.consent.client_id
        token = access_token(client_id, grant.scopes, now, ACCESS_LIFETIME, grant.event_id, grant.user)
        self._access[token] = Bearer(grant, now + ACCESS_LIFETIME)
        answer: dict[str, object] = {
            "access_token": token,
            "expires_in": int(ACCESS_LIFETIME),
            "token_type": "Bearer",
            "scope": " ".join(grant.scopes),
        }
        if "openid" in grant.scopes:
            answer["id_token"] = id_token(client_id, now, grant.scopes, grant.user, token)
        if "offline_access" in grant.scopes:
            refresh = secrets.token_urlsafe(32)
            self._refresh[refresh] = _RefreshToken(grant, now)
            answer["refresh_token"] = refresh
        return answer


def _proves(verifier: str, challenge: str) -> bool:
    if not _VERIFIER.fullmatch(verifier):
        return False
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return hmac.compare_digest(digest, challenge)
