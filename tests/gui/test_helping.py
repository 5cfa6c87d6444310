"""Helping somebody in the window: the caller's screen, a file for support made, and one stepped through."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton

from tests.gui.conftest import OpenWindow
from tests.gui.window import MAIL, Window
from wizard.app.shown_session import shown_session
from wizard.catalogue.calls import call_file
from wizard.catalogue.load import problems
from wizard.catalogue.vocabulary import all_procedures
from wizard.gui.shell import Shell
from wizard.gui.support.caller_screen import caller_screen
from wizard.gui.support.file_page import FilePage
from wizard.gui.support.helping_page import HelpingPage
from wizard.gui.support.replay_page import ReplayPage
from wizard.model.problem import Problem
from wizard.model.secret import Secret
from wizard.model.setback import Setback
from wizard.support.answers import made_up, steps_by_number, usual_screen
from wizard.support.file import KIND, read

SECRET = "canary-Qz7!pass"
NAME, ADDRESS = "Crooked Lane Hardware", "owner@crookedlane.example"


def helping(window: Window) -> HelpingPage:
    window.controller.show_home()
    window.press("I am helping somebody")
    page = window.controller.asides.support.page
    assert isinstance(page, HelpingPage)
    return page


def ask(window: Window, page: HelpingPage, words: str) -> list[str]:
    page.edit.setFocus()
    page.edit.selectAll()
    QTest.keyClicks(page.edit, words)
    QTest.keyClick(page.edit, Qt.Key.Key_Return)
    window.come_to_rest()
    return window.texts(page)


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(
    ("words", "number", "code"),
    [("k4", "K4", ""), ("KEY-REFUSED", "", "KEY-REFUSED"), ("K4 KEY-REFUSED", "K4", "KEY-REFUSED")],
)
def test_a_number_a_code_or_both_show_the_callers_screen_and_the_words_for_it(
    open_window: OpenWindow, words: str, number: str, code: str
) -> None:
    window = open_window()
    page = helping(window)
    texts = ask(window, page, words)
    assert page.picture.is_drawn
    assert any(text.startswith(number) for text in texts)
    if code:
        assert any(text.startswith(code) for text in texts)
    words_for = call_file().window
    assert {words_for.ask, words_for.say, words_for.never, *call_file().never} <= set(texts)


@pytest.mark.usefixtures("dressed")
def test_a_callers_own_words_find_the_screen_and_unknown_ones_are_said(open_window: OpenWindow) -> None:
    window = open_window()
    page = helping(window)
    ask(window, page, "the register wants a new token")
    assert page.picture.is_drawn
    assert "There is no Q7 in this version." in ask(window, page, "Q7")
    assert not page.picture.is_drawn


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("height", [760, 420])
def test_what_else_is_meant_is_a_way_to_it_and_makes_no_line_wider_than_its_room(
    open_window: OpenWindow, height: int
) -> None:
    window = open_window()
    window.shell.resize(1000, height)
    page = helping(window)
    ask(window, page, "Outlook asks for the password again")
    content = page.words.widget()
    assert content is not None
    assert content.width() <= page.words.viewport().width()
    others = [way for way in page.others.findChildren(QPushButton) if not way.isHidden()]
    assert {way.text() for way in others} == {"MAIL-LOCKED", "M4"}
    assert page.words.isAncestorOf(page.others) == (page.height() < 480)
    next(way for way in others if way.text() == "M4").click()
    assert page.edit.text() == "M4"
    window.shell.resize(1000, 760)
    window.come_to_rest()
    assert not page.words.isAncestorOf(page.others)


@pytest.mark.usefixtures("dressed")
def test_a_page_of_home_is_told_in_words(open_window: OpenWindow) -> None:
    window = open_window()
    page = helping(window)
    texts = ask(window, page, "h6")
    assert not page.picture.is_drawn
    assert any(call_file().pages["H6"].instruction in text for text in texts)
    assert any(text.startswith("H6 (“Hotel 6”)") for text in texts)


@pytest.mark.usefixtures("dressed")
def test_helping_starts_nothing_and_keeps_nothing(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    page = helping(window)
    window.come_to_rest()
    before = {path: path.read_bytes() for path in _files(window.program.world.home)}
    started: list[str] = []
    monkeypatch.setattr(threading.Thread, "start", lambda thread: started.append(thread.name))
    for number in [f"{found.letter}{step.number}" for found in all_procedures() for step in found.steps]:
        page.ask_for(number)
        assert page.picture.is_drawn, number
    assert started == []
    assert {path: path.read_bytes() for path in _files(window.program.world.home)} == before


@pytest.mark.usefixtures("dressed")
def test_every_problem_is_shown_on_its_screen() -> None:
    steps = {f"{p.letter}{s.number}": (p, s) for p in all_procedures() for s in p.steps}
    drawn = 0
    for code in problems():
        number = usual_screen(code)
        if number in steps:  # of home's own pages there is no picture
            assert caller_screen(*steps[number], made_up(code, number)) is not None, code
            drawn += 1
    assert drawn > len(problems()) / 2


def drawn(monkeypatch: pytest.MonkeyPatch, number: str, code: str) -> list[str]:
    """Return what can be read on a caller's screen as it is drawn last."""
    seen: list[list[str]] = []

    class Watched(Shell):
        def grab(self, *rectangle: object) -> QPixmap:
            found = (*self.findChildren(QLabel), *self.findChildren(QPushButton))
            seen.append([one.text() for one in found if one.isVisibleTo(self) and one.text()])
            return super().grab(*rectangle)  # type: ignore[arg-type]

    monkeypatch.setattr("wizard.gui.support.caller_screen.Shell", Watched)
    problem = made_up(code, number) if code else None
    assert caller_screen(*steps_by_number()[number], problem) is not None
    return seen[-1]


