"""`tillbridge books export`, `import` and `diff`: to the accountant and back, with every comment kept."""

import csv
from pathlib import Path

import pytest

from tests.journeys.program import Tillbridge
from tests.unit.books.practice_chart import WEEKS

OWN = """# From Dana, the accountant
[organisation]
name = "Corner Store Pty Ltd"

[payment]
# never the bank itself
"EFTPOS" = { to = "641", name = "EFTPOS Clearing", id = "x1", by = "person" }
"Old voucher" = "not used"
"""


@pytest.fixture
def own(tillbridge: Tillbridge) -> Path:
    path = tillbridge.home / "sites" / "store" / "books" / "mapping.toml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN, "utf-8")
    return path


def test_a_table_goes_out_and_what_the_accountant_wrote_comes_back(
    tillbridge: Tillbridge, own: Path, tmp_path: Path
) -> None:
    out = tmp_path / "matches.csv"
    ended = tillbridge.run("books", "export", "--out", out, "--documents", WEEKS / "clean")
    assert (ended.status, ended.answer["words"], ended.answer["open"]) == (0, 24, 22)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["kind", "word", "used", "total", "to", "name", "by", "id"]
    next(row for row in rows if row["word"] == "PayPal")["to"] = "643"
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    ended = tillbridge.run("books", "import", out)
    assert ended.answer == {
        "ok": True,
        "changes": [{"slot": "payment", "word": "PayPal", "old": None, "new": "643"}],
    }
    after = own.read_text("utf-8")
    assert all(line in after for line in OWN.splitlines())
    assert '"PayPal" = "643"' in after
    assert own.with_name("mapping.1.toml").read_text("utf-8") == after
    assert tillbridge.run("books", "import", out).answer["changes"] == []
    assert not own.with_name("mapping.2.toml").exists()


def test_a_file_of_matches_is_taken_over_unless_it_is_another_organisations(
    tillbridge: Tillbridge, own: Path, tmp_path: Path
) -> None:
    given = tmp_path / "given.toml"
    given.write_text('[settings]\nwalk_in = "CASH"\n[payment]\nEFTPOS = "644"\n', "utf-8")
    ended = tillbridge.run("books", "import", given)
    assert ended.answer["changes"] == [{"slot": "payment", "word": "EFTPOS", "old": "641", "new": "644"}]
    assert 'walk_in = "CASH"' in own.read_text("utf-8")
    before = own.read_bytes()
    given.write_text('[organisation]\nname = "Bay Hire"\n[payment]\nEFTPOS = "1"\n', "utf-8")
    ended = tillbridge.run("books", "import", given)
    assert ended.faults == {("given.toml", "OTHER-ORGANISATION")}
    given.write_text('[payments]\nEFTPOS = "1"\n', "utf-8")
    assert tillbridge.run("books", "import", given).status == 2
    assert own.read_bytes() == before


def test_what_differs_from_the_last_revision_or_a_file_is_said(
    tillbridge: Tillbridge, own: Path, tmp_path: Path
) -> None:
    assert tillbridge.run("books", "diff").faults == {("--revision", "MISSING")}
    other = tmp_path / "other.toml"
    other.write_text(OWN.replace('"641"', '"644"'), "utf-8")
    change = {"slot": "payment", "word": "EFTPOS", "old": "644", "new": "641"}
    assert tillbridge.run("books", "diff", "--against", other).answer == {"ok": True, "changes": [change]}
    assert tillbridge.run("books", "import", other).status == 0
    own.write_text(OWN, "utf-8")
    assert tillbridge.run("books", "diff").answer["changes"] == [change]
    assert tillbridge.run("books", "diff", "--revision", "1").answer["changes"] == [change]
    assert tillbridge.run("books", "diff", "--revision", "9").faults == {("--revision", "MISSING")}


def test_the_sheet_has_a_line_to_write_on_for_what_is_open(
    tillbridge: Tillbridge, own: Path, tmp_path: Path
) -> None:
    own.write_text(OWN + '"<b>&" = "200"\n', "utf-8")
    out = tmp_path / "sheet.html"
    assert tillbridge.run("books", "export", "--out", out, "--documents", WEEKS / "clean").status == 0
    text = out.read_text("utf-8")
    assert text.count("class='open'") == 22
    assert "641 · EFTPOS Clearing" in text
    assert "&lt;b&gt;&amp;" in text
    assert "<b>" not in text
    assert "22 of 25 are open." in text


def test_the_file_itself_goes_out_with_its_comments(
    tillbridge: Tillbridge, own: Path, tmp_path: Path
) -> None:
    out = tmp_path / "copy.toml"
    assert tillbridge.run("books", "export", "--out", out).status == 0
    assert out.read_text("utf-8") == OWN
    assert tillbridge.run("books", "export", "--out", tmp_path / "x.pdf").faults == {("--out", "NOT-VALID")}
    nowhere = tmp_path / "file"
    nowhere.write_text("", "utf-8")
    assert tillbridge.run("books", "export", "--out", nowhere / "x.csv").problems == ["STORE-WRITE"]
