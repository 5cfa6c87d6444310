"""The pace at which Xero may be called: five at once, sixty a minute, the day's count kept over restarts.

Limits as in developer.xero.com/faq/limits; what Xero's own headers say goes before what was counted here.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import Struct

from wizard.catalogue.moments import until_in_words
from wizard.model.export import Allowance
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel

AT_ONCE = 5
A_MINUTE = 60
_MINUTE, _DAY = 60.0, 86_400.0
_MARGIN = 0.5
"""Seconds over a minute: the two ends of a call are not measured by one clock."""
PATIENCE = 120.0
"""Seconds that are waited for Xero; a longer wait is said with its clock time, and the sending ends."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS call (id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS call_by_time ON call (tenant, at);
CREATE TABLE IF NOT EXISTS pause (tenant TEXT PRIMARY KEY, until REAL NOT NULL, why TEXT NOT NULL);
"""


_BEGAN = (time.time(), time.monotonic())


def steady() -> float:
    """Return seconds since 1970 that go on evenly in this program, whoever sets the PC's clock meanwhile."""
    epoch, began = _BEGAN
    return epoch + time.monotonic() - began


class Clock(Struct, frozen=True):
    """Where the gate has its time from, and how fast that runs."""

    now: Callable[[], float] = steady
    speed: float = 1.0

    def wait(self, seconds: float, cancel: Cancel) -> None:
        """Wait that long on this clock; Cancelled as soon as somebody asks to stop."""
        cancel.wait(max(0.0, seconds) / self.speed)


class Pause:
    """Holds the next call back for as long as a person wants."""

    def __init__(self) -> None:
        self._may_go = threading.Event()
        self._may_go.set()

    @property
    def is_on(self) -> bool:
        """Whether nothing goes for the time being."""
        return not self._may_go.is_set()

    def begin(self) -> None:
        """Let no further call go."""
        self._may_go.clear()

    def end(self) -> None:
        """Go on."""
        self._may_go.set()

    def wait(self, cancel: Cancel) -> None:
        """Wait for the end of the pause; Cancelled as soon as somebody asks to stop."""
        with cancel.guard(self._may_go.set):
            self._may_go.wait()
        cancel.check()


