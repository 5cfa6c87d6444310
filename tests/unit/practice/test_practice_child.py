"""The practice services as a child process, and what they leave behind."""

import gc
import io
import json
import os
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from practice_driver import Driver, wait_until

from wizard.catalogue.providers import provider_hosts
from wizard.practice import PracticeServices, serve
from wizard.practice.logins import read_logins

PROGRAM = """
import sys
from pathlib import Path
from wizard.practice import serve
out = Path(sys.argv[1]) if sys.argv[1] else None
raise SystemExit(serve(out, sys.argv[2:], stdin=sys.stdin, stdout=sys.stdout))
"""
PORTS = [110, 15110, 995, 25, 15925, 587, 465]


class Child:
    def __init__(self, out: str = "", *faults: str, stdin: int = subprocess.PIPE) -> None:
        command = [sys.executable, "-X", "dev", "-W", "error", "-c", PROGRAM, out, *faults]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=stdin, stdout=pipe, stderr=pipe, text=True)

    def first_line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        return dict(json.loads(self.process.stdout.readline()))

    def end(self) -> tuple[int, str, str]:
        """Close its stdin; return exit value, what else it printed, and its complaints."""
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.fixture
def child() -> Iterator[Child]:
    one = Child()
    yield one
    # Not killed: that would leave its folder behind.
    if one.process.poll() is None:
        one.end()


def addresses(services: dict[str, Any]) -> list[tuple[str, int]]:
    found = [real.split(":") for real in services["routes"].values()]
    pages = [services["xero"]["token"], *services["vendors"].values()]
    ports = [int(page.split(":")[2].split("/")[0]) for page in pages]
    both = [(host, port) for port in ports for host in ("127.0.0.1", "::1")]
    return [(host, int(real)) for host, real in found] + both


def listening(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=5).close()
    except OSError:
        return False
    return True


def read(line: dict[str, Any]) -> dict[str, Any]:
    return tomllib.loads(Path(line["services"]).read_text(encoding="utf-8"))


def test_it_prints_one_line_serves_and_ends_with_its_stdin(child: Child) -> None:
    line = child.first_line()
    assert line == {"ok": True, "services": line["services"], "logins": dict(read_logins())}
    services = read(line)
    folder = Path(line["services"]).parent
    assert all(map(listening, addresses(services)[:-1]))
    status, out, err = child.end()
    assert (status, out, err) == (0, "", "")
    assert not any(map(listening, addresses(services)))
    assert not folder.exists()


def test_it_says_nothing_of_whoever_has_not_agreed_on_tls_when_it_ends(child: Child) -> None:
    services = read(child.first_line())
    with ExitStack() as clients:
        for route in ("mail.practice.example:465", "mail.practice.example:995"):
            host, port = services["routes"][route].split(":")
            clients.enter_context(socket.create_connection((host, int(port)), timeout=5))
        plain = services["routes"]["mail.practice.example:25"].split(":")
        with smtplib.SMTP(plain[0], int(plain[1]), timeout=10):
            pass  # the one loop of all SMTP ports has taken the connection before
        assert child.end() == (0, "", "")


