"""The suite that every mail program's adapter passes, on Windows' Python with the real registry."""

from pathlib import Path

import pytest

from tests.windows.prepared import ROOT
from tests.windows.test_inside import report
from tests.windows.wine import Windows

SUITE = ROOT / "tests" / "unit" / "mailclients" / "test_conformance.py"
MICROSOFTS = "outlook or windows-mail"
GENERATED = "identity_whatever"


@pytest.mark.timeout(330)
def test_microsofts_programs_pass(windows: Windows, subtests: pytest.Subtests) -> None:
    check(SUITE, windows, subtests, f"({MICROSOFTS}) and not {GENERATED}")


@pytest.mark.long
@pytest.mark.timeout(630)
def test_whatever_is_written_is_undone(windows: Windows, subtests: pytest.Subtests) -> None:
    check(SUITE, windows, subtests, f"({MICROSOFTS}) and {GENERATED}")


def check(file: Path, windows: Windows, subtests: pytest.Subtests, which: str) -> None:
    results = windows.pytest(file, "-k", which, "-o", "timeout=600", seconds=600)
    assert [result for result in results if not result.skipped]
    report([result for result in results if not result.skipped], subtests)
