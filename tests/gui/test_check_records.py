"""W8, R6: what would not pass, in Xero's words, grouped and counted, and the way to where it is put right."""

import csv
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from tests.gui.books import CLEAN, MISTAKES, Books, copied
from tests.gui.leaves import leaf_to
from tests.gui.web import HARMLESS, OwnBrowser
from tests.gui.window import Window, let_live

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)
LATE = "2026-11-28"
NAMES = {"Checked", "To send", "Already in Xero", "Will not pass", "Will not go", "Left out"}


@pytest.fixture
def books(window: Window) -> Books:
    return Books(window)


def figures(books: Books) -> dict[str, str]:
    """The figures at the top, by name."""
    heard = [label.accessibleName() for label in books.window.visible(QLabel, books.check)]
    pairs = [text.split(": ", 1) for text in heard if ": " in text]
    return {name: figure for name, figure in pairs if name in NAMES}


def test_a_clean_week_passes_and_nothing_is_sent_where_nobody_wants_that(books: Books) -> None:
    books.walk_to("W8")
    assert figures(books) == {"To send": "105", "Already in Xero": "4", "Will not go": "0", "Left out": "0"}
    said = books.said()
    assert "Nothing was found that Xero would refuse" in said
    assert "Nothing goes by itself. Xero’s accounts were read " in said
    assert "Do not also export in iPages" in said
    assert "9,566.90" in said
    books.window.press("Finish without sending")
    assert books.window.number == "W10"
    last = "\n".join(books.window.texts(books.window.page))
    assert "109 records checked by Xero's rules" in last
    assert "Nothing was sent to Xero" in last
    books.window.press_verb()
    assert "Set up; nothing was sent yet" in books.window.texts()


def test_fees_and_payouts_stay_outside_and_the_screen_says_so(books: Books, tmp_path: Path) -> None:
    week = copied(CLEAN, tmp_path / "week")
    (week / "stripe.csv").write_text("automatic_payout_id,fee,net\npo_1,0.30,9.70\n", "utf-8")
    books.walk_to("W8", week)
    assert "Not sent: stripe.csv: payouts and fees of Stripe stay outside." in books.said()


def test_honest_mistakes_are_foreseen_with_words_meaning_and_place(books: Books) -> None:
    books.walk_to("W8", MISTAKES)
    assert figures(books)["Will not pass"] == "4", "what the sending puts right by itself is no fault"
    assert books.window.focused is books.check.fixes[0], "the next thing to do has the keys"
    said = books.said()
    assert "327.91 is more than the 327.90 that is left to pay of WEB-10340" in said
    assert "Xero would say: “Payment amount exceeds the amount outstanding on this document”" in said
    assert "WEB-10340, in payments.csv, line 16" in said
    assert books.window.shell.verb.text() == "Check again"
    books.window.press_verb()
    assert books.window.number == "W8"


def test_the_good_ones_go_on_where_that_was_agreed_to(books: Books) -> None:
    books.walk_to("W8", MISTAKES, good_ones=True)
    planned = figures(books)
    assert planned["Will not go"] == "4", "a cent that is not due any more is not sent, and the rest of it is"
    assert sum(map(int, planned.values())) == 113, "each record of the files is in one of the four"
    assert books.window.shell.verb.text() == f"Send {planned['To send']} records to Corner Store Pty Ltd"
    books.window.press("Finish without sending")
    assert "4 of 112 records that were checked will not pass" in "\n".join(
        books.window.texts(books.window.page)
    )


def test_fix_here_opens_that_match(books: Books) -> None:
    books.walk_to("W8", MISTAKES)
    leaf_to(books.window, "Choose another")
    books.window.press("Choose another", books.check)
    assert books.window.number in {"W5", "W6"}
    assert books.page.desk.view.places == [
        books.place("Airport (closed)" if books.window.number == "W5" else "Old voucher")
    ]
    books.press("choose")
    books.pick("m" if books.window.number == "W5" else "830")
    books.window.press_verb()
    books.walk_on("W8")
    assert "is not used any more" not in books.said() or "Airport" not in books.said()


def test_fix_here_opens_the_file_of_a_record(
    books: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = OwnBrowser()
    monkeypatch.setattr(QDesktopServices, "openUrl", browser.open)
    folder = copied(MISTAKES, tmp_path / "week")
    books.walk_to("W8", folder)
    books.window.press("Open the file", books.check)
    assert browser.opened[-1] == (folder / "invoices.csv").as_uri()


def test_what_was_put_right_in_the_file_is_right_when_it_is_checked_again(
    books: Books, tmp_path: Path
) -> None:
    folder = copied(MISTAKES, tmp_path / "week")
    books.walk_to("W8", folder)
    assert "327.91 is more than the 327.90" in books.said()
    payments = folder / "payments.csv"
    payments.write_text(payments.read_text("utf-8").replace("327.91", "327.90"), "utf-8")
    books.window.press_verb()
    let_live(20)
    books.window.come_to_rest()
    assert "327.91" not in books.said()


def test_a_thousand_equal_faults_are_one_with_a_count(books: Books, tmp_path: Path) -> None:
    folder = copied(CLEAN, tmp_path / "week")
    with (folder / "invoices.csv").open(newline="", encoding="utf-8") as file:
        head, first, *rest = list(csv.reader(file))
    rows = [head, first, *rest]
    day, due = head.index("*InvoiceDate"), head.index("*DueDate")
    for number in range(1000):
        row = list(first)
        row[head.index("*InvoiceNumber")] = f"OLD-{number}"
        row[day] = row[due] = "30/09/2026"
        rows.append(row)
    with (folder / "invoices.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    books.walk_to("W8", folder)
    assert figures(books)["Will not pass"] == "1,000"
    assert "1,000 × 30 September 2026 lies in a period" in books.said()
    books.window.press("Show the records", books.check)
    assert "and 980 more" in books.said()


def test_what_was_found_goes_when_the_next_check_cannot_read_the_files(books: Books, tmp_path: Path) -> None:
    """Nothing of the figures before stays on the page, not even behind the problem."""
    week = copied(MISTAKES, tmp_path / "week")
    books.walk_to("W8", week)
    assert figures(books)
    invoices = week / "invoices.csv"
    invoices.write_text(invoices.read_text("utf-8").replace("InvoiceNumber", "Docket", 1), "utf-8")
    books.window.press_verb()
    assert books.window.problem is not None
    assert "FILE-COLUMNS" in books.window.texts(books.window.problem)
    assert "Its other columns are known" in books.window.problem.accessibleName()
    assert figures(books) == {}
    left = [made.text() for made in books.check.findChildren(QLabel) if made.text() == "Already in Xero"]
    assert left == []
    books.window.press("Choose the columns", books.window.problem)
    assert books.window.number == "W14"
    assert "invoices.csv" in books.window.texts(books.columns)
