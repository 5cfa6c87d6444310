"""Screen numbers, help, pasting, showing passwords, the clipboard."""

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QLineEdit, QPushButton

from tests.gui.window import MAIL, SENDER, XERO, Window, let_live, plain_values, wait_for
from wizard.gui.widgets.labels import shortened
from wizard.model.xero import Organisation

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform knows none

EXCLUSIONS = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
)


def ask(window: Window, typed: str) -> str:
    """Ctrl+J, a number, Enter; what the dialog says, or nothing when it went."""
    window.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: any(window.visible(QDialog)), 3)
    dialog = window.dialog
    edit = next(window.visible(QLineEdit, dialog))
    edit.clear()
    QTest.keyClicks(edit, typed)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    let_live(10)
    if not dialog.isVisible():
        return ""
    said = next(text.text() for text in dialog.findChildren(QLabel) if text.objectName() == "fault")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    wait_for(lambda: not dialog.isVisible(), 3)
    return said or "(nothing was said)"


@pytest.mark.parametrize("typed", ["M2", "m2", " m 2 ", "M-2"])
def test_a_screen_number_goes_to_a_reached_screen(window: Window, typed: str) -> None:
    window.walk_to("M4")
    assert ask(window, typed) == ""
    assert window.number == "M2"
    assert ask(window, "M4") == ""
    assert window.number == "M4"
    assert ask(window, "H1") == ""
    assert window.number == "H1"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("M8", "comes later"),
        ("M5", "comes later"),
        ("M9", "There is no screen M9"),
        ("Z1", "There are no screens with the letter Z"),
        ("hello", "Nothing here is about that"),
        ("", "Nothing here is about that"),
        ("4", "Nothing here is about that"),
    ],
)
def test_a_number_that_can_not_be_shown_says_why(window: Window, typed: str, said: str) -> None:
    window.walk_to("M2")
    assert said in ask(window, typed)
    assert window.number == "M2"


def test_a_number_of_the_other_procedure_that_comes_later_stays_here(window: Window) -> None:
    """And above all does not let go of a password that was typed here."""
    window.walk_to("M4")
    assert "comes later" in ask(window, "K4")
    assert window.number == "M4"
    window.press_verb()
    assert window.problem is None
    assert window.shell.verb.text() == "Next"


def test_what_was_typed_is_kept_when_jumping_at_once(window: Window) -> None:
    window.walk_to("M2")
    window.answer({"store_name": "Typed just now", "email_address": "store@shop.example"})
    window.controller.jumps.go("K", 1)
    assert window.number == "K1"
    draft = window.program.site.load_draft(MAIL)
    assert draft is not None
    assert draft.answers.get("store_name") == "Typed just now"


def test_the_screen_number_dialog_stays_when_its_user_stays(window: Window) -> None:
    window.walk_to("M2")
    window.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    dialog = window.dialog
    window.press("Stay here", dialog)
    assert not dialog.isVisible()
    assert window.number == "M2"


def test_help_is_a_question_whose_answer_opens_and_escape_closes_it_first(window: Window) -> None:
    for screen in ("M4", "K6"):
        window.walk_to(screen)
        help_ = window.session.screen.help
        assert help_.question.endswith("?")
        window.press(help_.question)
        assert help_.answer in window.texts()
        window.key(Qt.Key.Key_Escape)
        assert help_.answer not in window.texts()
        assert window.number == screen, "Esc closes the help first"
        window.key(Qt.Key.Key_Escape)
        assert window.number == "H1"


def test_help_stands_lower_left_of_the_buttons(window: Window) -> None:
    window.walk_to("M3")
    link, verb = window.shell.help_link, window.shell.verb
    assert link.mapTo(window.shell, link.rect().center()).x() < window.shell.width() / 2
    assert abs(link.mapTo(window.shell, link.rect().center()).y() - window.shell.height()) < 60
    assert link.mapTo(window.shell, link.rect().topRight()).x() < verb.mapTo(window.shell, verb.pos()).x()


@pytest.mark.parametrize(
    ("pasted", "stands"),
    [
        ("  secret \n", "secret"),
        ("\u200bsecret\ufeff", "secret"),
        ("\u00a0secret\u00a0\r\n", "secret"),
        ("two words", "two words"),
    ],
)
def test_what_is_pasted_is_trimmed(window: Window, pasted: str, stands: str) -> None:
    window.walk_to("M3")
    QGuiApplication.clipboard().setText(pasted)
    for name in ("password", "user_name"):
        edit = window.edit(name)
        window.click(edit)
        QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        assert edit.text() == stands


