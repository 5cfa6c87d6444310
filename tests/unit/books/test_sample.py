"""The beginning of a file that no layout knows: its headings, its columns, what they seem to be."""

from pathlib import Path

from wizard.books.sample import Sample, guess, guess_kind, layout_data, propose, sample
from wizard.catalogue.kinds import file_words
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
    till = looked_at(tmp_path, TILL)
    assert guess(till) == {"number": 0, "date": 1, "amount": 2, "payment_type": 3}
    assert guess_kind(till) == "payments"
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


LEDGER = """Date,Account Name,Account Number,Debit,Credit,Narration
28/11/2026,Sales,4000,0.00,500.00,Day totals
28/11/2026,Accounts Receivable,1100,550.00,0.00,Day totals
28/11/2026,GST,2200,0.00,50.00,Day totals
"""


def test_the_accounts_of_a_ledger_are_no_customers(tmp_path: Path) -> None:
    found = propose(looked_at(tmp_path, LEDGER))
    assert found.kind == "journal"
    assert found.at == {"date": 0, "account": 2, "debit": 3, "credit": 4, "narration": 5}
    words = file_words()
    assert words.label("account", "journal") == "Account number"
    assert words.label("account", "invoices") == "Sales code"
    assert "contact_code" not in words.fields("journal")
    assert "contact_code" in words.fields("invoices")


def test_an_account_number_beside_names_is_a_customers(tmp_path: Path) -> None:
    found = propose(looked_at(tmp_path, "Name,Account Number,E-mail\nAnn,C-1,ann@example.com\n"))
    assert (found.kind, found.at) == ("contacts", {"contact": 0, "contact_code": 1, "email": 2})


def test_a_date_of_an_invoice_is_no_number(tmp_path: Path) -> None:
    text = "Invoice Date,Invoice Number,Invoice Total\n03/11/2026,17,9.00\n14/11/2026,18,8.00\n"
    assert guess(looked_at(tmp_path, text)) == {"date": 0, "number": 1, "amount": 2}


def test_the_first_rows_are_shown_as_they_stand_in_the_file(tmp_path: Path) -> None:
    found = looked_at(tmp_path, LEDGER)
    assert found.rows[1] == ("28/11/2026", "Accounts Receivable", "1100", "550.00", "0.00", "Day totals")
    assert len(found.rows) == 3


KEPT = {
    "kind": "journal",
    "columns": {
        "date": "Date", "account": "Account Name", "debit": "Debit", "credit": "Credit",
        "description": "Narration",
    },
}  # fmt: skip


def test_what_was_said_before_stays_where_its_heading_is_still_there(tmp_path: Path) -> None:
    """The guess would have other accounts, and another text: one heading that changes unsays nothing else."""
    found = propose(looked_at(tmp_path, LEDGER.replace("Debit", "Dr Amount")), KEPT)
    assert found.at == {"date": 0, "account": 1, "debit": 3, "credit": 4, "description": 5}
    assert found.is_kept
    assert found.gone == ("Debit",)
    same = propose(looked_at(tmp_path, LEDGER), KEPT)
    assert (same.at["account"], same.gone) == (1, ())


def test_what_was_said_of_another_file_altogether_is_not_taken(tmp_path: Path) -> None:
    found = propose(looked_at(tmp_path, TILL), {"kind": "journal", "columns": {"date": "Day"}})
    assert (found.kind, found.is_kept) == ("payments", False)


def test_columns_without_headings_stay_by_their_places(tmp_path: Path) -> None:
    kept = {"kind": "payments", "header_line": 0, "columns": {"number": 1, "date": 2, "amount": 9}}
    found = propose(looked_at(tmp_path, "1,2026-11-03,10.00\n2,2026-11-04,12.00\n"), kept)
    assert (found.at, found.gone) == ({"number": 0, "date": 1}, ("9",))
