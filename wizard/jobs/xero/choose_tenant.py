"""Jobs: list a sign-in's organisations and settle on one: never by chance, never the Demo Company."""

from dataclasses import dataclass
from typing import Any, ClassVar

from msgspec.structs import replace

from wizard.catalogue.listing import listed
from wizard.catalogue.moments import day_in_words
from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Nothing, Tools
from wizard.jobs.xero.connection import (
    addresses_of,
    ask_with,
    connection_of,
    forget_lost,
    note_opened,
    own_tenant,
)
from wizard.jobs.xero.organisation import OrganisationRead
from wizard.jobs.xero.vendor_said import VendorSaid
from wizard.model.connection import Tenant
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.record import StoreRecord, XeroConnection
from wizard.model.secret import Secret
from wizard.model.xero import Organisation
from wizard.xero.connections import list_tenants, picked
from wizard.xero.organisation import organisation_facts, read_organisation
from wizard.xero.settle import is_named, is_other, is_refused, settle

_words = words_of(__name__)

_READ_AT_MOST = 8
"""Organisations that are read for their country and short code; of more, the names must do."""


_NO_ONE = Problem("ORG-NONE", {"by": "sign-in"})


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
    event = tools.site.record().xero.auth_event
    own = [t for t in tenants if t.tenant_id == own_tenant(tools)]
    return own if own and event and all(t.auth_event != event for t in tenants) else tenants


@dataclass(frozen=True)
class Picked:
    """An organisation picked in the last sign-in; `details` None where it could not be read.

    `refused`: no store may use it; `is_other`: using it would change the store's organisation.
    """

    tenant: Tenant
    details: Organisation | None
    refused: bool = False
    is_other: bool = False


@dataclass(frozen=True)
class ListOrganisations:
    """Say which organisations were picked on Xero's page in the last sign-in."""

    gives: ClassVar = Nothing

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Return the `Picked` ones as value; ORG-NONE when there is none."""
        progress.step(0.2, _words("asking-what-you-picked"))
        found = _picked_tenants(tools)
        if isinstance(found, Problem):
            return found
        access, tenants = found
        if not tenants:
            return _NO_ONE
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
            picked.append(_picked(tools, tenant, read if isinstance(read, Organisation) else None))
        return Done(value=tuple(picked))


def _picked(tools: Tools, tenant: Tenant, details: Organisation | None) -> Picked:
    refused = details is not None and is_refused(details, allow_demo=tools.world.is_practice)
    found = details or Organisation(tenant.tenant_id)
    return Picked(tenant, details, refused, is_other(found, tools.site.record().organisation))


class TenantUsed(OrganisationRead, frozen=True, kw_only=True):
    """Which organisation, and until which day the connection is good unused.

    `vendor_organisation` is its tenant id where the vendor's own sign-in is proven to be for it too;
    `vendor_signed_in` says that there is such a sign-in. `organisation_before` is the name of the one that
    the store used until now, where that was another.
    """

    good_until: str = ""
    organisation_before: str = ""
    vendor_organisation: str = ""
    vendor_signed_in: bool = False


@dataclass(frozen=True)
class Unsettled:
    """Why nothing was settled on: the organisations that are meant (none, or several), of those picked."""

    meant: tuple[Tenant, ...]
    picked: tuple[Tenant, ...]


@dataclass(frozen=True)
class UseTenant:
    """Use the organisation that was chosen, or the only one; `typed_name` confirms a change.

    `typed_name` None = whoever names the one they want (`wanted`) confirms it by that. Value: the
    Organisation; with ORG-CHOOSE and ORG-NONE an Unsettled.
    """

    gives: ClassVar = TenantUsed
    wanted: str
    typed_name: str | None
    vendor: VendorSaid | None = None
    """Of a procedure whose vendor signs in to Xero as well: it has to be the same organisation."""

    @classmethod
    def asked(cls, asked: Asked) -> "UseTenant":
        """Build the input from a run's answers."""
        answers = asked.answers
        return cls(answers.text("organisation"), answers.text("typed_name"), VendorSaid.asked(asked))

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        """Find it among those picked in the last sign-in, then remember it for this store."""
        progress.step(0.2, _words("asking-what-you-picked"))
        found = _picked_tenants(tools)
        if isinstance(found, Problem):
            return found
        access, tenants = found
        meant = meant_by(tools, tenants, self.wanted)
        if len(meant) != 1:
            facts = {"wanted": self.wanted, "names": listed(sorted(t.name for t in tenants))}
            problem = Problem("ORG-CHOOSE", facts) if tenants else _NO_ONE
            return Done({}, Unsettled(tuple(meant), tuple(tenants)), problem)
        cancel.check()
        typed = self.typed_name
        if typed is None:
            typed = meant[0].name if self.wanted else ""
        vendor = self.vendor.recalled(tools.site.record()) if self.vendor is not None else None
        names = tuple(tenant.name for tenant in tenants)
        return ChooseTenant(access, meant[0], typed, vendor, names).run(tools, progress, cancel)


