"""W3, W14, W4: which files there are, what each column is, from when on; each line is accounted for."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel

from tests.gui.books import CLEAN, OTHER, Books, copied
from tests.gui.web import HARMLESS
from tests.gui.window import Window, let_live, wait_for
from wizard.gui.pages.sales_settings import SalesSettingsPage
from wizard.jobs.books.read_store_files import ReadStoreFiles
from wizard.jobs.books.store_matches import StoreMatches
from wizard.model.progress import Cancel, Silent

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

UNKNOWN = "Ref;When;Who;Gross;Tender;Staff\n1;03/11/2026;Ann;10.00;Cash;J\n2;04/11/2026;Bob;12.00;EFTPOS;K\n"
FAULTY = "InvoiceNumber,Date,Amount,PaymentType\nA1,13/01/2026,1.00,Cash\nA2,14/01/2026,x,Cash\n"


@pytest.fixture
def books(window: Window) -> Books:
    return Books(window)


# --- W3 ---


def test_each_file_is_shown_with_its_kind_its_records_and_how_it_was_read(books: Books) -> None:
    """S4.15: what the store's accounts are set up from."""
    books.open_files(CLEAN)
    said = books.said()
    assert "Found: 6 files" in said
    assert "45 invoices" in said
    assert "9,566.90" in said
    line = next(text for text in books.window.texts(books.files) if text.startswith("124 lines read."))
    assert "dates are day / month / year" in line
    assert "amounts like 1,234.50" in line


def test_every_line_is_accounted_for(books: Books, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "payments.csv").write_text(f"Till 1\n{FAULTY}Total,,1.00,\n", "utf-8")
    (folder / "letter.txt").write_text("Dear Sir,\n\nnothing here\n", "utf-8")
    books.open_files(folder)
    said = books.said()
    assert "2 lines read · 2 passed over: before the headings and the totals row · 1 cannot be read" in said
    assert "letter.txt: no table" in said
    books.window.press("Show the lines", books.files)
    said = books.said()
    assert "line 4" in said
    assert "x is no amount" in said


def test_lines_with_faults_keep_the_rest_back_until_that_is_agreed_to(books: Books, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "payments.csv").write_text(FAULTY, "utf-8")
    books.open_files(folder)
    window = books.window
    window.press_verb()
    assert window.number == "W3"
    assert window.problem is not None
    assert "FILE-LINES" in window.texts(window.problem)
    window.press("Show the lines", window.problem)
    assert "line 3" in books.said()
    window.press("Leave them out")
    assert window.number == "W4"
    assert window.session.facts()["lines_with_faults"] == 1


def test_a_folder_that_was_just_typed_is_read_and_used_by_one_press(books: Books) -> None:
    books.window.walk_to("W3")
    books.window.type_into("folder", str(CLEAN))
    books.window.press_verb()
    assert books.window.number == "W4"
    assert books.window.program.site.record().books.folder == str(CLEAN)


