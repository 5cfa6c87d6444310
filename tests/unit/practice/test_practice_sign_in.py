"""The practice Xero's sign-in, page by page."""

import re

import pytest
from practice_driver import DEMO, REDIRECT, SCOPES, STORE, Driver, Form
from requests_oauthlib import OAuth2Session

from wizard.practice import PracticeServices


def test_a_sign_in_brings_back_code_scope_state_and_session(driver: Driver) -> None:
    answer = driver.sign_in()
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", answer["code"])
    assert answer["state"] == driver.state
    assert set(answer["scope"].split()) == set(SCOPES.split())
    assert answer["session_state"]


def test_the_whole_flow_works_for_an_ordinary_oauth_client(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    client_id = driver.logins["xero-client-id"]
    with OAuth2Session(client_id, redirect_uri=REDIRECT, scope=SCOPES.split(), pkce="S256") as app:
        app.trust_env = False
        address, state = app.authorization_url(driver.xero["authorize"])
        consent = Form(driver.log_in(driver.get(address).text).text)
        reply = driver.submit(consent, tenant=consent.choices[STORE], decision="allow")
        back = reply.headers["Location"]
        assert f"state={state}" in back
        first = app.fetch_token(
            driver.xero["token"], authorization_response=back, include_client_id=True, timeout=10
        )
        assert [row["tenantName"] for row in app.get(driver.xero["connections"], timeout=10).json()] == [
            STORE
        ]
        second = app.refresh_token(driver.xero["token"], client_id=client_id, timeout=10)
    assert second["refresh_token"] != first["refresh_token"]


def test_a_wrong_password_is_said_and_may_be_tried_again(driver: Driver) -> None:
    page = driver.log_in(driver.authorize().text, password="guess").text
    assert "incorrect" in page
    assert Form(driver.log_in(page).text).action == "/identity/consent"


def test_consent_offers_three_organisations_and_reads_out_the_permissions(driver: Driver) -> None:
    page = driver.log_in(driver.authorize().text).text
    form = Form(page)
    assert list(form.choices) == [STORE, "Corner Store North Pty Ltd", DEMO]
    assert form.fields["tenant"] == form.choices[STORE]
    assert form.buttons == {"Allow access": "allow", "Cancel": "cancel"}
    assert "view and change your manual journals" in page
    assert "stay connected when you are not there" in page


def test_cancel_goes_back_with_access_denied(driver: Driver) -> None:
    answer = driver.sign_in(press="Cancel")
    assert answer == {"error": "access_denied", "state": driver.state}


@pytest.mark.parametrize("port", [8401, 8402, 8403, 49999])
def test_any_port_of_localhost_is_registered(driver: Driver, port: int) -> None:
    assert "code" in driver.sign_in(redirect_uri=f"http://localhost:{port}/callback")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"redirect_uri": "http://127.0.0.1:8401/callback"}, "Invalid redirect_uri"),
        ({"redirect_uri": "http://[::1]:8401/callback"}, "Invalid redirect_uri"),
        ({"redirect_uri": "https://localhost:8401/callback"}, "Invalid redirect_uri"),
        ({"redirect_uri": "http://localhost/callback"}, "Invalid redirect_uri"),
        ({"redirect_uri": "http://localhost:8401/callback/"}, "Invalid redirect_uri"),
        ({"redirect_uri": "http://localhost:8401/callback\n"}, "Invalid redirect_uri"),
        ({"redirect_uri": "http://localhost:8401@evil.example/callback"}, "Invalid redirect_uri"),
        ({"redirect_uri": None}, "Invalid redirect_uri"),
        ({"client_id": "0" * 32}, "unauthorized_client"),
        ({"scope": "offline_access accounting.transactions"}, "invalid_scope"),
        ({"scope": "accounting.reports.read"}, "invalid_scope"),
        ({"scope": "accounting.journals.read"}, "invalid_scope"),
        ({"scope": "nonsense"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"state": None}, "state is missing"),
        ({"code_challenge": None}, "code challenge required"),
        ({"code_challenge": "short"}, "code challenge required"),
        ({"code_challenge_method": "plain"}, "S256 required"),
        ({"code_challenge_method": None}, "S256 required"),
    ],
)
def test_a_bad_request_ends_on_a_page_and_never_goes_back(
    driver: Driver, changes: dict[str, str | None], words: str
) -> None:
    reply = driver.authorize(**changes)
    assert reply.status_code == 400
    assert words in reply.text
    assert "Location" not in reply.headers
    assert not Form(reply.text).action


