"""`run FILE` and `run FILE --check`: a store set up by one command, and whether anything is left to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.person import practice_person
from tests.journeys.program import Ended, Tillbridge, places_of
from tests.journeys.xero import Store
from tests.servers.secret_service import SecretService
from tests.unit.books.practice_chart import WEEKS
from wizard.practice import PracticeServices
from wizard.practice.logins import read_logins

PRACTICE_ID = "7A11B21D6E000000000000000000C0DE"


def own_file(program: Tillbridge, procedure: str) -> Path:
    path = program.folder / f"{procedure}.toml"
    path.write_text(program.run("--practice", "answers", procedure).answer["answers"], "utf-8")
    return path


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".log"}


def check(program: Tillbridge, file: Path, *more: str | Path) -> Ended:
    return program.run("--practice", "run", file, "--check", *more)


@pytest.mark.parametrize("procedure", ["imagatec-mail", "imagatec-xero", "kashflow-smtp"])
def test_a_file_alone_is_run_and_the_second_time_nothing_would_change(
    tillbridge: Tillbridge, procedure: str
) -> None:
    file = own_file(tillbridge, procedure)
    before = check(tillbridge, file)
    assert (before.status, before.answer["procedure"]) == (0, procedure)
    assert before.answer["would_change"] == len(before.answer["changes"]) > 2
    assert before.answer["changes"][0]["old"] == "not set up"
    boxes = [one for one in before.answer["changes"] if one["name"].startswith("Thunderbird.")]
    assert bool(boxes) is (procedure == "imagatec-mail"), "what it would write into the mail program"
    assert tillbridge.run("--practice", "run", file).status == 0
    kept = everything(tillbridge.home)
    after = check(tillbridge, file)
    assert (after.answer["would_change"], after.answer["changes"]) == (0, [])
    assert everything(tillbridge.home) == kept
    secrets = {read_logins()[name] for name in ("api-secret", "mail-password")}
    assert places_of(secrets, tillbridge.home, before, after) == []


def test_a_run_says_what_it_wrote_and_how_that_is_put_back(tillbridge: Tillbridge) -> None:
    file = own_file(tillbridge, "imagatec-mail")
    told = tillbridge.run_as_given("--home", tillbridge.home, "--practice", "run", file).stdout
    assert "written into Thunderbird, " in told
    receipt = told.partition("tillbridge mail undo ")[2].partition(" ")[0]
    assert next(tillbridge.home.rglob(f"{receipt}.json"))
    assert "(proven)" in told


def test_what_differs_is_named_one_by_one_and_a_secret_is_not_told(tillbridge: Tillbridge) -> None:
    file = own_file(tillbridge, "imagatec-mail")
    assert tillbridge.run("--practice", "run", file).status == 0
    text = file.read_text("utf-8").replace('access_isp = "optus"', 'access_isp = "telstra"')
    text = text.replace('{ practice = "mail-password" }', '{ env = "OTHER" }')
    file.write_text(text, "utf-8")
    ended = tillbridge.run("--practice", "run", file, "--check", secrets={"OTHER": "another-Qz7!"})
    assert [(one["name"], one["old"], one["new"]) for one in ended.answer["changes"]] == [
        ("access_isp", "optus", "telstra"),
        ("password", "another one is kept", "kept"),
    ]
    assert "another-Qz7!" not in ended.stdout + ended.stderr


def test_what_was_changed_in_the_mail_program_since_would_be_put_right(tillbridge: Tillbridge) -> None:
    file = own_file(tillbridge, "imagatec-mail")
    assert tillbridge.run("--practice", "run", file).status == 0
    (prefs,) = tillbridge.home.rglob("prefs.js")
    prefs.write_text(prefs.read_text("utf-8").replace("15925", "25"), "utf-8")
    (change,) = check(tillbridge, file).answer["changes"]
    assert (change["old"], change["new"]) == ("25", "15925")
    assert tillbridge.run("--practice", "run", file).status == 0
    assert check(tillbridge, file).answer["would_change"] == 0


def test_a_file_of_nothing_known_and_a_name_without_answers_are_faults(tillbridge: Tillbridge) -> None:
    strange = tillbridge.folder / "strange.toml"
    strange.write_text('procedure = "nothing"\n[answers]\n', "utf-8")
    assert tillbridge.run("run", strange).faults == {("procedure", "UNKNOWN-PROCEDURE")}
    assert tillbridge.run("run", "imagatec-mail").faults == {("--answers", "MISSING")}
    assert tillbridge.run("run", "nothing").faults == {("PROCEDURE", "UNKNOWN-PROCEDURE")}
    strange.write_text('procedure = ["imagatec-mail"]\n', "utf-8")
    assert tillbridge.run("run", strange, "--check").faults == {("procedure", "UNKNOWN-PROCEDURE")}
    strange.write_text('procedure = "imagatec-mail"\n[layouts.x]\nkind = "invoices"\n', "utf-8")
    assert ("layouts", "UNKNOWN-KEY") in tillbridge.run("run", strange).faults


@pytest.mark.parametrize(
    ("layout", "where", "code"),
    [
        ('[layouts."../../up"]\nkind = "invoices"', "layouts.../../up", "NOT-VALID"),
        ('[layouts.orders]\nkind = "novels"', "layouts.orders.kind", "NOT-A-CHOICE"),
        ("layouts = 7", "layouts", "NOT-A-TABLE"),
        ("[layouts]\norders = 7", "layouts.orders", "NOT-A-TABLE"),
        ('[match.organisation]\ntenant = 7\n[match.payment]\nEFTPOS = "641"', "match.organisation.tenant",
         "NOT-A-TEXT"),
    ],
)  # fmt: skip
def test_layouts_and_matches_that_cannot_be_are_named_with_their_key(
    tillbridge: Tillbridge, layout: str, where: str, code: str
) -> None:
    file = tillbridge.folder / "shop.toml"
    file.write_text(f'procedure = "ipages-xero"\n{layout}\n', "utf-8")
    assert (where, code) in tillbridge.run("run", file).faults
    assert not list(tillbridge.home.rglob("layouts"))


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


@pytest.fixture
def store(tillbridge: Tillbridge, password_store: SecretService, services: PracticeServices) -> Store:
    return Store(tillbridge.within(password_store.environment), services.services_file, PRACTICE_ID)


ORDERS = """
[layouts.orders]
kind = "invoices"
[layouts.orders.columns]
contact = "Customer"
number = "Order"
date = "Day"
amount = "Paid"
account = "What"
"""


def shop_file(store: Store, folder: Path, tables: str) -> Path:
    path = store.program.folder / "shop.toml"
    text = f'procedure = "ipages-xero"\n[answers]\nfolder = "{folder.as_posix()}"\n{tables}'
    path.write_text(text, "utf-8")
    return path


def shop(store: Store, *arguments: str | Path) -> Ended:
    return store.program.run("--services", store.services, "run", *arguments)


def test_a_sign_in_that_nobody_made_is_asked_of_a_person_before_anything_runs(store: Store) -> None:
    file = shop_file(store, WEEKS / "clean", "accept_suggestions = true\n")
    ended = shop(store, file, "--check")
    assert ended.status == 3
    assert [need["screen"] for need in ended.answer["needs"]] == ["W1"]
    assert ended.answer["would_change"] > 0


def test_a_shops_layouts_and_matches_come_out_of_its_file(store: Store) -> None:
    assert store.paste(practice_person()).status == 0
    file = shop_file(store, WEEKS / "clean", f"accept_suggestions = true\n{ORDERS}")
    assert shop(store, file).status == 0
    (kept,) = store.program.home.rglob("layouts/orders.toml")
    assert 'amount = "Paid"' in kept.read_text("utf-8")
    assert shop(store, file, "--check").answer["would_change"] == 0
    other = f'{ORDERS.replace("Paid", "Total")}[match.payment]\n"EFTPOS" = "not used"\n'
    ended = shop(store, shop_file(store, WEEKS / "clean", other), "--check")
    assert {one["name"] for one in ended.answer["changes"]} == {"layouts.orders", "match.payment.EFTPOS"}


def test_matches_of_another_organisation_are_suggested_and_the_stores_own_stay(store: Store) -> None:
    assert store.paste(practice_person()).status == 0
    tables = (
        '[match.organisation]\ntenant = "another"\nname = "Other Store"\n[match.payment]\n"EFTPOS" = "606"\n'
    )
    file = shop_file(store, WEEKS / "clean", f"accept_suggestions = true\n{tables}")
    assert shop(store, file).status == 0
    (kept,) = store.program.home.rglob("books/mapping.toml")
    text = kept.read_text("utf-8")
    assert "Corner Store Pty Ltd" in text
    assert "another" not in text
    assert shop(store, file, "--check").answer["would_change"] == 0
