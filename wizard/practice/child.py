"""The practice services as a child process: one line out, then running until told to stop."""

import contextlib
import json
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TextIO

from wizard.practice.faults import UnknownFaultError
from wizard.practice.services import PracticeServices, ShelfError


def serve(
    services_out: Path | None,
    faults: Sequence[str],
    *,
    clock_speed: float = 1.0,
    folder: Path | None = None,
    stdin: TextIO,
    stdout: TextIO,
) -> int:
    """Run the practice services until SIGTERM, SIGINT or the end of `stdin`; return the exit value.

    The practice Xero keeps its documents in `folder`. One JSON line goes to `stdout` once everything
    answers: `{"ok", "services", "logins"}`. An unknown fault or a file that cannot be written is
    `{"ok": false, "faults": […]}` and 2.
    """
    stop = threading.Event()
    with _signals_set(stop):
        try:
            services = PracticeServices(
                faults, clock_speed=clock_speed, services_out=services_out, folder=folder
            )
        except UnknownFaultError as error:
            return _refuse(stdout, "--fault", "UNKNOWN-FAULT", str(error))
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(services)
            except OSError as error:
                message = f"The services file cannot be written: {error.strerror or error}."
                return _refuse(stdout, "--services-out", "NOT-WRITABLE", message)
            except ShelfError as error:
                return _refuse(stdout, "--home", "NOT-WRITABLE", str(error))
            path = str(services.services_file)
            _say(stdout, {"ok": True, "services": path, "logins": services.logins})
            threading.Thread(target=_await_end, args=(stdin, stop), daemon=True).start()
            # With a time-out, because on Windows an endless wait cannot be interrupted by Ctrl+C.
            while not stop.wait(0.5):
                pass
    return 0


def _refuse(stdout: TextIO, where: str, code: str, message: str) -> int:
    _say(stdout, {"ok": False, "faults": [{"where": where, "code": code, "message": message}]})
    return 2


def _say(stdout: TextIO, value: object) -> None:
    stdout.write(json.dumps(value) + "\n")
    stdout.flush()


def _await_end(stdin: TextIO | None, stop: threading.Event) -> None:
    try:
        if stdin is None or stdin.closed:
            return
        try:
            number = stdin.fileno()
        except OSError:
            while stdin.read(1024):
                pass
            return
        # Not stdin.read(): its lock, held by a thread that waits, makes Python abort when it exits.
        while os.read(number, 4096):
            pass
    except OSError:
        return
    finally:
        stop.set()


@contextlib.contextmanager
def _signals_set(stop: threading.Event) -> Iterator[None]:
    """Have SIGTERM and SIGINT set `stop`, where this thread may say so, and put the old handlers back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
