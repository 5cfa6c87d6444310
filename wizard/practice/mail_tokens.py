"""The access tokens that the practice Microsoft gave out and the practice mail host takes."""

import secrets
import threading
import time
from dataclasses import dataclass, field

LIFETIME = 3600.0


@dataclass
class MailTokens:
    """Token to whose mailbox it opens, for what, and until when."""

    _known: dict[str, tuple[str, tuple[str, ...], float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def issue(self, address: str, scopes: tuple[str, ...]) -> str:
        """Return a new token."""
        token = f"practice.{secrets.token_urlsafe(40)}"
        with self._lock:
            self._known[token] = (address, scopes, time.monotonic() + LIFETIME)
        return token

    def opens(self, token: str, address: str, permission: str) -> bool:
        """Whether a token opens this mailbox for this; "*" stands for every mailbox of an app's own."""
        with self._lock:
            whose, scopes, until = self._known.get(token, ("", (), 0.0))
        mine = whose in {"*", address.lower()}
        allowed = any(scope.endswith((permission, "/.default")) for scope in scopes)
        return mine and allowed and time.monotonic() < until
