"""Xero's side of a store's books: read from the practice Xero, kept in the home, and asked for anew."""

import json
import os
import time
from collections import Counter
from pathlib import Path

import pytest
from msgspec import structs

from tests.unit.books.practice_send import PracticeSender
from tests.unit.jobs.programs import AtXero, Programs, done, signed_in
from wizard.app.program import Program
from wizard.books.match import Matcher
from wizard.catalogue.load import procedure
from wizard.catalogue.practice import practice_logins
from wizard.jobs.books.read_books import ReadBooks
from wizard.jobs.books.xero_side import FRESH_SECONDS, XeroSide, xero_folder, xero_side
from wizard.jobs.xero.check_xero_key import CheckXeroKey
from wizard.jobs.xero.choose_tenant import UseTenant
from wizard.jobs.xero.connect_xero import ConnectXero
from wizard.jobs.xero.use_organisation import UseOrganisation
from wizard.model.chart import Chart
from wizard.model.connection import TokenSet
from wizard.model.mapping import Mapping
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.oauth.token_endpoint import CONNECTION_CHECK, TokenEndpoint
from wizard.practice import PracticeServices
from wizard.practice.xero_accounting import Accounting
from wizard.practice.xero_http import Reply, Request
from wizard.xero.reads import PARTS

LOGINS = practice_logins()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """What was asked of the accounting API."""
    asked: list[Request] = []
    answer = Accounting.answer

    def noted(self: Accounting, request: Request) -> Reply | None:
        asked.append(request)
        return answer(self, request)

    monkeypatch.setattr(Accounting, "answer", noted)
    return asked


def connected(programs: Programs) -> Program:
    program = signed_in(programs)
    done(UseTenant("", ""), program)
    return program


def side_of(program: Program, **more: object) -> XeroSide:
    found = xero_side(program.tools(), None, Silent(), Cancel(), **more)  # type: ignore[arg-type]
    assert isinstance(found, XeroSide), found
    return found


def aged(program: Program, seconds: float) -> Path:
    folder = xero_folder(program.site)
    assert folder is not None
    for path in folder.glob("*.json"):
        then = path.stat().st_mtime - seconds
        os.utime(path, (then, then))
    return folder


def test_a_sign_in_reads_the_whole_of_its_organisation(programs: Programs) -> None:
    program = connected(programs)
    side = side_of(program)
    chart = side.chart
    assert (chart.organisation, len(chart.accounts), len(chart.tax_rates)) == ("Corner Store Pty Ltd", 66, 12)
    own = program.site.record().organisation
    assert own is not None
    assert chart.tenant == own.tenant_id
    assert len(chart.groups) == 3
    assert "ARCHIVED" in {contact.status for contact in chart.contacts}
    assert chart.invoices == {}
    assert "CreateManualJournal" in chart.actions
    assert (side.closed, side.not_asked) == (frozenset(), None)
    assert chart.read_at is not None
    assert abs(chart.read_at.timestamp() - time.time()) < 60


def test_what_was_read_just_now_is_not_asked_for_again(programs: Programs, reads: list[Request]) -> None:
    program = connected(programs)
    side_of(program)
    before = len(reads)
    assert side_of(program).chart.organisation == "Corner Store Pty Ltd"
    assert len(reads) == before


def test_what_is_old_is_asked_for_as_changes_where_xero_can_say_them(
    programs: Programs, reads: list[Request]
) -> None:
    program = connected(programs)
    before = side_of(program).chart
    aged(program, FRESH_SECONDS + 1)
    reads.clear()
    after = side_of(program).chart
    assert structs.replace(after, read_at=None) == structs.replace(before, read_at=None)
    since = {r.path.rpartition("/")[2]: "if-modified-since" in r.headers for r in reads}
    assert {name for name, asked in since.items() if asked} == {"Accounts", "Contacts", "Invoices"}
    assert len(since) == len(PARTS)