def test_pages_say_that_this_is_practice_and_load_nothing(driver: Driver) -> None:
    login = driver.authorize()
    pages = [login, driver.log_in(login.text), driver.authorize(scope="nonsense")]
    for page in pages:
        assert "This is not Xero" in page.text
        assert not re.search(r"(src|href|@import|url\()", page.text)
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert page.headers["Cache-Control"] == "no-store"


def test_what_a_person_types_is_escaped(driver: Driver) -> None:
    form = Form(driver.authorize().text)
    page = driver.submit(form, email='"><script>alert(1)</script>', password="x").text
    assert "<script" not in page
    assert Form(page).fields["email"] == '"><script>alert(1)</script>'


def test_consent_cannot_be_reached_without_logging_in(driver: Driver) -> None:
    form = Form(driver.authorize().text)
    form.action = "/identity/consent"
    reply = driver.submit(form, decision="allow", tenant="x")
    assert reply.status_code == 400
    assert "Location" not in reply.headers


def test_a_page_left_open_for_an_hour_has_expired(driver: Driver) -> None:
    page = driver.authorize().text
    driver.services.clock.advance(3600)
    assert driver.log_in(page).status_code == 400


def test_a_consent_page_works_once(driver: Driver) -> None:
    form = Form(driver.log_in(driver.authorize().text).text)
    assert driver.submit(form, decision="allow").status_code == 302
    assert driver.submit(form, decision="allow").status_code == 400


def test_a_code_works_once(driver: Driver) -> None:
    code = driver.sign_in()["code"]
    assert driver.exchange(code).status_code == 200
    assert driver.exchange(code).json() == {"error": "invalid_grant"}


def test_a_code_lives_for_five_minutes(driver: Driver) -> None:
    early, late = driver.sign_in()["code"], driver.sign_in()["code"]
    driver.services.clock.advance(290)
    assert driver.exchange(early).status_code == 200
    driver.services.clock.advance(20)
    assert driver.exchange(late).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "x" * 43}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": "http://localhost:8402/callback"}, "invalid_grant"),
        ({"client_id": "0" * 32}, "invalid_client"),
        ({"client_id": ""}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
    ],
)
def test_a_code_is_exchanged_only_by_the_app_that_asked(
    driver: Driver, changes: dict[str, str], error: str
) -> None:
    reply = driver.exchange(driver.sign_in()["code"], **changes)
    assert (reply.status_code, reply.json()) == (400, {"error": error})


def test_a_body_that_is_no_form_is_not_understood(driver: Driver) -> None:
    reply = driver.http.post(driver.xero["token"], json={"grant_type": "refresh_token"}, timeout=10)
    assert (reply.status_code, reply.json()) == (400, {"error": "invalid_request"})


def test_an_enormous_body_is_not_read(driver: Driver) -> None:
    reply = driver.http.post(driver.xero["token"], headers={"Content-Length": "99999999"}, timeout=10)
    assert reply.status_code == 413


def test_consent_needs_an_organisation(driver: Driver) -> None:
    form = Form(driver.log_in(driver.authorize().text).text)
    refused = driver.submit(form, decision="allow", tenant="x")
    assert (refused.status_code, "no organisation was chosen" in refused.text) == (400, True)
    assert driver.submit(form, decision="allow").status_code == 302


@pytest.mark.parametrize("path", ["/", "/favicon.ico", "/connect", "/identity"])
def test_there_is_nothing_elsewhere(driver: Driver, path: str) -> None:
    assert driver.get(driver.services.xero_base + path).status_code == 404


@pytest.mark.parametrize("path", ["/connect/token", "/identity/login"])
def test_a_page_that_takes_post_alone_says_so(driver: Driver, path: str) -> None:
    reply = driver.get(driver.services.xero_base + path)
    assert (reply.status_code, reply.headers["Allow"]) == (405, "POST")


def test_without_ipv6_the_other_loopback_address_serves(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.has_ipv6", False)
    with PracticeServices() as services:
        other = Driver(services)
        assert other.authorize().status_code == 200
        other.http.close()
