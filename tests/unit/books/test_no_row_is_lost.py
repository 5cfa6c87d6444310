"""Never a silent drop: every row of data is good, excluded or faulty; every line is accounted for."""

from pathlib import Path

import pytest

from tests.unit.books.cases import CASES, Case
from tests.unit.books.reading import assert_no_row_is_lost, read_path


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_rows_are_good_excluded_or_faulty(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.file
    path.write_bytes(case.content)
    layout = None
    if case.layout:
        layout = tmp_path / "layout.toml"
        layout.write_text(case.layout, "utf-8")
    found = read_path(path, layout)
    assert found.files or found.questions or found.ignored
    assert_no_row_is_lost(found)
