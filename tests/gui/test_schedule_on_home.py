"""H1's row of the daily run: off at first, set by a press, kept by the scheduler, and its last run said."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QTime
from PySide6.QtWidgets import QComboBox, QPushButton, QRadioButton, QTimeEdit

from tests.gui.conftest import OpenWindow
from tests.gui.schedule_row import asked, choose, press
from tests.gui.sending import Sends
from tests.gui.web import HARMLESS
from tests.gui.window import MAIL, SHOP, Window, let_live, program_for, wait_for
from tests.unit.schedule.pc import FakePc
from wizard.app.program import Program
from wizard.gui.widgets.mark import Mark
from wizard.gui.widgets.page_area import PageArea
from wizard.gui.widgets.schedule_card import ScheduleCard
from wizard.jobs.daily.keep_schedule import KeepSchedule
from wizard.jobs.daily.run_daily import RunDaily
from wizard.model.progress import Cancel, Silent
from wizard.model.record import LastDaily, Proof, ProofState, XeroConnection
from wizard.model.schedule import parse
from wizard.practice import PracticeServices
from wizard.schedule.daily_task import DailyTask
from wizard.schedule.systemd import SystemdTimer

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


@pytest.fixture
def program(home: Path, services: PracticeServices) -> Program:
    made = program_for(home, services.services_file, practice=True)
    proof = Proof(ProofState.PROVEN, datetime.now(UTC), "store@practice.example")
    made.site.change(lambda record: record.with_proof(MAIL, proof))
    return made


def row_of(window: Window) -> ScheduleCard:
    window.controller.show_home()
    wait_for(lambda: window.shell.findChildren(ScheduleCard))
    return window.shell.findChildren(ScheduleCard)[-1]


def test_it_is_off_until_somebody_sets_a_time_and_off_again(
    open_window: OpenWindow, program: Program
) -> None:
    window = open_window(program)
    row = row_of(window)
    assert "Nothing is looked at by itself" in row.accessibleName()
    assert row.change.text() == "Set a time"
    dialog = asked(window, row)
    texts = [one.text() for one in dialog.findChildren(QRadioButton)]
    assert not any(text.startswith("Send") for text in texts), "there are no books to send"
    (at,) = dialog.findChildren(QTimeEdit)
    at.setTime(QTime(7, 5))
    press(dialog, "Set it")
    wait_for(lambda: program.site.record().books.schedule == "watch 07:05")
    wait_for(lambda: "Looks each day at 07:05" in row.accessibleName())
    assert row.change.text() == "Change the time"
    assert "This is practice" in row.accessibleName()
    assert row.accessibleName().startswith("Every day: Written down"), "no scheduler has it"
    assert row.mark.mark is Mark.WARNING
    dialog = asked(window, row)
    choose(dialog, "Nothing")
    press(dialog, "Set it")
    wait_for(lambda: program.site.record().books.schedule == "")
    wait_for(lambda: row.accessibleName().startswith("Every day: Off"))


def test_it_stands_with_the_cards_and_nothing_moves_when_home_is_complete(
    open_window: OpenWindow, program: Program
) -> None:
    window = open_window(program)
    window.controller.show_home()
    let_live(20)
    (number,) = [b for b in window.visible(QPushButton) if b.text() == "I have a screen number"]
    before = number.mapTo(window.shell, QPoint(0, 0))
    (row,) = window.visible(ScheduleCard)
    assert row.isVisible()
    let_live(500)
    assert number.mapTo(window.shell, QPoint(0, 0)) == before
    area = next(iter(window.visible(PageArea)))
    assert not area.verticalScrollBar().isVisible(), "all of it is in sight"


def test_a_store_with_books_sends_on_its_day_and_leaving_changes_nothing(
    open_window: OpenWindow, program: Program, tmp_path: Path
) -> None:
    books = program.site.record().books
    sends = XeroConnection(client_id="A" * 32, connected=True)
    program.site.change(
        lambda record: replace(record, xero=sends, books=replace(books, folder=str(tmp_path)))
    )
    window = open_window(program)
    row = row_of(window)
    dialog = asked(window, row)
    (day,) = dialog.findChildren(QComboBox)
    assert not day.isVisible(), "there is a day to choose only where it sends once a week"
    choose(dialog, "Send once a week")
    assert day.isVisible()
    day.setCurrentText("Monday")
    press(dialog, "Leave it as it is")
    assert program.site.record().books.schedule == ""
    dialog = asked(window, row)
    choose(dialog, "Send once a week")
    dialog.findChildren(QComboBox)[0].setCurrentText("Monday")
    press(dialog, "Set it")
    wait_for(lambda: program.site.record().books.schedule == "mon 18:30")
    wait_for(lambda: "Next: Monday" in row.accessibleName())


def test_what_was_set_is_in_sight_then(open_window: OpenWindow, program: Program) -> None:
    window = open_window(program)
    window.shell.resize(900, 420)
    row = row_of(window)
    page = window.controller.home.page
    assert page is not None
    for name in (MAIL, SHOP):
        page.say_also(name, "One line.\n" * 12)
    area = next(each for each in window.visible(PageArea) if each.isAncestorOf(row))
    wait_for(lambda: area.verticalScrollBar().maximum() > 0)
    assert area.verticalScrollBar().value() == 0
    press(asked(window, row), "Set it")
    wait_for(lambda: program.site.record().books.schedule != "")
    view = area.viewport()

    def is_in_sight() -> bool:
        top = row.mapTo(view, QPoint(0, 0)).y()
        return top >= 0 and top + row.height() <= view.height()

    wait_for(is_in_sight)


def test_the_last_run_is_said_and_a_task_that_is_gone_needs_somebody(
    open_window: OpenWindow, program: Program
) -> None:
    last = LastDaily(datetime(2026, 11, 27, 7, 30, tzinfo=UTC), ("MAIL-LOGIN",))
    books = program.site.record().books
    program.site.change(lambda r: replace(r, daily=last, books=replace(books, schedule="watch 07:05")))
    row = row_of(open_window(program))
    wait_for(lambda: row.accessibleName().startswith("Every day: Needs you"))
    assert "1 thing needed you" in row.accessibleName()
    assert "somebody took it out" in row.accessibleName()


def test_it_is_on_only_once_this_pcs_scheduler_was_seen_to_start_it(
    open_window: OpenWindow, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timer = SystemdTimer(tmp_path / "config", FakePc())
    task = DailyTask("tillbridge-1-store", ("true",), "Tillbridge", [timer])
    monkeypatch.setattr("wizard.app.scheduling.daily_task", lambda _world: task)
    window = open_window(program)
    KeepSchedule(parse("watch 07:05")).run(program.tools(), Silent(), Cancel())
    row = row_of(window)
    wait_for(lambda: row.accessibleName().startswith("Every day: Set"))
    assert "it was not seen to run yet" in row.accessibleName()
    assert row.mark.mark is Mark.BEGUN
    RunDaily(by_scheduler=True).run(program.tools(), Silent(), Cancel())
    row = row_of(window)
    wait_for(lambda: row.accessibleName().startswith("Every day: On"))
    assert row.mark.mark is Mark.DONE
    long_ago = datetime(2026, 11, 1, tzinfo=UTC)
    program.site.change(
        lambda record: replace(
            record,
            books=replace(record.books, schedule_since=long_ago),
            daily=replace(record.daily, by_scheduler=long_ago),
        )
    )
    row = row_of(window)
    wait_for(lambda: row.accessibleName().startswith("Every day: Not seen to run"))
    assert "Was this PC off then?" in row.accessibleName()


def test_a_small_shop_screen_has_room_for_all_of_it(window: Window, services: PracticeServices) -> None:
    window.shell.resize(1366, 768 - 40 - 32)
    Sends(window, services).come_to("W8")
    window.press("Finish without sending")
    KeepSchedule(parse("18:30")).run(window.program.tools(), Silent(), Cancel())
    window.press_verb()
    wait_for(lambda: any("Next" in one.accessibleName() for one in window.visible(ScheduleCard)))
    window.come_to_rest()
    assert {area.verticalScrollBar().maximum() for area in window.visible(PageArea)} == {0}


def test_a_sign_in_that_may_only_look_is_said_to_send_nothing(
    open_window: OpenWindow, program: Program
) -> None:
    """Point of Rental's sign-in asks Xero only to look; the shop's records need more."""
    looks = XeroConnection(client_id="A" * 32, connected=True, may_write=False)
    program.site.change(
        lambda record: replace(record, xero=looks, books=replace(record.books, folder="/shop/exports"))
    )
    KeepSchedule(parse("18:30")).run(program.tools(), Silent(), Cancel())
    window = open_window(program)
    row = row_of(window)
    wait_for(lambda: row.accessibleName().startswith("Every day: Cannot send"))
    assert "lets Tillbridge look, and not send" in row.accessibleName()
    assert "Next:" not in row.accessibleName()
    window.open(SHOP)
    window.walk_to("W1")
    assert "lets Tillbridge look, and not send" in " ".join(window.texts(window.page))
    program.site.change(lambda record: replace(record, xero=replace(looks, may_write=True)))
    row = row_of(window)
    wait_for(lambda: "Next:" in row.accessibleName())
    assert "Cannot send" not in row.accessibleName()
