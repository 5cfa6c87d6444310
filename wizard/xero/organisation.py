"""Reading an organisation."""

from typing import Any

from wizard.model.addresses import XeroAddresses
from wizard.model.ports import HttpSessions
from wizard.model.problem import Problem, ProblemFound
from wizard.model.secret import Secret
from wizard.model.xero import Organisation
from wizard.xero.calls import get_json


def read_organisation(
    http: HttpSessions, addresses: XeroAddresses, access: Secret, tenant: str = ""
) -> Organisation | Problem:
    """Return an organisation by its tenant id, which is named on the call; a refusal is a Problem.

    A custom connection's token opens exactly one and takes no tenant: then `/connections` says which, unless
    it is closed to that token (XeroAPI/xero-mcp-server#278), which opens the organisation all the same.
    """
    try:
        answer: Any = get_json(http, addresses.api + "Organisation", access, tenant=tenant)
        found = answer["Organisations"][0]
        return Organisation(
            tenant_id=tenant or _only_tenant(http, addresses, access),
            organisation_id=str(found["OrganisationID"]),
            name=str(found["Name"]),
            country=str(found.get("CountryCode", "")),
            short_code=str(found.get("ShortCode", "")),
            currency=str(found.get("BaseCurrency", "")),
            is_demo=bool(found.get("IsDemoCompany", False)),
        )
    except ProblemFound as found_problem:
        return found_problem.problem
    except (KeyError, IndexError, TypeError, ValueError):
        return Problem("ORG-NONE", {"by": "sign-in"} if tenant else {})


def organisation_facts(found: Organisation) -> dict[str, str | bool]:
    """Return an organisation as the screens' texts name it."""
    return {
        "organisation_name": found.name,
        "organisation_country": found.country,
        "organisation_short_code": found.short_code,
        "organisation_last_four": found.last_four,
        "organisation_tenant": found.tenant_id,
        "organisation_id": found.organisation_id,
        "organisation_currency": found.currency,
        "organisation_is_demo": found.is_demo,
    }


def _only_tenant(http: HttpSessions, addresses: XeroAddresses, access: Secret) -> str:
    try:
        connections = get_json(http, addresses.connections, access)
    except ProblemFound as found:
        if found.problem.code in {"XERO-NO-ACCESS", "XERO-PERMISSION"}:
            return ""
        raise
    return str(connections[0]["tenantId"]) if isinstance(connections, list) and connections else ""