@pytest.mark.usefixtures("dressed")
def test_a_sending_that_left_some_is_drawn_with_its_boxes_its_list_and_its_buttons(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = drawn(monkeypatch, "W9", "POST-SOME")
    for head, figure in (("Sent", "18"), ("Already in Xero", "61"), ("Not taken", "7"), ("Left out", "23")):
        assert figure in texts[texts.index(head) :], head
    assert "Payments, not taken: Xero has no WEB-2051" in " ".join(texts)
    assert {"Go on without them", "‹ Back", "Check again"} <= set(texts)
    assert "Show what will be sent" not in texts
    assert any(
        text.startswith("79 of 109 records are in Xero as they are here, 7 were not taken or held")
        for text in texts
    )


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        ("M4", "MAIL-LOGIN", "203.0.113.25"),
        ("M4", "MAIL-PORT-BLOCKED", "110 and 25 do not both answer"),
        ("W8", "BOOKS-REJECTED", "WEB-2051"),
        ("R7", "POST-MISSING", "11"),
        ("W8", "", "Send 25 records to Corner Store Pty Ltd"),
    ],
)
def test_a_screen_with_a_problem_is_drawn_as_its_jobs_end_with_it(
    monkeypatch: pytest.MonkeyPatch, number: str, code: str, said: str
) -> None:
    assert said in " ".join(drawn(monkeypatch, number, code))


@pytest.mark.usefixtures("dressed")
def test_what_nobody_has_seen_is_asked_first_in_the_window_too(open_window: OpenWindow) -> None:
    window = open_window()
    page = helping(window)
    texts = ask(window, page, "mail stopped since the new modem")
    words = call_file().window
    asked, said = texts.index(words.ask_first), texts.index(words.say)
    (case,) = [at for at, text in enumerate(texts) if text.startswith("If M4 says MAIL-PORT-BLOCKED:")]
    assert asked < case < said, "nothing is said before it was asked"
    assert any(text.startswith("What they see at M4 if it says MAIL-PORT-BLOCKED") for text in texts)
    assert words.ask_first not in ask(window, page, "MAIL-PORT-BLOCKED")
    assert "Comes up at M4" in window.texts(page)


@pytest.mark.usefixtures("dressed")
def test_close_and_back_lead_home_from_helping(open_window: OpenWindow) -> None:
    window = open_window()
    for way in ("‹ Back", "Close"):
        helping(window)
        window.press(way)
        assert window.number == "H1"


def refused(window: Window) -> None:
    """Stop at M4 with a refused password."""
    answers: dict[str, str | int | bool] = {
        "access_isp": "telstra", "store_name": NAME, "email_address": ADDRESS, "user_name": ADDRESS,
        "incoming_server": "mail.imagatec.example", "outgoing_server": "mail.imagatec.example",
    }  # fmt: skip
    said = f"-ERR no such user {ADDRESS}, {SECRET}"
    problem = Problem("MAIL-LOGIN", {"said": said, "side": "receiving"})
    trail = ("internet-line", "store-and-address", "mail-server", "mail-check")
    setback = Setback("mail-check", problem, datetime.now(UTC))
    window.program.site.save_draft(MAIL, trail, answers, {}, setback)
    window.program.vault.set("mail-password", Secret(SECRET))
    window.program.redactor.learn(SECRET)


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What the user chooses in the system's own windows."""
    out = tmp_path / "chosen" / "for-support.jsonl"
    out.parent.mkdir()
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: (str(out), ""))
    return out


