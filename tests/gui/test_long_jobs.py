"""A job that takes minutes goes on while home is shown; one that was let go changes nothing of the run."""

import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest

from tests.gui.window import MAIL, Window, let_live, wait_for
from wizard.gui.doors import From
from wizard.gui.pages.mail_check import MailCheckPage
from wizard.gui.pages.registry import PAGES
from wizard.jobs.job import Done, Tools
from wizard.jobs.mail.check_mail import CheckMail
from wizard.model.mail import CheckId, CheckRow, CheckState
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Progress

ROW = CheckRow(CheckId.RESOLVE, CheckState.SKIPPED, 0.0)


class LongPage(MailCheckPage):
    """The check's page, were its job one that goes on."""

    goes_on: ClassVar[bool] = True


class SlowJob:
    """Goes on step by step, each when it is told to; deaf to Cancel, as what waits for a system call is."""

    def __init__(self) -> None:
        self.asked, self.told, self.over = threading.Event(), threading.Semaphore(0), threading.Event()

    def run(self, tools: Tools, progress: Progress, cancel: Cancel) -> Done | Problem:
        self.asked.set()
        for part in range(1, 4):
            progress.step(part / 4, f"Part {part}")
            progress.item(ROW)
            self.told.acquire()
        self.over.set()
        return Done({"address": "slow@example.com", "kept_secrets": ["password"]})

    def go_on(self) -> None:
        self.told.release()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowJob]:
    job = SlowJob()
    monkeypatch.setattr(CheckMail, "asked", lambda asked: job)
    yield job
    for _ in range(3):
        job.go_on()


@pytest.fixture
def long_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAGES, "mail-check", f"{__name__}:LongPage")


def begin(window: Window, job: SlowJob) -> None:
    window.walk_to("M4")
    window.press_verb(rest=False)
    wait_for(job.asked.is_set)
    wait_for(lambda: window.page.progress.value == 250)


@pytest.mark.usefixtures("long_page")
def test_it_goes_on_while_home_is_shown_and_its_page_shows_where_it_is(window: Window, slow: SlowJob) -> None:
    begin(window, slow)
    session = window.session
    window.press("Close", rest=False)
    assert window.shown is None
    slow.go_on()
    window.open_without_rest("imagatec-xero")
    assert window.number == "K1", "another procedure can be gone through meanwhile"
    assert window.shell.verb.isEnabled()
    window.controller.show_home()
    window.controller.open_procedure(MAIL)
    assert window.session is session
    assert window.number == "M4"
    assert window.page.progress.isVisible()
    assert window.page.progress.value == 500, "where it is, at once"
    assert "not looked at" in window.texts(window.page), "and what it found so far"
    assert not window.shell.verb.isEnabled()
    slow.go_on()
    wait_for(lambda: window.page.progress.value == 750)
    slow.go_on()
    window.come_to_rest()
    assert window.session.result is not None
    assert window.session.result.facts["address"] == "slow@example.com"
    assert window.shell.verb.text() == "Next"


@pytest.mark.usefixtures("long_page")
def test_what_ends_while_home_is_shown_is_kept(window: Window, slow: SlowJob) -> None:
    begin(window, slow)
    window.press("Close", rest=False)
    for _ in range(3):
        slow.go_on()
    window.come_to_rest()
    assert window.shown is None, "home stays"
    kept = window.program.site.load_draft(MAIL)
    assert kept is not None
    assert "mail-check" in kept.results, "and it survives a restart"
    window.controller.open_procedure(MAIL)
    assert window.number == "M4"
    assert not window.page.progress.isVisible()
    assert window.shell.verb.text() == "Next"


@pytest.mark.usefixtures("long_page")
def test_its_number_leads_to_it_as_well(window: Window, slow: SlowJob) -> None:
    begin(window, slow)
    session = window.session
    window.press("Close", rest=False)
    assert window.controller.jumps.go("M", 2) == ""
    assert window.session is session
    assert window.number == "M4", "nothing moves while it is running"
    assert window.page.progress.value == 250
    assert window.controller.jumps.go("M", 2).startswith("A check is running")


@pytest.mark.usefixtures("long_page")
def test_it_can_still_be_stopped_there(window: Window, slow: SlowJob) -> None:
    begin(window, slow)
    window.press("Close", rest=False)
    window.controller.open_procedure(MAIL, From.CHECK)
    window.press("Cancel", rest=False)
    wait_for(window.shell.verb.isEnabled)
    assert window.session.results.get("mail-check") is None


def test_any_other_job_stops_when_home_is_shown(window: Window, slow: SlowJob) -> None:
    begin(window, slow)
    window.press("Close", rest=False)
    assert not window.busy
    assert window.shown is None


@pytest.mark.parametrize("leave", ["Cancel", "Close"])
def test_a_job_that_was_let_go_changes_nothing_of_the_run(window: Window, slow: SlowJob, leave: str) -> None:
    begin(window, slow)
    run, session = window.run, window.session
    window.press(leave, rest=False)
    before = window.program.site.load_draft(MAIL)
    assert before is not None
    trail, answers = session.navigator.state(), dict(session.answers)
    for _ in range(3):
        slow.go_on()
    wait_for(slow.over.is_set)
    let_live(200)
    assert "mail-check" not in session.results, "no result"
    assert "password" not in session.answering.kept
    assert session.navigator.state() == trail
    assert dict(session.answers) == answers
    after = window.program.site.load_draft(MAIL)
    assert after is not None
    # The window itself may have kept what stands in boxes meanwhile.
    assert (after.trail, after.answers, after.results) == (before.trail, before.answers, before.results)
    assert (window.controller.run is run) is (leave == "Cancel")
