"""Canaries through a sign-in: its secrets stay with Xero, the program and the password store."""

import base64
import contextlib
import json
import os
import signal
import sys
import threading
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
import requests

from tests.faults.person import practice_person
from tests.journeys.children import children_of, told, wait_until
from tests.journeys.program import NEVER_LONGER, Ended, forms, places_of
from tests.journeys.rogue_xero import Heard, Reply, RogueXero
from tests.journeys.test_secrets_stay_secret import LOUD, crashing
from tests.journeys.test_xero_failures import PRACTICE_ID, Shop, program, shop  # noqa: F401 - fixtures
from tests.journeys.xero import Store

pytestmark = pytest.mark.long


class Canaries:
    """A Xero's script that passes everything on and notes every secret that goes by."""

    def __init__(self, rogue: RogueXero) -> None:
        self.secrets: dict[str, set[str]] = {}
        self._rogue, self._lock = rogue, threading.Lock()

    def __call__(self, heard: Heard) -> Reply | None:
        asked = dict(parse_qsl(heard.body.decode()))
        self._note("code", asked.get("code"))
        self._note("verifier", asked.get("code_verifier"))
        self._note("refresh token", asked.get("refresh_token"), asked.get("token"))
        self._note("access token", heard.headers.get("Authorization", "").removeprefix("Bearer "))
        true = self._rogue.pass_on(heard)
        with contextlib.suppress(ValueError):
            answer = true.json()
            if isinstance(answer, dict):
                self._note("refresh token", answer.get("refresh_token"))
                self._note("access token", answer.get("access_token"))
        kept = {name: true.headers[name] for name in ("Content-Type",) if name in true.headers}
        return Reply(true.status_code, true.content, kept)

    def _note(self, kind: str, *secrets: object) -> None:
        with self._lock:
            self.secrets.setdefault(kind, set()).update(str(each) for each in secrets if each)

    def forms(self, *kinds: str) -> set[str]:
        """Everything that the secrets of these kinds (all, if none is named) turn into."""
        wanted = kinds or tuple(self.secrets)
        return {form for kind in wanted for secret in self.secrets[kind] for form in forms(secret)}


@pytest.fixture
def canaries(shop: Shop) -> Canaries:  # noqa: F811
    found = Canaries(shop.rogue)
    shop.rogue.script = found
    return found


KINDS = {"code", "verifier", "refresh token", "access token"}


def nowhere(shop: Shop, wanted: set[str], *ends: Ended) -> None:  # noqa: F811
    """None of it in the homes, in temporary files, or in what runs printed."""
    for folder in (shop.program.home, shop.folder / "temporary", shop.folder / "user"):
        folder.mkdir(exist_ok=True)
        assert places_of(wanted, folder, *ends) == []


@pytest.mark.parametrize("loud", [False, True], ids=["as usual", "with all of Python's warnings"])
@pytest.mark.parametrize("way", ["paste", "browser"])
def test_a_whole_life_of_a_connection_tells_nobody(
    shop: Shop,  # noqa: F811
    canaries: Canaries,
    way: str,
    loud: bool,
) -> None:
    quiet = shop.store()
    store = Store(shop.program.within(LOUD), quiet.services, quiet.client_id) if loud else quiet
    ends = [store.paste(practice_person()) if way == "paste" else store.browse("practice")]
    ends += [store.run("organisations"), store.run("status"), store.run("organisations")]
    token = store.run("token")
    given = token.answer["access_token"]
    ends += [store.run("disconnect"), store.run("status")]
    assert [ended.status for ended in ends] == [0, 0, 0, 0, 0, 1]
    assert {kind for kind, found in canaries.secrets.items() if found} == KINDS
    assert len(canaries.secrets["refresh token"]) >= 3
    assert given in canaries.secrets["access token"]
    nowhere(shop, canaries.forms(), *ends)
    # what was asked for is on stdout alone, and is the one secret there
    others = canaries.forms("code", "verifier", "refresh token")
    nowhere(shop, others, token)
    assert given not in token.stderr
    state = (
        parse_qs(urlsplit(ends[0].stderr.splitlines()[0]).query).get("state", []) if way == "paste" else []
    )
    for each in state:
        nowhere(shop, forms(each), *ends[1:])
        assert each not in "".join(ends[0].stderr.splitlines()[1:]) + ends[0].stdout


