"""What a sign-in refuses: other people's answers, other hosts, other networks."""

import contextlib
import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.faults.person import practice_person, provider_person
from tests.journeys.children import listening_ports, wait_until
from tests.journeys.program import NEVER_LONGER, Ended, Tillbridge
from tests.journeys.rogue_xero import Heard, Reply, RogueXero
from tests.journeys.test_xero_failures import Shop, program, shop  # noqa: F401 - fixtures
from tests.journeys.wiretap import Wiretap
from tests.journeys.xero import Store
from tests.servers.openid_provider import CLIENT_ID, OpenIdProvider
from wizard.app.services_file import read_services
from wizard.model.addresses import GoogleAddresses, XeroAddresses
from wizard.model.problem import FaultyInput
from wizard.practice import PracticeServices

pytestmark = pytest.mark.long


@pytest.fixture
def store(program: Tillbridge, openid_provider: OpenIdProvider) -> Store:  # noqa: F811
    return Store(program, openid_provider.services_file(), CLIENT_ID)


@dataclass
class Listening:
    """A program that waits for its browser's answer; `address` is what the browser was told to open."""

    process: "Popen[str]"
    address: str

    @property
    def redirect(self) -> str:
        return parse_qs(urlsplit(self.address).query)["redirect_uri"][0]

    @property
    def port(self) -> int:
        return int(urlsplit(self.redirect).port or 0)

    def ended(self) -> Ended:
        with self.process:
            out, err = self.process.communicate(timeout=NEVER_LONGER)
        return Ended(self.process.returncode, out, err, 0.0)


@pytest.fixture
def listening(store: Store) -> Iterator[Listening]:
    """The program as it waits; its browser does nothing but write down what it should open."""
    seen = store.program.folder / "opened"
    browser = store.program.folder / "browser"
    browser.write_text(
        f'#!/bin/sh\nprintf %s "$1" > "{seen}.part"\nmv "{seen}.part" "{seen}"\n', encoding="utf-8"
    )
    browser.chmod(0o755)
    process = store.program.within({"BROWSER": str(browser)}).popen(
        "--home", store.program.home, "--json", "--services", store.services,
        "xero", "connect", "--client-id", CLIENT_ID, "--wait", "40",
    )  # fmt: skip
    try:
        wait_until(lambda: seen.exists() or process.poll() is not None)
        assert process.poll() is None
        yield Listening(process, seen.read_text(encoding="utf-8"))
    finally:
        process.kill()
        process.communicate()


def get(address: str, host: str = "") -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        headers = {"Host": host} if host else {}
        return session.get(address, headers=headers, timeout=10, allow_redirects=False)


def test_nothing_but_the_true_answer_ends_a_sign_in(listening: Listening) -> None:
    """Wrong states, other paths and rebound names are answered and forgotten; then the true one comes."""
    true = provider_person().visit(listening.address)
    query = urlsplit(true).query
    base, port = f"http://127.0.0.1:{listening.port}", listening.port
    wrong = [
        get(f"{base}/callback?code=stolen&state=wrong"),
        get(f"{base}/callback?error=access_denied&state=wrong"),
        get(f"{base}/callback?code=stolen"),
        get(f"{base}/callback?{query}&state=twice"),
        get(f"{base}/callback?{query}&code=twice"),
        get(f"{base}/other?{query}"),
        get(f"{base}/callback/?{query}"),
        get(f"{base}/callback?{query}", host=f"rebound.example:{port}"),
        get(f"{base}/callback?{query}", host="localhost"),
        get(f"{base}/callback?{query}", host=f"localhost.:{port}"),
        get(f"{base}/callback?{query}", host=f"LOCALHOST.example:{port}"),
        get(f"{base}/favicon.ico"),
    ]
    assert {reply.status_code for reply in wrong} == {404}
    assert all("stolen" not in reply.text and "Location" not in reply.headers for reply in wrong)
    assert listening.process.poll() is None, "nothing of that ended it"
    page = get(f"{true}&redirect_uri=http://evil.example/&next=//evil.example/&url=http://evil.example/")
    assert page.status_code == 200
    assert "Location" not in page.headers
    assert "evil" not in page.text
    assert "://" not in page.text, "it leads nowhere"
    assert parse_qs(query)["code"][0] not in page.text
    assert listening.ended().status == 0


