"""Access tokens of a key: an app or custom connection asks in its own name (RFC 6749 4.4)."""

import threading
import time
from collections.abc import Callable
from typing import Literal

from wizard.model.connection import RENEW_EARLY_SECONDS, TokenSet
from wizard.model.problem import Problem
from wizard.model.secret import Secret


class KeyTokens:
    """Fetches tokens with a key and holds the last, in memory only; threads may share one."""

    by: Literal["key"] = "key"

    def __init__(
        self,
        fetch: Callable[[], TokenSet | Problem],
        learn: Callable[[str], None],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._fetch, self._learn, self._now = fetch, learn, now
        self._lock = threading.RLock()
        self._access: Secret | None = None
        self._good_until = 0.0

    def access(self) -> Secret | Problem:
        """Return a token that is good for some minutes."""
        with self._lock:
            if self._access is not None and self._now() < self._good_until - RENEW_EARLY_SECONDS:
                return self._access
            return self.fresh()

    def fresh(self) -> Secret | Problem:
        """Return a token fetched just now."""
        with self._lock:
            tokens = self._fetch()
            if isinstance(tokens, Problem):
                self._access = None
                return tokens
            self._learn(tokens.access.reveal())
            self._access, self._good_until = tokens.access, self._now() + tokens.expires_in
            return tokens.access
