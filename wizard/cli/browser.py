"""Opening the user's own browser from the command line."""

import contextlib
import os
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Thread

_START_SECONDS = 5.0
"""How long a browser may take to say that it cannot start. One that stays in front says nothing at all."""


def open_browser(address: str) -> bool:
    """Open an address; False when no browser could be started."""
    outcome: SimpleQueue[bool] = SimpleQueue()
    with _stdout_kept_clean():
        Thread(target=lambda: outcome.put(_opened(address)), daemon=True).start()
        try:
            return outcome.get(timeout=_START_SECONDS)
        except Empty:
            return True


def _opened(address: str) -> bool:
    try:
        return webbrowser.open(address)
    except (OSError, webbrowser.Error):
        return False


@contextmanager
def _stdout_kept_clean() -> Iterator[None]:
    """Have what is started meanwhile write to stderr: browsers chatter, and stdout holds our one answer."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            kept = os.dup(1)
            stack.callback(os.close, kept)
            stack.callback(os.dup2, kept, 1)
            os.dup2(2, 1)
        yield