def test_a_second_callback_changes_nothing(listening: Listening) -> None:
    true = provider_person().visit(listening.address)
    replies: list[int] = []

    def call() -> None:
        try:
            replies.append(get(true).status_code)
        except requests.ConnectionError:
            replies.append(0)  # it has stopped listening already

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 200 in replies
    assert set(replies) <= {200, 0}, "who comes before it stops listening gets the same page, never another"
    assert listening.ended().status == 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_listens_on_loopback_alone(listening: Listening) -> None:
    assert listening_ports(listening.process.pid) == {listening.port}
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{listening.process.pid}/net/{table}").read_text().splitlines()[1:]:
            address, _, port = line.split()[1].partition(":")
            if line.split()[3] == "0A" and int(port, 16) == listening.port:
                found.add(address)
    assert found <= {"0100007F", "00000000000000000000000001000000"}
    assert "0100007F" in found
    get(provider_person().visit(listening.address))
    assert listening.ended().status == 0


def test_nobody_else_can_take_the_port_meanwhile(listening: Listening) -> None:
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as rival:
            rival.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with pytest.raises(OSError, match="in use"):
                rival.bind((host, listening.port))
                rival.listen()


@pytest.mark.takes_all_ports
def test_all_three_ports_taken_is_said_and_pasting_still_works(store: Store) -> None:
    with ExitStack() as held:
        for port in (8747, 18747, 28747):
            taken = held.enter_context(socket.socket())
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):  # another run of these tests may hold it, which is as good
                taken.bind(("127.0.0.1", port))
                taken.listen()
        assert store.browse("provider").problems == ["XERO-PORTS"]
        assert store.paste(provider_person()).status == 0


def test_no_browser_is_said(store: Store) -> None:
    # as a till without a display and without a browser in its PATH sees it
    bare = store.program.within({"PATH": str(Path(sys.executable).parent), "DISPLAY": "", "BROWSER": ""})
    ended = bare.run("--services", store.services, "xero", "connect", "--client-id", CLIENT_ID)
    assert ended.problems == ["XERO-NO-BROWSER"]


def test_nobody_comes_back(store: Store) -> None:
    """A redirect or permission mismatch stays on Xero's page: the program hears nothing."""
    line = ("xero", "connect", "--client-id", CLIENT_ID, "--wait", "1")
    ended = store.program.within({"BROWSER": "/bin/true"}).run("--services", store.services, *line)
    assert ended.problems == ["XERO-SILENT"]
    assert "http://localhost:" in ended.answer["problems"][0]["facts"]["redirect"]


# --- pasted addresses


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda true: "", "XERO-NOT-OURS"),
        (lambda true: parse_qs(urlsplit(true).query)["code"][0], "XERO-BARE-CODE"),
        (lambda true: true.replace("state=", "state=x"), "XERO-NOT-OURS"),
        (lambda true: true.replace("localhost", "evil.example"), "XERO-NOT-OURS"),
        (lambda true: true.replace("http://", "ftp://"), "XERO-NOT-OURS"),
        (lambda true: "http://localhost:8747/callback?code=\udcff\udcfe&state=\udcff", "XERO-NOT-OURS"),
        (lambda true: "\x00\x07", "XERO-NOT-OURS"),
        (lambda true: "x" * 100_000, "XERO-BARE-CODE"),
    ],
    ids=[
        "nothing",
        "a bare code",
        "wrong state",
        "other host",
        "other scheme",
        "not UTF-8",
        "bells",
        "very long",
    ],
)
def test_a_pasted_address_that_is_not_the_answer(store: Store, change: object, code: str) -> None:
    waiting = store.begin()
    pasted = change(provider_person().visit(waiting.address))  # type: ignore[operator]
    process = waiting.process
    out, err = communicate_bytes(process, pasted.encode("utf-8", "surrogateescape") + b"\n")
    ended = Ended(process.returncode, out, err, 0.0)
    assert ended.problems == [code]
    assert store.run("status").problems == ["CONN-NONE"]


