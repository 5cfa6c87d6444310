"""The practice Xero's accounting reads, held against Xero's own OpenAPI file."""

import json
import re
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_core import Config, OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from practice_driver import DEMO, STORE, Driver

from wizard.practice.clock import PracticeClock
from wizard.practice.xero_books import ENDPOINTS, read_organisations
from wizard.practice.xero_limits import RateLimits

SPECS = Path(__file__).parents[2] / "openapi"
READS = (
    "Organisation",
    "Organisation/Actions",
    "Accounts",
    "TaxRates",
    "TrackingCategories",
    "ContactGroups",
)
LIMIT_HEADERS = ("X-DayLimit-Remaining", "X-MinLimit-Remaining", "X-AppMinLimit-Remaining")


def read_spec(name: str) -> OpenAPI:
    with (SPECS / name).open(encoding="utf-8") as file:
        content = yaml.load(file, yaml.CSafeLoader)
    # The checker cannot check OAuth 2 and warns about it, so the security rows go. The file itself is not
    # checked: some of Xero's defaults are strings where booleans belong.
    for path in content["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict):
                operation.pop("security", None)
    return OpenAPI.from_dict(content, config=Config(spec_validator_cls=None))


@pytest.fixture(scope="module")
def spec() -> OpenAPI:
    return read_spec("xero_accounting.yaml")


def rows(driver: Driver, what: str, prefix: str = "", **query: str) -> list[dict[str, Any]]:
    answer = driver.read(what, driver.custom_token(prefix), **query).json()
    return list(answer[ENDPOINTS[what.lower()].answer])


@pytest.mark.parametrize("prefix", ["", "demo-"])
@pytest.mark.parametrize("what", READS)
def test_each_answer_is_one_that_xero_could_give(
    driver: Driver, spec: OpenAPI, what: str, prefix: str
) -> None:
    reply = driver.read(what, driver.custom_token(prefix))
    assert reply.status_code == 200
    request = MockRequest(
        "https://api.xero.com", "get", f"/api.xro/2.0/{what}", headers={"xero-tenant-id": "x"}
    )
    response = MockResponse(reply.content, 200, content_type="application/json")
    spec.validate_response(request, response)
    schema = spec.spec / "components" / "schemas"
    row = {
        "Organisation": "Organisation",
        "Organisation/Actions": "Action",
        "TrackingCategories": "TrackingCategory",
    }
    known = (schema / row.get(what, what.removesuffix("s")) / "properties").read_value().keys()
    envelope = reply.json()
    assert envelope["Status"] == "OK"
    assert envelope["Id"]
    assert envelope["ProviderName"]
    assert re.fullmatch(r"/Date\(\d+\)/", envelope["DateTimeUTC"])
    for one in envelope[ENDPOINTS[what.lower()].answer]:
        # The schema lets unknown keys pass, so a misspelt one would go unnoticed.
        assert one.keys() <= known | {"HasValidationErrors"}


def test_the_checker_would_notice_a_wrong_answer(spec: OpenAPI) -> None:
    request = MockRequest(
        "https://api.xero.com", "get", "/api.xro/2.0/Accounts", headers={"xero-tenant-id": "x"}
    )
    wrong = json.dumps({"Accounts": [{"Type": "NONSENSE"}]}).encode()
    with pytest.raises(Exception, match="Invalid"):
        spec.validate_response(request, MockResponse(wrong, 200, content_type="application/json"))


def test_connections_have_the_keys_that_xero_documents(driver: Driver) -> None:
    spec = read_spec("xero-identity.yaml")
    documented = (spec.spec / "components" / "schemas" / "Connection" / "properties").read_value().keys()
    (row,) = driver.connections(driver.custom_token()).json()
    assert row.keys() == documented
    for date in (row["createdDateUtc"], row["updatedDateUtc"]):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}", date)


def test_the_shop_is_an_australian_one_with_both_lock_dates(driver: Driver) -> None:
    (shop,) = rows(driver, "Organisation")
    facts = {key: shop[key] for key in ("Name", "CountryCode", "BaseCurrency", "ShortCode", "IsDemoCompany")}
    assert facts == {
        "Name": STORE,
        "CountryCode": "AU",
        "BaseCurrency": "AUD",
        "ShortCode": "!Cs7tR",
        "IsDemoCompany": False,
    }
    assert shop["PeriodLockDate"] == "/Date(1790726400000+0000)/"  # 30 September 2026
    assert shop["EndOfYearLockDate"] == "/Date(1782777600000+0000)/"  # 30 June 2026


