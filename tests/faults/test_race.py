"""Many processes refresh one connection against oidc-provider, which revokes it whole on any reuse."""

import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.faults.test_connection_is_not_lost import PROCESSES, REFRESHES, ROOT
from tests.servers.openid_provider import CLIENT_ID, OpenIdProvider


def start(
    home: Path, provider: OpenIdProvider, environment: dict[str, str], what: str
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.refresher", str(home), str(provider.services_file()), what],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(
    ("processes", "refreshes"),
    [
        (3, 4),
        pytest.param(
            PROCESSES, REFRESHES, marks=[pytest.mark.long, pytest.mark.alone, pytest.mark.timeout(900)]
        ),
    ],
)
def test_nobody_uses_a_token_twice(
    openid_provider: OpenIdProvider,
    secret_service_env: dict[str, str],
    tmp_path: Path,
    processes: int,
    refreshes: int,
) -> None:
    home = tmp_path / "home"
    out, err = start(home, openid_provider, secret_service_env, "connect-provider").communicate(timeout=120)
    assert out == "connected", err
    running = [start(home, openid_provider, secret_service_env, str(refreshes)) for _ in range(processes)]
    for process in running:
        out, err = process.communicate(timeout=600)
        assert out.split() == ["begun", *["refreshed"] * refreshes], err
    told = openid_provider.told()
    assert told == {
        "granted": 1 + processes * refreshes,
        "refused": [],
        "revoked": 0,
        "at_once": 0,
        "most_at_once": 1,
    }
    sys.stderr.write(f"\n{processes} processes, {told['granted'] - 1} refreshes, one at a time\n")


def test_the_provider_would_notice(openid_provider: OpenIdProvider) -> None:
    """A token used twice is refused, takes its successor with it, and is counted."""
    from tests.faults.person import provider_person
    from tests.servers.openid_provider import SCOPES
    from wizard.oauth.sign_in import SignIn, redirect_uri

    mine = SignIn(
        openid_provider.xero["authorize"], CLIENT_ID, ["offline_access", *SCOPES], redirect_uri(8747)
    )
    code = mine.code_of(provider_person().visit(mine.address()))

    def ask(**form: str) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            return session.post(openid_provider.xero["token"], {"client_id": CLIENT_ID, **form}, timeout=10)

    first = ask(
        grant_type="authorization_code",
        code=str(code),
        redirect_uri=mine.redirect,
        code_verifier=mine.verifier,
    ).json()["refresh_token"]
    second = ask(grant_type="refresh_token", refresh_token=first).json()["refresh_token"]
    assert ask(grant_type="refresh_token", refresh_token=first).json()["error"] == "invalid_grant"
    assert ask(grant_type="refresh_token", refresh_token=second).json()["error"] == "invalid_grant"
    assert openid_provider.told()["revoked"] == 1
    assert len(openid_provider.told()["refused"]) == 2
