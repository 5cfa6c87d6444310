"""Named conditions that data files may use besides answers: computed, mostly "yes" or "no"."""

from collections.abc import Mapping, Sequence
from typing import Any

from wizard.procedure.answers import Answers

VALUES = {
    "organisation_changed": ("yes", "no"),
    "xero_connected": ("yes", "no"),
    "line_known": ("yes", "no"),
    "mail_route": ("write", "by-hand", "alone", ""),
}
"""Every condition's name and what it can be."""


def conditions(
    answers: Answers, known: Mapping[str, Any], results: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    """Return every named condition; `known` is the store's file, `results` the facts of each step run.

    `mail_route` is the way on from the mail programs: write, by-hand or alone.
    """
    found = {
        "organisation_changed": _organisation_changed(answers, known, results),
        "xero_connected": bool(known.get("xero_connected")),
        "line_known": bool(answers.secret("line")),
    }
    route = next((str(f["mail_route"]) for f in reversed(results) if "mail_route" in f), "")
    return {**{name: "yes" if holds else "no" for name, holds in found.items()}, "mail_route": route}


def _organisation_changed(
    answers: Answers, known: Mapping[str, Any], results: Sequence[Mapping[str, Any]]
) -> bool:
    """Whether another organisation than the one set up before was found, or is chosen."""
    before = known.get("organisation_tenant")
    if not before:
        return False
    chosen = answers.text("organisation").strip().casefold()
    if chosen:
        return chosen not in {str(before).casefold(), str(known.get("organisation_name", "")).casefold()}
    seen = [facts["organisation_tenant"] for facts in results if "organisation_tenant" in facts]
    return bool(seen) and seen[-1] != before
