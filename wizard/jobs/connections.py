"""The connections of one run of the program: made once, so that an access token is used until it ends."""

import os
import threading
from collections.abc import Callable
from typing import Any, TypeVar

Made = TypeVar("Made")


class Connections:
    """One connection under each name; made anew where what it is for (`key`) is another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: dict[str, tuple[object, Any]] = {}
        self.run = os.urandom(8).hex()
        """Tells this run of the program from every other."""

    def get(self, name: str, key: object, make: Callable[[], Made]) -> Made:
        """Return the connection of this name."""
        with self._lock:
            found = self._made.get(name)
            if found is None or found[0] != key:
                found = (key, make())
                self._made[name] = found
            made: Made = found[1]
            return made

    def forget(self, name: str) -> None:
        """Forget a connection, and with it the access token that it holds."""
        with self._lock:
            self._made.pop(name, None)
