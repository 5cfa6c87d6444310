"""What is no store's file, or made to do harm, ends in a clear fault, soon and in little memory."""

import os
import socket
import time
from pathlib import Path

import pytest

from tests.unit.books.cases import PAYMENTS
from tests.unit.books.reading import answer, assert_no_row_is_lost, read_path

GOOD = "INV-1,13/02/2026,10.50,EFTPOS,a\n"


def refused(path: Path, code: str = "FILE-UNREADABLE") -> str:
    (fault,) = answer(path)["faults"]
    assert (fault["where"], fault["code"]) == (path.name, code)
    return str(fault["message"])


def test_a_sparse_file_of_ten_gigabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    with path.open("wb") as file:
        file.write(PAYMENTS.encode())
        file.truncate(10_000_000_000)
    began = time.monotonic()
    assert "larger than 2000 MB" in refused(path)
    assert time.monotonic() - began < 5


def test_a_line_without_an_end_is_one_fault_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS + GOOD + "x" * 50_000_000, "utf-8")
    (file,) = answer(path)["files"]
    assert (file["rows"], file["records"]) == (2, 1)
    assert file["faults"] == [{"line": 3, "column": "", "reason": "the line is longer than a record can be"}]


def test_a_line_of_a_million_columns_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS + "," * 1_500_000 + "x\n" + GOOD, "utf-8")
    (file,) = answer(path)["files"]
    assert (file["rows"], file["records"], len(file["faults"])) == (2, 1, 1)


def test_headings_of_a_hundred_thousand_columns_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS.strip() + "".join(f",c{n}" for n in range(100_000)) + "\n" + GOOD, "utf-8")
    (file,) = answer(path)["files"]
    assert file["records"] == 1


def test_quotes_left_open_on_every_line_are_a_fault_each(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS + 'INV-1,13/02/2026,10.50,"EFTPOS,a\n' * 2000 + GOOD, "utf-8")
    found = read_path(path)
    assert_no_row_is_lost(found)
    (file,) = found.files
    assert (file.rows, file.records, len(file.faults)) == (2001, 1, 2000)


def test_a_quote_left_open_does_not_swallow_the_rest_of_a_long_file(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS + 'INV-0,13/02/2026,10.50,"EFTPOS,a\n' + GOOD * 20_000, "utf-8")
    (file,) = answer(path)["files"]
    assert (file["rows"], file["records"]) == (20_001, 20_000)
    assert file["faults"] == [{"line": 2, "column": "", "reason": "the quotes of this line do not close"}]


def test_ten_thousand_doubled_quotes_are_text(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS + f'I1,13/02/2026,1.00,C,"{chr(34) * 20_000}"\n', "utf-8")
    (file,) = answer(path)["files"]
    assert (file["records"], file["faults"]) == (1, [])


@pytest.mark.skipif(os.name == "nt", reason="FIFOs and devices are POSIX")
def test_what_is_no_ordinary_file_is_not_opened(tmp_path: Path) -> None:
    fifo = tmp_path / "payments.csv"
    os.mkfifo(fifo)
    assert "no ordinary file" in refused(fifo)
    assert "no ordinary file" in refused(Path("/dev/zero"))
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "s"))
    assert "no ordinary file" in refused(tmp_path / "s")
    listening.close()


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "gone.csv")


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    path.symlink_to(path)
    refused(path)


def test_a_file_that_changes_while_it_is_read_is_not_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.books import report

    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS + GOOD, "utf-8")
    survey = report.survey

    def grows(found):  # type: ignore[no-untyped-def]
        reading = survey(found)
        with path.open("a", encoding="utf-8") as file:
            file.write(GOOD)
        return reading

    monkeypatch.setattr(report, "survey", grows)
    assert "is being written" in refused(path)


def test_a_locked_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS + GOOD, "utf-8")

    def locked(*_args: object, **_more: object) -> None:
        raise PermissionError(13, "locked")

    monkeypatch.setattr(Path, "open", locked)
    assert "another program" in refused(path)


def test_a_drive_that_is_gone_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "payments.csv"
    path.write_text(PAYMENTS + GOOD, "utf-8")

    def gone(*_args: object, **_more: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", gone)
    assert "Input/output error" in refused(path)
