"""`tillbridge books suggest`: a file of matches from a store's files and what Xero's API answered."""

import shutil
from pathlib import Path

from tests.journeys.program import Tillbridge
from tests.unit.books.practice_chart import WEEKS, write_xero_data


def test_what_is_sure_is_matched_and_all_else_is_left(tillbridge: Tillbridge, tmp_path: Path) -> None:
    out = tmp_path / "mapping.toml"
    line = [
        "books",
        "suggest",
        "--documents",
        WEEKS / "clean",
        "--xero-data",
        write_xero_data(tmp_path / "x"),
    ]
    found = tillbridge.run(*line, "--out", out).answer
    assert found["matched"] + len(found["left"]) == 23
    assert "EFTPOS" in found["left"]
    assert "Main Street" not in found["left"]
    assert 'by = "accepted"' in out.read_text("utf-8")


def test_all_may_be_accepted_and_what_a_person_chose_stays(tillbridge: Tillbridge, tmp_path: Path) -> None:
    out = tmp_path / "mapping.toml"
    out.write_text('# Dana\n[payment]\nEFTPOS = "644"  # hers\nGone = "not used"\n', "utf-8")
    line = [
        "books",
        "suggest",
        "--documents",
        WEEKS / "clean",
        "--xero-data",
        write_xero_data(tmp_path / "x"),
    ]
    found = tillbridge.run(*line, "--out", out, "--accept-all").answer
    assert found == {"ok": True, "matched": 23, "left": []}
    text = out.read_text("utf-8")
    for kept in ("# Dana", 'EFTPOS = "644"  # hers', 'Gone = "not used"'):
        assert kept in text


def test_matches_of_another_organisation_are_only_suggested(tillbridge: Tillbridge, tmp_path: Path) -> None:
    out = tmp_path / "mapping.toml"
    out.write_text('[organisation]\nname = "Other Pty Ltd"\n[payment]\nEFTPOS = "644"\n', "utf-8")
    line = [
        "books",
        "suggest",
        "--documents",
        WEEKS / "clean",
        "--xero-data",
        write_xero_data(tmp_path / "x"),
    ]
    assert "EFTPOS" in tillbridge.run(*line, "--out", out).answer["left"]


def test_a_folder_that_lacks_xeros_answers_ends_with_two(tillbridge: Tillbridge, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    folder.mkdir()
    out = tmp_path / "mapping.toml"
    ended = tillbridge.run(
        "books", "suggest", "--documents", WEEKS / "clean", "--xero-data", folder, "--out", out
    )
    assert ended.faults == {("--xero-data", "FILE-MISSING")}
    assert not out.exists()


def test_a_question_about_a_file_is_asked_and_nothing_is_written(
    tillbridge: Tillbridge, tmp_path: Path
) -> None:
    folder, out = tmp_path / "week", tmp_path / "mapping.toml"
    shutil.copytree(WEEKS / "clean", folder)
    (folder / "payments.csv").write_text("InvoiceNumber,Date,Amount\nI1,01/02/2026,1.00\n", "utf-8")
    data = write_xero_data(tmp_path / "x")
    ended = tillbridge.run("books", "suggest", "--documents", folder, "--xero-data", data, "--out", out)
    assert ended.faults == {("payments.csv", "FILE-DATES")}
    assert not out.exists()
