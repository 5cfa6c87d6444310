"""The beginning of a file that no layout knows: its headings, its columns, what they seem to be."""

from pathlib import Path

from wizard.books.sample import Sample, guess, guess_kind, layout_data, sample
from wizard.catalogue.layouts import Layout
from wizard.catalogue.load import convert
from wizard.model.books import Question

TILL = """Till 1;;;
Ref;When;Gross;Tender
#1;03/11/2026;$1,204.50;EFTPOS
#2;14/11/2026;$33.00;Cash
#3;15/11/2026;$33.00;Cash
"""


def looked_at(tmp_path: Path, text: str) -> Sample:
    path = tmp_path / "till.csv"
    path.write_text(text, "utf-8")
    found = sample(path)
    assert isinstance(found, Sample)
    return found


def test_headings_separator_and_distinct_examples_are_found(tmp_path: Path) -> None:
    found = looked_at(tmp_path, TILL)
    assert (found.header_line, found.delimiter) == (2, ";")
    assert [column.heading for column in found.columns] == ["Ref", "When", "Gross", "Tender"]
    assert found.columns[2].examples == ("$1,204.50", "$33.00"), "what stands there twice is shown once"


def test_columns_are_proposed_by_heading_and_by_what_is_in_them(tmp_path: Path) -> None:
    at = guess(looked_at(tmp_path, TILL))
    assert at == {"number": 0, "date": 1, "amount": 2, "payment_type": 3}
    assert guess_kind(at) == "payments"
    unnamed = guess(looked_at(tmp_path, "A,B\nx,2026-11-03\ny,2026-11-04\n"))
    assert unnamed == {"date": 1}, "a column of dates is the date whatever it is called"


def test_a_file_without_headings_is_known_by_the_places_of_its_columns(tmp_path: Path) -> None:
    found = looked_at(tmp_path, "1,2026-11-03,10.00\n2,2026-11-04,12.00\n")
    assert found.header_line == 0
    data = layout_data(found, "payments", {"number": 0, "date": 1, "amount": 2})
    assert data == {
        "kind": "payments", "header_line": 0, "delimiter": ",",
        "columns": {"number": 1, "date": 2, "amount": 3},
    }  # fmt: skip


def test_what_is_chosen_is_a_layout(tmp_path: Path) -> None:
    found = looked_at(tmp_path, TILL)
    layout = convert(layout_data(found, "payments", guess(found), date_order="dmy"), Layout, "layout")
    assert layout.columns == {"number": "Ref", "date": "When", "amount": "Gross", "payment_type": "Tender"}
    assert layout.date_order == "dmy"


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    found = sample(tmp_path / "gone.csv")
    assert isinstance(found, Question)
    assert found.code == "FILE-UNREADABLE"
