"""A practice run that stands still with its services up, so that one can look at it."""

import contextlib
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.journeys.children import children_of, listening_ports, wait_until
from tests.journeys.files import write_answers
from tests.journeys.program import Ended, Tillbridge

API_KEY = "7A11B21D6E00000000000000000CAFE1"
API_SECRET = "pRaCtIcE-s3cret-of-the-custom-connection-0000001"


@contextmanager
def started(
    program: Tillbridge,
    *line: str | Path,
    secrets: Mapping[str, str | bytes] | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """The program while it runs; killed at the end of the block if it still does."""
    process = program.popen("--home", program.home, "--json", *line, secrets=secrets)
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=20)


@dataclass
class Paused:
    """A run of imagatec-xero that waits for the last of its secrets to come through a pipe."""

    process: subprocess.Popen[str]
    services: int
    ports: set[int]
    pipe: int

    def go_on(self) -> Ended:
        """Give the run its secret and wait for its end."""
        os.write(self.pipe, API_SECRET.encode())
        self.close()
        stdout, stderr = self.process.communicate(timeout=60)
        return Ended(self.process.returncode, stdout, stderr, 0.0)

    def close(self) -> None:
        """Close the pipe."""
        if self.pipe >= 0:
            os.close(self.pipe)
            self.pipe = -1


@contextmanager
def paused_run(
    program: Tillbridge,
    answers: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> Iterator[Paused]:
    """A practice run of imagatec-xero up to its last secret; `answers` add to those it needs."""
    fifo = program.folder / "fifo"
    os.mkfifo(fifo)
    own = {"country": "AU", "api_key": API_KEY, "api_secret": {"practice": "api-secret"}, **(answers or {})}
    path = write_answers(program.folder, "imagatec-xero", {**own, "paste_back": {"file": "fifo"}})
    line: list[str | Path] = ["--practice", "run", "imagatec-xero", "--answers", path]
    with started(program, *line, secrets=secrets) as process:
        pipe = -1

        def is_read() -> bool:
            nonlocal pipe
            assert process.poll() is None, process.communicate()
            # a pipe opens for writing without waiting only once somebody reads it
            with contextlib.suppress(OSError):
                pipe = os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
            return pipe >= 0

        wait_until(is_read)
        (services,) = children_of(process.pid)
        paused = Paused(process, services, listening_ports(services), pipe)
        try:
            yield paused
        finally:
            paused.close()
