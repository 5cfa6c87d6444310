"""The practice clock: real time, sped up and pushed forward at will."""

import threading
import time
from datetime import UTC, datetime


class PracticeClock:
    """Seconds since 1970 on a clock that runs `speed` times as fast as the real one."""

    def __init__(self, speed: float = 1.0) -> None:
        if speed <= 0:
            raise ValueError("The practice clock runs forwards only.")
        self.speed = speed
        self._lock = threading.Lock()
        self._epoch = time.time()
        self._start = time.monotonic()
        self._pushed = 0.0

    def now(self) -> float:
        """Return the practice time in seconds since 1970."""
        with self._lock:
            return self._epoch + (time.monotonic() - self._start) * self.speed + self._pushed

    def today(self) -> datetime:
        """Return the practice time as a date and time in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def advance(self, seconds: float) -> None:
        """Push the clock forward by practice seconds."""
        with self._lock:
            self._pushed += seconds

    def real_seconds(self, practice_seconds: float) -> float:
        """Return how long practice seconds last for somebody who waits for them."""
        return practice_seconds / self.speed
