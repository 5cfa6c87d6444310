"""Tokens that look like Xero's: a JWT of three parts, over a kilobyte, with its claims."""

import base64
import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping, Sequence

ISSUER = "https://identity.xero.com"
AUDIENCE = "https://identity.xero.com/resources"
_KEY_ID = "PRACTICE0000000000000000000000000000C0DE"


def access_token(
    client_id: str, scopes: Sequence[str], now: float, lifetime: float, event_id: str, user: Mapping[str, str]
) -> str:
    """Return an access token; `user` is empty for a custom connection, times are in seconds since 1970."""
    claims: dict[str, object] = {
        "nbf": int(now),
        "exp": int(now + lifetime),
        "iss": ISSUER,
        "aud": AUDIENCE,
        "client_id": client_id,
    }
    if user:
        claims |= {
            "sub": user["sub"],
            "auth_time": int(now),
            "xero_userid": user["xero_userid"],
            "global_session_id": user["session_id"],
            "sid": user["session_id"],
            "amr": ["pwd"],
        }
    claims |= {
        "jti": secrets.token_hex(16).upper(),
        "authentication_event_id": event_id,
        "scope": list(scopes),
    }
    return _signed(claims)


def id_token(client_id: str, now: float, scopes: Sequence[str], user: Mapping[str, str], token: str) -> str:
    """Return the id token that comes with the scope `openid`; it lives for five minutes."""
    half_hash = hashlib.sha256(token.encode()).digest()[:16]
    claims: dict[str, object] = {
        "nbf": int(now),
        "exp": int(now + 300),
        "iss": ISSUER,
        "aud": client_id,
        "iat": int(now),
        "at_hash": _encode(half_hash),
        "sid": user["session_id"],
        "sub": user["sub"],
        "auth_time": int(now),
        "xero_userid": user["xero_userid"],
        "global_session_id": user["session_id"],
        "amr": ["pwd"],
    }
    if "email" in scopes:
        claims |= {"email": user["email"]}
    if "profile" in scopes:
        claims |= {
            "preferred_username": user["email"],
            "given_name": user["given_name"],
            "family_name": user["family_name"],
            "name": f"{user['given_name']} {user['family_name']}",
        }
    return _signed(claims)


def practice_user(email: str) -> dict[str, str]:
    """Return the person who logs in to the practice Xero, with ids that stay the same from run to run."""
    user_id = uuid.uuid5(uuid.NAMESPACE_DNS, email)
    return {
        "sub": uuid.uuid5(user_id, "sub").hex,
        "xero_userid": str(user_id),
        "session_id": secrets.token_hex(16),
        "email": email,
        "given_name": "Practice",
        "family_name": "Manager",
    }


def _signed(claims: Mapping[str, object]) -> str:
    header = {"alg": "RS256", "kid": _KEY_ID, "typ": "JWT", "x5t": _encode(_KEY_ID.encode()[:20])}
    parts = [json.dumps(part, separators=(",", ":")).encode() for part in (header, claims)]
    # Nobody but Xero checks the signature of an access token, so random bytes do; as many as make
    # even the shortest token as long as a real one, over a kilobyte.
    return ".".join(_encode(part) for part in (*parts, secrets.token_bytes(384)))


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
