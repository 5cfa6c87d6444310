"""Our own sign-in: what is asked, what is taken as its answer, and what is refused."""

import base64
import errno
import hashlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from tests.servers.ports import free_ports
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Cancelled
from wizard.oauth import loopback
from wizard.oauth.attempt import Attempt
from wizard.oauth.loopback import LoopbackListener
from wizard.oauth.sign_in import REDIRECT_PORTS, SignIn, redirect_uri


def sign_in(port: int = 8747) -> SignIn:
    return SignIn("http://localhost:9/authorize", "CLIENT", ["offline_access", "a.b"], redirect_uri(port))


def answer(mine: SignIn, **changes: str) -> str:
    return f"{mine.redirect}?{urlencode({'code': 'abc', 'state': mine.state, **changes})}"


def test_the_address_asks_for_pkce_and_holds_no_verifier() -> None:
    mine = sign_in()
    query = {k: v[0] for k, v in parse_qs(urlsplit(mine.address()).query).items()}
    digest = base64.urlsafe_b64encode(hashlib.sha256(mine.verifier.encode()).digest()).decode().rstrip("=")
    assert query["code_challenge"] == digest
    assert query["code_challenge_method"] == "S256"
    assert query["redirect_uri"] == "http://localhost:8747/callback"
    assert mine.verifier not in mine.address()
    assert 43 <= len(mine.verifier) <= 128
    assert mine.state not in repr(mine)
    assert mine.verifier not in repr(mine)


def test_two_sign_ins_share_nothing() -> None:
    first, second = sign_in(), sign_in()
    assert first.state != second.state
    assert first.verifier != second.verifier
    assert isinstance(second.code_of(answer(first)), Problem)


def test_its_own_answer_gives_the_code() -> None:
    mine = sign_in()
    assert mine.code_of(f"  {answer(mine)}\r\n") == "abc"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda m: "abc", "XERO-BARE-CODE"),
        (lambda m: "", "XERO-NOT-OURS"),
        (lambda m: answer(m, state="other"), "XERO-NOT-OURS"),
        (lambda m: f"{m.redirect}?code=abc", "XERO-NOT-OURS"),
        (lambda m: answer(m) + f"&state={m.state}", "XERO-NOT-OURS"),
        (lambda m: answer(m) + "&code=second", "XERO-NOT-OURS"),
        (lambda m: answer(m).replace("localhost", "localhost.evil.example"), "XERO-NOT-OURS"),
        (lambda m: answer(m).replace("localhost", "evil.example@localhost"), "XERO-NOT-OURS"),
        (lambda m: answer(m).replace("http:", "ftp:"), "XERO-NOT-OURS"),
        (lambda m: answer(m).replace("http:", "javascript:"), "XERO-NOT-OURS"),
        (lambda m: answer(m).replace("localhost:", "localhost.:"), "XERO-NOT-OURS"),
        (lambda m: answer(m)[:-3], "XERO-NOT-OURS"),
        (lambda m: f"http://evil.example/?next={answer(m)}", "XERO-NOT-OURS"),
        (lambda m: answer(m).replace("8747", "8748"), "XERO-NOT-OURS"),
        (lambda m: answer(m).replace("/callback", "/other"), "XERO-NOT-OURS"),
        (lambda m: f"{m.redirect}?{urlencode({'error': 'access_denied', 'state': m.state})}", "XERO-DENIED"),
        (lambda m: f"{m.redirect}?{urlencode({'error': 'server_error', 'state': m.state})}", "XERO-ODD"),
        (lambda m: f"{m.redirect}?{urlencode({'error': 'access_denied', 'state': 'x'})}", "XERO-NOT-OURS"),
    ],
)
def test_what_is_not_its_answer_is_refused(change: object, code: str) -> None:
    mine = sign_in()
    found = mine.code_of(change(mine))  # type: ignore[operator]
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize(
    "write",
    [
        lambda a: a.replace("http:", "https:"),
        lambda a: a.replace("http://", ""),
        lambda a: a.replace("http://localhost", "HTTP://LocalHost"),
        lambda a: a.replace("localhost", "127.0.0.1"),
        lambda a: a.replace("&", "&amp;"),
        lambda a: f'"{a}"',
        lambda a: f"<{a}>",
        lambda a: f"“{a}”.",
        lambda a: f"({a})",
        lambda a: f"Here it is: {a} , thanks",
        lambda a: f"\u200b{a}\u00a0\ufeff",
        lambda a: f"{a[:60]}\r\n{a[60:]}",
        lambda a: f"{a[:30]} {a[30:60]}\n  {a[60:]}\n",
        lambda a: f"{a}#",
        lambda a: f"{a}&session_state=x.y&iss=https%3A%2F%2Fidentity.xero.com",
        lambda a: quote(a, safe=""),
    ],
)
def test_its_answer_is_taken_as_people_and_browsers_write_it(write: Callable[[str], str]) -> None:
    mine = sign_in()
    written = write(answer(mine))
    assert mine.code_of(written) == "abc", written
    attempt = Attempt(mine, 5, heard=False)
    assert attempt.offer(written) is None
    passed_on = attempt.wait(Cancel()) or ""
    assert passed_on.startswith(f"{mine.redirect}?code=abc&state="), "the vendor's library gets it as it was"


