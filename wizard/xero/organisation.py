"""Reading the organisation a token leads to."""

from wizard.model.ports import HttpSessions
from wizard.model.problem import Problem, ProblemFound
from wizard.model.secret import Secret
from wizard.model.xero import Organisation, XeroAddresses
from wizard.xero.calls import get_json


def read_organisation(http: HttpSessions, addresses: XeroAddresses, token: Secret) -> Organisation | Problem:
    """Return the one organisation of a custom connection's token; a refusal is a Problem."""
    try:
        connections = get_json(http, addresses.connections, token)
        tenant = str(connections[0]["tenantId"]) if isinstance(connections, list) and connections else ""
        answer = get_json(http, addresses.api + "Organisation", token)
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
