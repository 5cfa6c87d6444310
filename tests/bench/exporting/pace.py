"""How long a sending takes beside a loop that only calls, as fast as the same limits let anybody.

`python -m tests.bench.exporting.pace [INVOICES [SPEED]]`, by default 6,000 invoices with as many payments on
a clock twice as fast: five minutes of Xero's limits. `bare` makes as many calls as the sending made, each the
shortest there is, five at once, and goes on the moment the practice Xero lets it.
"""

import sys
import tempfile
import threading
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from pathlib import Path

import requests

from tests.unit.export.days import MAPPING, Files
from tests.unit.export.shop import LOGINS, Shop, fast
from wizard.export.api import XeroApi
from wizard.jobs.job import Done
from wizard.practice import PracticeServices

INVOICES, SPEED = 6_000, 2.0
AT_A_CALL = 50
A_MINUTE = 60
PARTS_OF_XERO = 8
"""What a sending reads of an organisation first, each at least one call (`wizard/xero/reads.py`)."""


class Bare:
    """Calls and nothing else: no file, no ledger, no gate of its own."""

    def __init__(self, services: Path) -> None:
        xero = tomllib.loads(services.read_text("utf-8"))["xero"]
        self._address, self._token = xero["api"] + "Organisation", xero["token"]
        self._local = threading.local()

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
        self._headers = {"Authorization": f"Bearer {token}"}

    def _call(self, _number: int) -> None:
        if not hasattr(self._local, "http"):
            self._local.http = requests.Session()
        while True:
            reply = self._local.http.get(self._address, headers=self._headers, timeout=30)
            if reply.status_code == 200:
                return
            if reply.status_code == 401:
                self._sign_in()
            time.sleep(0.02)


def counted() -> dict[str, int]:
    """Count, from here on, the calls of a sending by method."""
    found: dict[str, int] = {}
    real = XeroApi._once
    lock = threading.Lock()

    def once(self: XeroApi, method: str, *given: object, **more: object) -> object:
        with lock:
            found[method] = found.get(method, 0) + 1
        return real(self, method, *given, **more)  # type: ignore[arg-type]

    XeroApi._once = once  # type: ignore[method-assign,assignment]
    return found


def main(invoices: int, speed: float) -> None:
    """Print the calls beside the fewest there could be, and the time beside the bare loop's."""
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
        calls = counted()
        began = time.monotonic()
        ended = shop.try_to_send(week, mapping)
        ours = time.monotonic() - began
        assert isinstance(ended, Done), ended
        assert ended.problem is None, ended.problem
        assert ended.value.counts.sent == 2 * invoices, ended.value.counts
        total = sum(calls.values())
        fewest = 1 + 2 * ceil(invoices / AT_A_CALL)
        services.clock.advance(A_MINUTE + 1)
        bare = Bare(services.services_file).take(total)
    said = f"{calls['PUT']} write ({fewest} is the fewest: one contact, and fifty documents a call)"
    read = f"{calls['GET']} read ({PARTS_OF_XERO} is the fewest)"
    sys.stdout.write(f"{2 * invoices:,} documents: {total} calls, {said}, {read}\n")
    allowed = (total - 1) // A_MINUTE * 60 / speed
    sys.stdout.write(
        f"  took {ours:.1f} s; a bare loop of as many calls {bare:.1f} s, {ours / bare:.3f} times; "
        f"sixty a minute alone {allowed:.1f} s, {ours / allowed:.3f} times (clock {speed:g} times as fast)\n"
    )


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else INVOICES, float(given[1]) if given[1:] else SPEED)
