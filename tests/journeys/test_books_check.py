"""`tillbridge books check`: what Xero would refuse, from files alone; nothing is sent and nobody is asked."""

import json
import resource
import time
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.journeys.program import Tillbridge
from tests.unit.books.practice_chart import WEEKS, write_xero_data
from wizard.model.xero import Organisation
from wizard.store.site import SiteFolder
from wizard.store.xero_answers import XeroAnswers


@pytest.fixture
def given(tillbridge: Tillbridge, tmp_path: Path) -> list[str | Path]:
    data, out = write_xero_data(tmp_path / "x"), tmp_path / "mapping.toml"
    line = ["--documents", WEEKS / "clean", "--xero-data", data, "--out", out]
    assert tillbridge.run("books", "suggest", *line, "--accept-all").status == 0
    return ["--xero-data", data, "--mapping", out]


def test_a_clean_week_ends_with_zero(tillbridge: Tillbridge, given: list[str | Path]) -> None:
    ended = tillbridge.run("books", "check", *given, "--documents", WEEKS / "clean")
    found = ended.answer
    assert (ended.status, found["rejections"], found["warnings"], found["checked"]) == (0, [], [], 109)
    assert found["chart_read_at"]


def test_a_week_with_mistakes_ends_with_one_and_says_each(
    tillbridge: Tillbridge, given: list[str | Path]
) -> None:
    ended = tillbridge.run("books", "check", *given, "--documents", WEEKS / "mistakes")
    assert ended.status == 1
    rows = ended.answer["rejections"]
    assert {(row["rule"], row["document"]) for row in rows} == {
        (1, "WEB-10334"),
        (1, "WEB-10336"),
        (6, "HIRE-4491"),
        (10, "HIRE-4490"),
        (15, "WEB-10340"),
        (21, "Counter takings Wednesday 25 November 2026"),
        (33, "HIRE-4492"),
        (35, "HIRE-4493"),
    }
    assert all(row["message"] and row["fix"]["kind"] and row["do"] for row in rows)


def test_the_look_before_the_till_opens_needs_no_files(
    tillbridge: Tillbridge, given: list[str | Path]
) -> None:
    ended = tillbridge.run("books", "check", *given, "--fast")
    assert (ended.status, ended.answer["checked"]) == (0, 23)


def test_what_is_missing_is_said_all_at_once(tillbridge: Tillbridge) -> None:
    assert tillbridge.run("books", "check").faults == {
        ("--documents", "MISSING"),
        ("--mapping", "MISSING"),
        ("--xero-data", "MISSING"),
    }
    assert tillbridge.run("books", "check", "--fast").faults == {
        ("--mapping", "MISSING"),
        ("--xero-data", "MISSING"),
    }


def test_clumsy_input_is_a_fault_and_never_a_traceback(
    tillbridge: Tillbridge, given: list[str | Path], tmp_path: Path
) -> None:
    data = given[1]
    bad = tmp_path / "bad.toml"
    bad.write_text('[payments]\nEFTPOS = 641\n[tax]\nGST = { by = "me" }\n', "utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    ended = tillbridge.run(
        "books", "check", "--documents", empty, "--mapping", bad, "--xero-data", tmp_path / "none"
    )
    assert {where for where, _ in ended.faults} == {"--xero-data", "payments", "tax.GST.to"}
    ended = tillbridge.run("books", "check", *given, "--documents", empty)
    assert {code for _, code in ended.faults} == {"FILE-EMPTY"}
    ended = tillbridge.run("books", "check", *given, "--documents", tmp_path / "nowhere")
    assert {code for _, code in ended.faults} == {"FILE-UNREADABLE"}
    ended = tillbridge.run(
        "books", "check", "--xero-data", data, "--mapping", tmp_path / "no.toml", "--documents", WEEKS
    )
    assert ended.status == 2


def test_the_stores_own_matches_are_used_where_none_are_named(
    tillbridge: Tillbridge, given: list[str | Path]
) -> None:
    folder = tillbridge.home / "sites" / "store" / "books"
    folder.mkdir(parents=True)
    (folder / "mapping.toml").write_bytes(Path(given[3]).read_bytes())
    ended = tillbridge.run("books", "check", *given[:2], "--documents", WEEKS / "clean")
    assert (ended.status, ended.answer["checked"]) == (0, 109)
    assert tillbridge.run_as_given(
        "--home", tillbridge.home, "books", "check", *given[:2], "--fast"
    ).stdout.startswith("23 checked")


@pytest.fixture
def store(tillbridge: Tillbridge, given: list[str | Path]) -> Path:
    """A store that read its organisation an hour ago and has kept its matches; nothing of it is reachable."""
    site = SiteFolder(tillbridge.home / "sites" / "store")
    own = Organisation("3afc385c-cf57-5fa8-8d04-7f254f2a19c8", "Corner Store Pty Ltd")
    site.change(lambda record: replace(record, organisation=own))
    answers = XeroAnswers(site.folder / "books" / "xero" / own.tenant_id)
    for path in Path(given[1]).glob("*.json"):
        ((key, rows),) = json.loads(path.read_text("utf-8")).items()
        answers.keep(path.stem, key, rows, "", time.time() - 3600)
    (site.folder / "books" / "mapping.toml").write_bytes(Path(given[3]).read_bytes())
    return site.folder


def processor_seconds() -> float:
    """What all programs that were run and have ended took."""
    took = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took.ru_utime + took.ru_stime


def test_the_look_before_the_till_opens_takes_less_than_a_second_and_asks_nobody(
    tillbridge: Tillbridge, store: Path
) -> None:
    before = processor_seconds()
    ended = tillbridge.run("books", "check", "--fast")
    assert processor_seconds() - before < 1, "a busy machine takes longer, but no more work"
    assert (ended.status, ended.answer["checked"], ended.answer["rejections"]) == (0, 23, [])
    age = time.time() - datetime.fromisoformat(ended.answer["chart_read_at"]).timestamp()
    assert 3500 < age < 3700


def test_what_nobody_has_read_of_xero_is_named(tillbridge: Tillbridge, given: list[str | Path]) -> None:
    (Path(given[1]) / "Contacts.json").unlink()
    ended = tillbridge.run("books", "check", *given, "--documents", WEEKS / "clean")
    assert (ended.status, ended.answer["not_checked"]) == (0, ["contacts", "invoices"])