def test_a_folder_without_any_file_we_know_says_so(books: Books, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    books.window.walk_to("W3")
    books.window.type_into("folder", str(tmp_path / "empty"))
    books.window.press_verb()
    assert books.window.problem is not None
    assert "FILE-NONE" in books.window.texts(books.window.problem)
    books.window.press("Choose another folder")
    assert books.window.focused is books.window.edit("folder")


def test_the_folder_is_there_again_the_next_time(books: Books) -> None:
    books.open_files(CLEAN)
    books.window.press_verb()
    books.window.run.go_to("shop-files")
    books.window.come_to_rest()
    assert books.window.edit("folder").text() == str(CLEAN)
    assert "45 invoices" in books.said()


# --- W14 ---


def chosen(books: Books) -> dict[str, str]:
    """Heading to what its column is said to be."""
    lists = [
        box
        for box in books.window.visible(QComboBox, books.columns)
        if box.accessibleName().startswith("What ")
    ]
    return {
        box.accessibleName().removeprefix("What ").removesuffix(" is"): box.currentText()
        for box in lists
        if box.accessibleName().endswith(" is")
    }


def open_columns(books: Books, folder: Path) -> None:
    open_columns_unread(books, folder)
    wait_for(lambda: "lines read" in books.said(), what="(it is never read)")


def open_columns_unread(books: Books, folder: Path) -> None:
    books.open_files(folder)
    books.window.press("Choose the columns", books.files)
    wait_for(lambda: bool(chosen(books)), what="(no columns)")
    books.window.come_to_rest()


def test_columns_of_an_unknown_file_are_proposed_with_examples_and_evidence(books: Books) -> None:
    open_columns(books, OTHER)
    assert books.window.number == "W14"
    assert chosen(books) == {
        "Ref": "Number", "When": "Date", "Who": "Customer", "Gross": "Total", "Tender": "How it was paid",
        "Staff": "Not used",
    }  # fmt: skip
    said = books.said()
    assert "$1,204.50" in said
    assert "($18.00)" in said
    assert "day / month / year: 3 cells make sense no other way, such as 14/11/2026" in said
    assert "4 payments, 1,232.40 in all" in said


def test_what_was_decided_is_said_with_its_evidence_and_goes_into_a_file(
    books: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_columns(books, OTHER)
    said = books.said()
    assert "1 in the first lines, such as ($18.00)" in said
    assert "semicolons: 8 of the first 8 lines have the same number of cells" in said
    assert "older programs write them (cp1252)" in said
    assert "3 passed over: " in said
    layout = tmp_path / "ours.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(layout), ""))
    books.window.press("Save these columns as a file…")
    assert f"Saved: {layout}" in books.said()
    found = ReadStoreFiles.given(OTHER / "till-export-november.csv", layout).read(Silent(), Cancel())
    assert found.files[0].total == "1232.40"


def test_another_separator_makes_other_columns(books: Books) -> None:
    open_columns(books, OTHER)
    lists = list(books.window.visible(QComboBox, books.columns))
    between = next(box for box in lists if box.accessibleName() == "Between cells")
    books.window.choose_from_list(between, "|")
    wait_for(lambda: "Ref" not in chosen(books), what="(it is not looked at anew)")
    books.window.come_to_rest()
    books.window.choose_from_list(between, ";")
    wait_for(lambda: chosen(books).get("Ref") == "Number", what="(it is not looked at anew)")


def test_columns_said_once_are_kept_for_the_next_file(books: Books, tmp_path: Path) -> None:
    folder = copied(OTHER, tmp_path / "till")
    open_columns(books, folder)
    books.window.press_verb()
    assert books.window.number == "W3"
    wait_for(lambda: "4 payments" in books.said(), what="(it is not read so)")
    assert "Columns as you chose them" in books.said()
    later = folder / "till-export-december.csv"
    later.write_bytes((folder / "till-export-november.csv").read_bytes().replace(b"/11/2026", b"/12/2026"))
    books.window.press_verb()
    books.window.run.go_to("shop-files")
    books.window.come_to_rest()
    assert "Found: 2 files" in books.said()
    assert "Choose the columns" not in books.said()


def test_what_is_decided_can_be_changed_and_is_read_anew(books: Books, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "till.csv").write_text(UNKNOWN, "utf-8")
    books.open_files(folder)
    books.window.press("Choose the columns", books.files)
    wait_for(lambda: bool(chosen(books)), what="(no columns)")
    books.window.come_to_rest()
    wait_for(lambda: "03/11/2026 can be two days" in books.said(), what="(no doubt)")
    assert not books.window.shell.verb.isEnabled()
    order = next(b for b in books.window.visible(QComboBox, books.columns) if b.accessibleName() == "Dates")
    books.window.choose_from_list(order, "dmy")
    wait_for(lambda: "2 payments, 22.00 in all" in books.said(), what="(it is not read so)")
    assert books.window.shell.verb.isEnabled()


def test_columns_without_headings_are_kept_for_the_next_file_too(books: Books, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "takings-1.csv").write_text("1,2026-11-03,10.00\n2,2026-11-04,12.00\n", "utf-8")
    open_columns_unread(books, folder)
    for name, value in (("column 1", "number"), ("column 3", "amount")):
        lists = books.window.visible(QComboBox, books.columns)
        box = next(box for box in lists if box.accessibleName() == f"What {name} is")
        books.window.choose_from_list(box, value)
    wait_for(lambda: "2 invoices, 22.00 in all" in books.said(), what="(it is not read so)")
    books.window.press_verb()
    (folder / "takings-2.csv").write_text("3,2026-11-05,1.00\n", "utf-8")
    books.window.press_verb()
    books.window.run.go_to("shop-files")
    books.window.come_to_rest()
    assert "Found: 2 files" in books.said()
    assert "Choose the columns" not in books.said()


def test_two_columns_of_one_kind_are_said_and_not_kept(books: Books) -> None:
    open_columns(books, OTHER)
    lists = books.window.visible(QComboBox, books.columns)
    staff = next(box for box in lists if box.accessibleName() == "What Staff is")
    books.window.choose_from_list(staff, "contact")
    assert chosen(books)["Who"] == "Customer", "going through a list takes nothing away elsewhere"
    wait_for(lambda: "Two columns are “Customer”" in books.said(), what="(it is not said)")
    assert not books.window.shell.verb.isEnabled()


LEDGER = """Date,Account Number,Account Name,Debit,Credit,Details
28/11/2026,4000,Sales,0.00,500.00,Day totals
28/11/2026,1100,Accounts Receivable,550.00,0.00,Day totals
28/11/2026,2200,GST,0.00,50.00,Day totals
27/11/2026,4000,Sales,0.00,300.00,Day totals
27/11/2026,1100,Accounts Receivable,300.00,0.00,Day totals
"""


def choose_the_columns(books: Books) -> None:
    """Press it in the problem that stands there."""
    wait_for(lambda: books.window.problem is not None, what="(no problem)")
    books.window.come_to_rest()
    books.window.press("Choose the columns", books.window.problem)
    assert books.window.number == "R14"
    wait_for(lambda: bool(chosen(books)), what="(no columns)")
    books.window.come_to_rest()


def list_of(books: Books, heading: str) -> QComboBox:
    lists = books.window.visible(QComboBox, books.columns)
    return next(box for box in lists if box.accessibleName() == f"What {heading} is")


def at_r14(books: Books, file: Path) -> None:
    """Name a file of entries at R5 whose columns nobody knows."""
    file.write_text(LEDGER, "utf-8")
    books.window.walk_to("R5")
    books.window.type_into("journal_file", str(file))
    books.window.leave_box("journal_file")
    choose_the_columns(books)


PROPOSED = {
    "Date": "Date", "Account Number": "Account number", "Account Name": "Not used", "Debit": "Debit",
    "Credit": "Credit", "Details": "Text of a line",
}  # fmt: skip


def test_the_columns_of_entries_are_called_as_in_a_ledger(books: Books, tmp_path: Path) -> None:
    at_r14(books, tmp_path / "gl.csv")
    assert chosen(books) == PROPOSED
    made = list_of(books, "Account Name")
    offered = [made.itemText(at) for at in range(made.count())]
    assert "Account number" in offered
    assert not {"Customer", "Customer’s number", "Sales code", "Price of one"} & set(offered)
    rows = [made.text() for made in books.window.visible(QLabel, books.columns)]
    third = ["28/11/2026", "2200", "GST", "0.00", "50.00", "Day totals"]
    assert all(rows.count(text) for text in third)
    assert rows.count("28/11/2026") == 3, "each row as it stands in the file"
    kind = next(
        b for b in books.window.visible(QComboBox, books.columns) if b.accessibleName() == "What it holds"
    )
    books.window.choose_from_list(list_of(books, "Debit"), "amount")
    books.window.choose_from_list(kind, "payments")
    assert chosen(books)["Debit"] == "Total", "what a person chose stays"
    offered = [made.itemText(at) for at in range(made.count())]
    assert {"Customer", "Sales code"} <= set(offered)


def test_one_heading_that_changes_unsays_nothing_else(books: Books, tmp_path: Path) -> None:
    file = tmp_path / "gl.csv"
    at_r14(books, file)
    books.window.choose_from_list(list_of(books, "Account Number"), "")
    books.window.choose_from_list(list_of(books, "Account Name"), "account")
    wait_for(books.window.shell.verb.isEnabled, what="(it is not read so)")
    books.window.press_verb()
    assert books.window.number == "R5"
    books.window.come_to_rest()
    file.write_text(LEDGER.replace("Details", "Memo"), "utf-8")
    books.window.press("‹ Back")
    books.window.press_verb()
    assert books.window.number == "R5"
    wait_for(lambda: books.window.problem is not None, what="(no problem)")
    problem = books.window.problem
    assert problem is not None
    assert "Its other columns are known" in problem.accessibleName()
    assert "Choose another file" in books.window.texts(problem)
    assert "Choose another folder" not in books.window.texts(problem)
    choose_the_columns(books)
    kept = {**PROPOSED, "Account Number": "Not used", "Account Name": "Account number"}
    del kept["Details"]
    assert chosen(books) == {**kept, "Memo": "Not used"}
    assert "This file has no column “Details” any more" in books.said()
    books.window.choose_from_list(list_of(books, "Memo"), "description")
    wait_for(books.window.shell.verb.isEnabled, what="(it is not read so)")
    books.window.press_verb()
    assert books.window.number == "R5"
    assert books.window.problem is None


def test_another_file_can_be_named_where_one_is_asked_of(books: Books, tmp_path: Path) -> None:
    at_r14(books, tmp_path / "gl.csv")
    books.window.press("‹ Back")
    books.window.come_to_rest()
    wait_for(lambda: books.window.problem is not None, what="(no problem)")
    books.window.press("Choose another file", books.window.problem)
    assert books.window.focused is books.window.edit("journal_file")


# --- W4 ---


def test_everything_may_stay_empty(books: Books) -> None:
    """S4.19, S4.20, S4.26, S4.27: blank takes all, each customer by name; Sync Time is locked."""
    books.walk_to("W4")
    said = books.said()
    assert "all accounts and orders are sent" in said
    assert "give them numbers in Xero" in said
    assert books.window.box("sync_time").value is False
    books.window.press_verb()
    assert books.window.number == "W5"
    assert not books.mapping().settings


def test_a_day_is_typed_in_any_usual_way_and_said_back_in_words(books: Books) -> None:
    """S4.18: 'Start Accounts From'."""
    books.walk_to("W4")
    books.window.type_into("start_from", "13/11/2026")
    assert "= 13 November 2026" in books.said()
    books.window.press_verb()
    assert books.window.number == "W5"
    assert books.mapping().settings["start_from"] == "2026-11-13"
    books.window.run.back()
    assert books.window.edit("start_from").text() == "13 November 2026"


def test_a_day_before_the_lock_date_is_said_with_the_first_that_is_open(books: Books) -> None:
    books.walk_to("W4")
    books.window.type_into("start_from", "1 January 2026")
    books.window.press_verb()
    assert books.window.problem is not None
    assert "START-LOCKED" in books.window.texts(books.window.problem)
    books.window.press(
        next(text for text in books.window.texts(books.window.problem) if text.startswith("Use "))
    )
    assert books.window.number == "W5"


def test_a_customer_that_xero_does_not_have_is_refused_and_picked_from_its_list(books: Books) -> None:
    """S4.21, S4.22, S4.25: the default customer must stand in Xero."""
    books.walk_to("W4")
    books.window.type_into("default_customer_code", "Web Sales Unheard Of")
    books.window.press_verb()
    assert books.window.problem is not None
    assert "CODE-NOT-IN-XERO" in books.window.texts(books.window.problem)
    page = books.window.page
    assert isinstance(page, SalesSettingsPage)
    books.window.press("Show Xero’s list")
    wait_for(lambda: page.picker is not None, what="(no list opens)")
    QTest.keyClick(books.picker.search, Qt.Key.Key_Return)
    let_live(5)
    code = books.window.edit("default_customer_code").text()
    assert code
    books.window.press_verb()
    assert books.window.number == "W5"
    assert StoreMatches(books.window.program.site).read().settings["default_customer"] == code


def test_the_screen_says_where_it_is_in_ipages_and_whom_the_default_customer_is_for(books: Books) -> None:
    """S4.6, S4.16, S4.17, S4.23, S4.24: the path, three types of set-up, who has no group, the example."""
    books.walk_to("W4")
    said = books.said()
    assert "a group called Web Sales" in said
    assert "who registers in the shop without help has none" in said
    answer = books.window.session.screen.help.answer
    assert "Settings > Sales > Exports > Xero Settings" in answer
    assert "three kinds of set-up" in answer


def test_sync_time_says_the_documents_warning(books: Books) -> None:
    """S4.27."""
    books.walk_to("W4")
    before = [label.text() for label in books.window.visible(QLabel, books.window.page)]
    assert any("strongly recommends not to change" in text for text in before)
    assert not any(text.startswith("Sync Time is changed in iPages itself") for text in before)
    books.window.click(books.window.box("sync_time").focus_target)
    assert "Sync Time is changed in iPages itself" in books.said()
