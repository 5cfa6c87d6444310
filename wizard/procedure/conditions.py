"""Named conditions that data files may use besides answers: computed, mostly "yes" or "no"."""

from collections.abc import Mapping, Sequence
from typing import Any

from wizard.catalogue.listing import listed
from wizard.catalogue.words import words_of
from wizard.model.proven import proven_by
from wizard.model.record import ProofState, StoreRecord
from wizard.model.xero import Organisation
from wizard.procedure.answers import Answers

_words = words_of(__name__)

VALUES: dict[str, tuple[str, ...] | None] = {
    "organisation_changed": ("yes", "no"),
    "xero_connected": ("yes", "no"),
    "xero_may_write": ("yes", "no"),
    "xero_allows": ("yes", "no"),
    "line_known": ("yes", "no"),
    "poster": ("vendor", "tillbridge"),
    "mail_route": ("write", "by-hand", "alone", ""),
    "proof": tuple(ProofState),
    "own_organisation": None,
    "opened_organisations": None,
    "store": None,
}
"""Every condition's name and what it can be; None where that is any text."""


def conditions(answers: Answers, record: StoreRecord, results: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return every named condition; `results` are the facts of each step run.

    `xero_allows`: the sign-in is there, and may post where Tillbridge is to post what a program would post
    by itself; `poster` says which. `mail_route` is the way on from the mail programs: write, by-hand or
    alone. `proof` is what all of it proves so far, as the receipt will have it. `own_organisation` is the
    name of the store's organisation in Xero, `opened_organisations` what was picked in the last sign-in,
    `store` how pages for others name the store.
    """
    found = {
        "organisation_changed": _organisation_changed(answers, record.organisation, results),
        "xero_connected": record.xero.connected,
        "xero_may_write": record.xero.connected and record.xero.may_write,
        "xero_allows": record.xero.connected and _allows(answers, record),
        "line_known": bool(answers.secret("line")),
    }
    route = next((str(f["mail_route"]) for f in reversed(results) if "mail_route" in f), "")
    proof = proven_by({name: value for facts in results for name, value in facts.items()})
    yes_or_no = {name: "yes" if holds else "no" for name, holds in found.items()}
    own, opened = record.organisation, record.xero.opened or ()
    named = {
        "own_organisation": own.name if own is not None else "",
        "opened_organisations": listed(each.name for each in opened),
        "store": answers.text("store_name") or record.name or _words("our-store"),
    }
    told = {"mail_route": route, "proof": proof.value, "poster": _poster(answers, record)}
    return {**yes_or_no, **named, **told}


def _allows(answers: Answers, record: StoreRecord) -> bool:
    """Whether the sign-in was given what whoever posts a rental's entries needs of it."""
    return _poster(answers, record) != "tillbridge" or record.xero.sends_journals


def _poster(answers: Answers, record: StoreRecord) -> str:
    return answers.text("who_posts") or record.books.who_posts or "vendor"


def _organisation_changed(
    answers: Answers, before: Organisation | None, results: Sequence[Mapping[str, Any]]
) -> bool:
    """Whether another organisation than the one set up before was found, or is chosen."""
    found = [str(facts["organisation_tenant"]) for facts in results if "organisation_tenant" in facts]
    meant = answers.text("organisation").strip() or (found[-1] if found else "")
    return before is not None and bool(meant) and not before.is_meant_by(meant)
