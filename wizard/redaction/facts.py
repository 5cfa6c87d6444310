"""The one gate for what a server said: known secrets go, and whatever is no plain text on one line."""

from collections.abc import Callable, Mapping
from typing import Any

from wizard.redaction.words import Words, without_controls

Clean = Callable[[str], str]


def clean_facts(facts: Mapping[str, Any], clean: Clean) -> dict[str, Any]:
    """Return facts whose server-supplied texts (`Words`, `said`, `…_greeting`) hold no known secret.

    Only those: a password that is an ordinary word must not blank out half of a server's name.
    """
    return {key: _clean(key, value, clean) for key, value in facts.items()}


def _clean(key: str, value: Any, clean: Clean) -> Any:
    if isinstance(value, str):
        return _clean_text(key, value, clean)
    if isinstance(value, Mapping):
        return clean_facts(value, clean)
    if isinstance(value, list):
        return [_clean(key, item, clean) for item in value]
    return value


def _clean_text(key: str, value: str, clean: Clean) -> str:
    if isinstance(value, Words):
        return str(value.cleaned(clean))
    if key == "said" or key.endswith("_greeting"):
        return str(Words(value).cleaned(clean))
    return without_controls(value)