def waits_for_choice(tools: Tools) -> bool:
    """Whether somebody signed in, and which organisation is the store's was not said since."""
    return not tools.site.record().xero.is_chosen and not isinstance(_picked_tenants(tools), Problem)


@dataclass(frozen=True)
class ListTenants:
    """Say which organisations the sign-in opens, whenever they were picked."""

    gives: ClassVar = Nothing

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return them as value: a tuple of Tenant, each with whether it is this store's."""
        progress.step(0.2, _words("asking-what-it-opens"))
        addresses = addresses_of(tools)
        found = ask_with(connection_of(tools), lambda access: list_tenants(tools.http, addresses, access))
        if isinstance(found, Problem):
            return found
        own = tools.site.record().organisation
        return Done(value=tuple((t, own is not None and t.tenant_id == own.tenant_id) for t in found))


def _picked_tenants(tools: Tools) -> tuple[Secret, list[Tenant]] | Problem:
    def ask(access: Secret) -> tuple[Secret, list[Tenant]] | Problem:
        tenants = list_tenants(tools.http, addresses_of(tools), access)
        return tenants if isinstance(tenants, Problem) else (access, tenants)

    found = ask_with(connection_of(tools), ask)
    if isinstance(found, Problem):
        return forget_lost(tools, found)
    access, every = found
    tenants = picked(every, tools.site.record().xero.auth_event, own_tenant(tools))
    note_opened(tools, tenants)
    return access, tenants


@dataclass(frozen=True)
class ChooseTenant:
    """Use this organisation; `typed_name` confirms a change from the one set up before."""

    gives: ClassVar = TenantUsed
    access: Secret
    tenant: Tenant
    typed_name: str
    vendor: VendorSaid | None = None
    names: tuple[str, ...] = ()
    """Of all that were picked."""

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Read the organisation by its own id and remember it for this store."""
        progress.step(0.6, _words("reading-organisation"))
        found = read_organisation(tools.http, addresses_of(tools), self.access, self.tenant.tenant_id)
        if isinstance(found, Problem):
            return found
        # Xero's list of connections and the organisation itself may spell its name differently.
        typed = found.name if is_named(self.typed_name, self.tenant.name) else self.typed_name
        before, demo = tools.site.record().organisation, tools.world.is_practice
        settled = settle(found, before, typed, allow_demo=demo, by="sign-in")
        if isinstance(settled, Problem):
            return settled
        differs = self.vendor.difference(settled, self.tenant.name) if self.vendor is not None else None
        if differs is not None:
            return differs
        tools.site.change(lambda record: replace(record, organisation=settled, xero=self._chosen(record)))
        standing = connection_of(tools).standing()
        until = day_in_words(standing.until) if standing else ""
        was = before.name if before is not None and before.tenant_id != settled.tenant_id else ""
        facts = {**organisation_facts(found), "good_until": until, "organisation_before": was}
        return Done({**facts, **self._of_vendor(settled)}, found)

    def _of_vendor(self, own: Organisation) -> dict[str, Any]:
        if self.vendor is None:
            return {}
        proven = own.tenant_id if self.vendor.proves(own, self.names) else ""
        return {"vendor_signed_in": True, "vendor_organisation": proven}

    def _chosen(self, record: StoreRecord) -> XeroConnection:
        xero = record.xero
        return replace(xero, connection_id=self.tenant.connection_id, chosen_event=xero.auth_event)
