"""A custom connection's token: client id and secret for half an hour's access; nothing is kept.

Source: developer.xero.com/custom-development, checked 2026-11-20.
"""

import json
from dataclasses import dataclass

from wizard.model.ports import HttpSessions
from wizard.model.problem import Fact, Problem
from wizard.model.secret import Secret
from wizard.model.xero import XeroAddresses

SCOPES = ("accounting.settings.read",)
"""What reading the organisation needs; granular scopes only (apps made since 2 March 2026)."""


@dataclass(frozen=True)
class AccessToken:
    """An access token in memory, and which permissions it has."""

    text: Secret
    scopes: tuple[str, ...]


def fetch_token(
    http: HttpSessions, addresses: XeroAddresses, client_id: str, client_secret: Secret
) -> AccessToken | Problem:
    """Ask Xero for a token by HTTP Basic; a refusal is KEY-REFUSED, an outage XERO-DOWN."""
    import requests  # noqa: PLC0415 - costs start-up time
    from oauthlib.oauth2 import BackendApplicationClient, OAuth2Error  # noqa: PLC0415
    from requests.auth import HTTPBasicAuth  # noqa: PLC0415

    # Without a scope oauthlib compares none: Xero may grant more than was asked.
    client = BackendApplicationClient(client_id=client_id)
    try:
        reply = http.session().post(
            addresses.token,
            data={"grant_type": "client_credentials", "scope": " ".join(SCOPES)},
            auth=HTTPBasicAuth(client_id.encode(), client_secret.reveal().encode()),
            headers={"Accept": "application/json"},
        )
    except requests.exceptions.SSLError:
        return Problem("XERO-CERT", {"host": _host(addresses.token)})
    except requests.exceptions.RequestException as error:
        return Problem("XERO-UNREACHABLE", {"host": _host(addresses.token), "said": type(error).__name__})
    refused = _refusal(reply)
    if refused is not None:
        return refused
    try:
        token = client.parse_request_body_response(reply.text)
    except (OAuth2Error, ValueError):
        return Problem("XERO-ODD", {"status": reply.status_code})
    granted = token.get("scope") or ()
    scopes = tuple(granted.split() if isinstance(granted, str) else granted)
    return AccessToken(Secret(str(token["access_token"])), scopes)


def _refusal(reply: "object") -> Problem | None:
    status = int(getattr(reply, "status_code", 0))
    if status == 200:
        return None
    facts: dict[str, Fact] = {"status": status}
    if status == 429:
        return Problem(
            "XERO-BUSY", {**facts, "seconds": str(getattr(reply, "headers", {}).get("Retry-After", ""))}
        )
    if status >= 500:
        return Problem("XERO-DOWN", facts)
    try:
        error = str(json.loads(getattr(reply, "text", "")).get("error", ""))
    except (ValueError, AttributeError):
        error = ""
    facts["said"] = error or f"HTTP {status}"
    if error in {"invalid_scope", "unauthorized_client"}:
        return Problem("XERO-PERMISSION", {**facts, "permission": " ".join(SCOPES)})
    if error in {"invalid_client", "invalid_grant", "invalid_request"} or status == 401:
        return Problem("KEY-REFUSED", facts)
    return Problem("XERO-ODD", facts)


def _host(url: str) -> str:
    return url.split("/")[2]
