"""The rule of the organisation: never silently another one, and never the Demo Company but in practice."""

from dataclasses import replace

from wizard.model.problem import Fact, Problem
from wizard.model.xero import Organisation


def settle(
    found: Organisation, before: Organisation | None, typed_name: str, *, allow_demo: bool, by: str = ""
) -> Organisation | Problem:
    """Return the organisation that a store uses from here on; ORG-DEMO, ORG-CHANGED.

    `before` is the one set up so far, None where there is none; `typed_name` confirms that another takes its
    place; `by` says how it was found (`sign-in`, else by a key).
    """
    known = None if is_named(typed_name, found.name) else before
    problem = objection(found, known, allow_demo=allow_demo, by=by)
    if problem is not None:
        return problem
    if before is not None and not is_other(found, before):
        return replace(found, tenant_id=found.tenant_id or before.tenant_id)
    return found


def objection(
    found: Organisation, before: Organisation | None, *, allow_demo: bool, by: str = ""
) -> Problem | None:
    """Return what speaks against using an organisation where nobody named it: ORG-DEMO, ORG-CHANGED."""
    said: dict[str, Fact] = {"by": by} if by else {}
    if is_refused(found, allow_demo=allow_demo):
        return Problem("ORG-DEMO", {"name": found.name, **said})
    if before is not None and is_other(found, before):
        facts: dict[str, Fact] = {"old": before.name, "new": found.name, "last_four": found.last_four}
        return Problem("ORG-CHANGED", {**facts, **said})
    return None


def is_refused(found: Organisation, *, allow_demo: bool) -> bool:
    """Whether no store may use it."""
    return found.is_demo and not allow_demo


def is_other(found: Organisation, before: Organisation | None) -> bool:
    """Whether using this one would change a store's organisation, or cannot be told from that.

    Each of the two ids may be missing on either side; the first that both sides have decides.
    """
    if before is None:
        return False
    pairs = ((found.tenant_id, before.tenant_id), (found.organisation_id, before.organisation_id))
    return next((ours != theirs for ours, theirs in pairs if ours and theirs), True)


def is_named(typed: str, name: str) -> bool:
    """Whether an organisation's name was given; large and small letters and any spaces count as one."""
    return bool(name.strip()) and _folded(typed) == _folded(name)


def is_demo_name(name: str) -> bool:
    """Whether a name is that of Xero's Demo Company, which has the region behind it."""
    return _folded(name).partition(" (")[0] == "demo company"


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
