"""Jobs: list a sign-in's organisations and settle on one: never by chance, never the Demo Company."""

from dataclasses import dataclass

from wizard.jobs.job import Asked, Done, Tools
from wizard.jobs.xero_connection import addresses_of, connection_of, forget_lost
from wizard.model.connection import Tenant
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.secret import Secret
from wizard.model.xero import Organisation, is_another
from wizard.xero.connections import list_tenants, picked
from wizard.xero.organisation import organisation_facts, read_organisation

_READ_AT_MOST = 8
"""Organisations that are read for their country and short code; of more, the names must do."""


def match(tenants: list[Tenant], wanted: str) -> list[Tenant]:
    """Return the organisations meant by an id or a name; by name there may be several."""
    by_id = [t for t in tenants if wanted.casefold() in {t.tenant_id.casefold(), t.connection_id.casefold()}]
    return by_id or [t for t in tenants if t.name.casefold() == wanted.strip().casefold()]


def meant_by(tools: Tools, tenants: list[Tenant], wanted: str) -> list[Tenant]:
    """Return the organisations that are named, else all that were picked.

    Where Xero does not say which were picked, that is the one this store has used so far.
    """
    if wanted:
        return match(tenants, wanted)
    known = tools.site.known()
    event = str(known.get("xero_auth_event", ""))
    own = [t for t in tenants if t.tenant_id == known.get("organisation_tenant")]
    return own if own and event and all(t.auth_event != event for t in tenants) else tenants


@dataclass(frozen=True)
class Picked:
    """An organisation picked in the last sign-in; `details` None where it could not be read."""

    tenant: Tenant
    details: Organisation | None


@dataclass(frozen=True)
class ListOrganisations:
    """Say which organisations were picked on Xero's page in the last sign-in."""

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return the `Picked` ones as value; ORG-NONE when there is none."""
        progress.step(0.2, "Asking Xero which organisations you picked")
        found = _picked_tenants(tools)
        if isinstance(found, Problem):
            return found
        access, tenants = found
        picked = []
        for tenant in tenants:
            cancel.check()
            read = (
                read_organisation(tools.http, addresses_of(tools), access, tenant.tenant_id)
                if len(tenants) <= _READ_AT_MOST
                else None
            )
            if isinstance(read, Problem) and len(tenants) == 1:
                return read
            picked.append(Picked(tenant, read if isinstance(read, Organisation) else None))
        return Done(value=tuple(picked))


@dataclass(frozen=True)
class UseTenant:
    """Use the organisation that was chosen, or the only one; `typed_name` confirms a change."""

    wanted: str
    typed_name: str

    @classmethod
    def asked(cls, asked: Asked) -> "UseTenant":
        """Build the input from a run's answers."""
        return cls(asked.answers.text("organisation"), asked.answers.text("typed_name"))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Find it among those picked in the last sign-in, then remember it for this store."""
        progress.step(0.2, "Asking Xero which organisations you picked")
        found = _picked_tenants(tools)
        if isinstance(found, Problem):
            return found
        access, tenants = found
        meant = meant_by(tools, tenants, self.wanted)
        if len(meant) != 1:
            names = ", ".join(sorted(t.name for t in tenants))
            return Problem("ORG-CHOOSE", {"wanted": self.wanted, "names": names})
        cancel.check()
        named = self.typed_name.strip().casefold() == meant[0].name.strip().casefold()
        return ChooseTenant(access, meant[0], confirmed=named).run(tools, progress, cancel)


def _picked_tenants(tools: Tools) -> tuple[Secret, list[Tenant]] | Problem:
    access = connection_of(tools).access_token()
    if isinstance(access, Problem):
        forget_lost(tools, access)
        return access
    found = list_tenants(tools.http, addresses_of(tools), access)
    if isinstance(found, Problem):
        return found
    known = tools.site.known()
    tenants = picked(found, str(known.get("xero_auth_event", "")), str(known.get("organisation_tenant", "")))
    return (access, tenants) if tenants else Problem("ORG-NONE", {"by": "sign-in"})


@dataclass(frozen=True)
class ChooseTenant:
    """Use this organisation; `confirmed` = its name was given on purpose, also where it replaces another."""

    access: Secret
    tenant: Tenant
    confirmed: bool

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Read the organisation by its own id and remember it for this store."""
        progress.step(0.6, "Reading your organisation")
        found = read_organisation(tools.http, addresses_of(tools), self.access, self.tenant.tenant_id)
        if isinstance(found, Problem):
            return found
        if found.is_demo and not tools.world.is_practice:
            return Problem("ORG-DEMO", {"name": found.name, "by": "sign-in"})
        known = tools.site.known()
        if is_another(known, found.tenant_id, found.organisation_id) and not self.confirmed:
            old = str(known.get("organisation_name", ""))
            return Problem(
                "ORG-CHANGED",
                {"old": old, "new": found.name, "last_four": found.last_four, "by": "sign-in"},
            )
        tools.site.remember(
            {
                "organisation_tenant": found.tenant_id,
                "organisation_id": found.organisation_id,
                "organisation_name": found.name,
                "organisation_country": found.country,
                "organisation_short_code": found.short_code,
                "xero_connection_id": self.tenant.connection_id,
                "xero_chosen_event": str(known.get("xero_auth_event", "")),
            }
        )
        standing = connection_of(tools).standing()
        until = f"{standing.until:%d %B %Y}" if standing else ""
        return Done({**organisation_facts(found), "good_until": until}, found)
