"""Where each procedure stands, for the home page."""

from dataclasses import dataclass
from datetime import date, datetime

from wizard.catalogue.deadlines import Due, due
from wizard.catalogue.schema import Procedure
from wizard.store.site import SiteFolder


@dataclass(frozen=True)
class Standing:
    """Where one procedure stands: `at` = a draft waits there, `done_at` = its last receipt."""

    procedure: Procedure
    at: str = ""
    done_at: datetime | None = None
    found: str = ""
    side: tuple[str, str] | None = None
    """A side page offered beside the check: its step and what its button says."""


def deadlines_of(site: SiteFolder) -> list[Due]:
    """Return the dates that concern this store today."""
    record = site.record()
    store: dict[str, object] = {
        "xero_connected": bool(record.xero.auth_event),
        "xero_keys": site.last_receipt("imagatec-xero") is not None,
    }
    sender = record.sender
    if sender.override:
        store |= {
            "sender_provider": sender.provider,
            "sender_server": sender.server,
            "sender_login": sender.login,
        }
    return due(date.today(), store)  # noqa: DTZ011 - the store's own day


def standing(site: SiteFolder, procedure: Procedure) -> Standing:
    """Return whether a draft waits, and what the last receipt proved."""
    draft, receipt = site.load_draft(procedure.id), site.last_receipt(procedure.id)
    at = ""
    if draft is not None and draft.trail:
        step = next((s for s in procedure.steps if s.id == draft.trail[-1]), None)
        at = f"{procedure.letter}{step.number}" if step else ""
    if receipt is None:
        return Standing(procedure, at)
    facts = {k: v for found in receipt.get("results", {}).values() for k, v in found.items()}
    said = facts.get("address") or facts.get("organisation_name") or ""
    side = None
    if facts.get("mail_route") == "write" and any(s.id == "mail-undo" for s in procedure.steps):
        side = ("mail-undo", "Has anything changed?")
    return Standing(procedure, at, datetime.fromisoformat(receipt["made_at"]).astimezone(), str(said), side)
