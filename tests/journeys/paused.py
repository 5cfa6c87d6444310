"""A practice run that stands still with its services up, so that one can look at it."""

import signal
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
    """A run of imagatec-xero that was stopped while its services came up."""

    process: subprocess.Popen[str]
    services: int
    ports: set[int]

    def go_on(self) -> Ended:
        """Let the run go on and wait for its end."""
        self.process.send_signal(signal.SIGCONT)
        stdout, stderr = self.process.communicate(timeout=90)
        return Ended(self.process.returncode, stdout, stderr, 0.0)

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal; what stands still hears it as it goes on."""
        self.process.send_signal(number)
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def paused_run(
    program: Tillbridge,
    answers: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> Iterator[Paused]:
    """A practice run of imagatec-xero up to its first question; `answers` add to those it needs."""
    secret = {"practice": "api-secret"}
    own = {"country": "AU", "api_key": API_KEY, "api_secret": secret, "paste_back": secret}
    path = write_answers(program.folder, "imagatec-xero", {**own, **(answers or {})})
    line: list[str | Path] = ["--practice", "run", "imagatec-xero", "--answers", path]
    with started(program, *line, secrets=secrets) as process:

        def has_a_child() -> bool:
            assert process.poll() is None, process.communicate()
            return bool(children_of(process.pid))

        wait_until(has_a_child)
        process.send_signal(signal.SIGSTOP)  # it waits for its services, which go on coming up
        assert process.poll() is None, process.communicate()
        (services,) = children_of(process.pid)
        wait_until(lambda: listening_ports(services))
        yield Paused(process, services, listening_ports(services))
