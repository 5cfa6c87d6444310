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
