"""The organisations of the practice Xero and what its accounting reads answer."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

from wizard.catalogue.resources import read_text
from wizard.practice.xero_batches import envelope
from wizard.practice.xero_chart import Chart
from wizard.practice.xero_shapes import shown
from wizard.practice.xero_where import QueryError, matcher, ordered

_FILES = ("corner-store", "corner-store-north", "demo-company")
_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
_KNOWN = frozenset({"includeArchived", "summaryOnly", "page", "pageSize", "where", "order"})


@dataclass(frozen=True)
class Endpoint:
    """One kind of accounting read: key of the data file, key of the answer, scope (`.read` will do)."""

    source: str
    answer: str
    scope: str


ENDPOINTS: Mapping[str, Endpoint] = MappingProxyType(
    {
        "organisation": Endpoint("Organisation", "Organisations", "accounting.settings"),
        "organisation/actions": Endpoint("Actions", "Actions", "accounting.settings"),
        "accounts": Endpoint("Accounts", "Accounts", "accounting.settings"),
        "taxrates": Endpoint("TaxRates", "TaxRates", "accounting.settings"),
        "trackingcategories": Endpoint("TrackingCategories", "TrackingCategories", "accounting.settings"),
        "contactgroups": Endpoint("ContactGroups", "ContactGroups", "accounting.contacts"),
    }
)
"""The reads that exist, by their path below `/api.xro/2.0/` in lower case."""


@dataclass(frozen=True)
class PracticeOrganisation:
    """One organisation: its tenant id, its name and its data by kind, `Contacts` among them."""

    tenant_id: str
    name: str
    is_demo: bool
    data: Mapping[str, list[dict[str, Any]]]

    def answer(
        self,
        endpoint: Endpoint,
        query: Mapping[str, str],
        now: datetime,
        since: str = "",
        moved_lock: date | None = None,
    ) -> dict[str, Any]:
        """Return the whole answer of a read, envelope included; QueryError for a filter that is none."""
        rows = self.data[endpoint.source]
        if unknown := sorted(query.keys() - _KNOWN):
            # Leaving a filter out silently would pass wrong rows off as the right ones.
            raise QueryError(f"The practice Xero cannot filter or sort: {', '.join(unknown)}")
        if endpoint.source == "TrackingCategories" and query.get("includeArchived", "").lower() != "true":
            rows = [_without_archived(row) for row in rows if row["Status"] == "ACTIVE"]
        if endpoint.source == "Organisation" and moved_lock is not None:
            rows = [row | {"PeriodLockDate": moved_lock.isoformat()} for row in rows]
        if since:
            rows = [row for row in rows if row.get("UpdatedDateUTC", since) >= since]
        if query.get("where"):
            rows = list(filter(matcher(query["where"]), rows))
        if query.get("order"):
            rows = ordered(rows, query["order"])
        return envelope(endpoint.answer, [shown(row) for row in rows], now)

    def chart(self, moved_lock: date | None = None) -> Chart:
        """Return what writes are judged by; `moved_lock` stands in for the period lock date."""
        return Chart(self.data, moved_lock)

    def change(self, kind: str, name: str, now: datetime, **values: Any) -> None:
        """Change a row of the chart, found by its code, tax type or name, as somebody does in Xero."""
        row = next(
            row for row in self.data[kind] if name in (row.get("Code"), row.get("TaxType"), row["Name"])
        )
        row |= values
        row["UpdatedDateUTC"] = now.replace(tzinfo=None).isoformat(timespec="milliseconds")


def read_organisations() -> dict[str, PracticeOrganisation]:
    """Return the practice organisations by tenant id: the shop, its owner's second one, the Demo Company."""
    organisations = {}
    for file in _FILES:
        data = json.loads(read_text(f"practice/{file}.json"))
        tenant_id = data.pop("TenantId")
        if "LikeFile" in data:
            data = _like(data["LikeFile"], tenant_id, data["Organisation"])
        facts = data["Organisation"][0]
        organisations[tenant_id] = PracticeOrganisation(
            tenant_id, facts["Name"], facts["IsDemoCompany"], MappingProxyType(data)
        )
    return organisations


def _like(file: str, tenant_id: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of another organisation with ids of its own, and what else differs."""
    text = read_text(f"practice/{file}.json")
    other = UUID(tenant_id)
    data: dict[str, Any] = json.loads(_ID.sub(lambda found: str(uuid5(other, found[0])), text))
    del data["TenantId"]
    data["Organisation"] = [{**row, **own} for row in data["Organisation"]]
    return data


def _without_archived(category: dict[str, Any]) -> dict[str, Any]:
    return category | {"Options": [row for row in category["Options"] if row["Status"] == "ACTIVE"]}
