"""The practice Xero's rate limits, really counted: per tenant 60 a minute, 5,000 a day, 5 at once."""

import math
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from wizard.practice.clock import PracticeClock

A_MINUTE = 60
A_DAY = 5_000
APP_A_MINUTE = 10_000
AT_ONCE = 5
_MINUTE, _DAY = 60.0, 24 * 3600.0


@dataclass(frozen=True)
class Allowance:
    """Whether a call may go ahead (`problem` is empty) and the headers its answer carries."""

    problem: str
    headers: dict[str, str]


class RateLimits:
    """Counts the calls of one app on the practice clock, in windows that slide."""

    def __init__(self, clock: PracticeClock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)
        self._running: Counter[str] = Counter()

    @contextmanager
    def call(self, tenant_id: str) -> Iterator[Allowance]:
        """Count a call while it lasts; a refused one is not counted."""
        with self._lock:
            allowance = self._admit(tenant_id, self._clock.now())
            if not allowance.problem:
                self._running[tenant_id] += 1
        try:
            yield allowance
        finally:
            if not allowance.problem:
                with self._lock:
                    self._running[tenant_id] -= 1

    def _admit(self, tenant_id: str, now: float) -> Allowance:
        calls = self._calls[tenant_id]
        while calls and now - calls[0] >= _DAY:
            calls.popleft()
        in_minute = _since(calls, now - _MINUTE)
        in_app = sum(_since(other, now - _MINUTE) for other in self._calls.values())
        wait = 0.0
        if self._running[tenant_id] >= AT_ONCE:
            problem = "concurrent"
        elif len(calls) >= A_DAY:
            problem, wait = "day", calls[0] + _DAY - now
        elif in_minute >= A_MINUTE:
            problem, wait = "minute", calls[-in_minute] + _MINUTE - now
        elif in_app >= APP_A_MINUTE:
            problem, wait = "appminute", _MINUTE
        else:
            problem = ""
            calls.append(now)
            in_minute, in_app = in_minute + 1, in_app + 1
        headers = {
            "X-DayLimit-Remaining": str(A_DAY - len(calls)),
            "X-MinLimit-Remaining": str(A_MINUTE - in_minute),
            "X-AppMinLimit-Remaining": str(APP_A_MINUTE - in_app),
        }
        if problem:
            headers["X-Rate-Limit-Problem"] = problem
        if wait:
            # In real seconds: whoever obeys it on a fast clock waits long enough and no longer.
            headers["Retry-After"] = str(max(1, math.ceil(self._clock.real_seconds(wait))))
        return Allowance(problem, headers)


def _since(calls: deque[float], start: float) -> int:
    count = 0
    for moment in reversed(calls):
        if moment <= start:
            break
        count += 1
    return count