@given(st.text(max_size=200))
def test_any_pasted_text_is_answered(text: str) -> None:
    found = sign_in().code_of(text)
    assert isinstance(found, Problem)
    assert text not in repr(found) or len(text) < 20


@pytest.fixture
def listener() -> Iterator[LoopbackListener]:
    with LoopbackListener(free_ports(3)) as made:
        yield made


def expect(listener: LoopbackListener, mine: SignIn, seconds: float = 0.5) -> Attempt:
    attempt = Attempt(mine, seconds, heard=True)
    listener.expect(attempt)
    return attempt


def get(url: str, host: str = "", **more: str) -> requests.Response:
    headers = {name.replace("_", "-"): value for name, value in more.items()}
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, headers=headers | ({"Host": host} if host else {}), timeout=5)


def test_the_redirect_ends_the_wait_with_a_page_that_holds_no_code(listener: LoopbackListener) -> None:
    mine = sign_in(listener.port)
    attempt = expect(listener, mine, 30)
    address = answer(mine)
    pages: list[requests.Response] = []
    thread = threading.Thread(target=lambda: pages.append(get(address)))
    thread.start()
    assert attempt.wait(Cancel()) == address
    thread.join()
    assert pages[0].status_code == 200
    assert "abc" not in pages[0].text
    assert pages[0].headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["wrong state", "no state", "other path", "other host", "favicon"])
def test_nothing_else_ends_the_wait(listener: LoopbackListener, kind: str) -> None:
    mine = sign_in(listener.port)
    attempt = expect(listener, mine)
    base = f"http://127.0.0.1:{listener.port}"
    reply = {
        "wrong state": lambda: get(answer(mine, state="x").replace("localhost", "127.0.0.1")),
        "no state": lambda: get(f"{base}/callback?code=abc"),
        "other path": lambda: get(f"{base}/elsewhere?code=abc&state={mine.state}"),
        "other host": lambda: get(f"{base}/callback?code=abc&state={mine.state}", "evil.example"),
        "favicon": lambda: get(f"{base}/favicon.ico"),
    }[kind]()
    assert reply.status_code == 404
    assert attempt.wait(Cancel()) is None
    assert get(answer(mine)).status_code == 200, "the true answer still comes through"


def test_the_same_redirect_gets_the_same_page_as_often_as_it_comes(listener: LoopbackListener) -> None:
    mine = sign_in(listener.port)
    attempt = expect(listener, mine)
    pages = [get(answer(mine)) for _ in range(3)]
    assert {page.status_code for page in pages} == {200}
    assert {"You are signed in" in page.text for page in pages} == {True}
    assert attempt.wait(Cancel()) == answer(mine)
    assert attempt.wait(Cancel()) is None, "and it is one answer"


def test_what_was_pasted_is_known_when_the_browser_brings_it_too(listener: LoopbackListener) -> None:
    mine = sign_in(listener.port)
    attempt = expect(listener, mine)
    assert attempt.offer(f'"{answer(mine)}"') is None
    assert "You are signed in" in get(answer(mine)).text


