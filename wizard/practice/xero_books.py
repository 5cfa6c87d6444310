"""The organisations of the practice Xero and what its accounting reads answer."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from wizard.catalogue.resources import read_text

_FILES = ("corner-store", "demo-company")
_DATES = frozenset({"PeriodLockDate", "EndOfYearLockDate", "CreatedDateUTC", "UpdatedDateUTC"})


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
    """One organisation: its tenant id, its name and its data by kind."""

    tenant_id: str
    name: str
    is_demo: bool
    data: Mapping[str, list[dict[str, Any]]]

    def answer(self, endpoint: Endpoint, query: Mapping[str, str], now: datetime) -> dict[str, Any]:
        """Return the whole answer of a read, envelope included."""
        rows = self.data[endpoint.source]
        if endpoint.source == "TrackingCategories" and query.get("includeArchived", "").lower() != "true":
            rows = [_without_archived(row) for row in rows if row["Status"] == "ACTIVE"]
        return {
            "Id": str(uuid.uuid4()),
            "Status": "OK",
            "ProviderName": "Tillbridge practice",
            "DateTimeUTC": f"/Date({int(now.timestamp() * 1000)})/",
            endpoint.answer: [_with_xero_dates(row) for row in rows],
        }


def read_organisations() -> dict[str, PracticeOrganisation]:
    """Return the practice organisations by tenant id, the shop first and the Demo Company last."""
    organisations = {}
    for file in _FILES:
        data = json.loads(read_text(f"practice/{file}.json"))
        tenant_id = data.pop("TenantId")
        facts = data["Organisation"][0]
        organisations[tenant_id] = PracticeOrganisation(
            tenant_id, facts["Name"], facts["IsDemoCompany"], MappingProxyType(data)
        )
    return organisations


def _without_archived(category: dict[str, Any]) -> dict[str, Any]:
    return category | {"Options": [row for row in category["Options"] if row["Status"] == "ACTIVE"]}


def _with_xero_dates(row: dict[str, Any]) -> dict[str, Any]:
    return {key: _xero_date(value) if key in _DATES else value for key, value in row.items()}


def _xero_date(text: str) -> str:
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return f"/Date({int(moment.timestamp() * 1000)}+0000)/"