@pytest.mark.skipif(os.name != "posix", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_on_a_signal_with_its_stdin_still_open(child: Child, number: signal.Signals) -> None:
    line = child.first_line()
    services = read(line)
    child.process.send_signal(number)
    assert child.process.wait(timeout=20) == 0
    assert not any(map(listening, addresses(services)))
    assert not Path(line["services"]).parent.exists()
    assert child.end()[2] == ""


def test_it_ends_at_once_where_there_is_no_stdin() -> None:
    child = Child(stdin=subprocess.DEVNULL)
    assert child.first_line()["ok"] is True
    assert child.end() == (0, "", "")


def test_the_services_file_stays_where_it_was_asked_for(tmp_path: Path) -> None:
    child = Child(str(tmp_path / "services.toml"), "xero-down")
    line = child.first_line()
    assert line["services"] == str(tmp_path / "services.toml")
    ca = Path(read(line)["trust"]["ca"])
    assert ca.exists()
    assert child.end() == (0, "", "")
    assert [path.name for path in tmp_path.iterdir()] == ["services.toml"]
    assert not ca.exists()


def test_lines_on_its_stdin_switch_faults_while_it_runs(child: Child) -> None:
    services = read(child.first_line())
    host, port = services["routes"]["mail.practice.example:15110"].split(":")

    def say(line: str) -> dict[str, Any]:
        assert child.process.stdin is not None
        child.process.stdin.write(line)
        child.process.stdin.flush()
        return child.first_line()

    assert listening((host, int(port)))
    assert say("faults port-closed xero-down\n") == {"ok": True, "on": ["port-closed", "xero-down"]}
    assert not listening((host, int(port)))
    (fault,) = say("faults port-closed nonsense\n")["faults"]
    assert fault["code"] == "UNKNOWN-FAULT"
    assert not listening((host, int(port))), "nothing was changed"
    assert say("what is this?\nfaults\n") == {"ok": True, "on": []}, "all other lines are passed over"
    assert listening((host, int(port)))
    assert child.end() == (0, "", "")


def test_lines_are_heard_from_any_stream() -> None:
    out = io.StringIO()
    assert serve(None, [], stdin=io.StringIO("faults xero-down\nfaults\n"), stdout=out) == 0
    assert [json.loads(line).get("on") for line in out.getvalue().splitlines()[1:]] == [["xero-down"], []]


def test_an_unknown_fault_is_said_and_nothing_is_started() -> None:
    child = Child("", "xero-down", "nonsense")
    (fault,) = child.first_line()["faults"]
    assert (fault["where"], fault["code"]) == ("--fault", "UNKNOWN-FAULT")
    assert "nonsense" in fault["message"]
    assert child.end() == (2, "", "")


def test_a_services_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    out = io.StringIO()
    missing = tmp_path / "missing" / "services.toml"
    assert serve(missing, [], stdin=io.StringIO(), stdout=out) == 2
    answer = json.loads(out.getvalue())
    assert answer["ok"] is False
    assert answer["faults"][0]["code"] == "NOT-WRITABLE"


def test_it_runs_in_a_thread_and_from_any_stream() -> None:
    out, results = io.StringIO(), []
    number = signal.getsignal(signal.SIGTERM)
    thread = threading.Thread(target=lambda: results.append(serve(None, [], stdin=io.StringIO(), stdout=out)))
    thread.start()
    thread.join(20)
    assert results == [0]
    assert json.loads(out.getvalue())["ok"] is True
    assert signal.getsignal(signal.SIGTERM) is number


def test_the_services_file_holds_exactly_what_is_documented(driver: Driver) -> None:
    base = driver.services.xero_base
    assert driver.file == {
        "xero": {
            "authorize": f"{base}/identity/connect/authorize",
            "token": f"{base}/connect/token",
            "revocation": f"{base}/connect/revocation",
            "connections": f"{base}/connections",
            "api": f"{base}/api.xro/2.0/",
        },
        "vendors": driver.services.vendors,
        "microsoft": {"authority": driver.services.microsoft},
        "trust": {"ca": str(driver.services.ca_file)},
        "routes": driver.file["routes"],
    }
    assert base.startswith("http://localhost:")
    assert driver.services.microsoft.startswith("https://localhost:")
    played = {f"{host}:{port}" for host in provider_hosts() for port in (25, 110, 465, 587, 995)}
    assert set(driver.file["routes"]) == {f"mail.practice.example:{port}" for port in PORTS} | played
    assert all(real.startswith("127.0.0.1:") for real in driver.file["routes"].values())
    assert driver.services.services_file.is_absolute()
    assert driver.services.ca_file.is_absolute()


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads Linux' list of sockets")
def test_it_listens_on_loopback_alone(child: Child) -> None:
    ports = {port for _, port in addresses(read(child.first_line()))}
    found = {}
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for row in Path(table).read_text(encoding="ascii").splitlines()[1:]:
            address, _, port = row.split()[1].partition(":")
            if row.split()[3] == "0A" and int(port, 16) in ports:
                found.setdefault(int(port, 16), set()).add(address)
    loopback = {"0100007F", "00000000000000000000000001000000"}
    assert found.keys() == ports
    assert set.union(*found.values()) <= loopback


def test_importing_the_package_is_cheap() -> None:
    heavy = "{'aiosmtpd', 'trustme', 'cryptography', 'http.server', 'ssl', 'PySide6'}"
    code = f"import sys, wizard.practice; print({heavy} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "set()"


def test_many_services_live_side_by_side() -> None:
    with PracticeServices() as first, PracticeServices() as second:
        one, two = Driver(first), Driver(second)
        assert not set(addresses(one.file)) & set(addresses(two.file))
        one.send("only here")
        assert "only here" in one.subjects()
        assert "only here" not in two.subjects()
        assert two.read("Accounts", one.custom_token()).status_code == 401


def test_stopping_hangs_up_on_everybody_who_is_still_there() -> None:
    before = threading.active_count()
    with PracticeServices() as services, ExitStack() as clients:
        driver = Driver(services)
        plain, secure = driver.smtp(), driver.smtp(587)
        secure.starttls(context=driver.trust())
        pop3, pop3_tls = driver.pop3(), driver.pop3()
        pop3_tls.stls(driver.trust())
        wrapped = smtplib.SMTP_SSL(*driver.at(465), context=driver.trust(), timeout=10)
        raw = socket.create_connection(driver.at(995), timeout=10)
        for client in (plain, secure, pop3, pop3_tls, wrapped, raw):
            clients.callback(client.close)
        services.__exit__(None, None, None)
        for sock in (plain.sock, pop3.sock, secure.sock, pop3_tls.sock, wrapped.sock, raw):
            assert hung_up(sock)
        gc.collect()
    assert wait_until(lambda: threading.active_count() == before)


def hung_up(sock: socket.socket) -> bool:
    sock.settimeout(5)
    try:
        return sock.recv(10) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_a_stopped_service_leaves_no_thread_and_no_folder() -> None:
    before = threading.active_count()
    with PracticeServices() as services:
        driver = Driver(services)
        driver.connect()
        driver.send()
        idle = driver.mailbox()
        folder = services.ca_file.parent
        assert threading.active_count() > before
    idle.close()
    assert not folder.exists()
    assert wait_until(lambda: threading.active_count() == before)
    driver.http.close()
