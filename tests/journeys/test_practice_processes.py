"""The practice services as a process: one line, and gone with whoever started them."""

import json
import signal
import sys
import tomllib
from pathlib import Path

import pytest

from tests.journeys.children import listening_ports, runs, wait_until
from tests.journeys.paused import paused_run, started
from tests.journeys.program import Tillbridge
from tests.servers.processes import listens

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.mark.parametrize("end", ["stdin closes", "SIGTERM"])
def test_practice_serve_prints_one_line_and_ends(tillbridge: Tillbridge, tmp_path: Path, end: str) -> None:
    with started(tillbridge, "practice", "serve") as process:
        assert process.stdout is not None
        line = json.loads(process.stdout.readline())
        assert set(line) == {"ok", "services", "logins"}
        services = Path(line["services"])
        file = tomllib.loads(services.read_text())
        ports = {int(real.rpartition(":")[2]) for real in file["routes"].values()}
        assert listening_ports(process.pid) >= ports
        assert all(map(listens, ports))
        if end == "SIGTERM":
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) == 0
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "")
    assert not any(map(listens, ports))
    assert not services.exists()
    assert not list((tmp_path / "temporary").iterdir())


def test_practice_serve_writes_its_services_file_and_shows_its_faults(
    tillbridge: Tillbridge, tmp_path: Path
) -> None:
    out = tmp_path / "services.toml"
    with started(tillbridge, "practice", "serve", "--services-out", out, "--fault", "xero-down") as process:
        assert process.stdout is not None
        line = json.loads(process.stdout.readline())
        assert line["services"] == str(out)
        answers = tmp_path / "answers.toml"
        answers.write_text(tillbridge.run("answers", "imagatec-xero", "--services", out).answer["answers"])
        ended = tillbridge.run("run", "imagatec-xero", "--answers", answers, "--services", out)
        assert ended.problems == ["XERO-DOWN"]


def test_the_practice_services_of_a_run_are_gone_after_it(tillbridge: Tillbridge, tmp_path: Path) -> None:
    with paused_run(tillbridge) as paused:
        assert paused.ports
        assert all(map(listens, paused.ports))
        ended = paused.go_on()
        assert ended.status == 0, ended
        assert not runs(paused.services)
        assert not any(map(listens, paused.ports))
    assert not list((tmp_path / "temporary").iterdir())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_practice_services_end_with_a_run_that_is_ended(
    tillbridge: Tillbridge, tmp_path: Path, number: signal.Signals
) -> None:
    with paused_run(tillbridge) as paused:
        paused.send_signal(number)
        _, stderr = paused.process.communicate(timeout=20)
        assert "Traceback" not in stderr
        wait_until(lambda: not runs(paused.services))
        assert not any(map(listens, paused.ports))
    assert not list((tmp_path / "temporary").iterdir())


def test_a_run_starts_one_process_and_no_shell(tillbridge: Tillbridge) -> None:
    with paused_run(tillbridge) as paused:
        command = Path(f"/proc/{paused.services}/cmdline").read_bytes().split(b"\0")
        assert command[0].decode() == sys.executable
        assert b"serve" in command
        assert paused.go_on().status == 0
