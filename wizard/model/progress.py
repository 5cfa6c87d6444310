"""How a running job tells where it is, and how it is stopped."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol


class Progress(Protocol):
    """Where a job reports to. Called from the job's own threads."""

    def step(self, fraction: float, text: str) -> None:
        """Report a fraction done, 0 to 1, and what is happening now, in the user's words."""

    def item(self, item: Any) -> None:
        """Report one finished part (a check's row, a record) as the job's own type."""


class Silent:
    """A Progress that nobody watches."""

    def step(self, fraction: float, text: str) -> None:
        """Ignore it."""

    def item(self, item: Any) -> None:
        """Ignore it."""


class Part:
    """A part of a bar, from one fraction of it to another, for a job within a job."""

    def __init__(self, progress: Progress, start: float, end: float) -> None:
        self._progress, self._start, self._share = progress, start, end - start

    def step(self, fraction: float, text: str) -> None:
        """Report a fraction of this part."""
        self._progress.step(self._start + self._share * min(max(fraction, 0.0), 1.0), text)

    def item(self, item: Any) -> None:
        """Pass a finished part on."""
        self._progress.item(item)


class Cancelled(Exception):
    """Raised inside a job when its user stopped it."""


class Cancel:
    """A request to stop that wakes waits and closes what blocks; thread-safe."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._hooks: dict[int, Callable[[], None]] = {}

    @property
    def requested(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def request(self) -> None:
        """Ask the job to stop: waits end at once, guarded resources are closed."""
        with self._lock:
            self._event.set()
            hooks = list(self._hooks.values())
        for hook in hooks:
            hook()

    def check(self) -> None:
        """Raise Cancelled if somebody asked to stop."""
        if self.requested:
            raise Cancelled

    def wait(self, seconds: float) -> None:
        """Wait, and raise Cancelled as soon as somebody asks to stop."""
        if self._event.wait(seconds):
            raise Cancelled

    @contextmanager
    def guard(self, close: Callable[[], None]) -> Iterator[None]:
        """While inside, a request to stop also calls `close` (which must not raise)."""
        key = id(close)
        with self._lock:
            self._hooks[key] = close
        try:
            self.check()
            yield
        finally:
            with self._lock:
                self._hooks.pop(key, None)
