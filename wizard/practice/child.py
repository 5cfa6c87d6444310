"""The practice services as a child process: one line out, then running until told to stop."""

import contextlib
import json
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TextIO

from wizard.practice.faults import UnknownFaultError
from wizard.practice.services import PracticeServices, ShelfError

_FAULTS = "faults"
"""What a line on standard input begins with that names the faults which are to be on."""
_LONGEST_LINE = 4096


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

    While they run, a line `faults NAME …` on `stdin` has these faults on and no others; it is answered by
    the line `{"ok", "on"}` once that holds. All other lines are passed over.
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
            heed = _Heeds(services, stdout)
            threading.Thread(target=_await_end, args=(stdin, stop, heed), daemon=True).start()
            # With a time-out, because on Windows an endless wait cannot be interrupted by Ctrl+C.
            while not stop.wait(0.5):
                pass
    return 0


class _Heeds:
    """Does what the lines on standard input say."""

    def __init__(self, services: PracticeServices, stdout: TextIO) -> None:
        self._services, self._stdout = services, stdout

    def __call__(self, line: str) -> None:
        """Heed one line."""
        word, *names = line.split() or [""]
        if word != _FAULTS:
            return
        try:
            self._services.show_faults(names)
        except UnknownFaultError as error:
            _refuse(self._stdout, _FAULTS, "UNKNOWN-FAULT", str(error))
        else:
            _say(self._stdout, {"ok": True, "on": sorted(set(names))})


def _refuse(stdout: TextIO, where: str, code: str, message: str) -> int:
    _say(stdout, {"ok": False, "faults": [{"where": where, "code": code, "message": message}]})
    return 2


def _say(stdout: TextIO, value: object) -> None:
    stdout.write(json.dumps(value) + "\n")
    stdout.flush()


def _await_end(stdin: TextIO | None, stop: threading.Event, heed: Callable[[str], None]) -> None:
    try:
        if stdin is None or stdin.closed:
            return
        try:
            number = stdin.fileno()
        except OSError:
            while line := stdin.readline(_LONGEST_LINE):
                heed(line)
            return
        # Not stdin.read(): its lock, held by a thread that waits, makes Python abort when it exits.
        begun = b""
        while came := os.read(number, 4096):
            *whole, begun = (begun + came).split(b"\n")
            for said in whole:
                heed(said.decode("utf-8", "replace"))
            begun = begun[-_LONGEST_LINE:]
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
