"""From one store to the next: set up in the window, saved as a file, and done from it by one command."""

import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.faults.person import practice_person
from tests.gui.books import Books
from tests.gui.web import HARMLESS
from tests.gui.window import MAIL, SENDER, SHOP, XERO, Window
from tests.journeys.program import Tillbridge, make_program
from tests.journeys.xero import Store
from tests.servers.secret_service import SecretService
from wizard.gui.matching.model import Column
from wizard.jobs.books.own_layouts import keep_layout, layout_tables
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.job import Done
from wizard.jobs.set_up.compare_set_up import Change, CompareSetUp
from wizard.model.mapping import Mapping
from wizard.model.progress import Cancel, Silent
from wizard.model.record import StoreRecord
from wizard.practice import PracticeServices
from wizard.procedure.answers import Answers
from wizard.session.set_up_file import load, read, with_answers
from wizard.store.site import SiteFolder

PRACTICE_ID = "7A11B21D6E000000000000000000C0DE"
ONE_COMMAND = 60.0
"""Seconds that the second store may take."""


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "next-store.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


@pytest.fixture
def other(tmp_path: Path) -> Tillbridge:
    """The next store's PC."""
    folder = tmp_path / "other"
    folder.mkdir()
    return make_program(folder)


def site_of(program: Tillbridge, world: str) -> SiteFolder:
    return SiteFolder(program.home / world / "sites" / "store")


def without_times(record: StoreRecord) -> dict[str, Any]:
    """What a store's record says, but for when it was proven, and what a person pasted back to be checked."""
    proofs = {
        name: (p.state, p.said, p.organisation, {*p.not_checked} - {"copy"})
        for name, p in record.proofs.items()
    }
    return {"shared": dict(record.shared), "proofs": proofs, "organisation": record.organisation}


def would_change(window: Window, file: Path, own: list[str]) -> tuple[Change, ...]:
    """What a run by its own file would change at the store of the window."""
    program, answers = window.program, Answers()
    found = with_answers(load(file), own)
    for name, value in read(found, program.resolver(found.folder), practice=True).items():
        answers.put(name, value)
    outcome = CompareSetUp(found.procedure, answers, found.layouts).run(program.tools(), Silent(), Cancel())
    assert isinstance(outcome, Done), outcome
    changes: tuple[Change, ...] = outcome.value
    return changes


MUST = {MAIL: ["store_name", "email_address", "user_name"], XERO: ["api_key"], SENDER: ["email_address"]}
"""What has to be typed for the next store; all else stands in the file, or may be left out."""
MAY = {MAIL: ["target"], XERO: [], SENDER: ["sender_name", "user_name"]}


def own_answers(window: Window, boxes: list[str]) -> list[str]:
    """The next store's own, as a command has them: here the same as the first one's."""
    return [f"{box}={window.session.answers.text(box)}" for box in boxes]


def save(window: Window) -> None:
    window.press("Save for the next store")
    window.come_to_rest()


@pytest.mark.parametrize(("procedure", "last"), [(MAIL, "M8"), (XERO, "K7"), (SENDER, "T8")])
def test_a_store_set_up_in_the_window_is_the_same_as_one_run_from_its_file(
    window: Window, out: Path, other: Tillbridge, procedure: str, last: str
) -> None:
    window.walk_to(last)
    window.come_to_rest()
    save(window)
    left_out = other.run("--practice", "run", out)
    assert left_out.status == 2
    faults = [fault["where"] for fault in left_out.answer["faults"]]
    assert faults == [f"answers.{box}" for box in MUST[procedure]]
    own = own_answers(window, [*MUST[procedure], *MAY[procedure]])
    options = [word for each in own for word in ("--answer", each)]
    began = time.monotonic()
    ended = other.run("--practice", "run", out, *options)
    assert time.monotonic() - began < ONE_COMMAND
    assert ended.status == 0, ended.stdout
    made, first = site_of(other, "practice"), window.program.site
    assert without_times(made.record()) == without_times(first.record())
    receipts = [site.last_receipt(procedure) for site in (made, first)]
    answers = [receipt["answers"] for receipt in receipts if receipt is not None]
    assert answers[0].items() <= answers[1].items(), "what is not asked of it may stand there besides"
    assert would_change(window, out, own) == ()
    assert other.run("--practice", "run", out, "--check", *options).answer["would_change"] == 0


def meanings(mapping: Mapping) -> dict[str, dict[str, str]]:
    return {slot: {word: one.to for word, one in words.items()} for slot, words in mapping.choices.items()}


@pytest.mark.qt_log_ignore(*HARMLESS)
def test_a_shops_matches_layouts_and_answers_go_with_it(
    window: Window,
    out: Path,
    other: Tillbridge,
    services: PracticeServices,
    password_store: SecretService,
) -> None:
    books, site = Books(window), window.program.site
    columns = {"contact": "Customer", "number": "Order", "date": "Day", "amount": "Paid"}
    keep_layout(site, "orders.csv", {"kind": "invoices", "columns": columns})
    books.walk_to("W6")
    books.click("Cash", Column.TARGET)
    books.pick("644")
    window.come_to_rest()
    books.walk_on("W10")
    save(window)
    text = out.read_text("utf-8")
    assert "Saved from Corner Store" in text
    assert "[match.organisation]" in text
    store = Store(other.within(password_store.environment), services.services_file, PRACTICE_ID)
    assert store.paste(practice_person()).status == 0
    ended = store.program.run("--services", store.services, "run", out)
    assert ended.status == 0, ended.stdout
    made = site_of(other, "services")
    own_matches, made_matches = StoreMatches(site).read(), StoreMatches(made).read()
    assert meanings(made_matches) == meanings(own_matches)
    assert meanings(made_matches)["payment"]["Cash"] == "644"
    assert made_matches.choice("payment", "Cash") == own_matches.choice("payment", "Cash")
    assert (made_matches.tenant, made_matches.settings) == (own_matches.tenant, own_matches.settings)
    assert layout_tables(made) == layout_tables(site) == {"orders": {"kind": "invoices", "columns": columns}}
    assert without_times(made.record()) == without_times(site.record())
    again = store.program.run("--services", store.services, "run", out, "--check")
    assert again.answer["changes"] == []


def test_a_file_cannot_be_saved_where_nothing_can_be_written(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "file" / "x.toml"), ""))
    window.walk_to("K7")
    save(window)
    assert window.problem is not None
    assert SHOP not in window.program.site.record().proofs
    assert any("STORE-WRITE" in text for text in window.texts(window.problem))