def test_the_demo_company_is_marked_as_one(driver: Driver) -> None:
    (demo,) = rows(driver, "Organisation", "demo-")
    assert (demo["Name"], demo["IsDemoCompany"], demo["Class"]) == (DEMO, True, "DEMO")


def test_the_chart_has_what_makes_charts_hard() -> None:
    shop = next(one for one in read_organisations().values() if not one.is_demo)
    accounts = shop.data["Accounts"]
    assert len(accounts) >= 45
    assert any(one["Type"] == "BANK" and "Code" not in one for one in accounts)
    assert any(one["Status"] == "ARCHIVED" for one in accounts)
    systems = {one.get("SystemAccount") for one in accounts}
    assert {"DEBTORS", "CREDITORS", "GST", "ROUNDING", "RETAINEDEARNINGS", "HISTORICAL"} <= systems
    clearing = [one for one in accounts if one["Type"] == "CURRENT" and one["EnablePaymentsToAccount"]]
    assert {"EFTPOS Clearing", "Cash in Till"} <= {one["Name"] for one in clearing}
    assert any(one["Status"] == "DELETED" for one in shop.data["TaxRates"])


@pytest.mark.parametrize("organisation", read_organisations().values(), ids=lambda one: one.name)
def test_the_data_hangs_together(organisation: Any) -> None:
    accounts, rates = organisation.data["Accounts"], organisation.data["TaxRates"]
    codes = [one["Code"] for one in accounts if "Code" in one]
    assert len(codes) == len(set(codes))
    assert max(map(len, codes)) <= 10
    assert len({one["AccountID"] for one in accounts}) == len(accounts)
    by_type = {one["TaxType"]: one for one in rates}
    plural = {"ASSET": "Assets", "EQUITY": "Equity", "EXPENSE": "Expenses", "LIABILITY": "Liabilities"}
    for account in accounts:
        rate = by_type[account["TaxType"]]
        assert rate["Status"] == "ACTIVE"
        assert rate[f"CanApplyTo{plural.get(account['Class'], 'Revenue')}"], account["Name"]


def test_archived_tracking_is_shown_only_on_request(driver: Driver) -> None:
    active = rows(driver, "TrackingCategories")
    assert [one["Name"] for one in active] == ["Store", "Department"]
    assert {option["Status"] for one in active for option in one["Options"]} == {"ACTIVE"}
    every = rows(driver, "TrackingCategories", includeArchived="true")
    assert [one["Status"] for one in every] == ["ACTIVE", "ACTIVE", "ARCHIVED"]
    assert "Airport (closed)" in [option["Name"] for option in every[0]["Options"]]


def test_a_sign_in_must_name_the_tenant_and_only_a_connected_one(driver: Driver) -> None:
    access = driver.connect(STORE)["access_token"]
    other = next(one.tenant_id for one in read_organisations().values() if one.is_demo)
    for tenant in ("", other, "00000000-0000-0000-0000-000000000000"):
        reply = driver.read("Accounts", access, tenant)
        assert (reply.status_code, reply.json()["Detail"]) == (403, "AuthenticationUnsuccessful")
    assert driver.read("Accounts", access, driver.tenant(access)).status_code == 200


def test_a_custom_connection_may_name_its_tenant_and_no_other(driver: Driver) -> None:
    access = driver.custom_token()
    other = next(one.tenant_id for one in read_organisations().values() if one.is_demo)
    assert driver.read("Accounts", access, driver.tenant(access)).status_code == 200
    assert driver.read("Accounts", access, other).status_code == 403


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic eDp5"}]
)
def test_without_a_token_nothing_is_read(driver: Driver, header: dict[str, str]) -> None:
    for address in (driver.xero["api"] + "Accounts", driver.xero["connections"]):
        reply = driver.get(address, headers=header)
        assert (reply.status_code, reply.json()["Title"]) == (401, "Unauthorized")