@pytest.mark.usefixtures("dressed")
def test_a_problem_leads_to_a_file_whose_lines_can_be_struck_out(
    open_window: OpenWindow, choose: Path
) -> None:
    window = open_window()
    refused(window)
    window.controller.open_procedure(MAIL)
    window.come_to_rest()
    assert window.problem is not None
    window.press(call_file().window.make, window.problem)
    page = window.controller.asides.support.page
    assert isinstance(page, FilePage)
    lines = [page.lines.item(row).text() for row in range(page.lines.count())]
    assert "M4 problem: MAIL-LOGIN" in lines
    assert not choose.exists(), "nothing is written before it is asked for"
    struck = next(row for row, line in enumerate(lines) if line.startswith("M3 Incoming mail server"))
    page.lines.setCurrentRow(struck)
    QTest.keyClick(page.lines, Qt.Key.Key_Space)
    window.press(call_file().window.save)
    kept = [item.line() for item in read(choose)]
    assert kept == [line for row, line in enumerate(lines) if row != struck]
    text = choose.read_text("utf-8")
    for canary in (SECRET, NAME, ADDRESS, str(window.program.world.home)):
        assert canary.casefold() not in text.casefold()
    assert any(str(choose) in text and "Nothing was sent" in text for text in window.texts(page))
    window.press("‹ Back")
    assert window.number == "M4"


@pytest.mark.usefixtures("dressed")
def test_a_callers_file_is_stepped_through_read_only(
    open_window: OpenWindow, choose: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    refused(window)
    window.controller.open_procedure(MAIL)
    window.come_to_rest()
    window.controller.frame.shell.activateWindow()
    window.press(call_file().window.make, window.problem)
    window.press(call_file().window.save)
    window.press("Close")
    before = {path: path.read_bytes() for path in _files(window.program.world.home)}
    helping(window)
    window.press(call_file().window.open)
    page = window.controller.asides.support.page
    assert isinstance(page, ReplayPage)
    monkeypatch.setattr(threading.Thread, "start", lambda thread: pytest.fail(thread.name))
    assert page.steps[page.at].shown.number == "M4", "it begins where it failed"
    assert page.picture.is_drawn
    assert any(text.startswith("MAIL-LOGIN") for text in window.texts(page))
    for step in reversed(range(3)):
        window.press(call_file().window.earlier)
        assert page.at == step
        assert page.picture.is_drawn
    assert not page.earlier.isEnabled()
    assert {path: path.read_bytes() for path in _files(window.program.world.home)} == before


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        f'{{"kind": "{KIND}", "schema": 1}}\n{{',
        f'{{"kind": "{KIND}", "schema": 99}}',
        "\x00" * 5000,
    ],
)
def test_a_file_that_is_none_is_said_and_nothing_else_happens(
    open_window: OpenWindow, choose: Path, text: str
) -> None:
    choose.write_text(text, "utf-8")
    window = open_window()
    page = helping(window)
    window.press(call_file().window.open)
    assert window.controller.asides.support.page is page
    assert page.said.isVisible()
    assert page.said.text()


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and "log" not in path.parts]


def choose_program(window: Window, page: HelpingPage, name: str) -> list[str]:
    window.choose_from_list(page.program, name)
    page.program.activated.emit(page.program.currentIndex())
    window.come_to_rest()
    return window.texts(page.words)


@pytest.mark.usefixtures("dressed")
def test_the_clicks_are_told_in_the_callers_own_mail_program(open_window: OpenWindow) -> None:
    window = open_window()
    page = helping(window)
    assert not any(text.startswith("In Outlook") for text in ask(window, page, "MAIL-LOGIN"))
    texts = choose_program(window, page, "outlook-2013")
    assert any(text.startswith("In Outlook") for text in texts)
    assert any("“More Settings”" in text for text in texts), texts
    ask(window, page, "M11")
    outlook = page.picture.image.pixmap().toImage()
    assert any(text.startswith("In Thunderbird") for text in choose_program(window, page, "thunderbird"))
    assert page.picture.image.pixmap().toImage() != outlook, "its own windows are drawn"
    assert not any(text.startswith("In Thunderbird") for text in ask(window, page, "KEY-REFUSED"))


@pytest.mark.parametrize(
    ("number", "name", "value"),
    [("K7", "organisation_name", "Corner Store Pty Ltd"), ("M8", "incoming", "mail.practice.example:15110"),
     ("T7", "sending_server", "mail.practice.example"), ("W10", "organisation_last_four", "19c8")],
)  # fmt: skip
def test_a_screen_says_what_the_jobs_before_it_find_in_practice(number: str, name: str, value: str) -> None:
    procedure, step = steps_by_number()[number]
    assert shown_session(procedure, step, None, {}).facts()[name] == value
    assert name not in shown_session(procedure, step, {}, {}).facts(), "a caller's own file has its own"


def test_an_error_of_our_own_is_not_taken_for_a_screen_that_cannot_be_drawn(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.gui.pages.form import FormPage

    def broken(_self: object, _body: object) -> None:
        raise TypeError("ours")

    assert window.number == "H1"
    monkeypatch.setattr(FormPage, "build", broken)
    procedure = next(one for one in all_procedures() if one.id == MAIL)
    with pytest.raises(TypeError):
        caller_screen(procedure, procedure.steps[0])
    assert caller_screen(procedure, procedure.steps[0], answers={"access_isp": 7}) is None