def test_what_did_not_change_in_xero_stays_as_it_was_kept(programs: Programs) -> None:
    program = connected(programs)
    side_of(program)
    folder = aged(program, FRESH_SECONDS + 1)
    kept = json.loads((folder / "Accounts.json").read_text("utf-8"))
    row = next(row for row in kept["Accounts"] if row.get("Code") == "200")
    row["Name"] = "An older name"
    (folder / "Accounts.json").write_text(json.dumps(kept), "utf-8")
    then = time.time() - FRESH_SECONDS - 1
    os.utime(folder / "Accounts.json", (then, then))
    accounts = side_of(program).chart.accounts
    assert len(accounts) == 66
    assert next(a.name for a in accounts if a.code == "200") == "An older name"


def test_after_a_day_all_is_read_whole(programs: Programs, reads: list[Request]) -> None:
    program = connected(programs)
    side_of(program)
    folder = aged(program, 90_000)
    since = json.loads((folder / "since.json").read_text("utf-8"))
    for about in since.values():
        about["whole_at"] -= 90_000
    (folder / "since.json").write_text(json.dumps(since), "utf-8")
    reads.clear()
    side_of(program)
    assert not [r for r in reads if "if-modified-since" in r.headers]


def test_without_xero_what_was_read_before_is_used_and_says_its_age(
    programs: Programs, services: PracticeServices
) -> None:
    program = connected(programs)
    side_of(program)
    aged(program, 7200)
    services.add_fault("token-consumed")
    later = programs.start()
    side = side_of(later)
    assert side.not_asked is not None
    assert side.not_asked.code == "CONN-LOST"
    assert side.chart.read_at is not None
    assert 7100 < time.time() - side.chart.read_at.timestamp() < 7300


def test_what_was_never_read_and_cannot_be_is_a_problem(programs: Programs) -> None:
    program = programs.start()
    assert xero_side(program.tools(), None, Silent(), Cancel()) == Problem("ORG-NONE", {"by": "nobody"})


def test_the_key_of_a_custom_connection_reads_as_well(programs: Programs, asked: Counter[str]) -> None:
    program = programs.start()
    secret = Secret(LOGINS["api-secret"])
    found = done(CheckXeroKey(LOGINS["api-key"], secret), program).value
    done(UseOrganisation(found, "", LOGINS["api-key"], secret), program)
    side = side_of(program)
    assert len(side.chart.accounts) == 66
    assert side.chart.invoices == {}
    assert side.closed == frozenset()


def test_who_may_only_read_settings_is_told_what_stays_closed(programs: Programs) -> None:
    program = programs.start()
    rental = procedure("point-of-rental-xero")
    done(ConnectXero(procedure=rental), program, AtXero())
    done(UseTenant("", ""), program)
    side = side_of(program)
    assert side.closed == {"ContactGroups", "Contacts", "Invoices"}
    assert side.chart.invoices is None


@pytest.mark.parametrize(
    ("granted", "asked_for"),
    [
        ({".read"}, 1),
        ({""}, 2),
        (set(), 3),
    ],
    ids=["to read", "to write", "neither"],
)
def test_a_key_is_asked_for_what_its_connection_may_have(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, granted: set[str], asked_for: int
) -> None:
    asks: list[tuple[str, ...]] = []
    ask = TokenEndpoint.client_credentials

    def limited(
        self: TokenEndpoint, client_id: str, client_secret: Secret, scopes: tuple[str, ...] = CONNECTION_CHECK
    ) -> TokenSet | Problem:
        asks.append(scopes)
        spelling = ".read" if scopes[-1].endswith(".read") else ""
        if scopes != CONNECTION_CHECK and spelling not in granted:
            return Problem("XERO-PERMISSION", {"permission": "more", "by": "key"})
        return ask(self, client_id, client_secret, scopes)

    program = programs.start()
    secret = Secret(LOGINS["api-secret"])
    found = done(CheckXeroKey(LOGINS["api-key"], secret), program).value
    done(UseOrganisation(found, "", LOGINS["api-key"], secret), program)
    monkeypatch.setattr(TokenEndpoint, "client_credentials", limited)
    side = side_of(program)
    assert len(asks) == asked_for
    assert len(side.chart.accounts) == 66
    assert side.closed == (set() if granted else {"ContactGroups", "Contacts", "Invoices"})


