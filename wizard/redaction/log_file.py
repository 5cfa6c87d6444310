"""The log in the home: what a program without a window or a console had to say is found there later."""

import contextlib
import os
from datetime import datetime
from itertools import pairwise
from pathlib import Path

NAME = "tillbridge.log"
_MOST_BYTES = 400_000
_KEPT = 3
"""How many full logs are kept beside the one that is written."""


class LogFile:
    """A text stream into `FOLDER/tillbridge.log`, for this user alone; made when there is something to say.

    Each text is appended whole and the file closed again, so that several processes share it and none keeps
    another from turning it over. What cannot be written is lost: a log must stop nobody's work.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    def write(self, text: str) -> int:
        """Append a text that was cleaned of secrets."""
        with contextlib.suppress(OSError):
            self._turn_over(len(text))
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "ab") as file:
                file.write(text.encode("utf-8", "backslashreplace"))
        return len(text)

    def note(self, text: str) -> None:
        """Append lines of our own, with the time before them."""
        self.write(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S%z} {text}\n")

    def flush(self) -> None:
        """Do nothing: what was written is written."""

    def _turn_over(self, more: int) -> None:
        """Begin a new file where this one is full; the oldest goes."""
        try:
            full = self.path.stat().st_size + more > _MOST_BYTES
        except OSError:
            return
        if full:
            names = [self.path, *(self.path.with_name(f"{NAME}.{at}") for at in range(1, _KEPT + 1))]
            for newer, older in reversed(list(pairwise(names))):
                with contextlib.suppress(OSError):  # whoever reads it holds it on Windows: the next time
                    newer.replace(older)
