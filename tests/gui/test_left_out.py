"""What a person leaves out is said as that on W7, W8 and W10, and what is in Xero never is."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.gui.books import MISTAKES
from tests.gui.leaves import leaf_to
from tests.gui.sending import CLEAN, Sends, copied
from tests.gui.web import HARMLESS
from tests.gui.window import Window, wait_for
from wizard.gui.pages.what_to_send import WhatToSendPage
from wizard.model.mapping import DO_NOT_PAY, Choice
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)
COUNTS = [f"{count} in your files" for count in (9, 45, 43, 3, 2, 7)]


@pytest.fixture
def sends(window: Window, services: PracticeServices) -> Sends:
    return Sends(window, services)


def hire_is_not_used(sends: Sends) -> None:
    """Come to W5, and leave out what is of the account Hire."""
    sends.come_to("W5")
    sends.books.click("Hire")
    sends.books.press("not-used")
    wait_for(lambda: sends.books.kept("account", "Hire") == Choice("not used"))


def do_not_pay(sends: Sends, word: str) -> None:
    """Choose it on W6 as a person does."""
    sends.books.click(word)
    sends.books.press("do-not-pay")
    wait_for(lambda: sends.books.kept("payment", word) == Choice(DO_NOT_PAY))


def counted(window: Window) -> list[str]:
    return [text for text in window.texts(window.page) if text.endswith("in your files")]


def row_of(sends: Sends, words: str) -> QWidget:
    """The row of W8 that says something."""
    leaf_to(sends.window, words)
    shown = next(x for x in sends.window.visible(QLabel, sends.window.page) if words in x.text())
    holder = shown.parentWidget()
    assert holder is not None
    return holder


def choose_another(sends: Sends, words: str) -> None:
    """Press the button in the row that says something."""
    (button,) = sends.window.visible(QPushButton, row_of(sends, words))
    assert button.text() == "Choose another"
    sends.window.click(button)
    sends.window.come_to_rest()


def send_without_cash(sends: Sends, folder: Path = CLEAN) -> None:
    sends.come_to("W6", folder)
    do_not_pay(sends, "Cash")
    sends.books.walk_on("W8")
    sends.window.press_verb()
    wait_for(lambda: sends.window.number == "W10")


def open_the_next_sending(sends: Sends) -> None:
    sends.window.press_verb()
    sends.a_minute_passes()
    sends.window.press("Send")
    sends.window.come_to_rest()
    assert sends.window.number == "W8"


def test_w7_says_what_the_matches_leave_out(sends: Sends) -> None:
    sends.come_to("W6")
    do_not_pay(sends, "Cash")
    sends.books.walk_on("W7")
    said = sends.said()
    assert "Left out from now on, as you chose: Cash (Do not pay)." in said
    assert "nothing is left out" not in said
    page = sends.window.page
    assert isinstance(page, WhatToSendPage)
    sends.window.click(page.ticks[2])
    assert "Left out from now on, as you chose: Cash (Do not pay)." in sends.said()


def test_w7_says_what_the_start_date_leaves_out(sends: Sends) -> None:
    sends.window.walk_to("W7", {"folder": str(CLEAN), "start_from": "2026-11-01"})
    sends.window.come_to_rest()
    assert "Left out from now on, as you chose: what is dated before 1 November 2026." in sends.said()


def test_w7_leaves_out_what_w8_leaves_out_as_another_program_posts_it(sends: Sends) -> None:
    site = sends.window.program.site
    site.change(lambda record: replace(record, books=replace(record.books, who_posts="vendor")))
    sends.come_to("W7")
    page, said = sends.window.page, sends.said()
    assert isinstance(page, WhatToSendPage)
    assert [tick.text()[0] for tick in page.ticks] == list("ABCDE"), "what does not go cannot be ticked"
    reason = "Point of Rental posts this kind by itself, or nobody said that it does not"
    assert f"7 journals left out: {reason}" in said
    assert "nothing is left out" not in said
    assert page.values() == {"send_through": "journal"}, "it goes once somebody says that we post"
    sends.books.walk_on("W8")
    assert sends.figures()["Left out"] == "7"
    assert f"7 × Journals, left out: {reason}" in sends.said()


def test_w7_offers_journals_that_we_post(sends: Sends) -> None:
    site = sends.window.program.site
    ours = {"who_posts": "tillbridge", "vendor_off": True}
    site.change(lambda record: replace(record, books=replace(record.books, **ours)))
    sends.come_to("W7")
    page = sends.window.page
    assert isinstance(page, WhatToSendPage)
    assert [tick.text()[0] for tick in page.ticks] == list("ABCDEF")
    assert "Point of Rental" not in sends.said()


def test_do_not_pay_is_said_as_that_and_leads_to_its_own_row(sends: Sends) -> None:
    send_without_cash(sends)
    said = sends.said()
    assert "2 × Payments, left out: Cash is set to “Do not pay”" in said
    assert "Cash is not used" not in said
    open_the_next_sending(sends)
    choose_another(sends, "Cash is set to “Do not pay”")
    assert sends.window.number == "W6"
    wait_for(lambda: sends.books.page.table is not None)
    sends.window.come_to_rest()
    sends.books.press("not-used")
    wait_for(lambda: sends.books.kept("payment", "Cash") == Choice("not used"))


def test_w7_counts_the_files_where_nobody_did_in_this_run(sends: Sends) -> None:
    send_without_cash(sends)
    open_the_next_sending(sends)
    choose_another(sends, "Cash is set to “Do not pay”")
    sends.window.press_verb()
    sends.window.come_to_rest()
    assert sends.window.number == "W7"
    assert counted(sends.window) == COUNTS
    page = sends.window.page
    assert isinstance(page, WhatToSendPage)
    assert [tick.text().split("   ") for tick in page.ticks][-1] == ["F", "Journals"]
    assert all(tick.isChecked() for tick in page.ticks)
    assert page.values() == {"send_through": "journal"}


def test_what_cannot_be_counted_is_not_zero(sends: Sends, tmp_path: Path) -> None:
    week = copied(CLEAN, tmp_path / "week")
    send_without_cash(sends, week)
    open_the_next_sending(sends)
    choose_another(sends, "Cash is set to “Do not pay”")
    week.rename(tmp_path / "moved")
    sends.window.press_verb()
    sends.window.come_to_rest()
    assert sends.window.number == "W7"
    said = sends.said()
    assert said.count("not counted") == 5
    assert "in your files" not in said.replace("the customers in your files", "")
    assert sends.window.problem is not None


def test_what_was_sent_is_in_xero_whatever_is_left_out_after_it(sends: Sends) -> None:
    send_without_cash(sends)
    open_the_next_sending(sends)
    choose_another(sends, "Cash is set to “Do not pay”")
    do_not_pay(sends, "PayPal")
    sends.books.walk_on("W8")
    assert sends.figures() == {"To send": "0", "Already in Xero": "107", "Will not go": "0", "Left out": "2"}
    assert "PayPal" not in sends.said()
    sends.window.press_verb()
    wait_for(lambda: sends.window.number == "W10")
    said = sends.said()
    assert "109 in your files = 0 sent + 107 already in Xero + 0 not taken + 0 held + 2 left out" in said
    with sends.xero() as xero:
        payments = xero.all("Payments")
    assert len(payments) == 41
    total = f"{sum(row['Amount'] for row in payments):,.2f}"
    assert said.count(total) == 4, "in the files, matched, as sent, in Xero"
    facts = sends.receipt()
    (row,) = [one for one in facts["totals"] if one["kind"] == "payment"]  # type: ignore[attr-defined]
    assert (row["count"], row["found"]) == (41, 41)


def test_what_is_left_out_is_told_wherever_the_sending_is(sends: Sends) -> None:
    sends.window.shell.resize(1080, 766)
    send_without_cash(sends)
    said = "103 sent, 4 already in Xero, 2 left out on "
    assert said in sends.said()
    assert sends.status().startswith(said)
    (row,) = [x for x in sends.window.visible(QLabel, sends.window.page) if "Cash is set to" in x.text()]
    assert row.height() < 3 * row.fontMetrics().lineSpacing(), "a reason is not one word a line"
    page = Path(str(sends.receipt()["proof_page"])).read_text("utf-8")
    assert "109 in the files = 103 sent + 4 already in Xero + 0 not taken + 0 held + 2 left out" in page
    sends.window.press_verb()
    assert any(said in text for text in sends.window.texts())


def test_a_long_sentence_of_a_sending_leaves_the_sum_its_room(sends: Sends) -> None:
    """Where other files went that day, the first sentence goes on about them."""
    sends.window.shell.resize(1366, 728)
    send_without_cash(sends)
    shown = sends.window.visible(QLabel, sends.window.page)
    said = next(made for made in shown if made.text().startswith("103 sent"))
    sums = next(made for made in shown if made.text().startswith("109 in your files = "))
    line = sums.fontMetrics().lineSpacing()
    said.setText(
        f"{said.text()} Other files, at 22:38 that day: 1 sent, 101 already in Xero, 1 held, 7 left out."
    )
    wait_for(lambda: sums.y() > said.y(), what="(it stays beside it)")
    assert sums.height() < 2 * line
    page = sends.window.page
    for made in (said, sums):
        assert made.mapTo(page, made.rect().bottomRight()).x() <= page.width()


def test_after_a_second_sending_it_still_says_in_full_whose_it_is(sends: Sends) -> None:
    send_without_cash(sends)
    open_the_next_sending(sends)
    sends.window.press_verb()
    wait_for(lambda: sends.window.number == "W10")
    assert "Organisation: Corner Store Pty Ltd · AU · !Cs7tR · …19c8" in sends.said()
    assert "all of it is in Xero" not in sends.said()


def test_money_for_a_sale_that_is_left_out_is_left_out_with_it_on_every_screen(sends: Sends) -> None:
    hire_is_not_used(sends)
    sends.books.walk_on("W8")
    figures = sends.figures()
    assert (figures["Will not go"], figures["Left out"]) == ("0", "26"), (
        "12 sales, 7 payments of them, 7 days"
    )
    said = sends.said()
    assert "12 × Invoices, left out: Hire is set to “Not used”" in said
    assert "7 × Payments, left out: the sale it is for is left out: Hire is set to “Not used”" in said
    assert "the document has it all the same" not in said, "it is named once"
    sends.window.press_verb()
    wait_for(lambda: sends.window.number == "W10")
    sent = f"{figures['To send']} sent + {figures['Already in Xero']} already in Xero"
    sums = f"109 in your files = {sent} + 0 not taken + 0 held + 26 left out"
    assert sums in sends.said()
    page = Path(str(sends.receipt()["proof_page"])).read_text("utf-8")
    assert sums.replace("your files", "the files") in page
    with sends.xero() as xero:
        assert len(xero.all("Payments")) == 36


def test_do_not_pay_is_named_once(sends: Sends) -> None:
    sends.come_to("W6")
    do_not_pay(sends, "Cash")
    sends.books.walk_on("W8")
    said = sends.said()
    assert said.count("Do not pay") == 1, said
    assert "do not pay" not in said.replace("Do not pay", "")


def test_what_is_said_of_a_sending_adds_up_to_all_records(sends: Sends, tmp_path: Path) -> None:
    sends.come_to("W8", copied(MISTAKES, tmp_path / "week"), good_ones=True)
    sends.window.press_verb()
    assert sends.window.number == "W9"
    assert sends.window.page.title.text() == "The sending has ended"
    problem = sends.window.problem
    assert problem is not None
    of = re.search(
        r"(\d+) of (\d+) records are in Xero as they are here, (\d+) were not taken or held, "
        r"(\d+) (?:is|are) left out",
        problem.accessibleName(),
    )
    assert of is not None, problem.accessibleName()
    there, whole, left, out = map(int, of.groups())
    assert there + left + out == whole == sum(map(int, sends.figures().values()))
    assert out, "a way to pay is not used"
    said = sends.status()
    told = re.match(
        r"(\d+) sent, (\d+) already in Xero, (\d+) held, (\d+) not taken, (\d+) left out on ", said
    )
    assert told is not None, said
    assert sum(map(int, told.groups())) == whole


def test_while_xero_cannot_be_asked_the_figures_are_of_all_records_as_well(sends: Sends) -> None:
    hire_is_not_used(sends)
    sends.services.add_fault("xero-down")
    sends.books.walk_on("W8")
    figures = sends.figures()
    assert (figures["Checked"], figures["Left out"]) == ("83", "26")
    assert "every record that is not left out" in sends.said()
    assert "Nothing was found that Xero would refuse" not in sends.said(), "nobody could ask it"
