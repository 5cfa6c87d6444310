"""The connection that is never lost: rotation under a lock, two slots, grace after a lost reply."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, Protocol

from wizard.model.connection import (
    LAPSE_DAYS,
    RENEW_EARLY_SECONDS,
    WARN_DAYS,
    TokenRecord,
    TokenSet,
    TokenSlots,
)
from wizard.model.problem import Fact, Problem, ProblemFound
from wizard.model.secret import Secret

_LOCK_SECONDS = 120.0
_ASK_SECONDS = 0.01
"""How often the lock is asked for: whoever asks rarely starves beside those who let go and ask at once."""
_LOST_REPLIES = frozenset({"XERO-UNREACHABLE", "SIGN-IN-UNREACHABLE"})
_RETRIES_AFTER_LOST_REPLY = 2
"""A refresh whose reply was lost may be repeated for 30 minutes (developer.xero.com/faq/oauth2)."""
_SAVE_PAUSES = (0.5, 1.5, 4.0)
"""Seconds between attempts to keep a new token: a program that ends without it has lost it."""
_LARGE = 2000
"""Characters of the largest refresh tokens: Microsoft's."""
_RETRY_SECONDS = 20.0
"""Repeating is for a reply that got lost, not for a network where each try takes half a minute."""


@dataclass(frozen=True)
class Standing:
    """How long the connection is good if it is not used: `until` the lapse, `warn` from 14 days before."""

    until: datetime
    days_left: int
    warn: bool


class Renewer(Protocol):
    """What a connection asks of a vendor's token endpoint."""

    def refresh(self, client_id: str, refresh_token: Secret) -> TokenSet | Problem:
        """Turn a refresh token into the next tokens."""

    def revoke(self, client_id: str, refresh_token: Secret) -> Problem | None:
        """End what the refresh token permits, where the vendor can."""