def test_another_try_is_allowed_and_a_broken_address_is_joined(store: Store) -> None:
    waiting = store.begin()
    true = provider_person().visit(waiting.address)
    wrong = true.replace("state=", "state=x")
    middle = len(true) // 2
    ended = waiting.answer(f"{wrong}\nabc\n{true[:middle]}\n{true[middle:]}")
    assert ended.status == 0, ended.stdout
    assert "XERO-NOT-OURS" in ended.stderr
    assert "XERO-BARE-CODE" in ended.stderr


def communicate_bytes(process: "Popen[str]", words: bytes) -> tuple[str, str]:
    """Say bytes, whatever they are, to a process whose pipes are text."""
    assert process.stdin is not None
    process.stdin.buffer.write(words)
    process.stdin.flush()
    out, err = process.communicate(timeout=NEVER_LONGER)
    return out, err


def test_the_answer_of_another_sign_in_is_not_taken(store: Store) -> None:
    first, second = store.begin(), store.begin()
    answer = provider_person().visit(first.address)
    assert second.answer(answer).problems == ["XERO-NOT-OURS"]
    assert first.answer(answer).status == 0


def test_a_code_that_somebody_else_used_first_is_refused(
    store: Store, openid_provider: OpenIdProvider
) -> None:
    """Without the verifier it is worth nothing to them, and afterwards nothing to anybody."""
    waiting = store.begin()
    true = provider_person().visit(waiting.address)
    form = {
        "grant_type": "authorization_code",
        "client_id": CLIENT_ID,
        "code": parse_qs(urlsplit(true).query)["code"][0],
        "redirect_uri": true.partition("?")[0],
    }
    with requests.Session() as thief:
        thief.trust_env = False
        for verifier in ({}, {"code_verifier": "x" * 43}):
            reply = thief.post(openid_provider.xero["token"], {**form, **verifier}, timeout=10)
            assert reply.status_code == 400
            assert "access_token" not in reply.text
    ended = waiting.answer(true)
    assert ended.status in {0, 1}
    # and once our program has had its tokens, the code opens nothing for anybody
    with requests.Session() as thief:
        thief.trust_env = False
        again = thief.post(openid_provider.xero["token"], {**form, "code_verifier": "x" * 43}, timeout=10)
        assert "access_token" not in again.text


# --- where secrets travel


def redirecting(shop: Shop, status: int, elsewhere: RogueXero) -> None:  # noqa: F811
    """Send every token call on to another server, with its body where the status says so."""

    def script(heard: Heard) -> Reply | None:
        path = urlsplit(heard.path).path
        return Reply(status, b"", {"Location": f"{elsewhere.base}{path}"})

    shop.rogue.script = script


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_with_a_secret_in_hand(shop: Shop, status: int) -> None:  # noqa: F811
    store = shop.connected()
    with RogueXero(shop.services.xero_base, lambda _: None) as elsewhere:
        redirecting(shop, status, elsewhere)
        assert store.run("token").problems == ["XERO-ODD"]
        assert store.run("organisations").problems == ["XERO-ODD"]
        assert store.paste(practice_person()).problems == ["XERO-ODD"]
        assert elsewhere.heard == []
    shop.rogue.script = lambda _: None
    assert store.run("token").status == 0


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


def test_neither_a_proxy_nor_netrc_comes_between(shop: Shop) -> None:  # noqa: F811
    user = Path(shop.program.environment["HOME"])
    netrc = "machine localhost login thief password netrc-canary\ndefault login thief password netrc-canary\n"
    for name in (".netrc", "_netrc", "netrc"):
        (user / name).write_text(netrc, encoding="utf-8")
        (user / name).chmod(0o600)
    port = int(urlsplit(shop.rogue.base).port or 0)
    with Wiretap(port) as proxy:
        address = f"http://127.0.0.1:{proxy.port}"
        names = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")
        network = {name: address for one in names for name in (one, one.upper())}
        network |= {"NETRC": str(user / "netrc"), "no_proxy": "", "NO_PROXY": ""}
        network |= {"REQUESTS_CA_BUNDLE": "/nowhere", "CURL_CA_BUNDLE": "/nowhere"}
        before = shop.store()
        store = Store(shop.program.within(network), before.services, before.client_id)
        assert store.paste(practice_person()).status == 0
        assert store.run("organisations").status == 0
        assert proxy.said == []
    assert shop.rogue.heard
    for heard in shop.rogue.heard:
        assert b"netrc-canary" not in heard.everything
        assert "Basic" not in heard.headers.get("Authorization", "")
        assert heard.path.startswith("/"), "an absolute address is what a proxy is asked for"


