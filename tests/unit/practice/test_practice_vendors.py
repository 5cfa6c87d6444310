"""The vendors' own pages: signed in with apps of their own, ending as the vendors' documents say."""

import base64
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from practice_driver import STORE, Driver, Form

from wizard.app.services_file import read_services
from wizard.app.world import practice_world, services_world
from wizard.oauth.pasted_key import KeyKind, inspect_key
from wizard.practice.vendor_pages import VENDORS

KEYS = [vendor.key for vendor in VENDORS]


def line(page: str) -> str:
    """What stands in the green box."""
    found = re.search('<div id="token" class="green">(.*?)</div>', page, re.DOTALL)
    assert found is not None
    return found.group(1)


def test_point_of_rental_ends_in_a_green_box_with_one_whole_line(driver: Driver) -> None:
    found = line(driver.vendor_page("point-of-rental"))
    assert re.fullmatch("2RF:[A-Za-z0-9+/=]{120,}", found)
    assert inspect_key(found).kind is KeyKind.OAUTH2
    base64.b64decode(found.removeprefix("2RF:"), validate=True)


def test_the_line_holds_a_token_that_works_for_the_vendor_and_for_nobody_else(driver: Driver) -> None:
    found = line(driver.vendor_page("point-of-rental"))
    refresh = base64.b64decode(found.removeprefix("2RF:")).partition(b"|")[0].decode()
    assert driver.refresh(refresh).json() == {"error": "invalid_grant"}
    vendor = VENDORS[0].client_id
    reply = driver.token(grant_type="refresh_token", client_id=vendor, refresh_token=refresh)
    assert reply.status_code == 200


def test_ipages_begins_at_its_pencil_and_ends_in_its_words(driver: Driver) -> None:
    start = driver.get(driver.services.vendors["ipages"])
    assert "Integrations" in start.text
    page = driver.vendor_page("ipages")
    assert '<p id="message" class="green">Xero Tokens Stored</p>' in page
    assert "2RF:" not in page


@pytest.mark.parametrize("key", KEYS)
def test_each_names_the_organisation_that_was_picked_last(driver: Driver, key: str) -> None:
    for picked in ("Demo Company (AU)", STORE, "Demo Company (AU)"):
        page = driver.vendor_page(key, organisation=picked)
        assert re.findall('id="organisation">(.*?)<', page) == [picked]


@pytest.mark.parametrize("key", KEYS)
def test_the_last_page_can_be_looked_at_again(driver: Driver, key: str) -> None:
    last = driver.vendor_visit(key)
    assert driver.get(last).text == driver.get(last).text
    assert not {"code", "state"} & parse_qs(urlsplit(last).query).keys()


@pytest.mark.parametrize("key", KEYS)
def test_who_does_not_allow_access_is_told_and_can_start_again(driver: Driver, key: str) -> None:
    page = driver.vendor_page(key, press="Cancel")
    assert "Access was not allowed" in page
    assert "2RF:" not in page
    assert "Tokens Stored" not in page
    assert driver.get(driver.services.vendors[key].rpartition("/")[0] + Form(page).links[0]).is_redirect


@pytest.mark.parametrize("key", KEYS)
def test_a_strange_answer_is_refused(driver: Driver, key: str) -> None:
    base = driver.services.vendors[key].rpartition("/")[0]
    assert driver.get(f"{base}/callback?code=x&state=y").status_code == 400
    assert driver.get(f"{driver.services.vendors[key]}/done?visit=x").status_code == 400
    assert driver.get(f"{base}/elsewhere").status_code == 404


def test_each_vendor_has_an_origin_and_an_app_of_its_own(driver: Driver) -> None:
    origins = {urlsplit(address).netloc for address in driver.services.vendors.values()}
    assert len(origins | {urlsplit(driver.services.xero_base).netloc}) == 3
    assert len({vendor.client_id for vendor in VENDORS} | {driver.logins["xero-client-id"]}) == 3
    start = driver.get(driver.services.vendors["point-of-rental"]).headers["Location"]
    assert "Point of Rental would like access to" in driver.log_in(driver.get(start).text).text


def test_a_vendors_app_leads_to_its_own_page_alone(driver: Driver) -> None:
    reply = driver.authorize(client_id=VENDORS[0].client_id)
    assert "Invalid redirect_uri" in reply.text


def test_the_services_file_says_where_they_are(driver: Driver) -> None:
    file = driver.services.services_file
    assert dict(read_services(file).vendors) == driver.services.vendors
    world = practice_world(file.parent, "store", file)
    assert world.vendors == services_world(file.parent, "store", file).vendors == driver.services.vendors
    assert set(world.vendors) == set(KEYS)
