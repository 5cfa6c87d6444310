"""W5, W6, R5: every code of the store to what it is in Xero, by mouse and by keys; choices stay."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from tests.gui.books import CLEAN, MISTAKES, Books, copied
from tests.gui.leaves import leaf_to
from tests.gui.web import HARMLESS
from tests.gui.window import RENTAL, Window, let_live, wait_for
from wizard.books.match_table import State
from wizard.catalogue.matching import match_words
from wizard.catalogue.trades import trades
from wizard.gui.matching import exchange
from wizard.gui.matching.marks import width_of
from wizard.gui.matching.model import Column
from wizard.jobs.books.store_matches import StoreMatches
from wizard.model.mapping import Choice

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def books(window: Window) -> Books:
    return Books(window)


# --- what stands in a row ---


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("points", [9, 10, 11, 12, 13, 14])
def test_a_reason_that_has_room_is_not_cut(points: int) -> None:
    font = QFont(QGuiApplication.font())
    font.setPointSize(points)
    metrics = QFontMetrics(font)
    for reason in trades().unsuitable.values():
        shown = metrics.elidedText(reason, Qt.TextElideMode.ElideRight, width_of(metrics, reason))
        assert shown == reason


def test_payment_types_stand_in_rows_with_use_total_and_suggestion(books: Books) -> None:
    """S4.29: website payment types to Xero's, the suggestion with its reason and how sure it is."""
    books.walk_to("W6")
    row, line = books.row("EFTPOS"), books.model.line(books.place("EFTPOS"))
    assert line is not None
    cells = [str(books.model.index(line, column).data()) for column in Column]
    assert cells[Column.NUMBER] == str(books.place("EFTPOS") + 1)
    assert cells[Column.USED] == str(row.code.count)
    assert cells[Column.TARGET] == "641 · EFTPOS Clearing"
    assert cells[Column.WHY].startswith("likely: card takings wait in a clearing account")
    assert row.state is State.SUGGESTED
    aloud = books.model.index(line, Column.STATE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert aloud.startswith(
        f"{line + 1}: EFTPOS, used {row.code.count} times, suggested, 641 · EFTPOS Clearing"
    )


def sections(books: Books) -> list[str]:
    """What is heard of the buttons of the kinds, with the state that their marks draw."""
    made = books.window.visible(QPushButton, books.page)
    return [each.accessibleName() for each in made if each.objectName() == "section"]


def test_sales_codes_tax_and_tracking_have_sections_with_their_state(books: Books) -> None:
    """S4.28, S4.17: three types of set-up; a press shows one kind alone, and says how much of it is left."""
    books.walk_to("W5")
    window = books.window
    heard = sections(books)
    assert any(text.startswith("Account codes: ") and text.endswith(" left, to do") for text in heard)
    assert "Tracking, done" in heard, "what Xero has under the same name needs nobody"
    assert not any("Customer groups" in text for text in heard), "the files have none"
    window.press("Tax: 3 left")
    assert set(books.shown()) == {"GST", "GST Free", "No tax"}
    window.press("Accept all 3 suggestions shown")
    assert "Tax, done" in sections(books)


def test_what_the_matches_call_an_invoice_type_is_shown_as_one(books: Books) -> None:
    """S4.28: iPages calls its codes of sales invoice types."""
    own = StoreMatches(books.window.program.site)
    own.write(own.read().with_choice("invoice_type", "Web sales", Choice("203")))
    books.walk_to("W5")
    row = books.row("Web sales")
    assert (row.code.slot, row.code.count, row.label) == ("invoice_type", 44, "203 · Sales - Online Shop")
    assert "Invoice types, done" in sections(books)
    assert books.page.desk.go_to("account:Web sales"), "the check calls every word of a sale an account"


def test_what_is_typed_filters_codes_and_accounts_and_numbers_stay(books: Books) -> None:
    books.walk_to("W5")
    before = books.place("Delivery")
    search = books.page.desk.bar.search
    QTest.keyClicks(search, "deliv")
    assert books.shown() == ["Delivery"]
    assert books.model.index(0, Column.NUMBER).data() == str(before + 1)
    search.clear()
    QTest.keyClicks(search, "203 online")
    assert books.shown() == ["Web sales"], "the account counts as well, each word by itself"


# --- choosing ---


def test_one_suggestion_is_accepted_and_all_are(books: Books) -> None:
    books.walk_to("W6")
    assert books.left() == "6 left of 6"
    books.click("Gift card")
    books.press("accept")
    assert books.row("Gift card").state is State.MATCHED
    assert books.row("Gift card").why.startswith("accepted: a gift card that is used")
    assert books.left() == "5 left of 6"
    books.window.press("Accept all 5 suggestions")
    assert books.left() == "0 left of 6"
    books.window.press_verb()
    assert books.window.number == "W7"
    choice = books.kept("payment", "Gift card")
    assert choice is not None
    assert (choice.to, choice.name, choice.by) == ("830", "Gift Cards Outstanding", "accepted")
    assert choice.id, "the account's own id is kept: it may be renumbered"


def test_an_account_is_picked_from_a_list_that_typing_makes_shorter(books: Books) -> None:
    books.walk_to("W6")
    books.click("Cash", Column.TARGET)
    picker = books.picker
    offers = [picker.targets.index(at, 0).data() for at in range(picker.targets.rowCount())]
    assert offers[0] == "640 · Cash in Till", "what is suggested stands first"
    QTest.keyClicks(picker.search, "petty")
    assert [picker.targets.index(at, 0).data() for at in range(picker.targets.rowCount())] == [
        "644 · Petty Cash"
    ]
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert (books.row("Cash").label, books.row("Cash").why) == ("644 · Petty Cash", "you chose this")


def test_unsuitable_accounts_are_there_grey_with_the_reason_and_cannot_be_picked(books: Books) -> None:
    books.walk_to("W6")
    books.click("Cash", Column.TARGET)
    QTest.keyClicks(books.picker.search, "200")
    targets = books.picker.targets
    sales = targets.index(0, 0)
    assert sales.data() == "200 · Sales"
    assert not targets.flags(sales) & Qt.ItemFlag.ItemIsEnabled
    assert "payments" in str(sales.data(Qt.ItemDataRole.AccessibleTextRole))
    QTest.keyClick(books.picker.search, Qt.Key.Key_Return)
    assert books.row("Cash").state is State.SUGGESTED, "nothing was chosen"
    QTest.keyClick(books.picker.search, Qt.Key.Key_Escape)


def test_not_used_and_do_not_pay_are_answers_of_their_own(books: Books) -> None:
    books.walk_to("W6", MISTAKES)
    assert books.row("Old voucher").state is State.LEFT, "a deleted payment type that old records use"
    books.click("Old voucher")
    books.press("not-used")
    books.click("Gift card")
    books.press("do-not-pay")
    assert (books.row("Old voucher").state, books.row("Old voucher").label) == (State.ASIDE, "Not used")
    assert books.row("Gift card").label == "Do not pay"
    wait_for(lambda: books.kept("payment", "Gift card") is not None, what="(it is never kept)")
    assert books.kept("payment", "Gift card") == Choice("do not pay")
    books.window.run.go_to("match-sales")
    books.window.come_to_rest()
    books.click("Web sales")
    assert not books.button("do-not-pay").isVisible(), "that is for payments"


def test_two_cards_that_are_one_way_to_pay_are_said_to_be_one(books: Books, tmp_path: Path) -> None:
    folder = copied(CLEAN, tmp_path / "week")
    payments = folder / "payments.csv"
    rows = payments.read_text("utf-8").rstrip().split("\n")
    rows[-1] = ",".join([*rows[-1].split(",")[:3], "Visa & Mastercard", "both cards"])
    payments.write_text("\n".join(rows) + "\n", "utf-8")
    books.walk_to("W8", folder)
    said = books.said()
    assert "was paid in several ways (Visa & Mastercard)" in said
    leaf_to(books.window, "Choose another")
    books.window.press("Choose another", books.check)
    assert books.window.number == "W6"
    assert books.page.desk.view.places == [books.place("Visa & Mastercard")]
    assert books.left().startswith("0 left"), "nothing waits for it"
    assert "several ways to pay? Then it is held" in books.row("Visa & Mastercard").why
    books.press("choose")
    books.pick("641")
    books.window.press_verb()
    books.walk_on("W8")
    assert "Visa & Mastercard" not in books.said()
    assert books.window.shell.verb.text() == "Send 105 records to Corner Store Pty Ltd"


def test_several_rows_are_changed_at_once_and_undone_at_once(books: Books) -> None:
    books.walk_to("W5")
    books.click("Hire")
    books.click("Hardware", modifier=CTRL)
    assert "2 rows selected" in books.said()
    books.press("choose")
    books.pick("200")
    assert {books.row(word).label for word in ("Hire", "Hardware")} == {"200 · Sales"}
    books.press("undo")
    assert {books.row(word).state for word in ("Hire", "Hardware")} == {State.SUGGESTED}
    books.press("redo")
    assert {books.row(word).label for word in ("Hire", "Hardware")} == {"200 · Sales"}


def test_rows_of_different_kinds_take_no_account_together(books: Books) -> None:
    books.walk_to("W5")
    books.click("Hire")
    books.click("GST", modifier=CTRL)
    assert not books.button("choose").isEnabled()
    assert "different kinds" in books.said()


def test_the_keyboard_alone_will_do(books: Books) -> None:
    books.walk_to("W6")
    window = books.window
    assert window.focused is books.page.desk.view
    first = books.shown()[0]
    window.key(Qt.Key.Key_Space)
    assert books.row(first).state is State.MATCHED, "Space takes the suggestion"
    window.key(Qt.Key.Key_Down)
    second = books.shown()[1]
    QTest.keyClicks(books.page.desk.view, "6")
    books.pick("44")
    assert books.row(second).label == "644 · Petty Cash", "typing opens the list, Enter picks"
    window.key(Qt.Key.Key_Return)
    books.pick("640")
    assert books.row(second).label == "640 · Cash in Till", "Enter opens the list, and does not go on"
    window.key(Qt.Key.Key_Delete)
    assert books.row(second).state is State.SUGGESTED
    window.key(Qt.Key.Key_Z, CTRL)
    assert books.row(second).label == "640 · Cash in Till"
    window.key(Qt.Key.Key_F, CTRL)
    assert window.focused is books.page.desk.bar.search


def test_a_persons_choice_is_never_overwritten(books: Books) -> None:
    books.walk_to("W6")
    books.click("EFTPOS", Column.TARGET)
    books.pick("642")
    books.window.press("Accept all 5 suggestions")
    assert books.row("EFTPOS").label == "642 · American Express Clearing"
    books.window.press_verb()
    books.window.run.back()
    books.window.come_to_rest()
    assert books.row("EFTPOS").why == "you chose this"


def test_what_was_chosen_is_kept_at_once_and_is_there_again(books: Books) -> None:
    books.walk_to("W6")
    books.click("Cash", Column.TARGET)
    books.pick("644")
    wait_for(lambda: books.kept("payment", "Cash") is not None, what="(it is never kept)")
    books.window.run.back()
    books.window.come_to_rest()
    books.window.press_verb()
    books.window.come_to_rest()
    assert books.row("Cash").label == "644 · Petty Cash"


def test_what_was_chosen_a_moment_ago_is_kept_when_the_screen_is_left(books: Books) -> None:
    books.walk_to("W6")
    books.click("Cash", Column.TARGET)
    books.pick("644")
    books.window.run.back()
    assert books.kept("payment", "Cash") is not None


# --- going on ---


def test_beside_what_is_left_stands_what_is_suggested_and_no_button_goes_under(books: Books) -> None:
    books.window.shell.resize(1080, 766)
    books.walk_to("W5")
    assert books.table.left
    books.window.press_verb()
    books.window.come_to_rest()
    problem = books.window.problem
    assert problem is not None
    assert [made.text() for made in problem.buttons] == ["Accept the suggestions (13)", "Go to the first"]
    assert books.window.page.area.verticalScrollBar().maximum() == 0, "nothing has to be scrolled to"
    for made in books.page.desk.row_panel.buttons.values():
        assert made.isHidden() or made.visibleRegion().boundingRect() == made.rect(), made.text()
    books.window.click(problem.buttons[0])
    books.window.come_to_rest()
    assert books.table.left == []
    assert books.window.problem is None


def test_what_is_left_is_said_with_its_number_and_gone_to(books: Books) -> None:
    """Nothing goes on before every code means something."""
    books.walk_to("W6", MISTAKES)
    books.window.press("Accept all 6 suggestions")
    books.window.press_verb()
    assert books.window.number == "W6"
    assert books.window.problem is not None
    assert "MATCH-LEFT" in books.window.texts(books.window.problem)
    assert "Old voucher" in books.said()
    books.window.press("Go to the first")
    assert books.page.desk.view.places == [books.place("Old voucher")]
    assert books.window.problem is None


@pytest.mark.parametrize(
    ("choice", "code", "said"),
    [
        (Choice("200", "Sales"), "MATCH-PAYMENT", "200 · Sales"),
        (Choice("999", "Old Clearing", "gone"), "MATCH-GONE", "999 · Old Clearing"),
    ],
)
def test_a_match_that_xero_will_not_take_is_said_and_another_chosen(
    books: Books, choice: Choice, code: str, said: str
) -> None:
    books.walk_to("W5")
    own = StoreMatches(books.window.program.site)
    own.write(own.read().with_choice("payment", "Cash", choice))
    books.window.accept_all(books.page)
    books.window.press_verb()
    books.window.come_to_rest()
    books.window.press("Accept all 5 suggestions")
    row = books.row("Cash")
    assert row.state.is_fault
    assert said in row.label
    books.window.press_verb()
    assert books.window.problem is not None
    assert code in books.window.texts(books.window.problem)
    books.window.press("Choose another")
    books.pick("640")
    books.window.press_verb()
    assert books.window.number == "W7"


def test_an_account_that_is_missing_goes_to_the_accountant_as_a_line(books: Books) -> None:
    books.walk_to("W6", MISTAKES)
    books.click("Old voucher")
    books.window.press("Not in Xero? Copy the line for your accountant")
    line = QGuiApplication.clipboard().text()
    assert line.startswith("Payment type “Old voucher”: used ")
    assert line.endswith("Which account is it, or please make one.")
    assert "Copied." in books.said()


def test_a_code_that_no_file_has_any_more_keeps_its_match_and_is_not_left(books: Books) -> None:
    books.walk_to("W5")
    own = StoreMatches(books.window.program.site)
    own.write(own.read().with_choice("payment", "Diners", Choice("642", by="person")))
    books.window.accept_all(books.page)
    books.window.press_verb()
    books.window.come_to_rest()
    assert books.row("Diners").why == "you chose this"
    assert books.left() == "6 left of 6", "it does not count"
    books.window.accept_all(books.page)
    books.window.press_verb()
    assert books.kept("payment", "Diners") is not None


def test_a_file_of_matches_with_faults_is_said_and_not_guessed(books: Books) -> None:
    books.walk_to("W4")
    path = StoreMatches(books.window.program.site).path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("[payment]\nCash = 640\n", "utf-8")
    books.window.press_verb()
    let_live(50)
    books.window.come_to_rest()
    assert books.window.problem is not None
    assert "MATCH-FILE" in books.window.texts(books.window.problem)


# --- R5 ---


def test_account_numbers_of_a_file_of_entries_are_compared(books: Books, tmp_path: Path) -> None:
    """S3.28: the errors about account numbers, seen before the end of day."""
    entries = copied(CLEAN, tmp_path / "entries") / "journal.csv"
    window = books.window
    window.walk_to("R5")
    window.type_into("journal_file", str(entries))
    window.leave_box("journal_file")
    window.come_to_rest()
    assert "Cash drawer" in books.shown()
    assert "PayPal" not in books.shown()
    window.accept_all(books.page)
    window.press_verb()
    assert window.number == "R6"
    assert window.session.procedure.id == RENTAL
    window.come_to_rest()
    heard = [label.accessibleName() for label in window.visible(QLabel, window.page)]
    assert "Already in Xero: not asked" in heard, "entries have no number that Xero could be asked for"


def test_a_file_that_is_named_while_the_last_is_still_read_is_read_after_it(
    books: Books, tmp_path: Path
) -> None:
    entries = copied(CLEAN, tmp_path / "entries") / "journal.csv"
    books.window.walk_to("R5")
    books.page.look()
    books.window.type_into("journal_file", str(entries))
    books.window.leave_box("journal_file")
    wait_for(lambda: not books.window.busy and bool(books.shown()), what="(it is never read)")
    assert "Cash drawer" in books.shown()


def test_the_list_never_covers_the_row_that_it_is_for(books: Books) -> None:
    books.walk_to("W6", MISTAKES)
    view = books.page.desk.view
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.places == [len(books.table.rows) - 1]
    books.window.shell.move(
        0, books.window.shell.screen().availableGeometry().bottom() - books.window.shell.height()
    )
    QTest.keyClick(view, Qt.Key.Key_Return)
    cell = view.visualRect(view.currentIndex().siblingAtColumn(Column.TARGET))
    row = QRect(view.viewport().mapToGlobal(cell.topLeft()), cell.size())
    assert not books.picker.geometry().intersects(row)
    QTest.keyClick(books.picker.search, Qt.Key.Key_Escape)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.places == [0]


@pytest.mark.parametrize("size", [(1080, 740), (1092, 542), (1366, 740)])
def test_the_list_of_accounts_stays_in_its_page_and_covers_no_button_below(
    books: Books, size: tuple[int, int]
) -> None:
    books.walk_to("W5")
    shell = books.window.shell
    shell.resize(*size)
    let_live(50)
    room = QRect(shell.pages.mapToGlobal(shell.pages.rect().topLeft()), shell.pages.size())
    for word in ("Web sales", "Hire", "EFTPOS"):
        books.click(word)
        books.page.desk.open_list()
        wait_for(books.picker.isVisible)
        assert room.contains(books.picker.geometry()), f"{word}: {books.picker.geometry()} in {room}"
        QTest.keyClick(books.picker.search, Qt.Key.Key_Escape)


# --- typed codes ---


def test_account_numbers_are_typed_where_no_file_has_them(books: Books) -> None:
    """S3.28: Point of Rental's files are in no document; its account numbers are compared all the same."""
    window = books.window
    window.walk_to("R5")
    assert "No file is read and nothing is typed yet." in books.said()
    edit = books.typing
    assert window.focused is edit, "an empty table begins where a code is typed"
    QTest.keyClicks(edit, "200, Hire income ,9999")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert books.shown() == ["200", "Hire income", "9999"]
    assert window.focused is edit, "the next is typed at once"
    assert books.row("200").state is State.MATCHED, "the same number is sure"
    assert books.row("9999").state is State.LEFT
    window.press_verb()
    assert window.problem is not None
    assert "MATCH-LEFT" in window.texts(window.problem)
    books.click("9999")
    books.press("not-used")
    window.accept_all(books.page)
    window.press_verb()
    assert window.number == "R6"
    assert "what you have matched; no file was read" in window.texts(window.page)
    window.run.back()
    window.come_to_rest()
    assert books.left() == "0 left of 3", "typed words stay, and count"


def test_a_typed_word_is_taken_out_again_and_brought_back(books: Books) -> None:
    books.walk_to("R5", CLEAN)
    edit = books.typing
    before = books.shown()
    QTest.keyClicks(edit, "Mistyped")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    books.click("Mistyped")
    books.press("take-back")
    assert books.shown() == before
    books.press("undo")
    assert books.shown() == [*before, "Mistyped"]
    assert books.row("Mistyped").counts
    wait_for(lambda: "Mistyped" in books.mapping().choices.get("account", {}), what="(it is never kept)")


# --- out and in ---


def chosen_file(monkeypatch: pytest.MonkeyPatch, how: str, path: Path, kind: str = "") -> None:
    """Let the system's window for files answer with this one."""
    monkeypatch.setattr(QFileDialog, how, lambda *_: (str(path), kind))


def test_matches_go_to_an_accountant_as_csv_and_come_back(
    books: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.walk_to("W6")
    table = tmp_path / "ours.csv"
    chosen_file(monkeypatch, "getSaveFileName", table)
    books.window.press("Save as CSV…")
    books.window.come_to_rest()
    assert f"Saved: {table}" in books.said()
    rows = table.read_text("utf-8-sig").splitlines()
    assert rows[0] == "kind,word,used,total,to,name,by,id"
    assert any(row.startswith("payment,Cash,") for row in rows)
    table.write_text("kind;word;to\npayment;Cash;644\npayment;EFTPOS;do not pay\n", "cp1252")
    chosen_file(monkeypatch, "getOpenFileName", table)
    books.window.press("Take from CSV…")
    books.window.come_to_rest()
    assert (books.row("Cash").label, books.row("EFTPOS").label) == ("644 · Petty Cash", "Do not pay")
    assert "2 matches taken from ours.csv" in books.said()
    assert books.kept("payment", "EFTPOS") == Choice("do not pay")
    books.press("undo")
    books.window.come_to_rest()
    assert books.row("Cash").state is State.SUGGESTED
    assert books.kept("payment", "EFTPOS") is None


def test_a_csv_with_faults_is_refused_with_its_line(
    books: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.walk_to("W6")
    table = tmp_path / "ours.csv"
    table.write_text("kind,word,to\ncolour,Cash,644\n", "utf-8")
    chosen_file(monkeypatch, "getOpenFileName", table)
    books.window.press("Take from CSV…")
    books.window.come_to_rest()
    assert books.window.problem is not None
    said = books.window.texts(books.window.problem)
    assert "MATCH-FILE" in said
    assert any("ours.csv, line 2" in text for text in said)
    assert books.row("Cash").state is State.SUGGESTED


def test_the_sheet_is_saved_as_a_pdf_and_printed(
    books: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.walk_to("W6")
    paper, kinds = tmp_path / "sheet", match_words().exchange.kinds
    chosen_file(monkeypatch, "getSaveFileName", paper, f"{kinds['.pdf']} (*.pdf)")
    books.window.press("Save as CSV…")
    books.window.come_to_rest()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    printed: list[str] = []
    monkeypatch.setattr(exchange, "has_printer", lambda: True)
    monkeypatch.setattr(exchange, "print_html", lambda html, _window: printed.append(html) is None)
    books.window.press("Print…")
    books.window.come_to_rest()
    assert "EFTPOS" in printed[0]
    assert "Sent to the printer." in books.said()


@pytest.mark.parametrize(
    ("screen", "word", "says"),
    [
        ("W5", "Airport (closed)", "records go, without this tracking"),
        ("W6", "EFTPOS", "its payments stay here, the sale stays open in Xero"),
        ("W5", "GST", "records with it cannot go, Xero wants a tax rate"),
        ("W5", "Hire", "its records stay here"),
    ],
)
def test_not_used_says_what_it_does_for_each_kind_of_word(
    books: Books, screen: str, word: str, says: str
) -> None:
    books.walk_to(screen, MISTAKES)
    books.click(word)
    books.press("not-used")
    assert books.row(word).why == f"not used: {says}"
    assert f"Left out: not used: {says}" in books.said(), "below the table too"
