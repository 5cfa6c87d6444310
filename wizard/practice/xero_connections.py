"""Which person let which app into which organisation at the practice Xero."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass
class Connection:
    """One organisation that one person connected to one app; times in practice seconds."""

    tenant_id: str
    tenant_name: str
    event_id: str
    created: float
    updated: float
    is_live: bool = True
    connection_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def as_json(self) -> dict[str, str]:
        """Return the connection as `GET /connections` shows it."""
        return {
            "id": self.connection_id,
            "authEventId": self.event_id,
            "tenantId": self.tenant_id,
            "tenantType": "ORGANISATION",
            "tenantName": self.tenant_name,
            "createdDateUtc": _seven_digits(self.created),
            "updatedDateUtc": _seven_digits(self.updated),
        }


@dataclass
class Consent:
    """What one person (or the owner of one custom connection) has allowed one app so far.

    Scopes only ever grow until the consent is revoked, and connections outlive the sign-in that
    made them: both as at Xero.
    """

    client_id: str
    scopes: set[str] = field(default_factory=set)
    connections: dict[str, Connection] = field(default_factory=dict)
    is_custom: bool = False

    def connect(self, tenant_id: str, tenant_name: str, event_id: str, now: float) -> None:
        """Connect an organisation; one that was connected before keeps its id and creation date."""
        known = self.connections.get(tenant_id)
        if known is None:
            self.connections[tenant_id] = Connection(tenant_id, tenant_name, event_id, now, now)
        else:
            known.event_id, known.updated, known.is_live = event_id, now, True

    def live(self, event_id: str = "") -> Iterator[Connection]:
        """Yield the connections that stand, only those of one sign-in if `event_id` is given."""
        for connection in self.connections.values():
            if connection.is_live and event_id in ("", connection.event_id):
                yield connection

    def tenants(self) -> set[str]:
        """Return the tenant ids that the app may read."""
        return {connection.tenant_id for connection in self.live()}

    def disconnect(self, connection_id: str) -> bool:
        """Cut one connection by its own id; False when there is no such connection."""
        for connection in self.live():
            if connection.connection_id == connection_id:
                connection.is_live = False
                return True
        return False

    def forget(self) -> None:
        """Take back everything: scopes and connections."""
        self.scopes.clear()
        for connection in self.connections.values():
            connection.is_live = False


def _seven_digits(seconds: float) -> str:
    # Xero's own shape: seven decimals and no time zone.
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "0"
