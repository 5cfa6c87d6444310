"""Where each procedure stands, for the home page."""

from typing import TYPE_CHECKING, NamedTuple

from wizard.catalogue.headings import ProcedureHeading, step_headings

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.catalogue.deadlines import Due
    from wizard.store.site import SiteFolder


class Standing(NamedTuple):
    """Where one procedure stands: `at` = a draft waits there, `done_at` = its last receipt."""

    procedure: ProcedureHeading
    at: str = ""
    done_at: "datetime | None" = None
    found: str = ""
    side: tuple[str, str] | None = None
    """A side page offered beside the check: its step and what its button says."""


def deadlines_of(site: "SiteFolder") -> "list[Due]":
    """Return the dates that concern this store today."""
    from datetime import date  # noqa: PLC0415 - the cards are shown before it

    from wizard.catalogue.deadlines import due  # noqa: PLC0415

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


def standing(site: "SiteFolder", procedure: ProcedureHeading) -> Standing:
    """Return whether a draft waits, and what the last receipt proved."""
    from datetime import datetime  # noqa: PLC0415 - where nothing is kept, nothing is read

    draft, receipt = site.load_draft(procedure.id), site.last_receipt(procedure.id)
    at = ""
    if draft is not None and draft.trail:
        step = next((s for s in step_headings(procedure.id) if s.id == draft.trail[-1]), None)
        at = f"{procedure.letter}{step.number}" if step else ""
    if receipt is None:
        return Standing(procedure, at)
    facts = {k: v for found in receipt.get("results", {}).values() for k, v in found.items()}
    said = facts.get("address") or facts.get("organisation_name") or ""
    side = None
    if facts.get("mail_route") == "write" and any(s.id == "mail-undo" for s in step_headings(procedure.id)):
        side = ("mail-undo", "Has anything changed?")
    return Standing(procedure, at, datetime.fromisoformat(receipt["made_at"]).astimezone(), str(said), side)
