"""Matches as a table for a spreadsheet: out, through an accountant's hands, and back in."""

from pathlib import Path

import pytest

from wizard.books.match_table_file import read_table, table_text
from wizard.model.books import Place
from wizard.model.mapping import Choice, Code, Mapping
from wizard.model.match_rows import MatchChange, match_changes, match_rows
from wizard.model.problem import FaultyInput

OWN = Mapping(
    "t-1",
    "Corner Store",
    {"walk_in": "CASH"},
    {
        "payment": {
            "EFTPOS": Choice("641", "EFTPOS Clearing", "x1"),
            "Visa": Choice("092", "Visa Card", "x2", "accepted"),
            "Old voucher": Choice("not used"),
        },
        "account": {"=SUM(A1)": Choice("200", "Sales", "x3"), "-10%": Choice("200")},
    },
)
CODES = (
    Code("account", "-10%", 3, "12.00", Place("a.csv", 2)),
    Code("account", 'Bread, "white"', 9, "40.50", Place("a.csv", 3)),
    Code("payment", "EFTPOS", 7, "99.00", Place("b.csv", 2)),
)


def written(folder: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / "matches.csv"
    path.write_bytes(text.encode(encoding))
    return path


def faults(folder: Path, text: str) -> list[tuple[str, str]]:
    with pytest.raises(FaultyInput) as caught:
        read_table(written(folder, text), OWN)
    return [(fault.where, fault.code) for fault in caught.value.faults]


def test_every_word_is_listed_the_most_used_first_and_what_is_gone_last() -> None:
    rows = match_rows(OWN, CODES)
    assert [(row.slot, row.word, row.used, row.choice is None) for row in rows] == [
        ("account", 'Bread, "white"', 9, True),
        ("account", "-10%", 3, False),
        ("account", "=SUM(A1)", 0, False),
        ("payment", "EFTPOS", 7, False),
        ("payment", "Old voucher", 0, False),
        ("payment", "Visa", 0, False),
    ]


def test_what_comes_back_unchanged_changes_nothing(tmp_path: Path) -> None:
    text = table_text(match_rows(OWN, CODES))
    assert read_table(written(tmp_path, text), OWN) == OWN
    assert read_table(written(tmp_path, text), Mapping()).choice("account", "=SUM(A1)") == Choice(
        "200", "Sales"
    )


def test_no_cell_is_a_formula_to_a_spreadsheet() -> None:
    lines = table_text(match_rows(OWN, CODES)).splitlines()
    cells = [cell for line in lines for cell in line.split(",")]
    assert "'=SUM(A1)" in cells
    assert "'-10%" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_it_comes_back_as_excel_saves_it(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = ["Kind,Word,Name,To", "payment,Café,,643", "payment,EFTPOS,EFTPOS Clearing,644", "tax,GST,,"]
    text = "\r\n".join(rows).replace(",", separator)
    made = read_table(written(tmp_path, text, encoding), OWN)
    assert made.choice("payment", "Café") == Choice("643")
    assert made.choice("payment", "EFTPOS") == Choice(
        "644"
    )  # the old account's name and id are not the new one's
    assert made.choice("tax", "GST") is None
    assert made.settings == OWN.settings


def test_zeros_that_a_spreadsheet_took_away_are_no_other_account(tmp_path: Path) -> None:
    same = read_table(written(tmp_path, "kind,word,to,name\npayment,Visa,92,Visa Card\n"), OWN)
    assert same == OWN
    other = read_table(written(tmp_path, "kind,word,to,name\npayment,Visa,92,\n"), OWN)
    assert other.choice("payment", "Visa") == Choice("92")


def test_every_fault_is_said_with_its_line_and_nothing_is_taken(tmp_path: Path) -> None:
    assert faults(tmp_path, "kind,word\npayment,EFTPOS\n") == [("matches.csv", "FILE-COLUMNS")]
    assert faults(tmp_path, "") == [("matches.csv", "FILE-COLUMNS")]
    text = "kind,word,to\npayments,EFTPOS,1\npayment,,2\npayment,A,3\n"
    assert faults(tmp_path, text) == [
        ("matches.csv, line 2", "NOT-A-CHOICE"),
        ("matches.csv, line 3", "NOT-VALID"),
    ]
    with pytest.raises(FaultyInput) as caught:
        read_table(tmp_path / "none.csv", OWN)
    assert caught.value.faults[0].code == "FILE-MISSING"


@pytest.mark.parametrize(
    "content", [b"\0\0\0", b"kind,word,to\npayment,\xe9\0,1\n", b"\xff\xfe\0", b'"' + b"x" * 200_000]
)
def test_what_is_no_table_is_a_fault_and_never_a_traceback(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "matches.csv"
    path.write_bytes(content)
    with pytest.raises(FaultyInput) as caught:
        read_table(path, OWN)
    assert {fault.code for fault in caught.value.faults} <= {"FILE-SYNTAX", "FILE-COLUMNS"}
    with pytest.raises(FaultyInput):
        read_table(tmp_path, OWN)


def test_what_differs_is_what_words_mean_not_who_said_so() -> None:
    new = OWN.with_choice("payment", "EFTPOS", Choice("641")).with_choice("payment", "Visa", Choice("643"))
    new = new.with_choice("payment", "Old voucher", None).with_choice("tax", "GST", Choice("OUTPUT"))
    assert match_changes(OWN, new) == (
        MatchChange("tax", "GST", None, Choice("OUTPUT")),
        MatchChange("payment", "Old voucher", Choice("not used"), None),
        MatchChange("payment", "Visa", Choice("092", "Visa Card", "x2", "accepted"), Choice("643")),
    )
