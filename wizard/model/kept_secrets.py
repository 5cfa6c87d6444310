"""Why a secret that was kept is not there any more."""

from wizard.model.ports import SecretStore
from wizard.model.problem import Fact, Problem, ProblemFound


def is_forgetful(store: SecretStore) -> bool:
    """Whether a store keeps secrets only while the program is open, as practice may."""
    try:
        return store.describe().get("backend") == "memory"
    except ProblemFound:
        return False


def secret_gone(store: SecretStore, box: str, field: str) -> Problem:
    """Return the problem that a kept secret is gone: taken out, or forgotten by practice."""
    by: dict[str, Fact] = {"by": "practice"} if is_forgetful(store) else {}
    return Problem("SECRET-GONE", {"box": box, "field": field, **by})
