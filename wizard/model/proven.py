"""What the facts of a run prove: the one rule of finish screens, receipts, the home page and exit status."""

from collections.abc import Mapping
from typing import Any

from wizard.model.record import ProofState

_SEEN = "seen"
"""Of what was done by hand (fact `done_by_hand`): we read it afterwards, and it is right."""
_NOT_RIGHT = {"differs", "not-there"}
"""We read it afterwards, and it is not."""


def proven_by(facts: Mapping[str, Any]) -> ProofState:
    """Return what all facts of a run prove; what was left alone on purpose takes nothing off."""
    route, by_hand = facts.get("mail_route"), facts.get("done_by_hand")
    if route == "write" or by_hand == _SEEN:
        return ProofState.PROVEN
    if by_hand in _NOT_RIGHT or (not by_hand and route == "alone" and facts.get("not_written")):
        return ProofState.SERVER_ONLY
    if route == "by-hand" or by_hand:
        return ProofState.BY_HAND
    return ProofState.PROVEN


def not_checked(facts: Mapping[str, Any], answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what nobody looked at: copy | arrival | vendor-organisation | vendor-posting | mail-program."""
    alone = facts.get("mail_route") == "alone" and not facts.get("done_by_hand")
    elsewhere = signed_in_elsewhere(facts) or facts.get("vendor_signed_in") is True
    left = {
        "copy": facts.get("copy_checked") is False and answers.get("override") is not False,
        "arrival": facts.get("fetched") is False and not facts.get("arrived"),
        "vendor-organisation": elsewhere and not facts.get("vendor_organisation"),
        "vendor-posting": facts.get("posted_by") == "tillbridge",
        "mail-program": alone and not facts.get("not_written"),
    }
    return tuple(name for name, holds in left.items() if holds)


def not_there(facts: Mapping[str, Any]) -> int:
    """Return how many of another program's entries were not found in Xero as they are here."""
    counts = (facts.get("missing"), facts.get("differing"))
    return sum(count for count in counts if isinstance(count, int))


def signed_in_elsewhere(facts: Mapping[str, Any]) -> bool:
    """Whether somebody signed in on a vendor's own page in this run, where we saw it or not."""
    return "words_found" in facts or bool(facts.get("line_length"))
