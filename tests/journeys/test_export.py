"""`tillbridge export`: planned, sent, looked at and proven from the command line, in a store of its own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.person import practice_person
from tests.journeys.program import Tillbridge
from tests.journeys.xero import Store
from tests.servers.secret_service import SecretService
from tests.unit.books.practice_chart import WEEKS, write_xero_data
from tests.unit.export.shop import Xero
from wizard.practice import PracticeServices

PRACTICE_ID = "7A11B21D6E000000000000000000C0DE"


@pytest.fixture
def services() -> Iterator[PracticeServices]:
    with PracticeServices(clock_speed=20) as running:
        yield running


@pytest.fixture
def store(tillbridge: Tillbridge, password_store: SecretService, services: PracticeServices) -> Store:
    program = tillbridge.within(password_store.environment)
    found = Store(program, services.services_file, PRACTICE_ID)
    assert found.paste(practice_person()).status == 0
    return found


@pytest.fixture
def given(store: Store, tmp_path: Path) -> list[str | Path]:
    """The clean week, and matches for it."""
    week = tmp_path / "week"
    shutil.copytree(WEEKS / "clean", week)
    data, out = write_xero_data(tmp_path / "x"), tmp_path / "matches.toml"
    line = ["--documents", week, "--xero-data", data, "--out", out]
    assert store.program.run("books", "suggest", *line, "--accept-all").status == 0
    return ["--documents", week, "--mapping", out]


def test_a_week_is_planned_sent_and_proven(
    store: Store, services: PracticeServices, given: list[str | Path]
) -> None:
    def run(*arguments: str | Path):  # type: ignore[no-untyped-def]
        return store.program.run("--services", store.services, "export", *arguments)

    assert run("status").answer["said"] == "Nothing was sent to Corner Store Pty Ltd from here yet."
    assert run("proof").problems == ["PROOF-NONE"]
    planned = run("plan", *given).answer
    assert (planned["organisation"], planned["sent"], planned["read"]) == ("Corner Store Pty Ltd", 105, 109)
    assert planned["calls"] > 5
    assert 4900 < planned["allowance"]["day"] < 5000
    asked = run("run", *given)
    assert asked.status == 3
    assert asked.answer["needs"][0]["screen"] == "W8"
    xero = Xero(services.services_file)
    assert xero.all("Invoices") == []
    sent = run("run", *given, "--yes").answer
    counts = {
        key: sent[key] for key in ("read", "sent", "already_there", "failed", "held", "excluded", "made")
    }
    assert counts == {
        "read": 109, "sent": 105, "already_there": 4, "failed": 0, "held": 0, "excluded": 0, "made": 0,
    }  # fmt: skip
    asked = run("run", *given)
    assert asked.status == 3
    assert asked.answer["needs"][0]["what"].startswith("The last sending today: 105 sent")
    proof = run("proof").answer
    assert (proof["equal"], proof["differences"]) == (True, [])
    assert all(row["store"] == row["matched"] == row["sent"] == row["xero"] for row in proof["totals"])
    assert proof["sha256"] in Path(proof["proof"]).read_text("utf-8")
    again = run("run", *given, "--yes").answer
    assert (again["sent"], again["already_there"]) == (0, 109)
    assert len(xero.all("Invoices")) == 45
    xero.close()
    status = run("status").answer
    assert status["said"].startswith("0 sent, 109 already in Xero on ")
    assert status["in_xero"]["invoice"]["count"] == 45


@pytest.mark.skipif(os.name != "posix", reason="a terminal of our own is made by POSIX")
def test_a_person_who_sends_twice_on_one_day_is_asked_first(
    store: Store, services: PracticeServices, given: list[str | Path]
) -> None:
    def at_a_terminal(answer: str) -> tuple[int, str, str]:
        ours, terminal = os.openpty()
        try:
            os.write(ours, f"{answer}\n".encode())
            line = ["--home", store.program.home, "--services", store.services, "export", "run"]
            return store.program.from_terminal(terminal, *line, *given, "--yes")
        finally:
            os.close(ours)
            os.close(terminal)

    status, said, asked = at_a_terminal("n")
    assert (status, "105 sent" in said, asked) == (0, True, ""), "the first time --yes is the answer"
    status, said, asked = at_a_terminal("n")
    assert asked.startswith("The last sending today: 105 sent, 4 already in Xero")
    assert asked.rstrip().endswith("[y/N]")
    assert status == 3, said
    assert store.program.run("--services", store.services, "export", "status").answer["last_run"]["run"] == 1
    status, said, asked = at_a_terminal("y")
    assert (status, "109 already in Xero" in said) == (0, True)
    assert "[y/N]" in asked
    xero = Xero(services.services_file)
    assert len(xero.all("Invoices")) == 45
    xero.close()


def test_a_record_that_does_not_pass_is_named_and_the_exit_is_one(
    store: Store, given: list[str | Path]
) -> None:
    rows = Path(given[1]) / "invoices.csv"
    text = rows.read_text("utf-8")
    rows.write_text(
        text.replace("WEB-10231,Order 10231,16/11/2026", "WEB-10231,Order 10231,16/11/2025"), "utf-8"
    )
    ended = store.program.run("--services", store.services, "export", "run", *given, "--yes")
    assert ended.problems == ["POST-SOME"]
    failed = [row for row in ended.answer["records"] if row["state"] == "failed"]
    assert {row["record"] for row in failed} == {"WEB-10231"}
    assert failed[0]["rule"] == "year-lock"
    assert any(row["code"] == "hangs" for row in ended.answer["records"])


def test_what_is_missing_or_wrong_is_said_at_once(store: Store, given: list[str | Path]) -> None:
    def faults(*arguments: str | Path) -> set[tuple[str, str]]:
        return store.program.run("--services", store.services, "export", *arguments).faults

    assert faults("plan") == {("--documents", "MISSING"), ("--mapping", "MISSING")}
    assert faults("run", *given, "--start-from", "yesterday") == {("--start-from", "NOT-VALID")}
    ((where, code),) = faults("run", *given, "--through", "everything")
    assert code == "USAGE", where


def test_while_xero_is_down_a_person_is_asked_and_given_files(
    store: Store, services: PracticeServices, given: list[str | Path], tmp_path: Path
) -> None:
    def run(*arguments: str | Path):  # type: ignore[no-untyped-def]
        return store.program.run("--services", store.services, "export", *arguments)

    run("plan", *given)
    services.add_fault("xero-down")
    out = tmp_path / "upload"
    asked = run("csv", *given, "--out", out)
    assert (asked.status, asked.answer["ok"], out.exists()) == (3, False, False)
    written = run("csv", *given, "--out", out, "--yes")
    assert (written.status, written.answer["records"]) == (0, asked.answer["records"])
    assert {Path(one).parent for one in written.answer["files"]} == {out}
    assert any(Path(one).name.startswith("credit-notes-") for one in written.answer["files"])
    assert written.answer["not_checked"] == ["credit-notes-import"], "two guides differ, and nobody looked"
    assert "Not checked in Xero's own import" in written.answer["steps"][-1]
    services.clear_faults()
    held = run("run", *given, "--yes").answer
    assert held["held"] >= written.answer["records"]
    assert (run("unmark").status, run("unmark", "--yes").status) == (3, 0)
    assert run("run", *given, "--yes").answer["held"] == 0


def test_a_schedule_is_kept_and_shown_and_the_daily_run_ends_as_things_stand(store: Store) -> None:
    def run(*arguments: str | Path):  # type: ignore[no-untyped-def]
        return store.program.run("--services", store.services, *arguments)

    assert run("schedule", "--daily", "25:00").faults == {("--daily", "NOT-VALID")}
    kept = run("schedule", "--weekly", "fri", "18:30")
    assert (kept.status, kept.answer["schedule"], kept.answer["ok"]) == (3, "fri 18:30", False)
    assert len(kept.answer["not_checked"]) == 1, "no real scheduler is told outside the live world"
    shown = run("schedule")
    assert (shown.status, shown.answer["next_sending"]) == (3, "")
    assert "no files" in shown.answer["cannot_send"], "nothing would go then, and no time is promised"
    assert run("schedule", "--watch", "18:30").status == 0, "looking needs nothing of that"
    assert run("schedule", "--off").answer["schedule"] == ""
    daily = run("daily")
    assert (daily.status, daily.answer["ok"]) == (0, True)
    assert [one["about"] for one in daily.answer["looked"]] == ["sign-in"]