class Connection:
    """One store's connection to a vendor. Access tokens live here, in memory only.

    Threads may share one: whoever waits for another's refresh gets what that brought.
    """

    by: Literal["sign-in"] = "sign-in"

    def __init__(
        self,
        endpoint: Renewer,
        slots: TokenSlots,
        lock: Path,
        learn: Callable[[str], None],
        now: Callable[[], float] = time.time,
        on_use: Callable[[float], None] = lambda _moment: None,
        none: Callable[[], Problem] = lambda: Problem("CONN-NONE"),
    ) -> None:
        """`on_use` is told when tokens were obtained (seconds since 1970): from then it lapses.

        `none` is the problem where nothing is kept.
        """
        self._endpoint, self._slots, self._lock_path, self._learn, self._now = (
            endpoint,
            slots,
            lock,
            learn,
            now,
        )
        self._on_use, self._none = on_use, none
        self._access: Secret | None = None
        self._unsaved: TokenRecord | None = None
        """What the password store has yet to take."""
        self._good_until = 0.0
        self._generation = 0
        """Of the refresh token that came with the access token."""
        self._thread_lock = threading.RLock()

    def begin(self, client_id: str, tokens: TokenSet) -> None:
        """Keep a new sign-in's tokens in place of any before."""
        with self._locked():
            before = self._slots.read()
            self._take(tokens, client_id, before.generation + 1 if before else 1)

    def prepare(self) -> None:
        """Open the password store and show that it takes a sign-in, before anybody is sent to one.

        ProblemFound VAULT-… if it does not.
        """
        with self._locked():
            before = self._slots.read()
            generation = before.generation + 1 if before else 1
            self._slots.prove(TokenRecord(generation, Secret("." * _LARGE), "", self._now()))

    def access(self) -> Secret | Problem:
        """Return an access token that is good for some minutes, refreshing if need be.

        ProblemFound VAULT-… where the password store would not take what a refresh brings: none is made;
        CONN-UNSAVED where it did not take it after all: it is held here and offered again at the next call.
        """
        with self._thread_lock:
            if self._unsaved is not None:
                with self._locked():
                    self._save()
            if self._access is not None and self._now() < self._good_until - RENEW_EARLY_SECONDS:
                # Another process may have signed in again meanwhile, as somebody else, or disconnected.
                record = self._slots.read()
                if record is not None and record.generation == self._generation:
                    return self._access
            return self.fresh()

    def fresh(self) -> Secret | Problem:
        """Return an access token fetched just now; ProblemFound as `access`."""
        with self._locked():
            self._access = None
            return self._refresh()

    def standing(self) -> Standing | None:
        """Return until when the connection is good; None when there is none."""
        record = self._slots.read()
        if record is None:
            return None
        until = datetime.fromtimestamp(record.obtained_at, UTC) + timedelta(days=LAPSE_DAYS)
        left = until - datetime.fromtimestamp(self._now(), UTC)
        return Standing(until, left.days, left < timedelta(days=WARN_DAYS))

    def end(self) -> Problem | None:
        """Revoke the connection at Xero and forget it here."""
        with self._locked():
            record = self._slots.read()
            if record is None:
                return self._none()
            problem = self._endpoint.revoke(record.client_id, record.refresh)
            if problem is None:
                self._slots.clear()
                self._access = self._unsaved = None
            return problem

    def _refresh(self) -> Secret | Problem:
        record = self._slots.read()
        if record is None:
            return self._none()
        self._learn(record.refresh.reveal())
        # Xero rotates: once it has answered, the old token is spent, and a new one that is not kept is lost.
        self._slots.prove(replace(record, generation=record.generation + 1))
        began = time.monotonic()
        outcome = self._endpoint.refresh(record.client_id, record.refresh)
        for _ in range(_RETRIES_AFTER_LOST_REPLY):
            if not (isinstance(outcome, Problem) and outcome.code in _LOST_REPLIES):
                break
            if time.monotonic() - began > _RETRY_SECONDS:
                break  # somebody is waiting, and so are others for the lock; the next time is soon enough
            # Xero may have rotated and the reply got lost: the old token still works within its grace.
            outcome = self._endpoint.refresh(record.client_id, record.refresh)
        if isinstance(outcome, Problem):
            unused_days = (self._now() - record.obtained_at) / 86_400
            if outcome.code == "CONN-LOST" and unused_days >= LAPSE_DAYS:
                return Problem("CONN-LAPSED", {"days": int(unused_days)})
            return outcome
        return self._take(outcome, record.client_id, record.generation + 1)

    def _take(self, tokens: TokenSet, client_id: str, generation: int) -> Secret:
        """Keep the new refresh token durably before its access token is used."""
        for secret in (tokens.refresh, tokens.access):
            self._learn(secret.reveal())
        self._unsaved = TokenRecord(generation, tokens.refresh, client_id, self._now())
        self._access, self._good_until = tokens.access, self._now() + tokens.expires_in
        self._generation = generation
        self._save()
        return tokens.access

    def _save(self) -> None:
        """Keep what is held, trying again for some seconds; ProblemFound CONN-UNSAVED."""
        held = self._unsaved
        assert held is not None
        for pause in (*_SAVE_PAUSES, None):
            try:
                present = self._slots.read()
                if present is None or present.generation < held.generation:
                    self._slots.write(held)
                # Else another process has refreshed since, within the grace of the token before.
                self._unsaved = None
                break
            except ProblemFound as found:
                if pause is None:
                    facts: dict[str, Fact] = {"said": found.problem.code}
                    raise ProblemFound(Problem("CONN-UNSAVED", facts)) from None
                time.sleep(pause)
        with contextlib.suppress(ProblemFound):  # a note that fails takes nothing from what is kept by now
            self._on_use(held.obtained_at)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the locks of this process's threads and of all processes of this user."""
        with self._thread_lock, self._alone():
            yield

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock that all processes of this user share; one refresh at a time."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - costs start-up time

        try:
            self._lock_path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(self._lock_path, timeout=_LOCK_SECONDS, mode=0o600)
            lock.acquire(poll_interval=_ASK_SECONDS)
        except Timeout:
            raise ProblemFound(Problem("CONN-BUSY")) from None
        except OSError as error:
            facts: dict[str, Fact] = {"path": str(self._lock_path.parent), "said": error.strerror or ""}
            raise ProblemFound(Problem("STORE-WRITE", facts)) from None
        try:
            yield
        finally:
            lock.release()
