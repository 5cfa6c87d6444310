"""Side-by-side work in daemon threads, so that a hanging look-up never keeps the program alive."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


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
