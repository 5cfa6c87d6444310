"""One authorised read of Xero, and what its refusals mean."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from wizard.model.ports import HttpSessions
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.model.proxy import proxy_problem
from wizard.model.secret import Secret
from wizard.model.xero import asks_to_wait, untrusted

if TYPE_CHECKING:
    import requests

_LOOKED_THROUGH = 20_000
"""Characters of a refusal that are looked through: Xero's have some hundreds."""
_NO_PERMISSION = re.compile(r"insuffi?ci?ent[_ ](scope|permission)|AuthorizationUnsuccessful", re.IGNORECASE)
"""A permission that is missing, in the header or the body; Xero's own FAQ spells it insufficent_scope.

AuthenticationUnsuccessful is something else: the organisation is closed to this token.
"""


class Answer(Struct, frozen=True):
    """A read's JSON, None where nothing changed; `clock` is the answer's own time of day."""

    data: Any
    clock: str = ""


def get_json(http: HttpSessions, url: str, access: Secret, *, tenant: str = "", by: str = "") -> Any:
    """Return a read's JSON; ProblemFound for every refusal. `tenant` is named wherever there is one.

    `by` says whose the token is: `sign-in` (the store's own connection) or `key` (a custom connection).
    """
    return ask(http, url, access, tenant=tenant, by=by).data


def ask(
    http: HttpSessions,
    url: str,
    access: Secret,
    *,
    tenant: str = "",
    params: Mapping[str, str] | None = None,
    since: str = "",
    permission: str = "accounting.settings.read",
    by: str = "",
) -> Answer:
    """Return a read's answer; ProblemFound as `get_json`. `permission` is what it needs.

    `since`: only what changed since then, an earlier answer's `clock`.
    """
    by = by or ("sign-in" if tenant else "key")
    headers = {"Authorization": f"Bearer {access.reveal()}", "Accept": "application/json"}
    if tenant:
        headers["xero-tenant-id"] = tenant
    if since:
        headers["If-Modified-Since"] = since
    reply = _get(http, url, headers, params)
    clock = reply.headers.get("Date", "")
    if reply.status_code == 304:
        return Answer(None, clock)
    if reply.status_code != 200:
        raise ProblemFound(
            refusal(reply.status_code, dict(reply.headers), reply.text, by=by, permission=permission)
        )
    try:
        return Answer(reply.json(), clock)
    except (ValueError, RecursionError):
        raise ProblemFound(Problem("XERO-ODD", {"status": 200, "said": "not JSON"})) from None


def _get(
    http: HttpSessions, url: str, headers: Mapping[str, str], params: Mapping[str, str] | None
) -> "requests.Response":
    import requests  # noqa: PLC0415 - costs start-up time

    try:
        return http.session().get(url, headers=dict(headers), params=params)
    except requests.exceptions.SSLError as error:
        raise ProblemFound(untrusted(url.split("/")[2], str(error))) from None
    except requests.exceptions.RequestException as error:
        host = url.split("/")[2]
        unreachable = Problem("XERO-UNREACHABLE", {"host": host, "said": type(error).__name__})
        raise ProblemFound(proxy_problem(error, host) or unreachable) from None


def refusal(
    status: int,
    headers: Mapping[str, str],
    body: str = "",
    *,
    by: str,
    permission: str = "accounting.settings.read",
) -> Problem:
    """Return the problem for a refused read; a missing permission is not an expired token."""
    lower = {name.lower(): value for name, value in headers.items()}
    facts: dict[str, Fact] = {"status": status, "said": f"HTTP {status}", "by": by}
    if status == 429:
        return asks_to_wait(lower.get("retry-after", ""))
    if status == 401 and "TokenExpired" in body:
        return Problem("XERO-EXPIRED", facts)
    said = f"{lower.get('www-authenticate', '')} {body[:_LOOKED_THROUGH]}"
    if status in {401, 403} and _NO_PERMISSION.search(said):
        return Problem("XERO-PERMISSION", {**facts, "permission": permission})
    if status in {401, 403}:
        return Problem("XERO-NO-ACCESS", facts)
    return Problem("XERO-DOWN" if status >= 500 else "XERO-ODD", facts)
