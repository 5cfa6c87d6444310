"""The store's own connection to Xero, put together from a job's tools."""

from msgspec.structs import replace

from wizard.jobs.job import Tools
from wizard.model.problem import Problem, ProblemFound
from wizard.model.xero import XeroAddresses
from wizard.oauth.connection import Connection
from wizard.oauth.token_endpoint import TokenEndpoint
from wizard.vault.token_slots import VaultTokenSlots

_SLOTS = "xero-connection"


def addresses_of(tools: Tools) -> XeroAddresses:
    """Return where Xero is; ProblemFound XERO-NOT-HERE in a world without one."""
    if tools.world.xero is None:
        raise ProblemFound(Problem("XERO-NOT-HERE"))
    return tools.world.xero


_OVER = {"CONN-NONE", "CONN-LOST", "CONN-LAPSED"}
"""Problems after which only a new sign-in helps."""


def forget_lost(tools: Tools, problem: Problem) -> None:
    """Note that the store has to sign in again, where that is what a problem means."""
    if problem.code in _OVER:
        tools.site.change(lambda record: replace(record, xero=replace(record.xero, connected=False)))


def own_tenant(tools: Tools) -> str:
    """Return the tenant id of the organisation that this store uses, empty where there is none."""
    organisation = tools.site.record().organisation
    return organisation.tenant_id if organisation is not None else ""


def connection_of(tools: Tools) -> Connection:
    """Return the connection of this store."""
    endpoint = TokenEndpoint(tools.http, addresses_of(tools))
    slots = VaultTokenSlots(tools.vault, _SLOTS)
    return Connection(
        endpoint, slots, tools.site.folder / "xero.lock", lambda secret: tools.learn(secret, [])
    )
