"""A process that dies of what Python cannot catch leaves a report; one that ends or is killed leaves none."""

import subprocess
import sys
from pathlib import Path

import pytest

from wizard.app.crash import CrashNote, report_of_crash
from wizard.redaction.log_file import NAME
from wizard.redaction.log_filter import MASK

DYING = """
import faulthandler, os, sys
from pathlib import Path
from wizard.app.crash import CrashNote
note = CrashNote(Path(sys.argv[1]))
note.begin()
def where_it_broke_canary_7Q():
    print("here", flush=True)
    sys.stdin.readline()
    {end}
where_it_broke_canary_7Q()
note.end()
"""


def process(folder: Path, end: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", DYING.replace("{end}", end), str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def run_to_its_end(folder: Path, end: str) -> int:
    with process(folder, end) as dying:
        dying.communicate("\n", timeout=60)
    return dying.returncode


def clean(text: str) -> str:
    return text.replace("canary_7Q", MASK)


def test_a_crash_is_reported_once_cleaned_and_stands_in_the_log(tmp_path: Path) -> None:
    assert run_to_its_end(tmp_path, "faulthandler._sigsegv()") != 0
    report = report_of_crash(tmp_path, clean)
    assert report is not None
    text = report.read_text("utf-8")
    assert f"where_it_broke_{MASK}" in text
    assert "canary_7Q" not in text
    assert text.startswith("Tillbridge ")
    assert f"where_it_broke_{MASK}" in (tmp_path / NAME).read_text("utf-8")
    assert report_of_crash(tmp_path, clean) is None
    assert {path.name for path in tmp_path.iterdir()} == {NAME, report.name}


@pytest.mark.parametrize("end", ["pass", "os._exit(3)", "raise SystemExit(1)"])
def test_an_end_without_a_crash_is_none(tmp_path: Path, end: str) -> None:
    run_to_its_end(tmp_path, end)
    assert report_of_crash(tmp_path, clean) is None
    assert list(tmp_path.iterdir()) == []


def test_a_window_that_is_open_is_left_alone(tmp_path: Path) -> None:
    with process(tmp_path, "faulthandler._sigsegv()") as open_one:
        assert open_one.stdout is not None
        assert open_one.stdout.readline() == "here\n"
        (note,) = tmp_path.iterdir()
        assert report_of_crash(tmp_path, clean) is None
        assert note.exists()
        open_one.communicate("\n", timeout=60)
    assert open_one.returncode != 0
    assert report_of_crash(tmp_path, clean) is not None


def test_few_reports_are_kept_and_none_tells_the_users_name(tmp_path: Path) -> None:
    reports = []
    for at in range(7):
        (tmp_path / f"running-{at}.txt").write_text(f"File {Path.home() / 'wizard' / 'a.py'}", "utf-8")
        reports.append(report_of_crash(tmp_path, str))
    kept = sorted(tmp_path.glob("crash-*.txt"))
    assert kept == reports[-5:]
    assert str(Path.home()) not in kept[-1].read_text("utf-8")


def test_a_folder_that_takes_no_file_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way", "utf-8")
    note = CrashNote(tmp_path / "log")
    note.begin()
    note.end()
    assert report_of_crash(tmp_path / "log", str) is None