def test_a_missing_scope_is_named_in_the_header(driver: Driver) -> None:
    access = driver.client_credentials(scope="accounting.settings.read").json()["access_token"]
    assert driver.read("Accounts", access).status_code == 200
    reply = driver.read("ContactGroups", access)
    assert (reply.status_code, reply.headers["WWW-Authenticate"]) == (401, "insufficient_scope")
    for scope in ("accounting.contacts", "accounting.contacts.read"):
        access = driver.client_credentials(scope=scope).json()["access_token"]
        assert driver.read("ContactGroups", access).status_code == 200


@pytest.mark.parametrize("what", ["Nonsense", "", "Organisation/Nonsense", "Accounts/../connections"])
def test_unknown_paths_are_not_found(driver: Driver, what: str) -> None:
    assert driver.read(what, driver.custom_token()).status_code == 404


def test_filters_are_refused_rather_than_ignored(driver: Driver) -> None:
    token = driver.custom_token()
    for what, query in (
        ("Accounts", {"searchTerm": "bank"}),
        ("Accounts", {"where": 'Type=="BANK" AND'}),
        ("Accounts", {"where": 'Name.Sounds("bank")'}),
        ("Accounts", {"order": "Name UPWARDS"}),
        ("Invoices", {"colour": "blue"}),
        ("Invoices", {"page": "0"}),
        ("Invoices", {"where": "(" * 60 + "1==1"}),
    ):
        reply = driver.read(what, token, **query)
        assert (reply.status_code, reply.json()["Type"]) == (400, "QueryParseException"), query


def test_nothing_can_be_written(driver: Driver) -> None:
    headers = {"Authorization": f"Bearer {driver.custom_token()}"}
    for send in (driver.http.post, driver.http.put, driver.http.delete):
        assert send(driver.xero["api"] + "Accounts", json={}, headers=headers, timeout=10).status_code == 405


def test_sixty_calls_a_minute_for_each_tenant(driver: Driver) -> None:
    access, demo = driver.custom_token(), driver.custom_token("demo-")
    first = driver.read("Organisation", access)
    assert [first.headers[name] for name in LIMIT_HEADERS] == ["4999", "59", "9999"]
    for _ in range(59):
        last = driver.read("Organisation", access)
    assert (last.status_code, last.headers["X-MinLimit-Remaining"]) == (200, "0")
    over = driver.read("Organisation", access)
    assert (over.status_code, over.headers["X-Rate-Limit-Problem"]) == (429, "minute")
    wait = int(over.headers["Retry-After"])
    assert 0 < wait <= 60
    assert driver.read("Organisation", demo).status_code == 200
    driver.services.clock.advance(wait)
    assert driver.read("Organisation", access).status_code == 200


def test_on_a_fast_clock_retry_after_counts_real_seconds() -> None:
    clock = PracticeClock(speed=10)
    limits = RateLimits(clock)
    for _ in range(60):
        with limits.call("a") as answered:
            assert not answered.problem
    with limits.call("a") as refused:
        assert refused.problem == "minute"
        assert 1 <= int(refused.headers["Retry-After"]) <= 6
    clock.advance(60)
    with limits.call("a") as answered:
        assert not answered.problem


def test_five_calls_at_once_and_no_more() -> None:
    limits = RateLimits(PracticeClock())
    with ExitStack() as running:
        for _ in range(5):
            assert not running.enter_context(limits.call("a")).problem
        with limits.call("a") as sixth, limits.call("b") as other:
            assert sixth.problem == sixth.headers["X-Rate-Limit-Problem"] == "concurrent"
            assert "Retry-After" not in sixth.headers
            assert not other.problem
    with limits.call("a") as later:
        assert not later.problem


def test_five_thousand_calls_a_day() -> None:
    clock = PracticeClock()
    limits = RateLimits(clock)
    for _ in range(5000):
        clock.advance(2)
        with limits.call("a") as allowance:
            assert not allowance.problem
    assert allowance.headers["X-DayLimit-Remaining"] == "0"
    with limits.call("a") as over:
        assert over.problem == "day"
        assert int(over.headers["Retry-After"]) > 3600
    clock.advance(24 * 3600)
    with limits.call("a") as tomorrow:
        assert not tomorrow.problem