def test_a_change_in_xero_is_taken_over_and_all_else_stays(
    programs: Programs, services: PracticeServices, reads: list[Request]
) -> None:
    program = connected(programs)
    before = {account.code: account for account in side_of(program).chart.accounts}
    aged(program, FRESH_SECONDS + 1)
    services.clock.advance(5)
    services.change_in_xero("Accounts", "641", Name="Card takings", Status="ARCHIVED")
    reads.clear()
    after = {account.code: account for account in side_of(program).chart.accounts}
    changed = {code for code in before if after[code] != before[code]}
    assert changed == {"641"}
    assert (after["641"].name, after["641"].is_active) == ("Card takings", False)
    (asked,) = [request for request in reads if request.path.endswith("/Accounts")]
    assert asked.headers["if-modified-since"]


def test_of_many_customers_every_page_is_read(
    programs: Programs, services: PracticeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.xero.reads.PAGE_SIZE", 3)
    names = {contact.name for contact in side_of(connected(programs)).chart.contacts}
    assert len(names) == 7
    assert "Seaside Cafe" in names


@pytest.mark.parametrize("damage", ["", "{", '{"Accounts": 7}', "[1]"])
@pytest.mark.parametrize("name", ["Accounts.json", "since.json", "TaxRates.json"])
def test_a_file_that_was_damaged_is_read_anew(programs: Programs, name: str, damage: str) -> None:
    program = connected(programs)
    before = side_of(program).chart
    folder = xero_folder(program.site)
    assert folder is not None
    (folder / name).write_text(damage, "utf-8")
    after = side_of(program)
    assert structs.replace(after.chart, read_at=None) == structs.replace(before, read_at=None)
    assert after.not_asked is None


# --- W2: what is there already ---


def test_an_organisation_without_sales_is_not_in_use(programs: Programs) -> None:
    facts = done(ReadBooks(), connected(programs)).facts
    assert (facts["sales_seen"], facts["sales_in_xero"], facts["xero_in_use"]) == (True, 0, False)
    assert facts["newest_sale"] == ""


def test_sales_that_are_there_are_counted_by_one_short_answer(
    programs: Programs, services: PracticeServices, reads: list[Request]
) -> None:
    program = connected(programs)
    sender = PracticeSender(services, Matcher(Mapping(), Chart("", "", (), ())))
    for number, day in (("A-1", "2026-10-02"), ("A-2", "2026-11-20"), ("A-3", "2026-10-30")):
        line = {"Description": "Mug", "Quantity": "1", "UnitAmount": "9", "AccountCode": "200"}
        sale = {"Type": "ACCREC", "InvoiceNumber": number, "Contact": {"Name": "Ann"}, "Date": day}
        body = {"Invoices": [{**sale, "LineItems": [line]}]}
        assert sender._http.put(f"{sender._xero['api']}Invoices", json=body, timeout=10).status_code == 200
    reads.clear()
    facts = done(ReadBooks(), program).facts
    assert (facts["sales_in_xero"], facts["newest_sale"], facts["xero_in_use"]) == (3, "2026-11-20", True)
    assert len(reads) == 1


def test_without_the_permission_to_look_nothing_is_claimed(programs: Programs) -> None:
    program = programs.start()
    done(ConnectXero(procedure=procedure("point-of-rental-xero")), program, AtXero())
    done(UseTenant("", ""), program)
    assert done(ReadBooks(), program).facts == {"sales_seen": False}