def test_a_typed_space_in_a_password_is_meant(window: Window) -> None:
    window.walk_to("M3")
    window.type_into("password", " a b ")
    window.press("‹ Back")
    window.press_verb()
    assert window.box("password").value == " a b "


def test_a_password_is_hidden_until_its_user_wants_to_see_it(window: Window) -> None:
    window.walk_to("M3")
    window.type_into("password", "hunter2")
    edit, box = window.edit("password"), window.box("password")
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    window.press("Show", box)
    assert edit.echoMode() is QLineEdit.EchoMode.Normal
    assert edit.displayText() == "hunter2"
    window.press("Hide", box)
    assert edit.echoMode() is QLineEdit.EchoMode.Password


def at_copy_page(window: Window) -> QPushButton:
    window.walk_to("K6")
    return next(b for b in window.visible(QPushButton) if b.accessibleName() == "Copy XERO API Secret")


def formats() -> dict[str, bytes]:
    data: QMimeData | None = QGuiApplication.clipboard().mimeData()
    assert data is not None
    return {name: bytes(data.data(name).data()) for name in data.formats()}


def test_a_copied_secret_keeps_out_of_histories_and_cloud_copies(window: Window) -> None:
    button = at_copy_page(window)
    window.click(button)
    window.come_to_rest()
    assert QGuiApplication.clipboard().text() == plain_values(XERO)["api_secret"]
    found = formats()
    for name in EXCLUSIONS:
        assert found[f'application/x-qt-windows-mime;value="{name}"'] == b"\0\0\0\0"
    assert found["x-kde-passwordManagerHint"] == b"secret"
    assert button.text() == "Copied"


def test_a_copied_secret_leaves_the_clipboard_when_its_time_is_over(window: Window) -> None:
    button = at_copy_page(window)
    window.click(button)
    window.come_to_rest()
    timer = window.controller.frame.clipboard._timer
    assert timer.isActive()
    assert timer.interval() == 60_000
    timer.start(1)
    wait_for(lambda: QGuiApplication.clipboard().text() == "", 3)


def test_what_was_copied_since_stays_on_the_clipboard(window: Window) -> None:
    window.click(at_copy_page(window))
    window.come_to_rest()
    QGuiApplication.clipboard().setText("something of theirs")
    window.controller.frame.clipboard._timer.start(1)
    let_live(50)
    assert QGuiApplication.clipboard().text() == "something of theirs"
    window.close()
    assert QGuiApplication.clipboard().text() == "something of theirs"


def test_a_copied_secret_leaves_the_clipboard_when_the_window_closes(window: Window) -> None:
    window.click(at_copy_page(window))
    window.come_to_rest()
    assert QGuiApplication.clipboard().text()
    window.close()
    assert QGuiApplication.clipboard().text() == ""


def test_plain_values_are_copied_whole_and_stay(window: Window) -> None:
    at_copy_page(window)
    wanted = {
        "XERO Interconnect ID": "IMAGATEC",
        "XERO API Key": plain_values(XERO)["api_key"],
        "API Endpoint URL": "https://api.xero.com/api.xro/2.0/",
    }
    for name, value in wanted.items():
        window.click(next(b for b in window.visible(QPushButton) if b.accessibleName() == f"Copy {name}"))
        assert QGuiApplication.clipboard().text() == value
    window.close()
    assert QGuiApplication.clipboard().text() == wanted["API Endpoint URL"]


def test_a_copy_button_of_a_problem_says_that_it_copied(window: Window, services: Any) -> None:
    window.walk_to("M4")
    services.add_fault("relay-refused")
    window.press_verb()
    assert window.problem is not None
    before = window.texts(window.page)
    window.press("Copy the text for them", window.problem)
    assert "refuses messages" in QGuiApplication.clipboard().text()
    assert window.texts(window.page) != before, "nothing says that the text was copied"


def test_open_says_what_it_did_in_practice(window: Window) -> None:
    """In practice no browser opens; the address is copied, and somebody has to say so."""
    window.walk_to("K3")
    before = window.texts()
    window.press("Open", window.page)
    assert QGuiApplication.clipboard().text().startswith("https://developer.xero.com")
    assert window.texts() != before


def test_a_slowly_typed_password_blanks_out_nothing_else(window: Window) -> None:
    """The draft is saved while somebody types: the first letters of a password are no secret."""
    window.walk_to("M3")
    values = {**plain_values(MAIL)}
    window.type_into("password", "prac")  # the first letters of the practice password
    window.run.autosave()
    window.answer(values)
    window.go_on_to("M8", {"how": "alone"})
    assert "mail.practice.example" in window.texts(window.page)
    shown = [text for text in window.texts(window.page) if text != "••••••••"]  # the password's own row
    assert not any("•••" in text for text in shown)


