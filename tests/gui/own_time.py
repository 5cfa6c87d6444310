"""Time without what the process spent queueing for a core: on a busy machine that is most of it."""

import contextlib
import time
from pathlib import Path

_THREADS = Path("/proc/self/task")


class OwnTime:
    """A stopwatch, running since it was made.

    Linux counts each thread's wait for a core in the second number of its schedstat, in nanoseconds. Where
    there is no such file this is the wall clock.
    """

    def __init__(self) -> None:
        self._began, self._queued = time.monotonic(), _queued()

    def seconds(self) -> float:
        """The time since the start, less what the threads that still run waited for a core meanwhile."""
        passed = time.monotonic() - self._began
        return passed - sum(now - self._queued.get(name, 0.0) for name, now in _queued().items())


def _queued() -> dict[str, float]:
    """How long each running thread ever waited for a core, in seconds."""
    found = {}
    for path in _THREADS.glob("*/schedstat"):
        with contextlib.suppress(OSError):  # it has just ended
            found[path.parent.name] = int(path.read_text().split()[1]) / 1e9
    return found
