"""What Xero answered is kept row by row: whole or not at all, and what changed beside the rest."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from wizard.model.problem import Problem, ProblemFound
from wizard.store.xero_answers import XeroAnswers

NOW = 1_790_000_000.0
Json = dict[str, Any]


def row(number: int, **more: object) -> Json:
    return {"InvoiceID": f"id-{number}", "InvoiceNumber": f"S-{number}", **more}


@pytest.fixture
def kept(tmp_path: Path) -> XeroAnswers:
    answers = XeroAnswers(tmp_path)
    answers.keep("Invoices", "Invoices", map(row, range(3)), "Mon, 1", NOW)
    return answers


def merged(kept: XeroAnswers, *rows: Json) -> bool:
    return kept.merge("Invoices", "Invoices", "InvoiceID", rows, "Mon, 2", NOW + 60)


def test_it_is_an_answer_as_xero_gives_it_a_row_a_line(kept: XeroAnswers, tmp_path: Path) -> None:
    text = (tmp_path / "Invoices.json").read_text("utf-8")
    assert json.loads(text) == {"Invoices": [row(0), row(1), row(2)]}
    assert len(text.splitlines()) == 5


def test_what_changed_takes_its_place_and_what_is_new_comes_last(kept: XeroAnswers) -> None:
    assert merged(kept, row(1, Status="PAID"), row(7), row(7, Status="VOIDED"), row(5, Name="\ud800 é"))
    rows = kept.rows("Invoices", "Invoices")
    wanted = [row(0), row(1, Status="PAID"), row(2), row(7, Status="VOIDED"), row(5, Name="\ud800 é")]
    assert rows == wanted
    assert kept.since("Invoices", NOW + 60) == "Mon, 2"


def test_where_nothing_changed_the_file_stays_and_is_of_now(kept: XeroAnswers) -> None:
    assert merged(kept)
    assert kept.rows("Invoices", "Invoices") == [row(0), row(1), row(2)]
    assert kept.asked_at("Invoices") == NOW + 60


def test_what_an_older_version_wrote_is_merged_as_well(kept: XeroAnswers, tmp_path: Path) -> None:
    (tmp_path / "Invoices.json").write_text(json.dumps({"Invoices": [row(0), row(1)]}), "utf-8")
    assert merged(kept, row(1, Status="PAID"))
    assert kept.rows("Invoices", "Invoices") == [row(0), row(1, Status="PAID")]


@pytest.mark.parametrize("cut", [0, 1, 20, 60, -1, -3])
def test_beside_what_cannot_be_read_no_change_is_kept(kept: XeroAnswers, tmp_path: Path, cut: int) -> None:
    path = tmp_path / "Invoices.json"
    damaged = path.read_bytes()[:cut]
    path.write_bytes(damaged)
    assert not merged(kept, row(1))
    assert path.read_bytes() == damaged
    assert kept.since("Invoices", NOW + 60) == "Mon, 1"


def test_an_answer_that_breaks_off_leaves_what_was_there(kept: XeroAnswers, tmp_path: Path) -> None:
    def half() -> Iterator[Json]:
        yield row(8)
        raise ProblemFound(Problem("XERO-UNREACHABLE"))

    with pytest.raises(ProblemFound):
        kept.keep("Invoices", "Invoices", half(), "Mon, 3", NOW + 90)
    with pytest.raises(ProblemFound):
        kept.merge("Invoices", "Invoices", "InvoiceID", half(), "Mon, 3", NOW + 90)
    assert kept.rows("Invoices", "Invoices") == [row(0), row(1), row(2)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Invoices.json", "since.json"]