SPELLINGS = [
    "http://login.xero.com/", "https://identity.xero.com/connect/token", "http://2130706433:9/", "http://0x7f000001:9/",
    "http://0177.0.0.1:9/", "http://127.1:9/", "http://127.0.1:9/", "http://0:9/", "http://0.0.0.0:9/", "http://[::]:9/",
    "http://[::ffff:127.0.0.1]:9/", "http://[::ffff:7f00:1]:9/", "http://[0:0:0:0:0:0:0:1]:9/", "http://[::1%25lo]:9/",
    "http://localhost.:9/", "http://127.0.0.1.:9/", "http://LOCALHOST:9/", "http://LocalHost:9/",
    "http://localhost.example.com:9/", "http://127.0.0.1.nip.io:9/", "http://localhost.localdomain:9/",
    "http://localhost@evil.example/", "http://evil.example@localhost:9/", "http://user:pw@localhost:9/",
    "http://localhost:9@evil.example/", "http://localhost%00.evil.example/", "http://localhost%2eevil.example/",
    "http://localhost#@evil.example/", "http://localhost?@evil.example/", "http://localhost\\\\@evil.example/",
    "http:\\\\\\\\evil.example/", "//localhost/", "http:///localhost/", "http:localhost/", "http://ⅼocalhost:9/",
    "http://xn--localhost-:9/", "http://１２７.0.0.1:9/", "http://127。0。0。1:9/", "http://loc\u00adalhost:9/",
    "http://localhost\u200b:9/", "http://lοcalhost:9/", "ftp://localhost/", "file:///etc/passwd",
    "javascript:1", "",
    "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/", "http://[fe80::1]/", "http://localhost:0/",
    "http://localhost:99999/", "http://localhost:９/", "http://localhost:-1/", " http://localhost:9/", "http://local\\thost:9/",
]  # fmt: skip


def _tables() -> dict[str, tuple[str, str, list[str]]]:
    """Every address of a services file, with the names that its table needs besides it."""
    google = list(GoogleAddresses._fields)
    several = {"xero": list(XeroAddresses._fields), "google": google}
    found = {f"{table}.{name}": (table, name, names) for table, names in several.items() for name in names}
    alone = {"vendors": "ipages", "microsoft": "authority", "routes": "mail.example.com:110"}
    found |= {f"{table}.{name}": (table, name, [name]) for table, name in alone.items()}
    return found


TABLES = _tables()


@pytest.mark.parametrize("where", TABLES)
def test_a_services_file_names_no_other_host_in_any_spelling(
    tillbridge: Tillbridge, tmp_path: Path, where: str
) -> None:
    table, wrong, names = TABLES[where]
    path = tmp_path / "services.toml"
    for spelling in SPELLINGS:
        quoted = spelling if "\\" in spelling else json.dumps(spelling, ensure_ascii=False)[1:-1]
        good = "http://localhost:9/x"
        rows = [f'"{name}" = "{quoted if name == wrong else good}"' for name in names]
        path.write_text("\n".join([f"[{table}]", *rows, ""]), encoding="utf-8")
        assert faults_of(path) == [where], spelling
    # and the whole program says the same of the last one
    ended = tillbridge.run("--services", path, "xero", "status")
    assert [fault[0] for fault in ended.faults] == [where]


def faults_of(path: Path) -> list[str]:
    """Where a services file is wrong."""
    try:
        read_services(path)
    except FaultyInput as faulty:
        return [fault.where for fault in faulty.faults]
    return []


def test_the_environment_names_no_xero(tillbridge: Tillbridge, services: PracticeServices) -> None:
    """A services file never comes from the environment: what would be one changes nothing."""
    names = ("TILLBRIDGE_SERVICES", "SERVICES", "TILLBRIDGE_XERO", "OAUTHLIB_INSECURE_TRANSPORT")
    environment = {name: str(services.services_file) for name in names}
    ended = tillbridge.within(environment).run("xero", "status")
    assert ended.problems in (["CONN-NONE"], ["VAULT-MISSING"])
    assert os.fspath(services.services_file) not in ended.stdout + ended.stderr