class Gate:
    """One organisation's allowance, shared by all stores of this PC; its file is beside their folders."""

    def __init__(
        self, path: Path, tenant: str, clock: Clock | None = None, pause: Pause | None = None
    ) -> None:
        self.clock, self.pause = clock or Clock(), pause or Pause()
        self._tenant = tenant
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._file = _open(path)
        self._said: dict[str, int] = {}
        self.on_wait: Callable[[float], None] = lambda seconds: None  # noqa: ARG005
        """Hears, from the threads that call, how many seconds are waited for Xero."""
        self._full_until = 0.0
        self._running = 0

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._file.close()

    @contextmanager
    def call(self, cancel: Cancel) -> Iterator[None]:
        """Hold one of the slots while a call lasts, once it may go.

        ProblemFound POST-LIMIT where the wait would be longer than a person's patience.
        """
        self._take_slot(cancel)
        number = None
        try:
            while True:
                self.pause.wait(cancel)
                wait, number = self._admit()
                if number is not None:
                    break
                if wait > PATIENCE * self.clock.speed:
                    raise ProblemFound(self.limit(wait))
                self.on_wait(wait / self.clock.speed)
                self.clock.wait(wait, cancel)
            yield
        finally:
            if number is not None:
                self._ended(number)
            self._slots.release()

    def heed(self, headers: Mapping[str, str]) -> None:
        """Take in what Xero says is left."""
        with self._lock:
            for name in ("x-daylimit-remaining", "x-minlimit-remaining"):
                text = headers.get(name, "")
                if text.isascii() and text.isdigit() and len(text) < 9:
                    left, before = int(text), self._said.get(name)
                    # Answers overtake each other: a little more than was left before is an older word.
                    is_older = before is not None and before < left <= before + AT_ONCE
                    self._said[name] = before if is_older and before is not None else left
            now = self.clock.now()
            if self._said.get("x-minlimit-remaining") == 0 and not self._until_minute_has_room(now):
                self._full_until = now + _MINUTE + _MARGIN  # others call as well
            if self._said.get("x-daylimit-remaining") == 0:
                self._said.pop("x-daylimit-remaining")
                self._keep_pause(self._day_ends(now), "day")

    def refused(self, headers: Mapping[str, str]) -> float:
        """Take in a 429 and return how many seconds nothing may go; what it says is kept for a restart."""
        why = headers.get("x-rate-limit-problem", "").strip().lower()
        text = headers.get("retry-after", "").strip()
        # Xero says it in seconds of its own clock; whoever waits longer than needed breaks nothing.
        seconds = float(text) * self.clock.speed if text.isdigit() and len(text) < 7 else 0.0
        if not seconds:
            seconds = _DAY / 24 if "day" in why else _MINUTE if "min" in why else 1.0
        with self._lock:
            self._keep_pause(self.clock.now() + seconds, why)
        return seconds

    def allowance(self) -> Allowance:
        """Return what is left."""
        with self._lock:
            used = self._count(_DAY)
            said = self._said
            return Allowance(said.get("x-daylimit-remaining"), said.get("x-minlimit-remaining"), used)

    def limit(self, seconds: float) -> Problem:
        """Return the problem of a wait that is too long, with the clock time at which it goes on."""
        now = datetime.now(UTC)
        until = until_in_words(now + timedelta(seconds=seconds / self.clock.speed), now)
        return Problem("POST-LIMIT", {"until": until, "seconds": int(seconds)})

    def _take_slot(self, cancel: Cancel) -> None:
        while not self._slots.acquire(timeout=0.1):
            cancel.check()

    def _admit(self) -> tuple[float, int | None]:
        """Return the number of a call that may go, or how long to wait before asking again."""
        with self._lock:
            now = self.clock.now()
            self._forget(now)
            wait = max(self._paused(now), self._full_until - now, self._until_minute_has_room(now))
            if wait > 0:
                return wait, None
            left = self._said.get("x-daylimit-remaining")
            if left is not None and left <= self._running:
                return 1.0, None  # those on their way may be the day's last
            self._running += 1
            # Counted at its end as well: Xero may have counted it later than it left.
            made = self._file.execute(
                "INSERT INTO call (tenant, at) VALUES (?, ?)", (self._tenant, now + _MINUTE)
            )
            return 0.0, int(made.lastrowid or 0)

    def _ended(self, number: int) -> None:
        with self._lock:
            self._running -= 1
            self._file.execute("UPDATE call SET at = ? WHERE id = ?", (self.clock.now(), number))

    def _day_ends(self, now: float) -> float:
        """Return when the oldest of our calls is a day old; where others made them, an hour from now."""
        asked = "SELECT min(at) FROM call WHERE tenant = ?"
        (oldest,) = self._file.execute(asked, (self._tenant,)).fetchone()
        return max(now + 3600.0, (oldest or now) + _DAY)

    def _keep_pause(self, until: float, why: str) -> None:
        self._file.execute(
            "INSERT INTO pause VALUES (?, ?, ?) ON CONFLICT (tenant) DO UPDATE SET "
            "until = max(until, excluded.until), why = excluded.why",
            (self._tenant, until, why),
        )

    def _paused(self, now: float) -> float:
        rows = self._file.execute("SELECT until FROM pause WHERE tenant = ?", (self._tenant,)).fetchall()
        wait = max((row[0] - now for row in rows), default=0.0)
        return wait if wait <= 2 * _DAY * self.clock.speed else 0.0  # this PC's clock was set back since

    def _until_minute_has_room(self, now: float) -> float:
        rows = self._file.execute(
            "SELECT at FROM call WHERE tenant = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?",
            (self._tenant, now - _MINUTE - _MARGIN, A_MINUTE - 1),
        ).fetchall()
        return max((row[0] + _MINUTE + _MARGIN - now for row in rows), default=0.0)

    def _count(self, seconds: float) -> int:
        asked = "SELECT count(*) FROM call WHERE tenant = ? AND at > ?"
        (count,) = self._file.execute(asked, (self._tenant, self.clock.now() - seconds)).fetchone()
        return int(count)

    def _forget(self, now: float) -> None:
        """Drop what is over; what lies ahead because the clock was set back, or its program ended, is now."""
        self._file.execute("DELETE FROM call WHERE at < ?", (now - _DAY,))
        self._file.execute("UPDATE call SET at = ? WHERE at > ?", (now, now + _MINUTE))


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        file = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        file.execute("PRAGMA journal_mode = WAL")
        file.execute("PRAGMA synchronous = NORMAL")
        file.executescript(_SCHEMA)
    except (OSError, sqlite3.Error) as error:
        raise ProblemFound(Problem("STORE-WRITE", {"path": str(path), "said": str(error)})) from None
    return file
