"""Whatever is done to a file, reading it ends in a report or a question; `fuzz.py` does it longer by hand."""

from pathlib import Path

import pytest

from tests.unit.books.fuzz import run, run_sheets


@pytest.mark.parametrize("block", range(10))
def test_mutated_files_end_in_a_report_or_a_question(block: int, tmp_path: Path) -> None:
    run(500, block * 1000, tmp_path)


def test_mutated_workbooks_end_in_a_report_or_a_question(tmp_path: Path) -> None:
    run_sheets(30, 0, tmp_path)
