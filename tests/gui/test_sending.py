"""W7 to W10 over the practice Xero: what is ticked goes, once, and what was read back is what is claimed."""

import csv
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.gui.books import MISTAKES
from tests.gui.leaves import leaf_to
from tests.gui.schedule_row import asked, choose, press
from tests.gui.sending import CLEAN, SENDS, TITLE, Sends, copied, files_numbers
from tests.gui.test_left_out import do_not_pay
from tests.gui.test_side_list import mark_of
from tests.gui.web import HARMLESS, OwnBrowser
from tests.gui.window import ROOM, Window, let_live, wait_for
from wizard.export.gate import Pause
from wizard.gui.no_program import NoProgram
from wizard.gui.pages.what_to_send import WhatToSendPage
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.gui.widgets.schedule_card import ScheduleCard
from wizard.jobs.export.read_back_records import ReadBackRecords
from wizard.papers.proof import is_sealed
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


@pytest.fixture
def sends(window: Window, services: PracticeServices) -> Sends:
    return Sends(window, services)


# --- W7 ---


def ticked(window: Window) -> list[bool]:
    page = window.page
    assert isinstance(page, WhatToSendPage)
    return [tick.isChecked() for tick in page.ticks]


def test_all_is_ticked_as_recommended_and_ticking_one_takes_all_above(sends: Sends) -> None:
    """S4.33 to S4.36."""
    sends.come_to("W7")
    window, page = sends.window, sends.window.page
    assert isinstance(page, WhatToSendPage)
    labels = [tick.text().split("   ")[1] for tick in page.ticks]
    assert labels == ["Contacts", "Invoices", "Payments", "Credit notes", "Overpayments", "Journals"]
    assert ticked(window) == [True] * 6
    (said,) = [text for text in window.texts(page) if text.startswith("All kinds are ticked, and nothing")]
    assert "looks what of it Xero has already" in said, "nobody knows before that all of it goes"
    window.click(page.ticks[0])
    assert ticked(window) == [False] * 6, "without contacts nothing else can go"
    window.press_verb()
    assert window.number == "W7", "nothing to send is no answer"
    assert any("tick at least Contacts" in text for text in window.texts(page))
    window.click(page.ticks[4])
    assert ticked(window) == [True] * 5 + [False], "the last but one takes all above it"
    assert any("Overpayments needs what is above it" in text for text in window.texts(page))
    window.click(page.ticks[2])
    assert ticked(window) == [True, True, False, False, False, False]
    assert any("Ticked: Contacts and Invoices." in text for text in window.texts(page))


def test_whoever_unticks_and_ticks_again_has_what_was_there_before(sends: Sends) -> None:
    sends.come_to("W7")
    window, page = sends.window, sends.window.page
    assert isinstance(page, WhatToSendPage)
    window.click(page.ticks[2])
    said = next(text for text in window.texts(page) if "Left out" in text)
    assert "Left out, because not ticked: Payments, Credit notes, Overpayments and Journals." in said
    window.click(page.ticks[2])
    assert ticked(window) == [True] * 6
    assert any("Payments is ticked again, and what was unticked with it." in t for t in window.texts(page))
    window.click(page.ticks[2])
    window.click(page.ticks[1])
    window.click(page.ticks[2])
    assert ticked(window) == [True, True, True, False, False, False], "something else was unticked since"
    assert any("Left out, because not ticked: Credit notes" in text for text in window.texts(page))


def test_a_kind_that_is_not_ticked_is_left_out_with_that_reason(sends: Sends) -> None:
    sends.come_to("W7")
    page = sends.window.page
    assert isinstance(page, WhatToSendPage)
    sends.window.click(page.ticks[2])
    sends.window.press_verb()
    assert sends.figures()["Left out"] == "55", "payments, credit notes, overpayments and journals"
    assert "43 × Payments, left out: this kind is not ticked" in sends.said()
    sends.window.press_verb()
    wait_for(lambda: sends.window.number == "W10")
    assert (
        "109 in your files = 50 sent + 4 already in Xero + 0 not taken + 0 held + 55 left out" in sends.said()
    )
    assert len(sends.numbers()) == 45
    with sends.xero() as xero:
        assert xero.all("Payments") == []
        assert xero.all("ManualJournals") == []


