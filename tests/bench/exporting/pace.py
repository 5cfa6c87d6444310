"""How long a sending takes beside a loop that only calls, as fast as the same limits let anybody.

`python -m tests.bench.exporting.pace [INVOICES [SPEED]]`, by default 3,000 invoices with as many payments:
two minutes of Xero's limits; SPEED is how fast the practice Xero's clock runs. `bare` makes as many calls as
the sending made, each with fifty of its invoices under numbers of their own, five at once, and goes on as
soon as it is let.
"""

import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from pathlib import Path
from typing import Any

import requests

from tests.unit.export.days import MAPPING, Files
from tests.unit.export.shop import LOGINS, Shop, fast
from wizard.export.api import XeroApi
from wizard.jobs.job import Done
from wizard.practice import PracticeServices

INVOICES, SPEED = 3_000, 1.0
AT_A_CALL = 50
A_MINUTE = 60
PARTS_OF_XERO = 8
"""What a sending reads of an organisation first, each at least one call (`wizard/xero/reads.py`)."""


def now() -> tuple[float, float]:
    """Return the time by the clock, and the processor time that this process took."""
    return time.monotonic(), time.process_time()


class Bare:
    """Calls and nothing else: no file, no ledger, no gate of its own."""

    def __init__(self, services: Path, body: bytes) -> None:
        xero = tomllib.loads(services.read_text("utf-8"))["xero"]
        self._address, self._token, self._body = xero["api"] + "Invoices", xero["token"], body
        self._local = threading.local()
        self._headers: dict[str, str] = {}

    def take(self, calls: int) -> float:
        """Return the seconds that so many calls took."""
        self._sign_in()
        began = time.monotonic()
        with ThreadPoolExecutor(5) as threads:
            list(threads.map(self._call, range(calls)))
        return time.monotonic() - began

    def _sign_in(self) -> None:
        pair = (LOGINS["api-key"], LOGINS["api-secret"])
        data = {"grant_type": "client_credentials"}
        token = requests.post(self._token, data=data, auth=pair, timeout=10).json()["access_token"]
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def _call(self, number: int) -> None:
        if not hasattr(self._local, "http"):
            self._local.http = requests.Session()
        body = self._body.replace(b'"S-', b'"B%d-' % number)
        params = {"summarizeErrors": "false", "unitdp": "4"}
        while True:
            reply = self._local.http.put(
                self._address, headers=self._headers, params=params, data=body, timeout=60
            )
            if reply.status_code == 200:
                assert not any(row.get("ValidationErrors") for row in reply.json()["Invoices"])
                return
            if reply.status_code == 401:
                self._sign_in()
            time.sleep(0.1)


class Counted:
    """A sending's calls from here on, as Xero counts them."""

    def __init__(self) -> None:
        self.by_method: dict[str, int] = {}
        self.body = b""
        """Of the first call with invoices."""
        self.firsts: dict[str, tuple[float, float]] = {}
        """When each method was called first: by the clock, and by the processor's."""
        lock, real = threading.Lock(), XeroApi._once

        def once(
            api: XeroApi, method: str, path: str, params: Mapping[str, str], body: bytes, *more: Any
        ) -> Any:
            with lock:
                self.by_method[method] = self.by_method.get(method, 0) + 1
                self.firsts.setdefault(method, now())
                self.body = self.body or (body if path == "Invoices" else b"")
            return real(api, method, path, params, body, *more)

        XeroApi._once = once  # type: ignore[method-assign]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_method.values())


def main(invoices: int, speed: float) -> None:
    """Print the calls beside the fewest that there could be, and the time beside the bare loop's."""
    files = Files()
    for number in range(invoices):
        files.sale(f"S-{number}", "10.00")
        files.paid(f"S-{number}", "10.00")
    with tempfile.TemporaryDirectory() as name, PracticeServices(clock_speed=speed) as services:
        folder = Path(name)
        mapping = folder / "mapping.toml"
        mapping.write_text(MAPPING, "utf-8")
        week = files.write(folder / "week")
        shop = Shop(folder / "home", services.services_file, fast(speed))
        counted = Counted()
        began = now()
        ended = shop.try_to_send(week, mapping)
        ours = time.monotonic() - began[0]
        assert isinstance(ended, Done), ended
        assert ended.problem is None, ended.problem
        assert ended.value.counts.sent == 2 * invoices, ended.value.counts
        calls, total = counted.by_method, counted.total
        fewest = 1 + 2 * ceil(invoices / AT_A_CALL)
        services.clock.advance(A_MINUTE + 1)
        bare = Bare(services.services_file, counted.body).take(total)
    said = f"{calls['PUT']} write ({fewest} is the fewest: one contact, and fifty documents a call)"
    read = f"{calls['GET']} read ({PARTS_OF_XERO} is the fewest)"
    sys.stdout.write(f"{2 * invoices:,} documents: {total} calls, {said}, {read}\n")
    sys.stdout.write(
        f"  took {ours:.1f} s; a bare loop of as many calls {bare:.1f} s: {ours / bare:.3f} times "
        f"(a clock {speed:g} times as fast)\n"
    )
    files_read, judged = (
        spent(began, counted.firsts["GET"]),
        spent(counted.firsts["GET"], counted.firsts["PUT"]),
    )
    sys.stdout.write(f"  before the first call {files_read}, from there to the first write {judged}\n")


def spent(since: tuple[float, float], until: tuple[float, float]) -> str:
    """Return in words what went by between two moments."""
    return f"{until[0] - since[0]:.1f} s ({until[1] - since[1]:.1f} s of the processor)"


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else INVOICES, float(given[1]) if given[1:] else SPEED)
