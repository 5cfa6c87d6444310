"""The rule of the organisation: never silently another one, and never the Demo Company but in practice."""

from wizard.model.problem import Fact, Problem
from wizard.model.xero import Organisation


def settle(
    found: Organisation, before: Organisation | None, typed_name: str, *, allow_demo: bool, by: str = ""
) -> Organisation | Problem:
    """Return the organisation that a store uses from here on; ORG-DEMO, ORG-CHANGED.

    `before` is the one set up so far, None where there is none; `typed_name` confirms that another takes its
    place; `by` says how it was found (`sign-in`, else by a key).
    """
    said: dict[str, Fact] = {"by": by} if by else {}
    if is_refused(found, allow_demo=allow_demo):
        return Problem("ORG-DEMO", {"name": found.name, **said})
    if before is not None and is_other(found.tenant_id, before) and not is_named(typed_name, found.name):
        facts: dict[str, Fact] = {"old": before.name, "new": found.name, "last_four": found.last_four}
        return Problem("ORG-CHANGED", {**facts, **said})
    return found


def is_refused(found: Organisation, *, allow_demo: bool) -> bool:
    """Whether no store may use it."""
    return found.is_demo and not allow_demo


def is_other(tenant_id: str, before: Organisation | None) -> bool:
    """Whether using this one would change a store's organisation."""
    return before is not None and tenant_id != before.tenant_id


def is_named(typed: str, name: str) -> bool:
    """Whether a person gave an organisation's name on purpose; large and small letters count as one."""
    return bool(name.strip()) and typed.strip().casefold() == name.strip().casefold()
