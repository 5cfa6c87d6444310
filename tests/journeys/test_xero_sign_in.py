"""`tillbridge xero`: signed in, looked at, renewed and ended, against oidc-provider and the practice Xero."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.faults.person import Person, practice_person, provider_person
from tests.journeys.program import Tillbridge
from tests.journeys.xero import Store
from tests.servers.fixtures import MakeOpenIdProvider
from tests.servers.openid_provider import CLIENT_ID, ORGANISATION, OpenIdProvider
from tests.servers.secret_service import SecretService
from wizard.practice import PracticeServices

PRACTICE_ID = "7A11B21D6E000000000000000000C0DE"


@pytest.fixture
def program(tillbridge: Tillbridge, password_store: SecretService) -> Tillbridge:
    return tillbridge.within(password_store.environment)


@pytest.fixture
def provider(openid_provider: OpenIdProvider) -> OpenIdProvider:
    return openid_provider


@pytest.fixture
def store(program: Tillbridge, provider: OpenIdProvider) -> Store:
    return Store(program, provider.services_file(), CLIENT_ID)


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


def reads(provider: OpenIdProvider, token: str) -> bool:
    """Whether a token opens the provider's organisations."""
    with requests.Session() as session:
        session.trust_env = False
        header = {"Authorization": f"Bearer {token}"}
        return session.get(provider.xero["connections"], headers=header, timeout=10).status_code == 200


@pytest.mark.parametrize("way", ["paste", "browser"])
def test_a_store_signs_in_looks_renews_and_leaves(store: Store, provider: OpenIdProvider, way: str) -> None:
    connected = store.paste(provider_person()) if way == "paste" else store.browse("provider")
    assert connected.answer["organisation"]["organisation_name"] == ORGANISATION
    assert connected.answer["days_left"] in {59, 60}
    status = store.run("status").answer
    assert status["organisation"] == {"name": ORGANISATION, "last_four": "700d"}
    (row,) = store.run("organisations").answer["organisations"]
    assert row["chosen"] is True
    first, second = (store.run("token").answer["access_token"] for _ in range(2))
    assert first != second
    assert reads(provider, second)
    assert store.run("disconnect").answer["disconnected"] == [ORGANISATION]
    assert not reads(provider, second), "revoked at the provider"
    assert store.run("token").problems == ["CONN-NONE"]
    told = provider.told()
    assert (told["refused"], told["most_at_once"]) == ([], 1)


def test_as_lines_the_token_alone_is_on_stdout(store: Store, provider: OpenIdProvider) -> None:
    assert store.paste(provider_person()).status == 0
    line = ("--home", store.program.home, "--services", store.services, "xero", "token")
    ended = store.program.run_as_given(*line)
    assert (ended.status, ended.stderr) == (0, "")
    (token,) = ended.stdout.splitlines()
    assert reads(provider, token)


def test_the_address_asks_for_pkce_and_every_permission_with_its_reason(store: Store) -> None:
    waiting = store.begin()
    query = {name: values[0] for name, values in parse_qs(urlsplit(waiting.address).query).items()}
    waiting.answer("")
    assert query["code_challenge_method"] == "S256"
    assert query["redirect_uri"] in {f"http://localhost:{port}/callback" for port in (8747, 18747, 28747)}
    assert "offline_access" in query["scope"].split()
    assert not {"client_secret", "code_verifier"} & query.keys()


def test_several_organisations_are_a_question_that_needs_no_second_sign_in(
    program: Tillbridge, make_openid_provider: MakeOpenIdProvider
) -> None:
    provider = make_openid_provider(organisations=("North Store", "South Store", "North Store"))
    store = Store(program, provider.services_file(), CLIENT_ID)
    asked = store.paste(provider_person())
    assert asked.status == 3
    found = json.loads(asked.stdout)
    assert [row["name"] for row in found["organisations"]] == ["North Store", "South Store", "North Store"]
    again = store.run("connect", "--organisation", "South Store")
    assert again.answer["organisation"]["organisation_name"] == "South Store"


@pytest.mark.parametrize("way", ["paste", "browser"])
def test_cancel_on_the_page_is_its_own_problem(store: Store, provider: OpenIdProvider, way: str) -> None:
    ended = store.paste(provider_person("cancel")) if way == "paste" else store.browse("provider-cancel")
    assert ended.problems == ["XERO-DENIED"]
    assert store.run("status").problems == ["CONN-NONE"]
    assert store.paste(provider_person()).status == 0, "and then it works"


def test_reconnecting_keeps_what_was_set_up(store: Store, provider: OpenIdProvider) -> None:
    assert store.paste(provider_person()).status == 0
    before = store.run("token").answer["access_token"]
    assert store.paste(provider_person()).status == 0
    assert store.run("status").answer["organisation"]["name"] == ORGANISATION
    assert store.run("token").answer["access_token"] != before
    assert provider.told()["refused"] == []


def test_two_stores_of_one_pc_do_not_meet(store: Store) -> None:
    assert store.paste(provider_person()).status == 0
    assert store.run("--site", "other", "status").problems == ["CONN-NONE"]
    assert store.run("status").status == 0


def test_without_a_password_store_nothing_is_kept(tillbridge: Tillbridge, provider: OpenIdProvider) -> None:
    store = Store(tillbridge, provider.services_file(), CLIENT_ID)
    ended = store.run("connect", "--client-id", CLIENT_ID, "--way", "paste")
    assert (ended.problems, ended.stderr) == (["VAULT-MISSING"], ""), "and nobody is sent to Xero for nothing"


@pytest.mark.parametrize("way", ["paste", "browser"])
def test_the_practice_xero_too(
    program: Tillbridge, services: PracticeServices, way: str, tmp_path: Path
) -> None:
    store = Store(program, services.services_file, PRACTICE_ID)
    person: Person = practice_person()
    ended = store.paste(person) if way == "paste" else store.browse("practice")
    assert ended.answer["organisation"]["organisation_name"] == "Corner Store Pty Ltd"
    assert store.run("token").status == 0


def test_the_demo_company_is_refused_outside_practice(
    program: Tillbridge, services: PracticeServices
) -> None:
    store = Store(program, services.services_file, PRACTICE_ID)
    assert store.paste(practice_person("Demo Company (AU)")).problems == ["ORG-DEMO"]
