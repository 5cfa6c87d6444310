"""Where each procedure stands, for the home page."""

from datetime import datetime

from wizard.catalogue.schema import Procedure
from wizard.gui.pages.home import Standing
from wizard.store.site import SiteFolder


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
