"""Which organisations a sign-in opens, and taking one of them away."""

import base64
import json

from wizard.model.addresses import XeroAddresses
from wizard.model.connection import Tenant
from wizard.model.ports import HttpSessions
from wizard.model.problem import Problem, ProblemFound
from wizard.model.proxy import proxy_problem
from wizard.model.secret import Secret
from wizard.model.xero import untrusted
from wizard.xero.calls import get_json, refusal


def auth_event(access: Secret) -> str:
    """Return the sign-in event of an access token: what its user picked *this time*.

    The token is a JWT from the token endpoint itself; nothing is trusted for it but a filter.
    """
    parts = access.reveal().split(".")
    try:
        payload = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return str(payload.get("authentication_event_id", ""))
    except (IndexError, ValueError, AttributeError):
        return ""


def list_tenants(http: HttpSessions, addresses: XeroAddresses, access: Secret) -> list[Tenant] | Problem:
    """Return the organisations that a sign-in opens, whenever they were picked; practices are left out."""
    try:
        rows = get_json(http, addresses.connections, access, by="sign-in")
        return [
            Tenant(
                str(r["id"]),
                str(r["tenantId"]),
                str(r.get("tenantName") or ""),
                str(r.get("authEventId") or ""),
            )
            for r in rows
            if r.get("tenantType", "ORGANISATION") == "ORGANISATION"
        ]
    except ProblemFound as found:
        return found.problem
    except (KeyError, TypeError, AttributeError):
        return Problem("XERO-ODD", {"status": 200, "said": "connections"})


def picked(tenants: list[Tenant], event: str, own: str = "") -> list[Tenant]:
    """Return the organisations that were picked in the sign-in that `event` names.

    Xero may leave the first sign-in's event on a row that is connected again (XeroAPI/xero-php-oauth2#18).
    Where no row has this one's, any may have been picked: all are returned, the store's `own` tenant first.
    """
    mine = [t for t in tenants if event in {"", t.auth_event}]
    return mine or sorted(tenants, key=lambda t: t.tenant_id != own)


def remove(
    http: HttpSessions, addresses: XeroAddresses, access: Secret, connection_id: str
) -> Problem | None:
    """Disconnect one organisation; one that is gone already is as good."""
    import requests  # noqa: PLC0415 - costs start-up time

    headers = {"Authorization": f"Bearer {access.reveal()}"}
    try:
        reply = http.session().delete(f"{addresses.connections}/{connection_id}", headers=headers)
    except requests.exceptions.SSLError as error:
        return untrusted(addresses.connections.split("/")[2], str(error))
    except requests.exceptions.RequestException as error:
        host = addresses.connections.split("/")[2]
        unreachable = Problem("XERO-UNREACHABLE", {"host": host, "said": type(error).__name__})
        return proxy_problem(error, host) or unreachable
    if reply.status_code in {204, 404}:
        return None
    return refusal(reply.status_code, dict(reply.headers), reply.text, by="sign-in")
