"""Job: settle on one of a connection's organisations: never the first by chance, never the Demo Company."""

from dataclasses import dataclass

from wizard.jobs.job import Done, Tools
from wizard.jobs.xero_connection import addresses_of
from wizard.model.connection import Tenant
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.xero.organisation import read_organisation


def match(tenants: list[Tenant], wanted: str) -> list[Tenant]:
    """Return the organisations meant by an id or a name; by name there may be several."""
    by_id = [t for t in tenants if wanted.casefold() in {t.tenant_id.casefold(), t.connection_id.casefold()}]
    return by_id or [t for t in tenants if t.name.casefold() == wanted.strip().casefold()]


@dataclass(frozen=True)
class ChooseTenant:
    """Use this organisation; `confirmed` = its name was given on purpose, also where it replaces another."""

    access: Secret
    tenant: Tenant
    confirmed: bool

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Read the organisation by its own id and remember it for this store."""
        found = read_organisation(tools.http, addresses_of(tools), self.access, self.tenant.tenant_id)
        if isinstance(found, Problem):
            return found
        if found.is_demo and not tools.world.is_practice:
            return Problem("ORG-DEMO", {"name": found.name})
        known = tools.site.known()
        before = str(known.get("organisation_tenant", ""))
        if before and before != found.tenant_id and not self.confirmed:
            old = str(known.get("organisation_name", ""))
            return Problem("ORG-CHANGED", {"old": old, "new": found.name, "last_four": found.last_four})
        tools.site.remember(
            {
                "organisation_tenant": found.tenant_id,
                "organisation_name": found.name,
                "organisation_country": found.country,
                "organisation_short_code": found.short_code,
                "xero_connection_id": self.tenant.connection_id,
            }
        )
        facts = {
            "organisation_name": found.name,
            "organisation_country": found.country,
            "organisation_short_code": found.short_code,
            "organisation_last_four": found.last_four,
            "organisation_is_demo": found.is_demo,
        }
        return Done(facts, found)