def test_a_folder_without_journals_offers_none(sends: Sends, tmp_path: Path) -> None:
    folder = copied(CLEAN, tmp_path / "week")
    (folder / "journal.csv").unlink()
    sends.come_to("W7", folder)
    page = sends.window.page
    assert isinstance(page, WhatToSendPage)
    assert len(page.ticks) == 5
    assert page.values() == {"send_through": "journal"}, "all that there is"


# --- from the first screen to the proof ---


def test_a_week_goes_to_xero_once_and_is_proven(sends: Sends, monkeypatch: pytest.MonkeyPatch) -> None:
    """S4.30: the run after the mapping; what W10, home, `export status` and the receipt say is the same."""
    browser = OwnBrowser()
    monkeypatch.setattr(QDesktopServices, "openUrl", browser.open)
    sends.come_to("W8")
    assert sends.window.shell.verb.text() == SENDS
    said = sends.said()
    assert "Do not also export in iPages: or every sale stands in Xero twice." in said
    assert "It takes about " in said
    assert "more calls today." in said
    sends.window.press_verb()
    assert sends.window.number == "W10", "it moves on by itself"
    assert sends.window.page.title.text() == TITLE
    assert sends.numbers() == sorted(files_numbers())
    said = sends.said()
    assert "109 in your files = 105 sent + 4 already in Xero + 0 not taken + 0 held + 0 left out" in said
    assert said.count("9,566.90") == 4, "in the files, matched, as sent, in Xero"
    sentence = sends.status()
    assert sentence.startswith("105 sent, 4 already in Xero on ")
    assert sentence in said
    facts = sends.receipt()
    assert {name: facts[name] for name in ("read", "sent", "already_there", "failed", "held")} == {
        "read": 109, "sent": 105, "already_there": 4, "failed": 0, "held": 0,
    }  # fmt: skip
    assert facts["ending"] == "proven"
    assert facts["revision"] == sends.window.program.site.record().books.revision
    assert facts["sending"] == sends.runs()[-1].id
    proof = Path(str(facts["proof_page"])).read_text("utf-8")
    assert is_sealed(proof)
    assert str(facts["proof_seal"]) in proof
    sends.window.press("Open the proof page")
    assert browser.opened[-1] == Path(str(facts["proof_page"])).as_uri()
    browser.works = False
    sends.window.press("Open the proof page")
    wait_for(lambda: any(sends.window.shell.findChildren(NoProgram)), what="(it is not said)")
    dialog = sends.window.shell.findChildren(NoProgram)[0]
    assert dialog._path == Path(str(facts["proof_page"]))
    dialog.reject()
    sends.window.shell.resize(*ROOM)
    sends.window.press_verb()
    assert sends.window.number == "H1"
    assert "Sent and proven" in sends.window.texts()
    assert any(sentence.rstrip(".") in text for text in sends.window.texts())


def test_the_second_time_nothing_is_sent_and_all_is_proven_again(sends: Sends) -> None:
    sends.come_to("W8")
    sends.window.press_verb()
    sends.window.press_verb()
    sends.a_minute_passes()
    sends.window.press("Send")
    sends.window.come_to_rest()
    assert sends.window.number == "W8", "what stands before it was settled the first time"
    assert mark_of(sends.window, 1) is Mark.EARLIER, (
        "a sign-in of an earlier run was not looked at in this one"
    )
    assert sends.figures() == {"To send": "0", "Already in Xero": "109", "Will not go": "0", "Left out": "0"}
    assert sends.window.shell.verb.text() == "Read back from Xero"
    assert "The last sending today: 105 sent, 4 already in Xero" in sends.said()
    sends.window.press_verb()
    assert sends.window.page.title.text() == "Nothing new was sent; what went before is in Xero, read back"
    assert len(sends.numbers()) == 45
    assert sends.status() in sends.said()
    shown = sends.window.texts(sends.window.page)
    assert any("Corner Store Pty Ltd" in text for text in shown), "whose it is was chosen in an earlier run"
    assert not [text for text in shown if text.startswith(("…", " ·"))]
    sends.window.press_verb()
    assert any(text.startswith("Corner Store Pty Ltd · ") for text in sends.window.texts())


