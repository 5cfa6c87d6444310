"""Side-by-side work in daemon threads, so that a hanging look-up never keeps the program alive."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import TypeVar

from wizard.model.progress import Cancel

T = TypeVar("T")

_LOOK_SECONDS = 0.05
"""How soon a request to stop is noticed; a result ends the wait at once."""


def start(work: Callable[[], T], name: str) -> "Future[T]":
    """Run `work` in a daemon thread and return its Future."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - handed to whoever asks the future
            future.set_exception(error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return future


def wait_until_done(future: "Future[T]", deadline: float, cancel: Cancel) -> None:
    """Wait for a result until a moment of `time.monotonic()`; Cancelled when somebody asks to stop."""
    while not future.done() and (left := deadline - time.monotonic()) > 0:
        cancel.check()
        wait([future], timeout=min(left, _LOOK_SECONDS))
