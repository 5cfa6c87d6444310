"""Logging in to a mail server with an access token: what is sent, and what a refusal says (XOAUTH2)."""

import base64
import json

from wizard.model.problem import Fact
from wizard.redaction.words import Words


def xoauth2_login(user: str, access: str) -> str:
    """Return what a login with an access token sends, in base64."""
    return base64.b64encode(f"user={user}\x01auth=Bearer {access}\x01\x01".encode()).decode()


def xoauth2_error(challenge: bytes | str) -> dict[str, Fact]:
    """Return what the JSON of a refused XOAUTH2 says: `status`, `scope`; empty where it is none.

    The shape is Google's (developers.google.com/gmail/imap/xoauth2-protocol); Microsoft sends the same.
    """
    try:
        data = json.loads(base64.b64decode(challenge, validate=True).decode())
    except (ValueError, UnicodeError, RecursionError):
        return {}
    if not isinstance(data, dict):
        return {}
    return {key: Words(str(data[key])) for key in ("status", "scope", "schemes") if key in data}
