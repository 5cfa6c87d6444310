"""Reading a token endpoint's answer (RFC 6749 5.1): two usable tokens count, whatever stands beside them.

A refresh token that was rotated is the connection itself: it is not thrown away for a lifetime in quotes.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wizard.model.connection import TokenSet
from wizard.model.secret import Secret

if TYPE_CHECKING:
    import requests

_SENDABLE = re.compile(r"[\x21-\x7e]{1,20000}")
"""What a token may consist of (RFC 6749 appendix A.12 and A.17); nothing else is known of its shape."""
_LONGEST = 86_400
"""Seconds beyond which no access token is trusted to be good: the vendors' last an hour."""


def read_json_object(content: bytes) -> dict[str, Any] | None:
    """Return an answer's JSON object, with or without a byte order mark; None when it is none."""
    try:
        answer = json.loads(content)  # bytes: json looks for the encoding itself, oauthlib and msal do not
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def read_tokens(answer: dict[str, Any] | None, lifetime: int) -> dict[str, Any] | None:
    """Return the answer with every value in the type that the libraries expect; None without a usable token.

    A refresh token may be left out; one that cannot be sent makes the answer useless. `lifetime` is in
    seconds, for answers that do not say.
    """
    if answer is None or not _is_sendable(answer.get("access_token")):
        return None
    refresh = answer.get("refresh_token") or ""
    if refresh and not _is_sendable(refresh):
        return None
    found = {"access_token": answer["access_token"], "token_type": "Bearer"}
    found |= {"refresh_token": refresh} if refresh else {}
    found |= {"expires_in": seconds(answer.get("expires_in"), lifetime)}
    scopes = _scopes(answer.get("scope"))
    found |= {"scope": scopes} if scopes else {}
    found |= {"id_token": answer["id_token"]} if isinstance(answer.get("id_token"), str) else {}
    return found


def rewritten(reply: "requests.Response", tokens: dict[str, Any]) -> "requests.Response":
    """Return the reply with nothing in it but these tokens, for a library that is about to read it."""
    reply._content, reply.encoding = json.dumps(tokens).encode(), "utf-8"
    return reply


def token_set(answer: Mapping[str, Any]) -> TokenSet:
    """Return the tokens of an answer that was read before."""
    scope = answer.get("scope") or ()
    return TokenSet(
        Secret(str(answer["access_token"])),
        Secret(str(answer.get("refresh_token") or "")),
        int(answer["expires_in"]),
        tuple(scope.split() if isinstance(scope, str) else scope),
    )


def _is_sendable(token: Any) -> bool:
    return isinstance(token, str) and _SENDABLE.fullmatch(token) is not None


def seconds(value: Any, otherwise: int) -> int:
    """Read a number of seconds (1800, 1800.0 and "1800" are one), `otherwise` where it is none."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return otherwise
    if isinstance(value, bool) or not math.isfinite(number) or number < 0:
        return otherwise
    return min(int(number), _LONGEST)


def _scopes(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""
