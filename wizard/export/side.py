"""Xero's side just before a sending: asked at the sender's own pace, kept as the API answers."""

import time
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from wizard.books.xero_data import from_folder
from wizard.export.api import XeroApi
from wizard.model.chart import Chart
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Progress
from wizard.model.xero import Organisation
from wizard.store.xero_answers import XeroAnswers
from wizard.xero.reads import Part, read_part

_STEADY = {"TaxRates", "TrackingCategories", "ContactGroups"}
_STEADY_SECONDS = 900.0
"""How old what seldom changes may be."""


class XeroNow(Struct, frozen=True):
    """The organisation as Xero just named it, and what it has."""

    organisation: Organisation
    chart: Chart


def read_side(api: XeroApi, tenant: str, folder: Path, parts: Sequence[Part], progress: Progress) -> XeroNow:
    """Read these parts of it; ProblemFound for every refusal, and where it cannot be kept."""
    kept = XeroAnswers(folder)
    for index, part in enumerate(parts):
        api.cancel.check()
        progress.step(index / len(parts), f"Reading from Xero: {part.path}")
        if not _is_young(kept, part):
            _refresh(api, kept, part)
    rows = kept.rows("Organisation", "Organisations")
    if not rows:
        raise ProblemFound(Problem("ORG-NONE", {"by": "sign-in"}))
    row = rows[0]
    own = Organisation(
        tenant, str(row.get("Name", "")), str(row.get("CountryCode", "")), str(row.get("ShortCode", "")),
        str(row.get("BaseCurrency", "")), row.get("IsDemoCompany") is True,
        str(row.get("OrganisationID", "")),
    )  # fmt: skip
    return XeroNow(own, replace(from_folder(folder), tenant=tenant))


def _is_young(kept: XeroAnswers, part: Part) -> bool:
    asked = kept.asked_at(part.name)
    return part.name in _STEADY and asked is not None and 0 <= time.time() - asked < _STEADY_SECONDS


def _refresh(api: XeroApi, kept: XeroAnswers, part: Part) -> None:
    now = time.time()
    since = kept.since(part.name, now) if part.id else ""
    found = read_part(part, api.ask, api.cancel, since)
    if since:
        if kept.merge(part.name, part.answer, part.id, found.rows, found.clock, now):
            return
        found = read_part(part, api.ask, api.cancel)
    kept.keep(part.name, part.answer, found.rows, found.clock, now)
