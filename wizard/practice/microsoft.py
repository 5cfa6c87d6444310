"""A practice Microsoft: one organisation, one app, one account; its refusals carry Microsoft's numbers.

Endpoints and shapes as in Microsoft Learn, "OAuth 2.0 authorization code flow", "device authorization grant"
and "client credentials flow" of the identity platform (v2.0), checked 2026-11-20.
"""

import base64
import hashlib
import html
import json
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from wizard.catalogue.providers import ANOTHER, provider_of_address
from wizard.practice.faults import FaultBoard
from wizard.practice.mail_tokens import LIFETIME, MailTokens
from wizard.practice.xero_http import Reply, Request, json_reply, page_reply, redirect_reply

_PERSONAL = ("consumers",)
_TYPED_AFTER = 2.0
"""Seconds after which somebody "types" the code of another device: in practice nobody is there."""
_RENEWAL = "0.practice."
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Practice Microsoft</title>
<style>body{{font:18px sans-serif;margin:4em auto;max-width:30em}}a{{margin-right:2em}}</style></head>
<body><h1>Practice Microsoft</h1><p>Signed in as {name}, {address}.</p><p>The practice app wants to send and
receive mail for you.</p><p><a id="accept" href="{accept}">Accept</a><a href="{cancel}">Cancel</a></p>
</body></html>"""


@dataclass(frozen=True)
class _Pending:
    """A code that was given out: for which request, and when."""

    query: Mapping[str, str]
    given_at: float


@dataclass
class PracticeMicrosoft:
    """Answers what msal asks; `base` is set once the port is known."""

    logins: Mapping[str, str]
    tokens: MailTokens
    faults: FaultBoard
    base: str = ""
    pages: str = ""
    """Where people's pages are: by http, because no browser knows the practice authority."""
    public_client: bool = True
    """Whether the app allows codes on other devices."""
    _codes: dict[str, _Pending] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, request: Request) -> Reply:
        """Answer one request."""
        tenant, _, rest = request.path.strip("/").partition("/")
        if tenant.lower() not in {self.logins["sender-tenant"], "organizations", "common", *_PERSONAL}:
            words = f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID."
            return _refused("invalid_tenant", 90002, words)
        match (request.method, rest):
            case ("GET", "v2.0/.well-known/openid-configuration"):
                return self._configuration(tenant)
            case ("GET", "oauth2/v2.0/authorize"):
                return self._page(tenant, request.query)
            case ("GET", "oauth2/v2.0/accept"):
                return self._accepted(request.query)
            case ("GET", "device"):
                return page_reply(200, "In practice somebody types the code for you. Go back to Tillbridge.")
            case ("POST", "oauth2/v2.0/devicecode"):
                return self._device_code(tenant, request.form)
            case ("POST", "oauth2/v2.0/token"):
                return self._token(tenant, request.form)
            case _:
                return json_reply(404, {"error": "not_found"})

    def _configuration(self, tenant: str) -> Reply:
        base = f"{self.base}/{tenant}"
        return json_reply(
            200,
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{self.pages or self.base}/{tenant}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
            },
        )

    # --- a person's page ---

    def _page(self, tenant: str, query: Mapping[str, str]) -> Reply:
        redirect = query.get("redirect_uri", "")
        if query.get("client_id") != self.logins["sender-client-id"]:
            return page_reply(400, "AADSTS700016: the application was not found in the directory.")
        if not redirect.startswith("http://localhost:") or not redirect.endswith("/callback"):
            return page_reply(400, "AADSTS50011: the redirect URI does not match those of the application.")
        if "sender-needs-admin" in self.faults:
            words = "AADSTS90094: the grant requires administrator permission."
            return redirect_reply(_with(redirect, error="access_denied", error_description=words,
                                        state=query.get("state", "")))  # fmt: skip
        cancel = _with(
            redirect,
            error="access_denied",
            error_description="AADSTS65004: the user declined to consent.",
            state=query.get("state", ""),
        )
        accept = f"/{tenant}/oauth2/v2.0/accept?{urlencode(dict(query))}"
        shown = {
            "accept": accept,
            "cancel": cancel,
            "name": self.logins["sender-name"],
            "address": self._address_in(query),
        }
        return page_reply(200, _PAGE.format(**{name: html.escape(text) for name, text in shown.items()}))

    def _accepted(self, query: Mapping[str, str]) -> Reply:
        code = secrets.token_urlsafe(30)
        with self._lock:
            self._codes[code] = _Pending(dict(query), time.monotonic())
        return redirect_reply(_with(query["redirect_uri"], code=code, state=query.get("state", "")))

    def _address_in(self, query: Mapping[str, str]) -> str:
        """Return whose account is meant: anybody's at a provider of the table, else the practice store's."""
        hint = query.get("login_hint", "").strip().lower()
        return self.logins["mail-address"] if provider_of_address(hint).id == ANOTHER else hint

    def _device_code(self, tenant: str, form: Mapping[str, str]) -> Reply:
        refused = self._wrong_client(form, needs_secret=False)
        if refused is not None:
            return refused
        code = secrets.token_urlsafe(30)
        with self._lock:
            self._codes[code] = _Pending(dict(form), time.monotonic())
        return json_reply(
            200,
            {
                "device_code": code,
                "user_code": "PRACTICE1",
                "verification_uri": f"{self.pages or self.base}/{tenant}/device",
                "expires_in": 900,
                "interval": 1,
                "message": "In practice somebody types the code for you.",
            },
        )

    # --- tokens ---

    def _token(self, tenant: str, form: Mapping[str, str]) -> Reply:
        grant = form.get("grant_type", "")
        device = grant.endswith("device_code") or (grant == "refresh_token" and not form.get("client_secret"))
        refused = self._wrong_client(form, needs_secret=not device)
        if refused is not None:
            return refused
        if grant == "client_credentials":
            if tenant.lower() in _PERSONAL:
                return _refused("invalid_request", 9002331, "This application is for organisations only.")
            return json_reply(200, self._issued("*", (form.get("scope", ""),), renewable=False))
        if grant == "authorization_code":
            return self._by_code(form)
        if grant == "refresh_token":
            return self._by_renewal(form)
        return self._by_device(form)

    def _wrong_client(self, form: Mapping[str, str], *, needs_secret: bool) -> Reply | None:
        if form.get("client_id") != self.logins["sender-client-id"]:
            words = "Application with identifier was not found in the directory."
            return _refused("unauthorized_client", 700016, words)
        if not needs_secret:
            if self.public_client:
                return None
            return _refused("invalid_client", 7000218, "The request body must contain 'client_secret'.")
        if "sender-secret-expired" in self.faults:
            return _refused("invalid_client", 7000222, "The provided client secret keys are expired.")
        if not form.get("client_secret"):
            return _refused("invalid_client", 7000218, "The request body must contain 'client_secret'.")
        if form["client_secret"] != self.logins["sender-client-secret"]:
            return _refused("invalid_client", 7000215, "Invalid client secret provided.")
        return None

    def _by_code(self, form: Mapping[str, str]) -> Reply:
        with self._lock:
            pending = self._codes.pop(form.get("code", ""), None)
        if pending is None:
            return _refused("invalid_grant", 54005, "The code was already redeemed.")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != pending.query.get("code_challenge") or form.get("redirect_uri") != pending.query.get(
            "redirect_uri"
        ):
            return _refused("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge.")
        scopes = tuple(pending.query.get("scope", "").split())
        address = self._address_in(pending.query)
        return json_reply(200, self._issued(address, scopes, nonce=pending.query.get("nonce", "")))

    def _by_device(self, form: Mapping[str, str]) -> Reply:
        pending = self._codes.get(form.get("device_code", ""))
        if pending is None:
            return _refused("expired_token", 70019, "The verification code expired.")
        if time.monotonic() < pending.given_at + _TYPED_AFTER:
            return _refused("authorization_pending", 70016, "Nobody has typed the code yet.")
        with self._lock:
            self._codes.pop(form["device_code"], None)
        scopes = tuple(pending.query.get("scope", "").split())
        return json_reply(200, self._issued(self.logins["mail-address"], scopes))

    def _by_renewal(self, form: Mapping[str, str]) -> Reply:
        kept = _kept_in(form.get("refresh_token", ""))
        if "sender-revoked" in self.faults or kept is None:
            words = "The provided grant has expired due to it being revoked, a fresh auth token is needed."
            return _refused("invalid_grant", 50173, words)
        return json_reply(200, self._issued(kept[0] or self.logins["mail-address"], kept[1:]))

    def _issued(
        self, address: str, scopes: tuple[str, ...], *, renewable: bool = True, nonce: str = ""
    ) -> dict[str, object]:
        found: dict[str, object] = {
            "token_type": "Bearer",
            "expires_in": int(LIFETIME),
            "scope": " ".join(scopes),
            "access_token": self.tokens.issue(address.lower(), scopes),
        }
        if renewable:
            # It says itself what it is for: what was allowed in practice outlives the practice services.
            kept = base64.urlsafe_b64encode(" ".join((address, *scopes)).encode()).decode()
            renewal = f"{_RENEWAL}{kept}.{secrets.token_urlsafe(40)}"
            found |= {"refresh_token": renewal, "id_token": self._id_token(address, nonce)}
        return found

    def _id_token(self, address: str, nonce: str) -> str:
        now = int(time.time())
        claims: dict[str, object] = {
            "iss": f"{self.base}/{self.logins['sender-tenant']}/v2.0",
            "aud": self.logins["sender-client-id"],
            "iat": now,
            "nbf": now - 60,
            "exp": now + int(LIFETIME),
            "sub": "practice",
            "name": self.logins["sender-name"],
            "preferred_username": address,
            "tid": self.logins["sender-tenant"],
        }
        if nonce:
            claims["nonce"] = nonce
        parts = ({"alg": "none", "typ": "JWT"}, claims)
        encoded = [base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts]
        return ".".join([*encoded, "practice"])


def _kept_in(renewal: str) -> tuple[str, ...] | None:
    """Return whose and what a refresh token was given for; None for what is no token of ours."""
    if not renewal.startswith(_RENEWAL):
        return None
    try:
        kept = renewal.removeprefix(_RENEWAL).partition(".")[0]
        words = tuple(base64.urlsafe_b64decode(kept).decode().split())
    except ValueError:
        return None
    return words if words and "@" in words[0] else ("", *words)


def _with(address: str, **parameters: str) -> str:
    return f"{address}?{urlencode(parameters)}"


def _refused(error: str, number: int, words: str) -> Reply:
    """Return a refusal in Microsoft's shape."""
    description = f"AADSTS{number}: {words} Trace ID: practice Correlation ID: practice"
    return json_reply(400, {"error": error, "error_description": description, "error_codes": [number]})
