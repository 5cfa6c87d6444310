"""The practice values of a procedure with its secrets filled in, for the practice window and the tour."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from wizard.catalogue.practice import practice_answers, practice_logins
from wizard.model.secret import Secret


def practice_values(procedure: str, changed: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """Return field id to value; secrets as Secret, those that are `changed` as what they are now."""
    found = _values_of(procedure).items()
    return {
        name: Secret(changed.get(value.reveal(), value.reveal())) if isinstance(value, Secret) else value
        for name, value in found
    }


@cache
def _values_of(procedure: str) -> dict[str, Any]:
    logins = practice_logins()
    return {
        name: Secret(logins[value["practice"]]) if isinstance(value, dict) else value
        for name, value in practice_answers(procedure).items()
    }