def test_the_verdict_on_a_pasted_key_comes_at_once(window: Window) -> None:
    window.walk_to("K1")
    window.type_into("key_now", "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234")
    said = [t.text() for t in window.visible(QLabel, window.box("key_now")) if t.objectName() == "verdict"]
    assert said
    assert "2021" in said[0] or "old" in said[0].lower()


def test_the_dialog_takes_no_keys_meant_for_the_page(window: Window) -> None:
    window.walk_to("M2")
    window.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.activeModalWidget() is window.dialog
    QTest.keyClick(window.dialog, Qt.Key.Key_Escape)
    assert window.number == "M2"


# --- the lines of K3 ---


def ticks(window: Window) -> list[QCheckBox]:
    return window.page.findChildren(QCheckBox, "line")


def test_the_ticks_of_a_walk_through_are_there_again_after_next_and_back(window: Window) -> None:
    window.walk_to("K3")
    window.click(ticks(window)[0])
    window.click(ticks(window)[3])
    window.press_verb()
    assert window.number == "K4", "one tick is enough: its user knows which lines were to be done"
    window.press("‹ Back")
    assert [at for at, tick in enumerate(ticks(window)) if tick.isChecked()] == [0, 3]


def test_where_no_line_is_ticked_it_is_asked_once(window: Window) -> None:
    window.walk_to("K3")
    window.press_verb()
    assert window.number == "K3"
    assert window.problem is not None
    assert f"{len(ticks(window))} are to be done" in window.problem.accessibleName()
    window.press_verb()
    assert window.number == "K3", "to press Next once more says nothing"
    assert window.problem is not None
    window.press("Go to line 1", window.problem)
    assert window.focused is ticks(window)[0]
    window.press_verb()
    assert window.problem is not None
    window.press("I did them all", window.problem)
    assert window.number == "K4"


def test_another_country_than_was_said_is_named_where_the_organisation_is(window: Window) -> None:
    window.walk_to("K5", {"country": "NZ"})
    said = " ".join(window.texts(window.page))
    assert "On K2 New Zealand was said; this organisation is in Australia." in said
    assert "Xero charges 10 AUD a month, GST included for such a connection there." in said


def test_where_the_organisation_is_known_k2_says_its_country(window: Window) -> None:
    own = Organisation("tenant", "Corner Store Pty Ltd", "AU")
    window.program.site.change(lambda record: replace(record, organisation=own))
    window.walk_to("K2", {"country": "AU"})
    is_in = "Your organisation in Xero, Corner Store Pty Ltd, is in Australia"
    assert is_in not in " ".join(window.texts(window.page))
    window.choose("country", "NZ")
    assert is_in in " ".join(window.texts(window.page))
    window.choose("country", "AU")
    assert is_in not in " ".join(window.texts(window.page))


def test_the_country_that_was_said_is_not_named_again(window: Window) -> None:
    window.walk_to("K5")
    assert "was said; this organisation" not in " ".join(window.texts(window.page))


def test_what_the_practice_fills_in_nobody_pasted(window: Window) -> None:
    window.walk_to("K6")
    window.press("Fill in the practice values")
    said = window.texts(window.page)
    assert said.count("Practice: taken as if somebody had pasted it back from there.") == 3


def test_of_one_character_it_is_said_that_it_is_one(window: Window) -> None:
    window.walk_to("M3")
    window.type_into("password", "x")
    assert "1 character" in window.texts(window.page)


def the_same(window: Window) -> QCheckBox:
    return next(window.visible(QCheckBox, window.box("outgoing_server")))


def test_with_one_server_on_the_slip_the_other_box_is_the_same_until_something_else_is_typed(
    window: Window,
) -> None:
    window.walk_to("M3")
    made = the_same(window)
    assert made.accessibleName() == "Outgoing mail server: the same as Incoming mail server"
    assert made.isChecked()
    window.type_into("incoming_server", "mail.imagatec.example")
    assert window.box("outgoing_server").value == "mail.imagatec.example"
    window.type_into("outgoing_server", "smtp.imagatec.example")
    assert not made.isChecked()
    window.type_into("incoming_server", "pop.imagatec.example")
    assert window.box("outgoing_server").value == "smtp.imagatec.example", "it is another one now"
    made.click()
    assert window.box("outgoing_server").value == "pop.imagatec.example"


def test_a_whole_address_in_a_servers_box_fills_the_boxes_of_name_and_port(window: Window) -> None:
    window.walk_to("M3")
    window.answer({**plain_values(MAIL), "incoming_server": "http://mail.practice.example:15110/"})
    window.type_into("outgoing_server", "mail.practice.example:15925")
    window.press_verb()
    assert window.number == "M4"
    answers = window.session.answers
    assert (answers["incoming_server"], answers["outgoing_server"]) == ("mail.practice.example",) * 2
    assert (answers["incoming_port"], answers["outgoing_port"]) == (15110, 15925)


