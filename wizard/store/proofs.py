"""What a receipt proves, as the store's record keeps it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from wizard.model.proven import not_checked, not_there, proven_by, signed_in_elsewhere
from wizard.model.record import Proof, ProofState, VendorSignIn

MAIL_WRITES = "mail-write"
"""What receipts of writes into mail programs have in place of a procedure."""
_UNDONE = "undone"


def proof_of(receipt: Mapping[str, Any], undone: frozenset[str] = frozenset()) -> Proof | None:
    """Return what a procedure's receipt proves; `undone` names the mail accounts that were put back since.

    None where the receipt has no time: it cannot be told from one of long ago.
    """
    at, facts = _moment(receipt.get("made_at")), facts_in(receipt)
    if at is None:
        return None
    rests_on = tuple(dict.fromkeys(_accounts(receipt))) if facts.get("mail_route") == "write" else ()
    state = ProofState.UNDONE if undone & set(rests_on) else proven_by(facts)
    answers, checked = receipt.get("answers"), _moment(receipt.get("checked"))
    return Proof(
        state,
        at,
        said=str(facts.get("address") or facts.get("organisation_name") or ""),
        organisation=str(facts.get("organisation_tenant") or ""),
        not_checked=not_checked(facts, answers if isinstance(answers, dict) else {}),
        to_copy=facts.get("line_copied") is False and facts.get("copy_checked") is False,
        arrived=facts.get("arrival") == "arrived",
        missing=not_there(facts) if facts.get("arrival") == "missing" else 0,
        rests_on=rests_on,
        checked=checked,
        held=(checked or at) if rests_on else None,
    )


def vendor_sign_in_of(receipt: Mapping[str, Any]) -> VendorSignIn | None:
    """Return the vendor's own sign-in that a receipt tells of; None where it tells of none."""
    at, facts = _moment(receipt.get("made_at")), facts_in(receipt)
    if at is None or not signed_in_elsewhere(facts):
        return None
    return VendorSignIn(at, str(facts.get("vendor_organisation") or ""))


def mail_account(client: str, profile: str, account: str) -> str:
    """Return the name of one account in one mail program, for `Proof.rests_on`."""
    return "/".join((client, profile, account))


def undone_accounts(writes: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the mail accounts whose last write was put back, from the receipts of all writes."""
    last: dict[str, Any] = {}
    for receipt in sorted(writes, key=_order):
        image, state = receipt.get("image"), receipt.get("state")
        if isinstance(image, dict) and state != "not-written":
            last[mail_account(*(str(image.get(part)) for part in ("client", "profile", "account")))] = state
    return frozenset(name for name, state in last.items() if state == _UNDONE)


def _order(receipt: Mapping[str, Any]) -> int:
    found = receipt.get("order")
    return found if isinstance(found, int) else 0


def _accounts(receipt: Mapping[str, Any]) -> Iterable[str]:
    """Yield the mail accounts that a receipt's steps wrote into, or found right."""
    for facts in _steps(receipt):
        profile = facts.get("profile")
        if "already_right" in facts and isinstance(profile, dict):
            name = mail_account(str(facts.get("client")), str(profile.get("key")), str(facts.get("account")))
            yield name


def facts_in(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of all of a receipt's steps."""
    return {name: value for facts in _steps(receipt) for name, value in facts.items()}


def _steps(receipt: Mapping[str, Any]) -> list[dict[str, Any]]:
    results = receipt.get("results")
    steps = results.values() if isinstance(results, dict) else ()
    return [facts for facts in steps if isinstance(facts, dict)]


def _moment(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
