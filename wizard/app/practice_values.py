"""The practice values of a procedure with its secrets filled in, for the practice window and the tour."""

from functools import cache
from typing import Any

from wizard.catalogue.practice import practice_answers, practice_logins
from wizard.model.secret import Secret


def practice_values(procedure: str) -> dict[str, Any]:
    """Return field id to value; secrets as Secret."""
    return dict(_values_of(procedure))


@cache
def _values_of(procedure: str) -> dict[str, Any]:
    logins = practice_logins()
    return {
        name: Secret(logins[value["practice"]]) if isinstance(value, dict) else value
        for name, value in practice_answers(procedure).items()
    }
