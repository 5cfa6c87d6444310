"""Reading the organisation a token leads to."""

from typing import Any

from wizard.model.ports import HttpSessions
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.model.secret import Secret
from wizard.model.xero import Organisation, XeroAddresses


def read_organisation(http: HttpSessions, addresses: XeroAddresses, token: Secret) -> Organisation | Problem:
    """Return the one organisation of a custom connection's token; a refusal is a Problem."""
    try:
        connections = _get(http, addresses.connections, token)
        tenant = str(connections[0]["tenantId"]) if isinstance(connections, list) and connections else ""
        answer = _get(http, addresses.api + "Organisation", token)
        found = answer["Organisations"][0]
        return Organisation(
            tenant_id=tenant or str(found["OrganisationID"]),
            name=str(found["Name"]),
            country=str(found.get("CountryCode", "")),
            short_code=str(found.get("ShortCode", "")),
            currency=str(found.get("BaseCurrency", "")),
            is_demo=bool(found.get("IsDemoCompany", False)),
        )
    except ProblemFound as found_problem:
        return found_problem.problem
    except (KeyError, IndexError, TypeError, ValueError):
        return Problem("ORG-NONE")


def _get(http: HttpSessions, url: str, token: Secret) -> Any:
    import requests  # noqa: PLC0415 - costs start-up time

    try:
        reply = http.session().get(
            url, headers={"Authorization": f"Bearer {token.reveal()}", "Accept": "application/json"}
        )
    except requests.exceptions.SSLError:
        raise ProblemFound(Problem("XERO-CERT", {"host": url.split("/")[2]})) from None
    except requests.exceptions.RequestException as error:
        facts: dict[str, Fact] = {"host": url.split("/")[2], "said": type(error).__name__}
        raise ProblemFound(Problem("XERO-UNREACHABLE", facts)) from None
    if reply.status_code == 200:
        return reply.json()
    raise ProblemFound(_refusal(reply.status_code, dict(reply.headers)))


def _refusal(status: int, headers: dict[str, str]) -> Problem:
    lower = {name.lower(): value for name, value in headers.items()}
    facts: dict[str, Fact] = {"status": status}
    if status == 429:
        return Problem("XERO-BUSY", {**facts, "seconds": lower.get("retry-after", "")})
    if status == 401 and "insuf" in lower.get("www-authenticate", "").lower():
        return Problem("XERO-PERMISSION", {**facts, "permission": "accounting.settings.read"})
    if status in {401, 403}:
        return Problem("XERO-NO-ACCESS", facts)
    return Problem("XERO-DOWN" if status >= 500 else "XERO-ODD", facts)
