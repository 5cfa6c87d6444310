"""Runs the tests under `inside` on Windows' Python and reports each of them here."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.windows.wine import InsideResult, Windows

FILES = sorted((Path(__file__).parent / "inside").glob("test_*.py"))


@pytest.mark.timeout(660)
@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_inside(file: Path, windows: Windows, subtests: pytest.Subtests) -> None:
    results = windows.pytest(file, seconds=600)  # a busy machine walks all procedures in minutes
    assert results
    report(results, subtests)


def report(results: Sequence[InsideResult], subtests: pytest.Subtests) -> None:
    """Makes each test that ran inside one of this run."""
    for result in results:
        with subtests.test(msg=result.name):
            if result.failure or result.skipped:
                pytest.fail(result.failure or f"skipped inside: {result.skipped}", pytrace=False)
