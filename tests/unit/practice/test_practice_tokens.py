"""The practice Xero's tokens: shape, rotation, grace, expiry, revocation, connections."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from practice_driver import DEMO, SCOPES, STORE, Driver, wait_until

from wizard.practice import PracticeServices
from wizard.practice.clock import PracticeClock
from wizard.practice.xero_sign_in import AuthorizeRequest
from wizard.practice.xero_tokens import TokenBook, TokenRefusedError

MINUTE, DAY = 60, 24 * 3600
VERIFIER, CHALLENGE = (
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
)


def claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def test_a_token_set_has_the_shape_of_xeros(driver: Driver) -> None:
    tokens = driver.connect()
    assert tokens["expires_in"] == 1800
    assert tokens["token_type"] == "Bearer"
    assert set(tokens["scope"].split()) == set(SCOPES.split())
    assert "id_token" not in tokens
    access = tokens["access_token"]
    assert len(access) > 1024
    assert access.startswith("eyJ")
    assert access.count(".") == 2
    found = claims(access)
    assert found["client_id"] == driver.logins["xero-client-id"]
    assert found["exp"] - found["nbf"] == 1800
    assert found["iss"] == "https://identity.xero.com"
    assert found["scope"] == tokens["scope"].split()
    (connection,) = driver.connections(access).json()
    assert found["authentication_event_id"] == connection["authEventId"]


def test_identity_scopes_bring_an_id_token_and_offline_access_the_refresh_token(driver: Driver) -> None:
    tokens = driver.connect(scope="openid profile email accounting.settings.read")
    assert "refresh_token" not in tokens
    found = claims(tokens["id_token"])
    assert found["aud"] == driver.logins["xero-client-id"]
    assert found["email"] == driver.logins["xero-email"]
    assert found["name"] == "Practice Manager"


def test_scopes_add_up_over_sign_ins(driver: Driver) -> None:
    driver.connect(scope="offline_access accounting.settings.read")
    later = driver.connect(scope="accounting.contacts")
    assert set(later["scope"].split()) == {
        "offline_access",
        "accounting.settings.read",
        "accounting.contacts",
    }


def test_an_access_token_dies_after_half_an_hour(driver: Driver) -> None:
    access = driver.connect()["access_token"]
    tenant = driver.tenant(access)
    driver.services.clock.advance(30 * MINUTE - 10)
    assert driver.read("Organisation", access, tenant).status_code == 200
    driver.services.clock.advance(20)
    reply = driver.read("Organisation", access, tenant)
    assert reply.status_code == 401
    assert reply.json()["Title"] == "Unauthorized"
    assert reply.json()["Detail"].startswith("TokenExpired: token expired at ")
    assert driver.connections(access).status_code == 401


def test_on_a_fast_clock_half_an_hour_passes_by_itself() -> None:
    with PracticeServices(clock_speed=900) as services:
        driver = Driver(services)
        access = driver.custom_token()
        assert driver.read("Organisation", access).status_code == 200
        assert wait_until(lambda: driver.read("Organisation", access).status_code == 401)


def test_each_refresh_brings_a_new_refresh_token(driver: Driver) -> None:
    seen = [driver.connect()["refresh_token"]]
    for _ in range(3):
        answer = driver.refresh(seen[-1]).json()
        assert driver.connections(answer["access_token"]).status_code == 200
        seen.append(answer["refresh_token"])
    assert len(set(seen)) == 4


def test_a_used_refresh_token_may_be_retried_for_half_an_hour(driver: Driver) -> None:
    old = driver.connect()["refresh_token"]
    successor = driver.refresh(old).json()["refresh_token"]
    driver.services.clock.advance(20 * MINUTE)
    retried = driver.refresh(old)
    assert retried.status_code == 200
    # The retry does not lengthen the half hour, which began with the first use.
    driver.services.clock.advance(11 * MINUTE)
    late = driver.refresh(old)
    assert (late.status_code, late.json()) == (400, {"error": "invalid_grant"})
    assert driver.refresh(retried.json()["refresh_token"]).status_code == 200
    assert driver.refresh(successor).status_code == 200


def test_a_refresh_token_lives_for_sixty_days_unused(driver: Driver) -> None:
    token = driver.connect()["refresh_token"]
    driver.services.clock.advance(59 * DAY)
    token = driver.refresh(token).json()["refresh_token"]
    driver.services.clock.advance(61 * DAY)
    assert driver.refresh(token).json() == {"error": "invalid_grant"}


@settings(max_examples=50)
@given(waits=st.lists(st.integers(0, 50 * MINUTE), max_size=8), new=st.lists(st.booleans(), min_size=8))
def test_whatever_the_order_the_newest_token_works_and_old_ones_only_within_grace(
    waits: list[int], new: list[bool]
) -> None:
    clock = PracticeClock()
    book = TokenBook(clock)
    request = AuthorizeRequest("app", "http://localhost:1/callback", ("offline_access",), "s", CHALLENGE)
    code, _ = book.allow(request, {"email": "a", "sub": "", "xero_userid": "", "session_id": ""}, ("t", "T"))
    first = str(book.exchange_code("app", code, request.redirect_uri, VERIFIER)["refresh_token"])
    newest, since_first_use, is_used = first, 0, False
    for wait, takes_newest in zip(waits, new, strict=False):
        clock.advance(wait)
        since_first_use += wait if is_used else 0
        if takes_newest or abs(since_first_use - 30 * MINUTE) < 5:
            is_used = is_used or newest == first
            newest = str(book.refresh("app", newest)["refresh_token"])
        elif since_first_use < 30 * MINUTE:
            newest = str(book.refresh("app", first)["refresh_token"])
            is_used = True
        else:
            with pytest.raises(TokenRefusedError, match="invalid_grant"):
                book.refresh("app", first)


def test_unknown_refresh_tokens_and_other_apps_are_refused(driver: Driver) -> None:
    token = driver.connect()["refresh_token"]
    assert driver.refresh("x" * 43).json() == {"error": "invalid_grant"}
    other = driver.token(grant_type="refresh_token", client_id="0" * 32, refresh_token=token)
    assert other.json() == {"error": "invalid_client"}


def test_revocation_ends_tokens_and_all_connections(driver: Driver) -> None:
    first, second = driver.connect(STORE), driver.connect(DEMO)
    client_id = driver.logins["xero-client-id"]
    form = {"token": first["refresh_token"], "client_id": client_id}
    assert driver.http.post(driver.xero["revocation"], data=form, timeout=10).status_code == 200
    for tokens in (first, second):
        assert driver.refresh(tokens["refresh_token"]).json() == {"error": "invalid_grant"}
        assert driver.connections(tokens["access_token"]).status_code == 401
    again = driver.connect(scope="accounting.settings.read")
    assert again["scope"] == "accounting.settings.read"
    assert len(driver.connections(again["access_token"]).json()) == 1


@pytest.mark.parametrize(
    ("form", "status"),
    [({"token": "unknown"}, 200), ({}, 400), ({"token": "unknown", "client_id": "0" * 32}, 400)],
)
def test_revocation_knows_its_callers(driver: Driver, form: dict[str, str], status: int) -> None:
    data = {"client_id": driver.logins["xero-client-id"]} | form
    assert driver.http.post(driver.xero["revocation"], data=data, timeout=10).status_code == status


def test_a_custom_connection_can_be_revoked(driver: Driver) -> None:
    access = driver.custom_token()
    pair = (driver.logins["api-key"], driver.logins["api-secret"])
    reply = driver.http.post(driver.xero["revocation"], data={"token": access}, auth=pair, timeout=10)
    assert reply.status_code == 200
    assert driver.connections(access).status_code == 401


@pytest.mark.parametrize("speed", [0, -1.0])
def test_the_clock_runs_forwards_only(speed: float) -> None:
    with pytest.raises(ValueError, match="forwards"):
        PracticeServices(clock_speed=speed)


def test_connections_keep_earlier_organisations_and_filter_by_sign_in(driver: Driver) -> None:
    first, second = driver.connect(STORE), driver.connect(DEMO)
    rows = driver.connections(second["access_token"]).json()
    assert [row["tenantName"] for row in rows] == [STORE, DEMO]
    event = claims(second["access_token"])["authentication_event_id"]
    (only,) = driver.connections(second["access_token"], authEventId=event).json()
    assert only["tenantName"] == DEMO
    assert only["tenantType"] == "ORGANISATION"
    assert claims(first["access_token"])["authentication_event_id"] == rows[0]["authEventId"]


def test_disconnecting_takes_the_connection_id_and_keeps_the_token(driver: Driver) -> None:
    access = driver.connect()["access_token"]
    (row,) = driver.connections(access).json()
    headers = {"Authorization": f"Bearer {access}"}

    def delete(what: str) -> int:
        address = f"{driver.xero['connections']}/{what}"
        return driver.http.delete(address, headers=headers, timeout=10).status_code

    assert delete(row["tenantId"]) == 404
    assert delete(row["id"]) == 204
    assert delete(row["id"]) == 404
    assert driver.connections(access).json() == []
    assert driver.read("Organisation", access, row["tenantId"]).status_code == 403
    driver.services.clock.advance(60)
    driver.connect()
    (again,) = driver.connections(access).json()
    assert again["tenantId"] == row["tenantId"]
    assert again["createdDateUtc"] == row["createdDateUtc"] < again["updatedDateUtc"]


def test_a_custom_connection_has_one_organisation_and_no_refresh_token(driver: Driver) -> None:
    answer = driver.client_credentials(scope="accounting.settings.read accounting.contacts.read").json()
    assert answer.keys() == {"access_token", "expires_in", "token_type", "scope"}
    assert answer["expires_in"] == 1800
    assert len(answer["access_token"]) > 1024
    assert "xero_userid" not in claims(answer["access_token"])
    (row,) = driver.connections(answer["access_token"]).json()
    assert row["tenantName"] == STORE


def test_the_demo_connection_leads_to_the_demo_company(driver: Driver) -> None:
    (organisation,) = driver.read("Organisation", driver.custom_token("demo-")).json()["Organisations"]
    assert (organisation["Name"], organisation["IsDemoCompany"]) == (DEMO, True)


def test_a_custom_connection_that_was_cut_reads_nothing_more(driver: Driver) -> None:
    access = driver.custom_token()
    (row,) = driver.connections(access).json()
    headers = {"Authorization": f"Bearer {access}"}
    reply = driver.http.delete(f"{driver.xero['connections']}/{row['id']}", headers=headers, timeout=10)
    assert reply.status_code == 204
    for token in (access, driver.custom_token()):
        assert driver.connections(token).json() == []
        assert driver.read("Organisation", token).status_code == 403
    assert driver.read("Organisation", driver.custom_token("demo-")).status_code == 200


@pytest.mark.parametrize("key", ["api-key", "demo-api-key", "xero-client-id"])
def test_a_wrong_secret_is_an_invalid_client(driver: Driver, key: str) -> None:
    for secret in ("wrong", "", "ü"):
        reply = driver.token((driver.logins[key], secret.encode()), grant_type="client_credentials")  # type: ignore[arg-type]
        assert (reply.status_code, reply.json()) == (400, {"error": "invalid_client"})
    swapped = driver.token(
        (driver.logins["api-key"], driver.logins["demo-api-secret"]), grant_type="client_credentials"
    )
    assert swapped.json() == {"error": "invalid_client"}
    assert driver.token(grant_type="client_credentials").json() == {"error": "invalid_client"}


@pytest.mark.parametrize("scope", ["accounting.transactions", "offline_access", "openid", "nonsense"])
def test_a_custom_connection_grants_granular_accounting_scopes_only(driver: Driver, scope: str) -> None:
    reply = driver.client_credentials(scope=f"accounting.settings.read {scope}")
    assert (reply.status_code, reply.json()) == (400, {"error": "invalid_scope"})


def test_two_sign_ins_at_the_same_time_do_not_mix(driver: Driver, services: PracticeServices) -> None:
    other = Driver(services)
    mine, theirs = driver.sign_in()["code"], other.sign_in(DEMO)["code"]
    assert driver.exchange(theirs).json() == {"error": "invalid_grant"}
    assert driver.exchange(mine).status_code == 200
    assert other.exchange(theirs).json() == {"error": "invalid_grant"}
    other.http.close()
