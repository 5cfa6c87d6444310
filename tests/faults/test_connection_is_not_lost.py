"""The Xero connection survives kills, races and lost replies, through the real Secret Service."""

import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.practice import PracticeServices

ROOT = Path(__file__).resolve().parents[2]
KILLS = 300
PROCESSES, REFRESHES = 8, 50


class Store:
    """A store's home, with its password store and its practice Xero."""

    def __init__(self, home: Path, environment: dict[str, str], services: PracticeServices) -> None:
        self.home, self.environment, self.services = home, environment, services

    def start(self, what: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.faults.refresher",
                str(self.home),
                str(self.services.services_file),
                what,
            ],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, what: str) -> str:
        out, err = self.start(what).communicate(timeout=120)
        assert "Traceback" not in err, err
        return out


@pytest.fixture
def store(
    tmp_path: Path, secret_service_env: dict[str, str], request: pytest.FixtureRequest
) -> Iterator[Store]:
    with PracticeServices() as services:
        made = Store(tmp_path / "home", secret_service_env, services)
        assert made.run("connect") == "connected"
        # Only now: on a fast clock a sign-in would not be finished in its five minutes.
        services.clock.speed = getattr(request, "param", 1.0)
        yield made


def test_a_lost_reply_is_repeated_within_its_grace(store: Store) -> None:
    store.services.add_fault("reply-lost")
    assert store.run("2").split() == ["begun", "refreshed", "refreshed"]


def test_a_connection_that_xero_no_longer_takes_says_so(store: Store) -> None:
    store.services.add_fault("token-consumed")
    assert store.run("1").split() == ["begun", "CONN-LOST"]
    store.services.clear_faults()
    assert store.run("1").split() == ["begun", "refreshed"], "the slots were not touched by the refusal"


def test_after_sixty_unused_days_it_has_lapsed(store: Store) -> None:
    store.services.clock.advance(61 * 86_400)
    assert store.run("1").split() == ["begun", "CONN-LOST"], "by this PC's clock it was used a moment ago"
    assert store.run("unused 61") == "unused for 61 days"
    assert store.run("1").split() == ["begun", "CONN-LAPSED"]


def test_after_fifty_nine_unused_days_it_works(store: Store) -> None:
    store.services.clock.advance(59 * 86_400)
    store.run("unused 59")
    assert store.run("1").split() == ["begun", "refreshed"]


def seconds_of_a_refresh(store: Store) -> float:
    """How long a first refresh takes on this machine, so that kills hit all of it and what comes after."""
    taken = []
    for _ in range(5):
        process = store.start("1")
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        began = time.monotonic()
        assert process.stdout.readline() == "refreshed\n"
        taken.append(time.monotonic() - began)
        process.communicate(timeout=30)
    return statistics.median(taken)


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.timeout(900)
def test_it_works_after_every_one_of_many_kills(store: Store) -> None:
    moments = random.Random(20261120)
    refreshed = 0
    whole = seconds_of_a_refresh(store)
    for kill in range(KILLS):
        process = store.start("0")
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        try:
            process.wait(moments.uniform(0.0, 1.5 * whole))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
        out, _ = process.communicate(timeout=30)
        assert set(out.split()) <= {"refreshed"}, f"after {kill} kills: {out}"
        refreshed += out.count("refreshed")
    assert store.run("1").split() == ["begun", "refreshed"]
    words = f"{KILLS} kills within {1.5 * whole:.2f} s, {refreshed} refreshes in between"
    sys.stderr.write(f"\n{words}, the connection works\n")


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.timeout(900)
@pytest.mark.parametrize("store", [4_000.0], indirect=True, ids=["grace of 450 ms"])
def test_many_processes_refresh_one_at_a_time(store: Store) -> None:
    """With a grace of 90 ms any token used twice is refused."""
    processes = [store.start(str(REFRESHES)) for _ in range(PROCESSES)]
    for process in processes:
        out, err = process.communicate(timeout=600)
        assert out.split() == ["begun", *["refreshed"] * REFRESHES], err