def test_pasted_addresses_are_not_repeated(shop: Shop) -> None:  # noqa: F811
    """Neither a good one nor one that is refused, whatever is wrong with it."""
    code = "c0de-canary-0f-a-past3d-address-77"
    for pasted in (
        f"http://localhost:8747/callback?code={code}&state=wrong",
        code,
        f"{code}?",
        f"https://evil.example/{code}",
        f"http://localhost:8747/callback?error={code}&state=wrong",
    ):
        ended = shop.store().begin().answer(pasted)
        assert ended.status == 1
        nowhere(shop, forms(code), ended)


def test_the_words_of_a_redirect_are_not_repeated(shop: Shop) -> None:  # noqa: F811
    waiting = shop.store().begin()
    query = parse_qs(urlsplit(waiting.address).query)
    canary = "c0de-canary-in-the-err0r"
    ended = waiting.answer(f"{query['redirect_uri'][0]}?error={canary}&state={query['state'][0]}")
    assert ended.problems == ["XERO-ODD"]
    nowhere(shop, forms(canary), ended)


@pytest.mark.parametrize("status", [200, 400, 401, 500])
@pytest.mark.parametrize("shape", ["error", "page", "list"])
def test_a_xero_that_repeats_what_it_was_sent_is_not_quoted(
    shop: Shop,  # noqa: F811
    status: int,
    shape: str,
) -> None:
    secrets: set[str] = set()

    def parrot(heard: Heard) -> Reply:
        asked = dict(parse_qsl(heard.body.decode()))
        secrets.update(
            value for name, value in asked.items() if name in {"code", "code_verifier", "refresh_token"}
        )
        said = heard.body.decode()
        words = {
            "error": json.dumps({"error": said, "error_description": said}),
            "page": f"<h1>{said}</h1>",
            "list": json.dumps([said]),
        }[shape]
        return Reply(status, words.encode(), {"Content-Type": "application/json", "WWW-Authenticate": said})

    store = shop.connected()
    shop.rogue.script = parrot
    loud = Store(shop.program.within(LOUD), store.services, store.client_id)
    ends = [loud.run("token"), loud.paste(practice_person())]
    assert [ended.status for ended in ends] == [1, 1]
    assert len(secrets) == 3
    nowhere(shop, {form for secret in secrets for form in forms(secret)}, *ends)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_argument_lists_and_children_hold_no_secret(shop: Shop, canaries: Canaries) -> None:  # noqa: F811
    """The browser is told the address, which holds the state; nobody is told anything else."""
    store = shop.store()
    gate = shop.folder / "gate"
    browser = shop.folder / "slow-browser"
    browser.write_text(f'#!/bin/sh\ntouch "{gate}"\nsleep 60\nexit 0\n', encoding="utf-8")
    browser.chmod(0o755)
    process = store.program.within({"BROWSER": str(browser)}).popen(
        "--home", store.program.home, "--json", "--services", store.services,
        "xero", "connect", "--client-id", PRACTICE_ID, "--wait", "60",
    )  # fmt: skip
    try:
        wait_until(gate.exists)
        children = children_of(process.pid)
        assert children
        heard = {child: told(child) for child in children}
        own = (Path("/proc") / str(process.pid) / "cmdline").read_bytes()
        (address,) = {
            part.decode()
            for words in heard.values()
            for part in words.split(b"\0")
            if b"code_challenge=" in part
        }
        back = practice_person().visit(address)
        with requests.Session() as session:
            session.trust_env = False
            assert session.get(back, timeout=10).status_code == 200
        wait_until(lambda: canaries.secrets.get("access token"))
        for secret in canaries.forms():
            assert secret.encode() not in own
            assert all(secret.encode() not in words for words in heard.values())
        after = [told(child) for child in children_of(process.pid)]
        for secret in canaries.forms():
            assert all(secret.encode() not in words for words in after)
    finally:
        for child in children_of(process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        process.kill()
        process.communicate(timeout=NEVER_LONGER)


CRASHES = {
    # What nobody catches: what a library or a safe raises is a problem of its kind, without its words.
    "sending": "import requests\n"
    "def crash(self, request, **more):\n"
    "    raise GeneratorExit(f'it crashed with {dict(request.headers)!r} {request.body!r} {request.url!r}')\n"
    "requests.Session.send = crash\n",
    "keeping": "import keyring.backends.SecretService as s\nreal = s.Keyring.set_password\n"
    "def crash(self, service, username, password):\n"
    "    if 'refresh' not in password:\n"  # the safe shows first that it takes a record of that size
    "        return real(self, service, username, password)\n"
    "    raise GeneratorExit(f'it crashed with {password!r}')\n"
    "s.Keyring.set_password = crash\n",
    "log": "import requests, logging\nreal = requests.Session.send\n"
    "def say(self, request, **more):\n"
    "    reply = real(self, request, **more)\n"
    "    told = (request.body, dict(request.headers), reply.text)\n"
    "    logging.getLogger('x').error('it crashed with %r %r %r', *told)\n"
    "    return reply\n"
    "requests.Session.send = say\n",
    "warning": "import requests, warnings\nreal = requests.Session.send\n"
    "def say(self, request, **more):\n"
    "    warnings.warn(f'it crashed with {request.body!r} {dict(request.headers)!r}', RuntimeWarning)\n"
    "    return real(self, request, **more)\n"
    "requests.Session.send = say\n",
}


@pytest.mark.parametrize("kind", list(CRASHES))
def test_a_crash_tells_nobody(shop: Shop, kind: str) -> None:  # noqa: F811
    store = shop.connected()
    found = Canaries(shop.rogue)
    shop.rogue.script = found
    broken = Store(crashing(shop.program, CRASHES[kind]), store.services, store.client_id)
    ends = [broken.run("organisations")]
    waiting = broken.begin()
    back = practice_person().visit(waiting.address)
    ends.append(waiting.answer(back))
    assert any("it crashed with" in ended.stderr + ended.stdout for ended in ends)
    code = parse_qs(urlsplit(back).query)["code"][0]
    nowhere(shop, found.forms() | forms(code), *ends)
    keyring = shop.program.environment["HOME"]
    assert places_of(forms(code), Path(keyring)) == []


def test_a_log_of_the_opened_address_holds_no_state(shop: Shop) -> None:  # noqa: F811
    seen = shop.folder / "seen"
    code = (
        "import logging, pathlib, urllib.parse, webbrowser\n"
        "def say(address, *more):\n"
        "    query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)\n"
        f"    pathlib.Path({str(seen)!r}).write_text(query['state'][0])\n"
        "    logging.getLogger('x').error('it crashed with %s', query['state'][0])\n"
        "    return False\n"
        "webbrowser.open = say\n"
    )
    store = shop.store()
    broken = Store(crashing(shop.program, code), store.services, store.client_id)
    ended = broken.run("connect", "--client-id", PRACTICE_ID, "--way", "browser")
    assert ended.problems == ["XERO-NO-BROWSER"]
    assert "it crashed with" in ended.stderr
    nowhere(shop, forms(seen.read_text()), ended)


def test_the_password_store_alone_has_the_token_and_in_parts_that_fit(
    shop: Shop,  # noqa: F811
    canaries: Canaries,
    request: pytest.FixtureRequest,
) -> None:
    store = shop.store()
    assert store.paste(practice_person()).status == 0
    service = request.getfixturevalue("password_store")
    kept = [item.secret for item in service.items()]
    assert any(secret in text for secret in canaries.secrets["refresh token"] for text in kept)
    assert not any(secret in text for secret in canaries.secrets["access token"] for text in kept)
    assert all(len(text.encode("utf-16-le")) // 2 <= 1200 for text in kept)
    assert store.run("disconnect").status == 0
    assert not any(
        secret in item.secret for secret in canaries.secrets["refresh token"] for item in service.items()
    )


def test_the_canaries_would_be_found(shop: Shop, canaries: Canaries) -> None:  # noqa: F811
    store = shop.store()
    assert store.paste(practice_person()).status == 0
    (shop.program.home / "planted").write_bytes(
        base64.b64encode(next(iter(canaries.secrets["code"])).encode())
    )
    with pytest.raises(AssertionError):
        nowhere(shop, canaries.forms())