def test_whoever_does_not_want_to_send_sends_nothing(sends: Sends) -> None:
    sends.come_to("W8")
    sends.window.press("Finish without sending")
    assert sends.window.number == "W10"
    assert any(text.endswith("never both.") and "Nothing was sent" in text for text in sends.window.texts())
    assert sends.numbers() == []
    assert sends.runs() == []


def test_the_end_offers_to_send_each_day(sends: Sends) -> None:
    sends.come_to("W8")
    sends.window.press("Finish without sending")
    (row,) = sends.window.page.findChildren(ScheduleCard)
    assert row.accessibleName().startswith("Every day: Off.")
    dialog = asked(sends.window, row)
    choose(dialog, "Send each day")
    press(dialog, "Set it")
    wait_for(lambda: sends.window.program.site.record().books.schedule == "18:30")
    wait_for(lambda: "Sends each day at 18:30." in row.accessibleName())


# --- presses ---


def test_two_presses_on_send_are_one_sending(sends: Sends) -> None:
    sends.come_to("W8")
    verb = sends.window.shell.verb
    sends.window.wait_until_ready(verb)
    for _ in range(2):
        QTest.mouseClick(verb, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(verb, Qt.MouseButton.LeftButton)
    sends.window.come_to_rest()
    assert sends.window.number == "W10"
    assert len(sends.runs()) == 1
    assert len(sends.numbers()) == 45


def test_send_takes_no_press_in_its_first_second_and_has_not_the_cursor_then(sends: Sends) -> None:
    sends.come_to("W7")
    sends.window.shell.first_second.milliseconds = 1000
    sends.window.press_verb(rest=False)
    wait_for(lambda: sends.window.number == "W8" and not sends.window.busy)
    verb = sends.window.shell.verb
    assert verb.text() == SENDS
    assert not verb.isEnabled()
    QTest.mouseClick(verb, Qt.MouseButton.LeftButton)
    sends.window.key(Qt.Key.Key_Return)
    let_live(50)
    assert sends.window.number == "W8"
    assert sends.runs() == []
    wait_for(verb.isEnabled)


def test_back_at_w8_after_a_sending_needs_a_press_of_its_own(sends: Sends, tmp_path: Path) -> None:
    sends.come_to("W8", MISTAKES, good_ones=True)
    sends.window.press_verb()
    assert sends.window.number == "W9"
    sends.window.press("Go on without them")
    assert sends.window.number == "W10"
    sends.window.press("‹ Back")
    let_live(50)
    assert sends.window.number == "W9"
    assert not sends.window.busy, "coming back sends nothing"
    assert len(sends.runs()) == 1


# --- pause, stop, home ---


def held_back(sends: Sends) -> Pause:
    """Begin to send, each write slowly, and pause as soon as something arrived."""
    sends.services.add_fault("write-slow")
    sends.begin()
    pause = sends.page.pause
    wait_for(sends.runs, what="(nothing goes)")
    sends.window.press("Pause", rest=False)
    wait_for(lambda: pause.is_on)
    return pause


def test_a_pause_lets_nothing_go_until_it_ends(sends: Sends) -> None:
    sends.come_to("W8")
    held_back(sends)
    assert any(text.startswith("Paused.") for text in sends.window.texts(sends.window.page))
    let_live(2500)
    before = len(sends.numbers())
    let_live(1500)
    assert len(sends.numbers()) == before
    assert sends.window.number == "W9"
    sends.services.clear_faults()
    sends.window.press("Go on", rest=False)
    sends.window.come_to_rest()
    assert sends.window.number == "W10"
    assert sends.numbers() == sorted(files_numbers())


def test_a_stop_says_how_far_it_came_and_the_rest_goes_later(sends: Sends) -> None:
    sends.come_to("W8")
    held_back(sends)
    sends.window.press("Stop", rest=False)
    sends.window.come_to_rest()
    assert sends.window.number == "W9"
    assert sends.window.problem is not None
    assert sends.window.problem.accessibleName().startswith("You stopped: ")
    figures = {name: int(figure) for name, figure in sends.figures().items()}
    assert sum(figures.values()) == 109
    assert figures["Held"] > 0
    with sends.xero() as xero:
        arrived = sum(len(xero.all(kind)) for kind in ("Invoices", "Payments", "CreditNotes"))
    assert arrived <= figures["Sent"] + figures["Already in Xero"]
    sends.services.clear_faults()
    sends.a_minute_passes()
    sends.window.press("Close")
    assert "Sending not finished" in sends.window.texts()
    assert any(text.startswith("1 thing needs you: Web shop to Xero") for text in sends.window.texts())
    assert "Start again" not in sends.window.texts(), "beside what was sent, that would be misread"
    sends.window.press("Continue at W9")
    sends.window.press_verb()
    assert sends.window.number == "W8", "what goes is to be seen first"
    sends.window.press_verb()
    assert sends.window.number == "W10"
    assert sends.numbers() == sorted(files_numbers())
    assert sends.window.page.title.text() == TITLE


def test_the_window_is_not_closed_over_a_sending_before_that_was_said(sends: Sends) -> None:
    window = sends.window
    sends.come_to("W8")
    held_back(sends)
    window.press("Close", rest=False)
    assert window.number == "H1"
    assert not window.shell.close()
    assert window.shell.isVisible()
    assert window.number == "W9", "what goes on is shown"
    assert any("close the window once more" in text for text in window.texts(window.page))
    window.shell.first_second.milliseconds = 3_600_000
    assert not window.shell.close(), "the second click of a double click answers nothing"
    window.shell.first_second.milliseconds = 0
    let_live(10)
    assert window.shell.close()
    assert not window.shell.isVisible()


def test_it_goes_on_while_home_is_shown_and_home_leads_back(sends: Sends) -> None:
    sends.come_to("W8")
    held_back(sends)
    page = sends.page
    sends.window.press("Close", rest=False)
    let_live(20)
    assert sends.window.number == "H1"
    assert sends.window.busy
    assert any(text.startswith("Paused by you") for text in sends.window.texts())
    assert not any(text.startswith("It goes on") for text in sends.window.texts())
    sends.window.press("Go back to it", rest=False)
    assert sends.window.number == "W9"
    assert sends.page is not page
    assert sends.page.pause is page.pause, "the pause in hand is the job's"
    sends.window.press("Go on", rest=False)
    sends.window.press("Close", rest=False)
    wait_for(lambda: any(text.startswith("It goes on while you are here") for text in sends.window.texts()))
    sends.services.clear_faults()
    sends.window.come_to_rest()
    assert sends.window.number == "H1", "home stays"
    assert not any(text.startswith("It goes on") for text in sends.window.texts())
    sentence = sends.status().rstrip(".")
    wait_for(lambda: any("Continue at W9" in text for text in sends.window.texts()))
    said = " ".join(sends.window.texts())
    assert "All of it is in Xero, read back" in said
    assert "only the rest goes" not in said, "there is no rest"
    sends.window.press("Continue at W9")
    assert sends.window.number == "W9"
    assert any(sentence in text for text in sends.window.texts(sends.window.page))
    sends.window.press_verb()
    assert sends.window.page.title.text() == TITLE


def test_waiting_for_xero_is_told_with_the_time_at_which_it_goes_on(sends: Sends) -> None:
    sends.come_to("W8")
    sends.services.add_fault("rate-limit")
    sends.begin()
    wait_for(lambda: any("it goes on at " in text for text in sends.window.texts(sends.window.page.progress)))
    sends.services.clear_faults()
    sends.window.press("Stop", rest=False)
    sends.window.come_to_rest()
    assert sends.numbers() == []


# --- what changed, what failed ---


def test_while_xero_is_down_a_person_may_upload_what_was_to_go_and_take_that_back(sends: Sends) -> None:
    sends.come_to("W8")
    sends.services.add_fault("xero-down")
    sends.window.press_verb()
    window, folder = sends.window, sends.window.program.site.folder / "papers/upload"
    assert window.number == "W9"
    window.press("How many would that be?", rest=False)
    wait_for(lambda: "would stand in files" in sends.said(), what="(they are never counted)")
    assert "2 overpayments wait: Xero's import has no form for that kind." in sends.said()
    assert list(folder.rglob("*.csv")) == [], "nothing is written before somebody agrees"
    window.press("Write the files", rest=False)
    wait_for(lambda: "We will not upload them" in sends.said(), what="(they are never written)")
    names = {path.name for path in folder.rglob("*.csv")}
    assert {"contacts.csv", "invoices-tax-inclusive.csv", "journals.csv"} <= names
    assert "Not checked in Xero's own import" in sends.said()
    assert "tillbridge export" not in sends.said(), "a window has buttons"
    assert window.focused is window.button("Open their folder")
    let_live(20)
    offered = {one.text() for one in window.visible(QPushButton, window.page)}
    assert not {"How many would that be?", "Write the files"} & offered, "what was offered before is gone"
    sends.services.clear_faults()
    sends.a_minute_passes()
    window.press_verb()
    assert window.number == "W9"
    assert sends.numbers() == [], "what a person has never goes by us"
    window.press("We will not upload them", rest=False)
    wait_for(lambda: "records go by Tillbridge again" in sends.said())
    sends.a_minute_passes()
    window.press("Check again")
    assert window.number == "W8"
    window.press_verb()
    assert window.page.title.text() == TITLE
    assert sends.numbers() == sorted(files_numbers())


def test_files_that_changed_since_the_check_are_checked_again(sends: Sends, tmp_path: Path) -> None:
    folder = copied(CLEAN, tmp_path / "week")
    sends.come_to("W8", folder)
    payments = folder / "payments.csv"
    payments.write_text(payments.read_text("utf-8").rstrip().rpartition("\n")[0] + "\n", "utf-8")
    sends.window.press_verb()
    assert sends.window.number == "W9"
    assert sends.window.problem is not None
    assert "POST-CHANGED" in sends.window.texts(sends.window.problem)
    assert sends.numbers() == []
    sends.window.press_verb()
    assert sends.window.number == "W8"
    assert sends.window.shell.verb.text() == "Send 104 records to Corner Store Pty Ltd"
    sends.window.press_verb()
    assert sends.window.page.title.text() == TITLE


def test_what_failed_is_named_put_right_and_only_that_goes_again(sends: Sends, tmp_path: Path) -> None:
    folder = copied(MISTAKES, tmp_path / "week")
    sends.come_to("W8", folder, good_ones=True)
    sends.window.press_verb()
    assert sends.window.number == "W9"
    assert "Invoices, not taken: HIRE-4492 has no day on which it is due" in sends.said()
    before = sends.numbers()
    assert "HIRE-4492" not in before
    _give_due_date(folder / "invoices.csv", "HIRE-4492")
    sends.a_minute_passes()
    sends.window.press_verb()
    assert sends.window.number == "W8"
    assert sends.window.shell.verb.text() == "Send 1 record to Corner Store Pty Ltd"
    sends.window.press_verb()
    assert sends.window.number == "W9", "three others still do not pass"
    assert sends.numbers() == sorted([*before, "HIRE-4492"])
    sends.window.press("Go on without them")
    assert sends.window.page.title.text() == "Some of it is in Xero, read back; some is not"
    assert any("stayed here" in text for text in sends.window.texts(sends.window.page)), "it is not all"
    marks = [mark.mark for mark in sends.window.visible(StateMark, sends.window.page)]
    assert Mark.WARNING in marks
    sends.window.press_verb()
    assert "3 not in Xero" in sends.window.texts()


def test_fix_here_opens_the_file_of_what_was_not_taken(
    sends: Sends, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = OwnBrowser()
    monkeypatch.setattr(QDesktopServices, "openUrl", browser.open)
    folder = copied(MISTAKES, tmp_path / "week")
    sends.come_to("W8", folder, good_ones=True)
    sends.window.press_verb()
    leaf_to(sends.window, "Open the file")
    about_file = [m for m in sends.page.fixes if m.text() == "Open the file" and m.isVisible()]
    sends.window.click(about_file[0])
    assert browser.opened[-1] == (folder / "invoices.csv").as_uri()
    leaf_to(sends.window, "Choose another")
    match = next(m for m in sends.page.fixes if m.text() == "Choose another" and m.isVisible())
    sends.window.click(match)
    sends.window.come_to_rest()
    assert sends.window.number == "W6", "a payment type is matched there"


def test_xeros_own_refusal_is_told_in_its_words(sends: Sends) -> None:
    sends.come_to("W8")
    sends.services.add_fault("plan-full")
    sends.window.press_verb()
    assert sends.window.number == "W9"
    assert "not taken: Xero says: " in sends.said()
    assert "held: what they are for did not go" in sends.said()
    sends.window.press("Go on without them")
    assert sends.window.page.title.text() != TITLE
    assert sends.status() in sends.said()


def test_what_could_not_be_read_back_is_not_called_proven(sends: Sends) -> None:
    sends.come_to("W8")
    held_back(sends)
    wait_for(lambda: sends.page.progress.value > 0)
    sends.services.add_fault("read-error")
    sends.window.press("Go on", rest=False)
    sends.window.come_to_rest()
    assert sends.window.number == "W9"
    assert sends.window.problem is not None
    sends.window.press("Go on without them")
    assert sends.window.page.title.text() != TITLE
    sends.window.press_verb()
    assert "Sent and proven" not in sends.window.texts()


# --- drafts ---


def test_the_first_time_invoices_may_go_as_drafts(sends: Sends) -> None:
    sends.come_to("W8", CLEAN, good_ones=True)
    box = sends.window.box("as_drafts")
    assert box.isVisible()
    sends.window.click(box.focus_target)
    sends.window.come_to_rest()
    assert sends.window.number == "W8"
    assert int(sends.figures()["Will not go"]) > 40, "payments wait until they are approved"
    assert "payments wait until it is" in sends.said() or "draft" in sends.said().lower()
    sends.window.press_verb()
    with sends.xero() as xero:
        assert {one["Status"] for one in xero.all("Invoices")} == {"DRAFT"}
        assert xero.all("Payments") == []


def _give_due_date(path: Path, number: str) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    head = [name.lstrip("*") for name in rows[0]]
    for row in rows[1:]:
        if row[head.index("InvoiceNumber")] == number:
            row[head.index("DueDate")] = row[head.index("InvoiceDate")]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def test_a_stop_before_anything_went_is_said_and_nothing_else(sends: Sends) -> None:
    sends.come_to("W8")
    sends.services.add_fault("xero-slow")
    sends.begin()
    assert sends.window.page.title.text() == "Sending to Xero"
    sends.window.press("Stop", rest=False)
    sends.window.come_to_rest()
    assert sends.window.number == "W9"
    assert sends.window.page.title.text() == "Nothing is being sent"
    said = sends.said()
    assert "You stopped it. What had gone by then is remembered" in said
    assert "It goes on while you look at something else here" not in said
    assert sends.numbers() == []


def test_the_figures_while_it_is_read_back_are_of_all_records(sends: Sends) -> None:
    sends.come_to("W6")
    do_not_pay(sends, "Cash")
    sends.books.walk_on("W8")
    was_seen, real = Event(), ReadBackRecords.run

    def run(self: ReadBackRecords, *given: Any) -> Any:
        was_seen.wait(30)
        return real(self, *given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReadBackRecords, "run", run)
        sends.begin()
        try:
            wait_for(lambda: sum(map(int, sends.figures().values())) == 109, what="(all records)")
            assert sends.figures()["Left out"] == "2"
        finally:
            was_seen.set()
        wait_for(lambda: sends.window.number == "W10")
