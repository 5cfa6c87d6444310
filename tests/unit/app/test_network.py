"""Loopback means loopback; a World reaches what it names and nothing else."""

import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import example, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from wizard.app.http import LiveSession
from wizard.app.loopback import is_loopback_host, split_destination, url_fault
from wizard.app.network import WorldDialer, WorldHttp
from wizard.app.services_file import read_services
from wizard.app.world import live_world, practice_world, services_world
from wizard.model.addresses import LIVE_XERO
from wizard.model.problem import FaultyInput
from wizard.model.progress import Cancel, Cancelled
from wizard.model.proxy import proxy_problem
from wizard.model.world import World, WorldKind


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


WORDS = (
    *("http://", "https://", "localhost", "127.0.0.1", "::1", "[::1]", "127.00.0.1", "127.0.0.256"),
    *("evil.example", ":80", ":65536"),
)
PIECES = st.lists(st.sampled_from([*"0127.:/[]@\\#?% x", *WORDS]), max_size=7).map("".join)


def is_this_machine(host: str) -> bool:
    """As the standard library reads the one spelling that each has."""
    if host in {"localhost", "::1"}:
        return True
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return address.is_loopback and str(address) == host


@example("http://x@localhost/")
@example("http://localhost#/")
@example("http://localhost:0/")
@example("127.0.0.1:65536")
@limits(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=30), PIECES))
def test_any_text_is_judged_without_an_error_and_by_its_one_plain_spelling(text: str) -> None:
    assert is_loopback_host(text) == is_this_machine(text)
    split = split_destination(text)
    if split is not None:
        host, port = split
        assert text in {f"{host}:{port}", f"[{host}]:{port}"}
        assert host
        assert 0 < port < 65_536
    if not url_fault(text):
        parts = urlsplit(text)
        assert parts.scheme in {"http", "https"}
        assert is_this_machine(parts.hostname or "")
        assert (parts.username, parts.password, parts.fragment) == (None, None, "")
        assert parts.port is None or parts.port > 0


@given(
    st.sampled_from(["localhost", "127.0.0.1", "127.45.6.7", "[::1]"]),
    st.integers(1, 65_535),
    st.text("abc/-_.~", max_size=8),
)
def test_every_plain_loopback_address_is_taken(host: str, port: int, path: str) -> None:
    assert url_fault(f"http://{host}:{port}/{path}") == ""
    assert split_destination(f"{host}:{port}") == (host.strip("[]"), port)


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


def _own_session(world: World) -> Any:
    return WorldHttp(world).session()


def _oauth_session(world: World) -> Any:
    from oauthlib.oauth2 import WebApplicationClient

    return WorldHttp(world).oauth_session(WebApplicationClient("id"))


@pytest.mark.parametrize(
    ("session_of", "refusal"),
    [(_own_session, "InvalidSchema"), (_oauth_session, "InsecureTransportError")],
    ids=["own", "oauth"],
)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "login.xero.com"])
def test_a_live_session_never_speaks_unencrypted(
    session_of: Callable[[World], Any],
    refusal: str,
    host: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    looked_up: list[object] = []
    real = socket.getaddrinfo
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        here = server.getsockname()[1]

        def lookup(name: object, *_: object, **__: object) -> Any:
            looked_up.append(name)
            return real("127.0.0.1", here, type=socket.SOCK_STREAM)

        session = session_of(World(WorldKind.LIVE, tmp_path, "store", None))
        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        with session, pytest.raises(Exception) as raised:
            session.get(f"http://{host}:{here}/", timeout=1.0)
        with pytest.raises(TimeoutError):
            server.accept()
    assert type(raised.value).__name__ == refusal
    assert looked_up == [], "refused before any name is looked up"


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


@pytest.mark.parametrize(
    ("variable", "setting"),
    [("http://till:secret@127.0.0.1:9", "127.0.0.1:9"), ("http://:bad", ":bad")],
)
def test_a_proxy_that_does_not_work_is_called_that(
    monkeypatch: pytest.MonkeyPatch, variable: str, setting: str
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", variable)
    with pytest.raises(requests.exceptions.RequestException) as caught:
        LiveSession().get("https://identity.xero.com/", timeout=5)
    problem = proxy_problem(caught.value, "identity.xero.com")
    assert problem is not None
    assert problem.code == "PROXY-WRONG"
    assert problem.facts == {
        "host": "identity.xero.com",
        "proxy": f"http://{setting}",
        "setting": "HTTPS_PROXY",
    }


def test_another_failure_is_not_blamed_on_a_proxy() -> None:
    assert proxy_problem(requests.exceptions.ConnectionError("refused"), "api.xero.com") is None
