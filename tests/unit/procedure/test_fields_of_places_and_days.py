"""Boxes for files, folders, days and matches: what is taken, and what is said of the rest."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from wizard.catalogue.schema import FieldSpec
from wizard.model.problem import Fault
from wizard.procedure.fields import read_field


def box(kind: str, **more: Any) -> FieldSpec:
    return FieldSpec(id="box", label="Box", kind=kind, if_blank="nothing", **more)  # type: ignore[arg-type]


def code(field: FieldSpec, raw: Any, folder: Path | None = None) -> str:
    found = read_field(field, raw, "box", folder)
    assert isinstance(found, Fault), found
    return found.code


def test_a_path_is_taken_as_it_is_copied_or_from_a_folder_on(tmp_path: Path) -> None:
    (tmp_path / "week").mkdir()
    (tmp_path / "week" / "a b.csv").write_text("", "utf-8")
    for raw in (str(tmp_path / "week"), f'"{tmp_path / "week"}"', f"  {tmp_path / 'week'} "):
        assert read_field(box("folder"), raw, "box") == str(tmp_path / "week")
    assert read_field(box("folder"), "week", "box", tmp_path) == str(tmp_path / "week")
    assert read_field(box("file"), "week/a b.csv", "box", tmp_path) == str(tmp_path / "week" / "a b.csv")


def test_a_home_folder_may_be_written_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / "till").mkdir()
    assert read_field(box("folder"), "~/till", "box") == str(tmp_path / "till")


@pytest.mark.parametrize(
    "raw", ["nowhere", "nul\0byte", "x" * 5000, "~nobody-of-that-name/x", 7, True, ["a"]]
)
def test_what_is_no_place_is_a_fault_and_never_a_traceback(raw: Any, tmp_path: Path) -> None:
    assert code(box("folder"), raw, tmp_path) in {"NOT-A-FOLDER", "NOT-A-TEXT"}
    assert code(box("file"), raw, tmp_path) in {"NOT-A-FILE", "NOT-A-TEXT"}


def test_a_file_is_no_folder_and_a_folder_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("", "utf-8")
    assert code(box("folder"), "a.csv", tmp_path) == "NOT-A-FOLDER"
    assert code(box("file"), str(tmp_path)) == "NOT-A-FILE"


def test_a_day_is_a_day_of_toml_or_iso() -> None:
    assert read_field(box("date"), date(2026, 7, 1), "box") == "2026-07-01"
    assert read_field(box("date"), " 2026-07-01 ", "box") == "2026-07-01"
    assert read_field(box("date"), "", "box") is None
    for raw in ("01/07/2026", "2026-13-01", "July", 20260701, True, datetime(2026, 7, 1, 12, 0)):  # noqa: DTZ001
        assert code(box("date"), raw) == "NOT-A-DATE"


def test_a_day_that_must_not_be_in_the_future() -> None:
    field = box("date", check="not-future")
    today = datetime.now().astimezone().date()
    assert read_field(field, today, "box") == today.isoformat()
    assert code(field, today + timedelta(days=1)) == "NOT-YET"


def test_tables_of_matches_are_kept_as_text_that_can_be_read_again() -> None:
    tables = {"payment": {"Café": "641", "Old": {"to": "not used"}}}
    kept = read_field(box("matches"), tables, "box")
    assert isinstance(kept, str)
    assert json.loads(kept) == tables
    assert read_field(box("matches"), kept, "box") == kept


def test_only_a_day_can_be_in_the_future() -> None:
    with pytest.raises(ValueError, match="no date"):
        box("text", check="not-future")