def test_who_was_asked_ahead_by_a_browser_still_finds_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sign-in itself is done by then, and would have closed the door (giantswarm/muster#1090)."""
    monkeypatch.setattr(loopback, "_AGAIN_SECONDS", 0.0)
    with LoopbackListener(free_ports(3)) as listener:
        mine = sign_in(listener.port)
        attempt = expect(listener, mine, 30)
        ahead = get(answer(mine), Sec_Purpose="prefetch;prerender")
        assert attempt.wait(Cancel()) == answer(mine)
        closing = threading.Thread(target=listener.close)
        closing.start()
        closing.join(0.7)
        assert closing.is_alive(), "the door is kept open"
        page = get(answer(mine))
        closing.join()
    assert (ahead.status_code, page.status_code, page.text) == (200, 200, ahead.text)
    with pytest.raises(requests.ConnectionError):
        get(answer(mine))


def test_a_door_that_nobody_came_to_closes_at_once() -> None:
    began = time.monotonic()
    with LoopbackListener(free_ports(3)) as listener:
        expect(listener, sign_in(listener.port))
    assert time.monotonic() - began < 2


def test_a_second_callback_finds_nobody_waiting(listener: LoopbackListener) -> None:
    mine = sign_in(listener.port)
    attempt = expect(listener, mine)
    assert get(answer(mine)).status_code == 200
    assert get(answer(mine, code="second")).status_code == 404
    assert "code=abc" in (attempt.wait(Cancel()) or "")
    assert attempt.wait(Cancel()) is None


def test_it_listens_on_loopback_alone_and_exclusively(listener: LoopbackListener) -> None:
    addresses = {server.server_address[0] for server in listener._servers}
    assert addresses <= {"127.0.0.1", "::1"}
    with pytest.raises(OSError, match="in use"):
        socket.create_server(("127.0.0.1", listener.port))


def test_a_taken_port_leads_to_the_next_and_none_left_is_an_error() -> None:
    ports = free_ports(2)
    with socket.create_server(("127.0.0.1", ports[0])):
        with LoopbackListener(ports) as second:
            assert second.port == ports[1]
        with pytest.raises(OSError, match="in use"):
            LoopbackListener(ports[:1])


def test_the_same_port_serves_one_sign_in_after_the_other() -> None:
    """Its last connection stays with the system for a minute; four sign-ins must not use up three ports."""
    ports = free_ports(1)
    for _ in range(4):
        with LoopbackListener(ports) as listener:
            assert get(f"http://localhost:{listener.port}/").status_code == 404


def test_who_cancelled_is_not_told_that_they_are_signed_in(listener: LoopbackListener) -> None:
    mine = sign_in(listener.port)
    listener.expect(Attempt(mine, 10, heard=True))
    page = get(f"{mine.redirect}?{urlencode({'error': 'access_denied', 'state': mine.state})}")
    assert (page.status_code, "You are not signed in" in page.text) == (200, True)


def test_a_browser_that_hangs_up_leaves_no_traceback(
    listener: LoopbackListener, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", listener.port)) as hasty:
            hasty.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            hasty.sendall(b"GET /callback?code=abc HTTP/1.1\r\nHost: x\r\n\r\n")
    assert get(f"http://localhost:{listener.port}/").status_code == 404
    assert capfd.readouterr().err == ""


def test_a_port_whose_other_half_is_taken_is_left_alone() -> None:
    """Browsers ask ::1 first: somebody else there would hear the answer."""
    ports = free_ports(2)
    with (
        socket.create_server(("::1", ports[0]), family=socket.AF_INET6),
        LoopbackListener(ports) as listener,
    ):
        assert listener.port == ports[1]
        with socket.create_server(("127.0.0.1", ports[0])):
            pass  # the half that was tried is free again


@pytest.mark.parametrize("said", [errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT])
def test_a_pc_without_ipv6_uses_the_other_half_alone(said: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_address(*_: object) -> None:
        raise OSError(said, "no IPv6 here")

    monkeypatch.setattr("wizard.oauth.loopback._Server6.server_bind", no_such_address)
    ports = free_ports(2)
    with LoopbackListener(ports) as listener:
        assert listener.port == ports[0]
        assert get(f"http://127.0.0.1:{listener.port}/").status_code == 404


def test_idle_connections_do_not_keep_the_answer_out(listener: LoopbackListener) -> None:
    """Browsers open connections ahead and say nothing on them."""
    idle = [socket.create_connection(("127.0.0.1", listener.port)) for _ in range(5)]
    with requests.Session() as session:
        session.trust_env = False
        assert session.get(f"http://127.0.0.1:{listener.port}/", timeout=20).status_code == 404
    for each in idle:
        each.close()


def test_the_wait_hears_cancel() -> None:
    cancel = Cancel()
    cancel.request()
    with pytest.raises(Cancelled):
        Attempt(sign_in(), 60, heard=False).wait(cancel)


def test_the_wait_can_be_made_longer() -> None:
    attempt = Attempt(sign_in(), 0.0, heard=False)
    assert attempt.seconds_left == 0
    attempt.more_time(60)
    assert 55 < attempt.seconds_left <= 60


def test_whichever_way_in_brings_the_answer_first_ends_the_wait() -> None:
    mine = sign_in()
    attempt = Attempt(mine, 30, heard=False)
    assert (attempt.offer("abc") or Problem("")).code == "XERO-BARE-CODE"
    assert (attempt.offer(answer(sign_in())) or Problem("")).code == "XERO-NOT-OURS"
    assert attempt.offer(answer(mine)) is None
    assert (attempt.offer(answer(mine)) or Problem("")).code == "XERO-NOT-OURS", "once only"
    assert attempt.wait(Cancel()) == answer(mine)


def test_the_registered_ports_are_below_those_that_systems_lend() -> None:
    assert len(set(REDIRECT_PORTS)) == 3
    assert all(1024 < port < 32768 for port in REDIRECT_PORTS)
