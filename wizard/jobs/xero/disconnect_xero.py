"""Job: end the connection to Xero: one organisation's, or the whole sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec.structs import replace

from wizard.catalogue.listing import listed
from wizard.catalogue.words import words_of
from wizard.jobs.job import Asked, Done, Gives, Tools
from wizard.jobs.xero.connection import addresses_of, ask_with, connection_of, forget_lost
from wizard.model.connection import Tenant
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress
from wizard.model.record import StoreRecord, XeroConnection
from wizard.xero.connections import list_tenants, remove

_words = words_of(__name__)


class XeroDisconnected(Gives, frozen=True, kw_only=True):
    """Which organisations went, and whether the sign-in itself ended.

    `was_last`: it ended with the one organisation that was meant, since it opened no other.
    """

    disconnected: tuple[str, ...] = ()
    disconnected_names: str = ""
    still_connected: tuple[str, ...] = ()
    still_connected_names: str = ""
    """What the sign-in opens besides, where it goes on."""
    sign_in_ended: bool = False
    was_last: bool = False


@dataclass(frozen=True)
class DisconnectXero:
    """Disconnect this store's organisation, or everything this sign-in opens."""

    gives: ClassVar = XeroDisconnected
    everything: bool

    @classmethod
    def asked(cls, asked: Asked) -> "DisconnectXero":
        """Build the input from a run's answers."""
        return cls(asked.answers.text("disconnect_what") == "all")

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:  # noqa: ARG002
        """Return the names of what was disconnected; the last one ends the sign-in itself.

        DISCONNECT-OTHER where this store's organisation was meant, and the sign-in opens others alone.
        """
        progress.step(0.2, _words("asking-what-is-connected"))
        connection, own = connection_of(tools), tools.site.record().organisation
        addresses = addresses_of(tools)
        tenants = ask_with(connection, lambda access: list_tenants(tools.http, addresses, access))
        if isinstance(tenants, Problem) and tenants.code in {"CONN-LOST", "CONN-LAPSED"}:
            # It opens nothing any more, so there is no telling what; what is kept of it still has to go.
            return self._ended(tools, connection.end(), [])
        if isinstance(tenants, Problem):
            return forget_lost(tools, tenants)
        mine = [t for t in tenants if own is not None and t.tenant_id == own.tenant_id]
        rest = [t for t in tenants if t not in mine]
        if own is not None and rest and not mine and not self.everything:
            others = listed(sorted(tenant.name for tenant in rest))
            return Problem("DISCONNECT-OTHER", {"own": own.name, "others": others})
        only_mine = not self.everything and bool(rest and mine)
        progress.step(0.6, _words("disconnecting"))
        if only_mine:
            access = connection.access()
            if isinstance(access, Problem):
                return access
            problem = remove(tools.http, addresses, access, mine[0].connection_id)
            return self._ended(tools, problem, mine, rest)
        return self._ended(tools, connection.end(), tenants)

    def _ended(
        self, tools: Tools, problem: Problem | None, gone: list[Tenant], rest: Sequence[Tenant] = ()
    ) -> Done | Problem:
        """Note that it ended: all of it, but where a `rest` of it stays connected."""
        if problem is not None:
            return problem
        tools.site.change(_without_sign_in)
        names = [t.name for t in gone]
        said = listed(names) or _words("none-was-left")
        was_last = not rest and not self.everything and bool(gone)
        still = sorted(t.name for t in rest)
        stays = {"still_connected": still, "still_connected_names": listed(still)}
        ended = {**stays, "sign_in_ended": not rest, "was_last": was_last}
        return Done({"disconnected": names, "disconnected_names": said, **ended})


def _without_sign_in(record: StoreRecord) -> StoreRecord:
    return replace(record, xero=XeroConnection(client_id=record.xero.client_id, stopped=True))
