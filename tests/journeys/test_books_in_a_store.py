"""A store from its sign-in to the check of its books, by the command line, against the practice Xero."""

import os
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.faults.person import practice_person
from tests.journeys.program import Ended, Tillbridge
from tests.journeys.xero import Store
from tests.servers.secret_service import SecretService
from tests.unit.books.practice_chart import WEEKS
from wizard.practice import PracticeServices

PRACTICE_ID = "7A11B21D6E000000000000000000C0DE"


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices() as running:
        yield running


@pytest.fixture
def store(tillbridge: Tillbridge, password_store: SecretService, services: PracticeServices) -> Store:
    made = Store(tillbridge.within(password_store.environment), services.services_file, PRACTICE_ID)
    assert made.paste(practice_person()).status == 0
    return made


def books(store: Store, *arguments: str | Path) -> Ended:
    return store.program.run("--services", store.services, "books", *arguments)


def run(store: Store, procedure: str, answers: str) -> Ended:
    path = store.program.folder / f"{procedure}.toml"
    path.write_text(answers, "utf-8")
    return store.program.run("--services", store.services, "run", procedure, "--answers", path)


def own_answers(store: Store, procedure: str) -> str:
    """The answer file that the program itself writes for the practice services."""
    ended = store.program.run("--services", store.services, "answers", procedure)
    answers: str = ended.answer["answers"]
    return answers


def test_the_programs_own_answers_name_the_clean_week_and_carry_a_shop_through(store: Store) -> None:
    answers = own_answers(store, "ipages-xero")
    assert f'folder = "{WEEKS / "clean"}"' in answers
    ended = run(store, "ipages-xero", answers)
    assert ended.status == 0, ended.stdout
    result = ended.steps["check-records"]["result"]
    assert (result["records_checked"], result["records_refused"]) == (109, 0)
    states = {step["id"]: step["state"] for step in ended.answer["steps"]}
    assert states.pop("send-records") == "skipped"
    assert set(states.values()) == {"done"}
    # from here on the store's own folder, matches and what Xero answered are there
    assert books(store, "check").answer["checked"] == 109
    assert books(store, "check", "--fast").answer["rejections"] == []
    assert books(store, "diff").answer == {"ok": True, "changes": []}
    out = store.program.folder / "again.toml"
    ended = books(store, "suggest", "--out", out, "--accept-all")
    assert (ended.answer["matched"], ended.answer["left"]) == (23, [])


def test_a_rental_store_is_carried_through_as_well(store: Store) -> None:
    answers = own_answers(store, "point-of-rental-xero")
    assert "journal.csv" in answers
    ended = run(store, "point-of-rental-xero", answers)
    assert ended.status == 0, ended.stdout
    assert ended.steps["check-entries"]["result"]["records_checked"] == 7
    assert ended.steps["look-arrived"]["state"] == "skipped"


def test_a_line_that_nobody_copied_or_named_is_not_checked_and_no_fault(store: Store) -> None:
    said = own_answers(store, "point-of-rental-xero").splitlines()
    answers = [line for line in said if not line.startswith(("paste_back", "picked_organisation"))]
    assert len(answers) < len(said)
    ended = run(store, "point-of-rental-xero", "\n".join(answers) + "\n")
    assert (ended.status, ended.answer["ok"]) == (0, True), ended.stdout
    assert "needs" not in ended.answer
    assert {"copy", "vendor-organisation"} <= set(ended.answer["not_checked"])


def test_without_any_match_the_run_fails_at_w5_and_names_the_words(store: Store) -> None:
    ended = run(store, "ipages-xero", f'procedure = "ipages-xero"\n[answers]\nfolder = "{WEEKS / "clean"}"\n')
    assert (ended.status, ended.problems) == (1, ["MATCH-LEFT"])
    step = ended.steps["match-sales"]
    assert (step["screen"], step["state"]) == ("W5", "failed")
    assert "Web sales" in step["result"]["codes_left"]
    facts = ended.answer["problems"][0]["facts"]
    assert facts["count"] == len(step["result"]["codes_left"])
    assert facts["words"].split(", ")[0] in step["result"]["codes_left"]


def test_the_check_goes_on_without_xero_and_says_of_when_it_knows(
    store: Store, services: PracticeServices
) -> None:
    assert run(store, "ipages-xero", own_answers(store, "ipages-xero")).status == 0
    services.add_fault("token-consumed")
    hour_ago = time.time() - 3600
    for path in store.program.home.rglob("books/xero/*/*.json"):
        os.utime(path, (hour_ago, hour_ago))
    ended = books(store, "check")
    assert (ended.status, ended.answer["checked"]) == (0, 109)
    age = time.time() - datetime.fromisoformat(ended.answer["chart_read_at"]).timestamp()
    assert 3500 < age < 3800
    line = ["--home", store.program.home, "--services", store.services, "books", "check"]
    assert "Xero was not asked anew" in store.program.run_as_given(*line).stdout


def export(store: Store, *arguments: str) -> Ended:
    return store.program.run("--services", store.services, "export", *arguments)


def test_a_rentals_entries_go_by_the_verbs_where_tillbridge_posts_and_not_where_it_does_not(
    store: Store,
) -> None:
    """R6 box A: never both."""
    answers = own_answers(store, "point-of-rental-xero")
    assert run(store, "point-of-rental-xero", answers).status == 0
    ended = export(store, "plan")
    assert (ended.status, ended.answer["sent"], ended.answer["excluded"]) == (0, 0, 7)
    assert {one["code"] for one in ended.answer["records"]} == {"vendor-posts"}
    assert "Point of Rental posts this kind by itself" in ended.answer["records"][0]["why"]
    answers += 'who_posts = "tillbridge"\nvendor_off = true\n'
    assert run(store, "point-of-rental-xero", answers).status == 0
    ended = export(store, "plan")
    assert (ended.status, ended.answer["sent"], ended.answer["excluded"]) == (0, 7, 0)
    ended = export(store, "run", "--yes")
    assert (ended.status, ended.answer["sent"], ended.answer["failed"]) == (0, 7, 0)
    assert ended.answer["not_checked"] == ["vendor-posting"], "nobody here sees what Point of Rental does"
    assert export(store, "status").answer["in_xero"]["journal"]["count"] == 7
    ended = export(store, "proof")
    assert (ended.status, ended.answer["differences"]) == (0, [])
