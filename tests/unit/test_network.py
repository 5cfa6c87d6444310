"""Loopback means loopback; a World reaches what it names and nothing else."""

import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.app.loopback import is_loopback_host, split_destination, url_fault
from wizard.app.network import WorldDialer, WorldHttp
from wizard.app.services_file import read_services
from wizard.app.world import live_world, practice_world, services_world
from wizard.model.problem import FaultyInput
from wizard.model.progress import Cancel, Cancelled
from wizard.model.world import World, WorldKind
from wizard.model.xero import LIVE_XERO


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "127.255.255.254", "::1"])
def test_loopback_hosts(host: str) -> None:
    assert is_loopback_host(host)


@pytest.mark.parametrize(
    "host",
    [
        "", "example.com", "LOCALHOST.", "localhost.", "127.1", "127.0.1", "0177.0.0.1", "0x7f.0.0.1",
        "2130706433",
        "127.0.0.1.example.com", "127.0.0.256", "127.00.0.1", "::ffff:127.0.0.1", "[::1]", "0.0.0.0", "::",
        "1.27.0.0.1", "１２７.0.0.1", "127.0.0.1 ", "fe80::1", "192.168.0.1",
    ],
)  # fmt: skip
def test_other_spellings_are_not(host: str) -> None:
    assert not is_loopback_host(host)


@given(st.text(max_size=30))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    is_loopback_host(text)
    split_destination(text)
    url_fault(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://login.xero.com/", "http://localhost@evil.example/", "http://evil.example\\@localhost/", "ftp://localhost/",
        "http://localhost:99999/", "http://127.1/", "//localhost/", "localhost", "http:///x", "http://localhost:0x50/",
        "http://user:pw@localhost/", "http://local host/", "http://2130706433/", "http://[::ffff:127.0.0.1]/",
    ],
)  # fmt: skip
def test_a_services_file_may_name_only_loopback(url: str, tmp_path: Path) -> None:
    assert url_fault(url)
    path = tmp_path / "services.toml"
    good = "http://localhost:9/x"
    path.write_text(
        "[xero]\n" + "".join(f'{k} = {v!r}\n' for k, v in
        {"authorize": good, "token": url, "revocation": good, "connections": good, "api": good}.items())
    )  # fmt: skip
    with pytest.raises(FaultyInput) as caught:
        read_services(path)
    assert [f.where for f in caught.value.faults] == ["xero.token"]


def test_every_fault_of_a_services_file_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "services.toml"
    path.write_text(
        'odd = 1\n[xero]\nauthorize = "http://localhost/"\nextra = "x"\n[trust]\nca = "missing.pem"\n'
        '[vendors]\nipages = "http://admin.ipages.example/"\npoint-of-rental = 5\n'
        '[routes]\n"mail.example:110" = "mail.example:110"\n"nonsense" = "127.0.0.1:5"\n"a:1" = 7\n'
    )
    with pytest.raises(FaultyInput) as caught:
        read_services(path)
    where = {f.where for f in caught.value.faults}
    assert where >= {
        "odd",
        "xero.extra",
        "xero.token",
        "trust.ca",
        "vendors.ipages",
        "vendors.point-of-rental",
        "routes.mail.example:110",
        "routes.nonsense",
        "routes.a:1",
    }


def test_what_a_services_file_leaves_out_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "services.toml"
    path.write_text("")
    world = services_world(tmp_path, "store", path)
    assert world.xero is None
    assert world.banner.startswith("TEST")
    assert live_world(tmp_path, "store").xero == LIVE_XERO
    assert practice_world(tmp_path, "store", path).is_practice


def test_worlds_never_share_a_folder(tmp_path: Path) -> None:
    folders = {World(kind, tmp_path, "store", None).folder for kind in WorldKind}
    assert len(folders) == 3


def test_what_is_not_routed_is_refused_before_any_name_is_looked_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a name was looked up")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    dialer = WorldDialer(World(WorldKind.SERVICES, tmp_path, "store", None))
    with pytest.raises(socket.gaierror):
        dialer.resolve("pop.gmail.com")
    with pytest.raises(ConnectionRefusedError):
        dialer.connect("pop.gmail.com", 995, 1.0)
    import requests

    with pytest.raises(requests.exceptions.InvalidURL):
        WorldHttp(World(WorldKind.SERVICES, tmp_path, "store", None)).session().get(
            "https://api.xero.com/connections"
        )


def test_a_route_leads_where_it_says(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        world = World(
            WorldKind.SERVICES, tmp_path, "store", None, {"mail.x.example:110": f"127.0.0.1:{port}"}
        )
        dialer = WorldDialer(world)
        assert dialer.resolve("MAIL.x.example") == ["127.0.0.1"]
        dialer.connect("mail.X.example", 110, 2.0).close()
        with pytest.raises(ConnectionRefusedError):
            dialer.connect("mail.x.example", 25, 2.0)


def test_a_black_hole_ends_in_time_and_hears_cancel(black_hole: int, tmp_path: Path) -> None:
    dialer = WorldDialer(World(WorldKind.SERVICES, tmp_path, "store", None))
    with pytest.raises(TimeoutError):
        dialer.connect("127.0.0.1", black_hole, 0.3)
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        dialer.connect("127.0.0.1", black_hole, 30.0, cancel)


def test_sessions_follow_no_redirect_and_use_neither_netrc_nor_proxy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    seen: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.path, self.headers.get("Authorization")))
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login a password b\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        session = WorldHttp(World(WorldKind.SERVICES, tmp_path, "store", None)).session()
        with session, session.get(f"http://localhost:{server.server_port}/start") as reply:
            assert reply.status_code == 302
        server.shutdown()
    assert seen == [("/start", None)]


def test_an_answer_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each byte comes in time, and there is always one more."""
    import threading

    import requests

    over = threading.Event()

    def drip(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not over.wait(0.02):
                connection.sendall(b"X-More: yes\r\n")

    monkeypatch.setattr("wizard.app.http.WHOLE_ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        session = WorldHttp(World(WorldKind.SERVICES, tmp_path, "store", None)).session()
        with pytest.raises(requests.exceptions.ReadTimeout):
            session.get(f"http://127.0.0.1:{server.getsockname()[1]}/")
        over.set()
        thread.join()
