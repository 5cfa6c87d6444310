"""Taking known secrets out of what a server said; our own facts are left as they are."""

from collections.abc import Callable, Mapping
from typing import Any

Clean = Callable[[str], str]


def clean_facts(facts: Mapping[str, Any], clean: Clean) -> dict[str, Any]:
    """Return facts whose server-supplied texts (`said`, `…_greeting`) hold no known secret.

    Only those: a password that is an ordinary word must not blank out half of a server's name.
    """
    return {key: _clean(key, value, clean) for key, value in facts.items()}


def _clean(key: str, value: Any, clean: Clean) -> Any:
    if isinstance(value, str):
        return clean(value) if key == "said" or key.endswith("_greeting") else value
    if isinstance(value, Mapping):
        return clean_facts(value, clean)
    if isinstance(value, list):
        return [_clean(key, item, clean) for item in value]
    return value