# --- numbers and codes on the phone ---


@pytest.mark.parametrize("typed", ["KEY-REFUSED", "key-refused", "K4 KEY-REFUSED", "K4: key-refused"])
def test_a_code_says_what_it_means_and_starts_nothing(window: Window, typed: str) -> None:
    window.walk_to("M2")
    runs: list[str] = []
    window.lane.started.connect(lambda: runs.append("ran"))
    window.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: any(window.visible(QDialog)), 3)
    dialog = window.dialog
    edit = next(window.visible(QLineEdit, dialog))
    QTest.keyClicks(edit, typed)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert dialog.isVisible(), "it stays, to be read"
    assert any(text.startswith("KEY-REFUSED: ") and len(text) > 60 for text in window.texts(dialog))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert (window.number, runs) == ("M2", [])


def test_what_a_caller_says_leads_to_screens_and_problems_with_what_to_ask(window: Window) -> None:
    window.walk_to("M2")
    window.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: any(window.visible(QDialog)), 3)
    dialog = window.dialog
    edit = next(window.visible(QLineEdit, dialog))
    QTest.keyClicks(edit, "outlook asks for the password again")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    said = next(text for text in window.texts(dialog) if "MAIL-LOGIN: " in text)
    assert "M3 Mail server\nAsk: " in said
    assert "Or M4: Check the mail" in said
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert window.number == "M2"


def test_a_code_that_nobody_knows_is_said_so(window: Window) -> None:
    assert ask(window, "KEY-NOPE") == "There is no KEY-NOPE in this version."


def test_a_side_page_is_jumped_to_from_a_screen_that_leads_to_it(window: Window) -> None:
    assert ask(window, "T13") == "T13, “It did not arrive”, comes later. It is opened from T6 and T8."
    window.walk_to("T6")
    assert ask(window, "T13") == ""
    assert window.number == "T13"
    window.press("‹ Back")
    window.go_on_to("T8")
    window.press("Close")
    assert ask(window, "T13") == "", "from the last finished run"
    assert window.number == "T13"
    window.press("Close")
    assert window.program.site.load_draft(SENDER) is None


def test_after_a_run_was_finished_each_of_its_screens_can_be_jumped_to(window: Window) -> None:
    window.walk_to("M8")
    receipts = sorted(window.program.site.folder.glob("receipts/*"))
    window.press("Close")
    for number in ("M3", "M5", "M8", "M12", "K12"):
        assert ask(window, number) == "", number
        window.come_to_rest()
        assert window.number == number
        if number == "M8":
            assert window.page.title.text().startswith("How it was on ")
            assert "Thunderbird held these settings when we looked" in window.texts(window.page)
        window.press("Close")
    assert window.number == "H1"
    assert sorted(window.program.site.folder.glob("receipts/*")) == receipts, "nothing was run"
    assert window.program.site.load_draft(MAIL) is None


def test_what_was_undone_since_is_not_shown_as_it_ended(window: Window) -> None:
    window.walk_to("M8")
    window.run.open_side("mail-undo")
    window.come_to_rest()
    window.press_verb()
    window.agree()
    window.controller.show_home()
    assert "comes later" in ask(window, "M8")
    assert window.number == "H1"


# --- long words ---


def test_an_endless_word_is_shown_by_its_ends_and_kept_whole(window: Window) -> None:
    name = "W" * 200
    window.walk_to("M2")
    window.answer({"store_name": name, "email_address": "store@practice.example"})
    window.press_verb()
    assert window.number == "M3"
    assert window.session.answers["store_name"] == name
    window.press("Ask Imagatec (M12)")
    found = [text for text in window.visible(QLabel, window.page) if "WWWW" in text.text()]
    assert found
    for each in found:
        assert "…" in each.text()
        assert name in each.toolTip()
        assert each.width() <= window.page.width()
    window.press("Save the page")
    paper = next(window.program.site.folder.glob("papers/*"))
    assert name in paper.read_text("utf-8")


def test_what_joins_signs_is_not_cut() -> None:
    mechanic = "\N{WOMAN}\u200d\N{WRENCH}"
    short = shortened(mechanic * 60)
    before, after = short.split("…")
    assert before == mechanic * (len(before) // 3)
    assert after == mechanic * (len(after) // 3)
    assert shortened("an ordinary sentence, however long it may become in the end, is left alone") == (
        "an ordinary sentence, however long it may become in the end, is left alone"
    )
