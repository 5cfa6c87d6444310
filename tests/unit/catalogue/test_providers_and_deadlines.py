"""The provider table, the guides to app passwords, and the deadlines: sound, dated, and looked up offline."""

import datetime
import re

import pytest

from wizard.catalogue import load
from wizard.catalogue.deadlines import due
from wizard.catalogue.password_pages import drawn_page
from wizard.catalogue.provider_rows import Deadline, PasswordGuide, Provider
from wizard.catalogue.providers import ANOTHER, provider, provider_of_address, provider_of_server
from wizard.model.names import is_host

ROWS = [row for row in load.providers() if row.id != ANOTHER]
# what the guide's table says, row by row (S5.37-S5.47)
GUIDE = {
    "gmail": ("smtp.gmail.com", 587, "TLS"),
    "hotmail": ("smtp-mail.outlook.com", 587, "TLS"),
    "yahoo": ("smtp.mail.yahoo.com", 587, "TLS"),
    "aol": ("smtp.aol.com", 587, "TLS"),
    "bt": ("mail.btinternet.com", 465, "SSL"),
    "office365": ("smtp.office365.com", 587, "TLS"),
    "ionos-uk": ("auth.smtp.1and1.co.uk", 587, "TLS"),
    "sendgrid": ("smtp.sendgrid.net", 465, "SSL"),
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_row_is_whole_dated_and_says_where_it_is_from(row: Provider) -> None:
    assert is_host(row.outgoing.host)
    assert "." in row.outgoing.host
    usual = load.encryptions()[row.outgoing.socket].port
    assert row.outgoing.port == usual, "the port that belongs to its encryption"
    assert row.checked >= datetime.date(2026, 11, 1)
    assert len(row.source) > 8
    assert row.login
    assert ("oauth2" in row.login) == bool(row.vendor)
    assert bool(row.guide) == bool({"app-password", "api-key"} & set(row.login))
    assert (row.user == "apikey") == ("api-key" in row.login)
    assert row.state == "current" or row.note, "what is out of date is said at the row"
    if row.ended:
        assert row.login == ["oauth2"]
        assert str(row.ended.year) in row.note
    if row.incoming is not None:
        assert is_host(row.incoming.host)
        assert (row.incoming.port, row.incoming.socket) == (995, "tls")


def test_no_domain_belongs_to_two_rows() -> None:
    domains = [domain for row in ROWS for domain in row.domains]
    assert len(domains) == len(set(domains))
    assert all(domain == domain.lower() and is_host(domain) for domain in domains)
    assert len({row.id for row in load.providers()}) == len(load.providers())


@pytest.mark.parametrize(("name", "says"), GUIDE.items())
def test_the_guides_eight_rows_are_there_and_differences_are_said(
    name: str, says: tuple[str, int, str]
) -> None:
    row = provider(name)
    ours = (row.outgoing.host, row.outgoing.port, load.encryptions()[row.outgoing.socket].kashflow)
    assert ours == says or row.guide_says == ", ".join(map(str, says))


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("Shop@GMail.com", "gmail"),
        ("shop@hotmail.co.uk", "hotmail"),
        ("shop@a-company.example", ANOTHER),
        ("shop@not-gmail.com", ANOTHER),
        ("gmail.com", "gmail"),
        ("", ANOTHER),
    ],
)
def test_an_address_picks_its_row(address: str, wanted: str) -> None:
    assert provider_of_address(address).id == wanted


def test_a_server_belongs_to_its_row_and_an_unknown_id_to_none() -> None:
    found = provider_of_server(" SMTP.Office365.com ")
    assert found is not None
    assert found.id == "office365"
    assert provider_of_server("") is None
    assert provider("no-such-provider").id == ANOTHER


@pytest.mark.parametrize("guide", load.password_guides().values(), ids=lambda guide: guide.id)
def test_a_guide_has_steps_a_page_and_a_shape_that_can_be_matched(guide: PasswordGuide) -> None:
    assert guide.url.startswith("https://")
    assert len(guide.steps) >= 3
    assert all(step.endswith(".") for step in guide.steps)
    re.compile(guide.shape)
    assert bool(guide.shape) == bool(guide.shape_words)
    assert any(row.guide == guide.id for row in ROWS), "nobody uses it"
    page = drawn_page(guide)
    assert page is not None
    drawn = {part.id for part in page.all_parts()}
    assert set(guide.touches) <= drawn
    assert all(1 <= int(number) <= len(guide.steps) for number in guide.touches.values())


# --- deadlines ---

END_OF_2026 = {"sender_provider": "office365", "sender_login": "password"}


def ids(today: str, store: dict[str, object]) -> list[tuple[str, int]]:
    return [(d.deadline.id, d.days_left) for d in due(datetime.date.fromisoformat(today), store)]


@pytest.mark.parametrize("row", load.deadlines(), ids=lambda row: row.id)
def test_a_deadline_says_when_what_and_what_to_do(row: Deadline) -> None:
    assert row.what.endswith(".")
    assert row.do.endswith(".")
    assert str(row.ends.year) in row.ends_words
    assert row.checked >= datetime.date(2026, 11, 1)
    assert row.source
    # what nobody can be concerned by any more is there for the document's date alone
    assert row.concerns or row.ends < row.checked


def test_it_warns_from_sixty_days_before_and_goes_on_afterwards() -> None:
    name = "microsoft-smtp-password"
    assert ids("2026-10-31", END_OF_2026) == []
    assert ids("2026-11-01", END_OF_2026) == [(name, 60)]
    assert ids("2026-12-31", END_OF_2026) == [(name, 0)]
    assert ids("2027-03-01", END_OF_2026) == [(name, -60)]
    (past,) = due(datetime.date(2027, 3, 1), END_OF_2026)
    assert past.is_past
    assert "switched it on again" in past.words


@pytest.mark.parametrize(
    "store",
    [
        {},
        {"sender_provider": "office365", "sender_login": "sign-in"},
        {"sender_provider": "bt", "sender_login": "password"},
        {"xero_connected": False, "xero_keys": False},
    ],
)
def test_it_warns_only_whom_it_concerns(store: dict[str, object]) -> None:
    assert ids("2026-12-01", store) == []
    assert ids("2027-08-20", store) == []


def test_a_server_typed_by_hand_counts_as_its_provider() -> None:
    typed = {"sender_provider": "another", "sender_server": "smtp.office365.com", "sender_login": "password"}
    assert [name for name, _ in ids("2026-12-01", typed)] == ["microsoft-smtp-password"]


def test_xeros_change_is_said_in_summer_2027_to_stores_with_xero() -> None:
    assert ids("2027-06-01", {"xero_keys": True}) == []
    assert ids("2027-08-20", {"xero_keys": True}) == [("xero-granular-permissions", 12)]
    assert ids("2027-08-20", {"xero_connected": True}) == [("xero-granular-permissions", 12)]
