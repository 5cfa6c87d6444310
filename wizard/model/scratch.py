"""What has to be known of many things at once, kept on disk: memory does not grow with how many there are."""

import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Iterable
from typing import Any

from wizard.model.problem import Problem, ProblemFound

_CACHE_KB = 1024


class Scratch:
    """A file without a name, which ends with whoever made it; threads may share it.

    ProblemFound STORE-WRITE where the PC has no room for it.
    """

    def __init__(self, tables: str) -> None:
        self._lock = threading.Lock()
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._close = weakref.finalize(self, self._file.close)
        for line in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KB}"):
            self._file.execute(f"PRAGMA {line}")
        self._file.executescript(tables)
        self._file.execute("BEGIN")

    def close(self) -> None:
        """Let go of it."""
        self._close()

    def ask(self, said: str, row: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """Carry out one statement."""
        try:
            with self._lock:
                return self._file.execute(said, row)
        except sqlite3.Error as error:
            raise _no_room(error) from None

    def one(self, said: str, row: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        """Return the first row that answers a question."""
        try:
            with self._lock:
                found: tuple[Any, ...] | None = self._file.execute(said, row).fetchone()
                return found
        except sqlite3.Error as error:
            raise _no_room(error) from None

    def fill(self, said: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Carry out one statement with many rows, as they come."""
        try:
            with self._lock:
                self._file.executemany(said, rows)
        except sqlite3.Error as error:
            raise _no_room(error) from None


def _no_room(error: sqlite3.Error) -> ProblemFound:
    facts = {"path": tempfile.gettempdir(), "said": str(error)}
    return ProblemFound(Problem("STORE-WRITE", facts))


def as_bytes(text: str) -> bytes:
    """Return any text as it is kept there: a store's file may hold half of a pair of characters."""
    return text.encode("utf-8", "surrogatepass")


def as_text(kept: bytes) -> str:
    """Return a text that was kept."""
    return kept.decode("utf-8", "surrogatepass")
