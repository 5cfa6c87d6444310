"""M5 to M8 and M14: mail programs found, the plan, the write, the undo, days later as well."""

import hashlib
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton, QWidget

from tests.gui.conftest import OpenWindow
from tests.gui.mail_pc import ADDRESS, MailPc
from tests.gui.test_back_and_next import _Counted
from tests.gui.test_looks import cut_off
from tests.gui.web import HARMLESS
from tests.gui.window import MAIL, Window, let_live, plain_values, program_for, wait_for
from wizard.app.program import Program
from wizard.gui.pages.mail_write import MailWritePage
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.jobs.daily.kept_mail import kept_mail
from wizard.jobs.programs.close_mail_client import CloseMailClient
from wizard.jobs.programs.put_back_written import PutBackWritten
from wizard.jobs.programs.undo_mail_settings import UndoMailSettings
from wizard.jobs.programs.write_mail_settings import WriteMailSettings
from wizard.mailclients.programs.thunderbird.client import Thunderbird
from wizard.model.mail_clients import AccountChoice
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.record import ProofState
from wizard.practice import PracticeServices
from wizard.redaction.log_filter import Redactor
from wizard.store.site import SiteFolder

UNDO = "Put the old settings back"
pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


@pytest.fixture
def pc(window: Window) -> MailPc:
    return MailPc(window.program.world)


def accounts(window: Window) -> dict[str, QRadioButton]:
    """The accounts that can be seen, by what stands beside them."""
    found = [r for r in window.visible(QRadioButton, window.page) if r.property("target")]
    return {r.accessibleName() or r.text(): r for r in found}


def chosen(window: Window) -> str:
    return next(text for text, radio in accounts(window).items() if radio.isChecked())


def said(window: Window) -> str:
    return "\n".join(window.texts(window.page))


def lines(window: Window) -> list[str]:
    """What a screen reader hears of each line of the plan."""
    heard = [each.accessibleName() for each in window.visible(QLabel, window.page)]
    return [text for text in heard if ": now " in text]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def receipts(window: Window) -> list[dict[str, Any]]:
    found = list(window.program.site.receipts("mail-write"))
    return sorted(found, key=lambda receipt: int(receipt["order"]), reverse=True)


def code(window: Window) -> str:
    """The code of the problem that is shown."""
    assert window.problem is not None, said(window)
    return next(text for text in window.texts(window.problem) if text.isupper() and "-" in text)


# --- M5: found ---


def test_the_account_with_the_stores_address_is_chosen(window: Window, pc: MailPc) -> None:
    pc.add_accounts(["other@shop.example"])
    window.walk_to("M5")
    assert list(accounts(window)) == [
        f"Thunderbird: {ADDRESS}  (this store’s address)",
        "Thunderbird: other@shop.example",
        f"Thunderbird: A new account for {ADDRESS}",
    ]
    assert chosen(window).endswith("(this store’s address)")
    assert window.focused is window.shell.verb


def test_every_profile_is_shown_with_its_name_and_the_one_in_use_is_marked(
    window: Window, pc: MailPc
) -> None:
    pc.add_profile("Büro – privat")
    window.walk_to("M5")
    assert "Profile default-release (in use)" in said(window)
    assert "Profile Büro – privat" in said(window)
    assert f"Thunderbird, Büro – privat: A new account for {ADDRESS}" in accounts(window)


def test_an_imap_account_rests_and_says_why(window: Window, pc: MailPc) -> None:
    pc.add_accounts(["imap@shop.example"], "imap")
    window.walk_to("M5")
    radio = accounts(window)["Thunderbird: imap@shop.example"]
    assert not radio.isEnabled()
    assert "an account cannot change its kind" in said(window)
    assert radio.accessibleDescription()


def test_a_profile_that_cannot_be_read_is_named_and_the_others_stay(window: Window, pc: MailPc) -> None:
    folder = pc.add_profile("Broken")
    (folder / "prefs.js").unlink()
    (folder / "prefs.js").mkdir()
    window.walk_to("M5")
    assert "Profile Broken" in said(window)
    assert "cannot be read" in said(window)
    assert chosen(window).endswith("(this store’s address)")


def test_of_forty_accounts_the_first_are_shown_and_all_when_asked(window: Window, pc: MailPc) -> None:
    pc.add_accounts([f"branch{n}@shop.example" for n in range(39)])
    window.walk_to("M5")
    assert len(accounts(window)) < 12
    assert chosen(window).endswith("(this store’s address)")
    window.press("Show all 40 accounts")
    assert len(accounts(window)) == 41
    window.page.area.ensureWidgetVisible(accounts(window)["Thunderbird: branch38@shop.example"])
    let_live(10)
    window.click(accounts(window)["Thunderbird: branch38@shop.example"])
    window.press_verb()
    assert "Thunderbird, branch38@shop.example" in said(window)
    window.press("‹ Back")
    assert chosen(window) == "Thunderbird: branch38@shop.example", "what was chosen is in sight"


def test_nothing_found_offers_the_values(window: Window, pc: MailPc) -> None:
    pc.remove_all()
    window.walk_to("M5")
    assert code(window) == "CLIENT-NONE"
    window.press("Show the values")
    assert window.number == "M8"
    assert "mail.practice.example" in window.texts(window.page)


def test_look_again_finds_what_was_set_up_meanwhile(window: Window, pc: MailPc, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(pc.home, kept)
    pc.remove_all()
    window.walk_to("M5")
    assert window.box("how").value == "alone"
    shutil.rmtree(pc.home)
    shutil.copytree(kept, pc.home)
    window.press("Look again")
    assert window.problem is None
    assert chosen(window).endswith("(this store’s address)")
    assert window.box("how").value == "write"


def test_a_program_that_can_only_be_guided_leads_to_the_clicks(window: Window, pc: MailPc) -> None:
    pc.remove_all()
    pc.add_new_outlook()
    window.walk_to("M5")
    assert "New Outlook cannot be set by another program." in said(window)
    assert window.box("how").value == "by-hand"
    window.press_verb()
    assert window.number == "M11"


def test_an_open_program_is_mentioned_before_it_is_in_the_way(window: Window, pc: MailPc) -> None:
    with pc.thunderbird_open():
        window.walk_to("M5")
    assert "Thunderbird is open just now." in said(window)


def test_by_hand_leads_to_the_clicks_and_ends_with_the_mail_checked(window: Window, pc: MailPc) -> None:
    before = digest(pc.prefs)
    window.walk_to("M5")
    window.choose("how", "by-hand")
    window.press_verb()
    assert window.number == "M11"
    window.page.choose("thunderbird")  # type: ignore[attr-defined]
    let_live(20)
    window.press("I have done this")
    window.press("I did them all")
    wait_for(lambda: window.number == "M8")
    window.come_to_rest()
    assert "Thunderbird holds something else" in said(window)
    assert digest(pc.prefs) == before


def test_leave_alone_leads_to_the_values_and_from_there_to_the_clicks(window: Window, pc: MailPc) -> None:
    before = digest(pc.prefs)
    window.walk_to("M8", {"how": "alone"})
    assert "mail.practice.example" in window.texts(window.page)
    window.press("Do it by hand (M11)")
    assert window.number == "M11"
    assert digest(pc.prefs) == before
    assert receipts(window) == []


# --- M6: the plan ---


def test_the_lines_shown_are_the_lines_written_and_no_others(window: Window, pc: MailPc) -> None:
    before = pc.prefs.read_text("utf-8").splitlines()
    window.walk_to("M6")
    shown = lines(window)
    assert f"{len(shown)} lines will change" in said(window)
    assert "Server Name: now pop.old-provider.example, will be mail.practice.example" in shown
    assert "Port: now 110, will be 15110" in shown
    assert pc.prefs.read_text("utf-8").splitlines() == before, "nothing is written before the verb"
    window.press_verb()
    after = pc.prefs.read_text("utf-8").splitlines()
    plan = window.session.results["mail-write"].value.plan
    assert len(plan.changes) == len(shown)
    written = {edit.address.name for edit in plan.edits}
    changed = {line.split('"')[1] for line in set(before) ^ set(after)}
    assert changed == written


def test_the_notes_say_what_to_expect(window: Window) -> None:
    window.walk_to("M6")
    assert "No password is written." in said(window)
    assert "The old values are kept on this PC first: Undo puts them back." in said(window)
    assert "prefs.js" not in said(window), "where that is stands in its tooltip"
    assert "Other accounts, and every other setting of this one, stay exactly as they are" in said(window)


def test_the_comparison_is_made_anew_each_time_it_is_shown(window: Window, pc: MailPc) -> None:
    window.walk_to("M6")
    window.press("‹ Back")
    pc.change("smtp.old-provider.example", "smtp.newer.example")
    window.press_verb()
    assert any("now smtp.newer.example" in text for text in lines(window))


def test_what_changed_after_the_write_is_written_again_when_it_is_ordered_again(
    window: Window, pc: MailPc
) -> None:
    window.walk_to("M8")
    held = digest(pc.prefs)
    pc.change_port(2110)
    for screen in ("M7", "M6"):
        window.press("‹ Back")
        assert window.number == screen
    assert lines(window) == ["Port: now 2110, will be 15110"]
    assert "1 line will change" in said(window)
    window.press_verb()
    assert window.number == "M7"
    assert receipts(window)[0]["id"] in said(window)
    assert len(receipts(window)) == 2
    assert digest(pc.prefs) == held


def test_a_new_account_leaves_the_old_ones_as_they_are(window: Window, pc: MailPc) -> None:
    before = pc.prefs.read_text("utf-8").splitlines()
    window.walk_to("M5")
    window.click(accounts(window)[f"Thunderbird: A new account for {ADDRESS}"])
    window.press_verb()
    assert "a new account" in said(window)
    window.press_verb()
    assert window.problem is None
    gone = [line for line in before if line not in pc.prefs.read_text("utf-8").splitlines()]
    assert {line.split('"')[1] for line in gone} <= {
        "mail.account.lastKey",
        "mail.accountmanager.accounts",
        "mail.smtpservers",
    }


def test_a_second_run_writes_nothing_and_checks_what_is_there(
    window: Window, pc: MailPc, services: PracticeServices
) -> None:
    window.walk_to("M8")
    window.press_verb()
    held, count = digest(pc.prefs), len(receipts(window))
    window.walk_to("M6")
    assert "All lines are right already" in said(window)
    assert window.shell.verb.text() == "Next"
    window.press_verb()
    assert "every line stands there" in said(window)
    assert any("there and back" in text for text in window.texts(window.page))
    window.press_verb()
    assert window.number == "M8"
    assert (digest(pc.prefs), len(receipts(window))) == (held, count)


# --- M7: the write ---


def test_after_the_write_all_is_checked_and_next_leads_to_the_end(window: Window, pc: MailPc) -> None:
    window.walk_to("M7")
    assert f"Written into Thunderbird, {ADDRESS}, and read back" in said(window)
    assert receipts(window)[0]["id"] in said(window)
    assert any("there and back" in text for text in window.texts(window.page))
    assert "Read back: Server Name: mail.practice.example · Port: 15110" in said(window)
    assert window.shell.verb.text() == "Next"
    window.press_verb()
    assert window.number == "M8"
    assert "Thunderbird held these settings when we looked" in said(window)


@pytest.mark.long  # slow servers, asked one after the other
def test_the_rows_come_in_the_order_in_which_they_are_done_and_stay_where_they_are(
    window: Window, pc: MailPc, services: PracticeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.shell.resize(1366, 740)
    window.walk_to("M6")
    seen, heights = list[list[str]](), set[tuple[int, ...]]()
    former = MailWritePage.take_item

    def look(page: MailWritePage, item: Any) -> None:
        former(page, item)
        marks = sorted(page.findChildren(StateMark), key=lambda mark: mark.y())
        seen.append([mark.mark.value for mark in marks])

    def measure() -> bool:
        """Where the rows stand, in each state in which their user sees them."""
        if window.number == "M7":
            heights.add(tuple(mark.y() for mark in window.page.findChildren(StateMark)))
        return window.number == "M7" and not window.busy

    monkeypatch.setattr(MailWritePage, "take_item", look)
    services.add_fault("mail-slow-answers")
    window.press_verb(rest=False)
    wait_for(measure, 60)
    services.clear_faults()
    window.come_to_rest()
    todo, running = Mark.TODO.value, Mark.RUNNING.value
    for done, marks in enumerate(seen[:8], 1):  # the writing and seven rows; then all at once
        assert todo not in marks[:done]
        assert marks[done:] == [running, todo, todo, todo, todo, todo, todo][: 8 - done]
    heights.add(tuple(mark.y() for mark in window.page.findChildren(StateMark)))
    assert len(heights) == 1, "a row moved while others were done"


def test_what_may_ask_again_is_not_among_what_stays_as_it_is(window: Window) -> None:
    """M6 of Thunderbird, whose server changes: message rules are spoken of once."""
    window.walk_to("M6")
    rules = [text for text in window.texts(window.page) if "rules" in text]
    assert len(rules) == 1


def test_an_open_thunderbird_is_waited_for(window: Window, pc: MailPc) -> None:
    before = digest(pc.prefs)
    window.walk_to("M6")
    with pc.thunderbird_open():
        window.press_verb()
        assert window.number == "M7"
        assert code(window) == "CLIENT-OPEN"
        assert "Not written" in said(window)
        window.press("Try again", window.problem)
        assert code(window) == "CLIENT-OPEN"
        assert digest(pc.prefs) == before
    window.press("Try again", window.problem)
    assert window.problem is None
    assert "Written into Thunderbird" in said(window)


@pytest.fixture
def claws(pc: MailPc) -> MailPc:
    pc.remove_all()
    pc.add_claws()
    return pc


def test_close_asks_the_program_and_goes_on_once_it_has_closed(window: Window, claws: MailPc) -> None:
    window.walk_to("M6")
    with claws.claws_open() as program:
        window.press_verb()
        assert code(window) == "CLIENT-OPEN"
        window.press("Close Claws Mail")
        assert program.wait(10) == 0
    assert window.problem is None
    assert "Written into Claws Mail" in said(window)


def test_a_program_that_does_not_close_is_left_running(
    window: Window, claws: MailPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    impatient = partial(CloseMailClient, wait_seconds=1.0)
    monkeypatch.setattr("wizard.jobs.programs.close_mail_client.CloseMailClient", impatient)
    window.walk_to("M6")
    with claws.claws_open(closes=False) as program:
        window.press_verb()
        window.press("Close Claws Mail")
        assert code(window) == "CLIENT-STAYS-OPEN"
        assert program.poll() is None
    window.press("Try again", window.problem)
    assert "Written into Claws Mail" in said(window)


def test_a_profile_that_cannot_be_written_is_left_and_the_clicks_are_offered(
    window: Window, pc: MailPc
) -> None:
    before = digest(pc.prefs)
    window.walk_to("M6")
    pc.prefs.chmod(0o400)
    window.press_verb()
    assert code(window) == "WRITE-REFUSED"
    assert "read-only" in said(window)
    assert digest(pc.prefs) == before
    window.press("Do it by hand")
    assert window.number == "M11"
    window.press("‹ Back")
    assert window.number == "M7"
    pc.prefs.chmod(0o600)
    window.press_verb()
    assert "Written into Thunderbird" in said(window)


def test_what_changed_after_the_plan_was_seen_is_not_overwritten(window: Window, pc: MailPc) -> None:
    window.walk_to("M6")
    pc.change("smtp.old-provider.example", "smtp.newer.example")
    held = digest(pc.prefs)
    window.press_verb()
    assert code(window) == "WRITE-STALE"
    assert digest(pc.prefs) == held
    window.press("Look at the plan again")
    assert window.number == "M6"
    assert any("now smtp.newer.example" in text for text in lines(window))
    window.press_verb()
    assert window.problem is None
    assert "Written into Thunderbird" in said(window)


def test_a_check_that_fails_after_the_write_is_tried_again_without_writing_again(
    window: Window, pc: MailPc, services: PracticeServices
) -> None:
    window.walk_to("M6")
    services.add_fault("wrong-password")
    window.press_verb()
    assert code(window) == "MAIL-LOGIN"
    held = digest(pc.prefs)
    window.press_verb()
    assert code(window) == "MAIL-LOGIN", "what failed stays failed"
    services.clear_faults()
    window.press_verb()
    assert window.problem is None
    assert any("there and back" in text for text in window.texts(window.page))
    assert (digest(pc.prefs), len(receipts(window))) == (held, 1)


def test_a_late_message_is_waited_for_and_what_was_written_stays(
    window: Window, pc: MailPc, services: PracticeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    import wizard.jobs.programs.mail_program as steps

    def impatient(*given: Any, **more: Any) -> WriteMailSettings:
        return WriteMailSettings(*given, **more, wait_seconds=0.5)

    monkeypatch.setattr(steps, "WriteMailSettings", impatient)
    window.walk_to("M6")
    services.add_fault("mail-slow")
    window.press_verb()
    assert code(window) == "MAIL-NOT-BACK"
    window.press("Keep waiting", window.problem)
    assert window.problem is None, said(window)
    assert "Written into Thunderbird" in said(window)
    assert window.shell.verb.text() == "Next"
    window.press_verb()
    assert "Thunderbird held these settings when we looked" in said(window)


def test_a_write_that_was_cut_short_is_put_back_before_anything_else(
    window: Window, pc: MailPc, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pc.prefs.read_bytes()
    window.walk_to("M6")
    real = Thunderbird.write

    def half(self: Thunderbird, plan: Any) -> None:
        real(self, plan)
        pc.change('"mail.server.server1.port", 15110', '"mail.server.server1.port", 110')
        raise KeyboardInterrupt  # the power goes

    monkeypatch.setattr(Thunderbird, "write", half)
    with pytest.raises(KeyboardInterrupt):
        WriteMailSettings.run(_write_job(window), window.session.tools, _Silent(), _never())
    monkeypatch.undo()
    window.press("‹ Back")
    window.press_verb()
    assert window.number == "M6"
    assert code(window) == "WRITE-HALF"
    window.press("Put the old settings back", window.problem)
    assert window.number == "M14"
    assert "The write was cut short" in said(window)
    window.press_verb()
    assert "The old settings are back" in said(window)
    assert pc.prefs.read_bytes() == first
    window.press_verb()
    assert window.number == "M5"
    window.go_on_to("M8")
    assert "Thunderbird held these settings when we looked" in said(window)


def test_what_was_written_and_not_finished_is_said_on_home_and_can_be_undone_there(
    window: Window, pc: MailPc
) -> None:
    window.walk_to("M7")
    window.come_to_rest()
    receipt = receipts(window)[0]["id"]
    window.press("Close")
    assert "Mail program changed, not finished" in window.texts()
    assert any(receipt in text for text in window.texts())
    later = window.program.session("imagatec-mail")
    assert later.number == "M7"
    window.press("Continue at M7")
    assert any(receipt in text for text in window.texts(window.page)), "and there"
    window.press("Close")
    window.program.site.drop_draft("imagatec-mail")
    window.controller.show_home()
    assert "Mail program changed, not proven" in window.texts(), "whatever was begun is forgotten"
    window.press("Undo")
    assert window.number == "M14"
    window.press("Put the old settings back")
    window.agree()
    window.press_verb()
    assert not any(text.startswith("Mail program changed") for text in window.texts())


def undo_on_home(window: Window) -> None:
    window.press("Undo")
    window.press("Put the old settings back")
    window.agree()
    window.press_verb()


def test_after_two_writes_the_first_is_undone_as_well(window: Window, pc: MailPc) -> None:
    first = pc.prefs.read_bytes()
    window.walk_to("M8")
    window.press_verb()
    window.open("imagatec-mail")
    window.go_on_to("M8", {"incoming_port": 110, "outgoing_port": 25})
    window.press_verb()
    written = [each["id"] for each in receipts(window)]
    assert len(written) == 2
    window.press("Undo")
    window.press("Put the old settings back")
    window.agree()
    assert "The last write is undone; an earlier one still stands" in window.texts(window.page)
    assert "still stands there: “Undo” on the home page puts that back too." in said(window)
    window.press_verb()
    assert "Mail program changed, not proven" in window.texts()
    undo_on_home(window)
    assert "Undone by you" in window.texts()
    assert pc.prefs.read_bytes() == first


def test_what_a_later_write_holds_is_no_change_of_an_earlier_one(window: Window, pc: MailPc) -> None:
    """Two boxes may share a value: the encryption's line of the first write names a port as well."""
    window.walk_to("M8")
    window.press_verb()
    for ports in ((110, 25), (15110, 15925), (110, 25)):
        window.open("imagatec-mail")
        window.go_on_to("M8", {"incoming_port": ports[0], "outgoing_port": ports[1]})
        window.press_verb()
        window.press("Has anything changed?")
        assert "it is as we wrote it" in said(window), ports
        window.press_verb()


def test_what_an_undo_left_is_not_called_right_by_a_check_of_other_settings(
    window: Window, pc: MailPc
) -> None:
    window.walk_to("M8")
    window.press_verb()
    window.open("imagatec-mail")
    window.go_on_to("M8", {"incoming_port": 110, "outgoing_port": 25})
    window.press_verb()
    undo_on_home(window)
    window.press("My e-mail stopped working")
    window.come_to_rest()
    assert any("CLIENT-NOT-PROVEN" in text for text in window.texts())


def test_after_an_undo_nobody_says_that_nothing_is_wrong(window: Window, pc: MailPc) -> None:
    window.walk_to("M8")
    window.press_verb()
    undo_on_home(window)
    window.press("My e-mail stopped working")
    window.come_to_rest()
    assert any("CLIENT-UNDONE" in text for text in window.texts())
    assert not any("Nothing is wrong" in text for text in window.texts())
    window.press("Set up again")
    assert window.number == "M1"
    window.go_on_to("M8", {"password": plain_values(MAIL)["password"]})
    window.press_verb()
    window.press("My e-mail stopped working")
    window.come_to_rest()
    assert any("Nothing is wrong" in text for text in window.texts())


def test_a_mail_program_that_holds_nothing_of_ours_is_not_left_out(window: Window, pc: MailPc) -> None:
    pc.remove_all()
    window.walk_to("M8")
    window.press_verb()
    window.press("My e-mail stopped working")
    window.come_to_rest()
    assert any("CLIENT-NOT-SET" in text for text in window.texts())
    assert not any("Nothing is wrong" in text for text in window.texts())
    window.press("Check, then set it up")
    assert window.number == "M4"
    assert window.problem is None
    window.press_verb()
    assert window.number == "M5"


def test_an_account_that_somebody_removed_is_said_to_be_gone_and_is_made_anew(
    window: Window, pc: MailPc
) -> None:
    window.walk_to("M8")
    window.press_verb()
    pc.remove_account()
    without = pc.prefs.read_bytes()
    window.press("My e-mail stopped working")
    window.come_to_rest()
    assert any("CLIENT-ACCOUNT-GONE" in text for text in window.texts())
    assert f"{ADDRESS} is not in Thunderbird any more." in " ".join(window.texts())
    window.press("‹ Back")
    assert "Its account was removed" in window.texts()
    assert any("1 thing needs you" in text for text in window.texts())
    window.press("Undo")
    assert f"{ADDRESS} is not in Thunderbird any more." in " ".join(window.texts())
    assert "Write ours again" not in window.texts(window.page)
    assert pc.prefs.read_bytes() == without
    window.press("Set up again")
    assert window.number == "M1"
    window.go_on_to("M8", {"password": plain_values(MAIL)["password"]})
    assert ADDRESS in pc.prefs.read_text("utf-8")
    window.press_verb()
    window.press("My e-mail stopped working")
    window.come_to_rest()
    assert any("Nothing is wrong" in text for text in window.texts()), "the old account is nobody's concern"


def test_m14_says_that_another_store_has_the_account_by_now(window: Window, pc: MailPc) -> None:
    window.walk_to("M8")
    window.press_verb()
    world = window.program.world
    SiteFolder(world.folder / "sites" / "hill").change(
        lambda record: record.with_shared({"store_name": "Hill Store"})
    )
    settings, image = kept_mail(window.program.tools()), receipts(window)[0]["image"]
    assert settings is not None
    assert settings.incoming is not None
    hill = replace(settings, incoming=replace(settings.incoming, leave_on_server_days=5))
    choice = AccountChoice(image["client"], image["profile"], image["account"])
    tools = Program(world._replace(site="hill"), Redactor()).tools()
    done = WriteMailSettings(choice, hill, check=False).run(tools, Silent(), Cancel())
    assert not isinstance(done, Problem)
    window.press("Has anything changed?")
    assert "Tillbridge itself set this account up for Hill Store on " in said(window)
    assert "takes the account away from Hill Store" in said(window)
    assert "If mail no longer works" not in said(window)


def test_nothing_is_written_for_or_put_back_into_an_account_that_is_gone(window: Window, pc: MailPc) -> None:
    window.walk_to("M8")
    window.press_verb()
    pc.remove_account()
    without, tools = pc.prefs.read_bytes(), window.program.tools()
    (receipt,) = receipts(window)
    for job in (PutBackWritten(receipt["id"]), UndoMailSettings(receipt["id"], overwrite=True)):
        outcome = job.run(tools, Silent(), Cancel())
        assert isinstance(outcome, Problem)
        assert outcome.code == "CLIENT-ACCOUNT-GONE"
        assert pc.prefs.read_bytes() == without


def test_mail_programs_that_were_left_alone_are_said_not_to_be_looked_at(window: Window) -> None:
    window.walk_to("M8", {"how": "alone"})
    window.press_verb()
    window.press("My e-mail stopped working")
    window.come_to_rest()
    assert "left alone in the set-up: not looked at" in window.texts()
    assert [each.mark for each in window.visible(StateMark)] == [Mark.DONE, Mark.EARLIER]


def _write_job(window: Window) -> Any:
    from wizard.jobs.job import Asked
    from wizard.jobs.programs.mail_program import WriteStep

    session = window.session
    facts = {name: result.facts for name, result in session.results.items()}
    return WriteStep.asked(Asked(session.procedure, "mail-write", session.answers, facts))


class _Silent:
    def step(self, fraction: float, text: str) -> None: ...

    def item(self, item: Any) -> None: ...


def _never() -> Any:
    from wizard.model.progress import Cancel

    return Cancel()


def test_a_cancelled_write_says_so_and_leads_through_the_plan(
    window: Window, pc: MailPc, services: PracticeServices
) -> None:
    window.walk_to("M6")
    services.add_fault("mail-slow-answers")
    window.press_verb(rest=False)
    wait_for(lambda: receipts(window) and receipts(window)[0]["state"] == "written")
    window.press("Stop", rest=False)
    wait_for(window.shell.verb.isEnabled)
    services.clear_faults()
    assert window.shell.verb.text() == "Show what will change"
    assert "Stopped." in said(window)
    window.press_verb()
    assert window.number == "M6"
    assert "All lines are right already" in said(window)


def again(open_window: OpenWindow, window: Window, home: Path, services: PracticeServices) -> Window:
    """Another window of the same home, as after a crash; the password safe is the same."""
    made = open_window(program_for(home, services.services_file, vault=window.program.vault))
    made.controller.show_home()
    return made


def test_after_a_restart_nothing_is_written_unasked(
    open_window: OpenWindow, window: Window, pc: MailPc, home: Path, services: PracticeServices
) -> None:
    before = digest(pc.prefs)
    with pc.thunderbird_open():
        window.walk_to("M6")
        window.press_verb()
        assert code(window) == "CLIENT-OPEN"
    later = again(open_window, window, home, services)
    later.press("Continue at M7")
    assert later.number == "M7"
    assert digest(pc.prefs) == before
    assert later.shell.verb.text() == "Show what will change"
    later.press_verb()
    assert later.number == "M6"
    assert len(lines(later)) == 7
    assert digest(pc.prefs) == before
    later.press_verb()
    assert "Written into Thunderbird" in said(later)


def test_after_a_restart_what_was_written_is_not_written_again(
    open_window: OpenWindow, window: Window, pc: MailPc, home: Path, services: PracticeServices
) -> None:
    window.walk_to("M7")
    held = digest(pc.prefs)
    later = again(open_window, window, home, services)
    later.press("Continue at M7")
    assert "This was done once before" in said(later)
    later.press_verb()
    assert "All lines are right already" in said(later)
    later.press_verb()
    later.press_verb()
    assert later.number == "M8"
    assert (digest(pc.prefs), len(receipts(later))) == (held, 1)


# --- M14: undo, and whether anything changed ---


@pytest.mark.parametrize("screen", ["M7", "M8"])
def test_undo_gives_the_old_bytes_back_and_nothing_counts_as_written(
    window: Window, pc: MailPc, screen: str
) -> None:
    first = pc.prefs.read_bytes()
    window.walk_to(screen)
    window.press("Undo (M14)")
    assert window.number == "M14"
    assert "it is as we wrote it." in said(window)
    assert window.shell.verb.text() == UNDO
    window.press_verb()
    assert pc.prefs.read_bytes() != first, "it is asked first"
    window.agree()
    assert "The old settings are back" in said(window)
    assert pc.prefs.read_bytes() == first
    assert window.shell.verb.text() == "Go back"
    assert not any("Write the settings" in row and "done" in row for row in window.side)
    window.press_verb()
    assert window.number == "M5"
    window.controller.show_home()
    assert "Continue at M5" in window.texts()
    window.press("Continue at M5")
    window.go_on_to("M8")
    assert pc.prefs.read_bytes() != first


def test_looking_at_the_undo_leaves_a_finished_run_finished(window: Window) -> None:
    window.walk_to("M8")
    window.press("Undo (M14)")
    window.press("Close")
    assert "Set up and proven" in window.texts()
    assert not any(text.startswith("Continue") for text in window.texts())
    assert window.program.site.load_draft(MAIL) is None


def finished(window: Window) -> None:
    """Set the mail up and be on the home page."""
    window.walk_to("M8")
    window.press_verb()
    assert window.number == "H1"


def test_days_later_the_home_page_says_that_nothing_changed(
    open_window: OpenWindow, window: Window, pc: MailPc, home: Path, services: PracticeServices
) -> None:
    finished(window)
    later = again(open_window, window, home, services)
    later.press("Has anything changed?")
    assert later.number == "M14"
    assert "it is as we wrote it." in said(later)
    held = digest(pc.prefs)
    assert later.focused is later.shell.verb
    later.key(Qt.Key.Key_Return)  # a careless Enter undoes nothing
    later.come_to_rest()
    assert later.number == "H1"
    assert digest(pc.prefs) == held
    assert "Has anything changed?" in later.texts()
    assert not any(text.startswith("Continue") for text in later.texts())


def proof(window: Window) -> ProofState:
    """What the store's record says of the mail's card."""
    return window.program.site.record().proofs["imagatec-mail"].state


def test_days_later_undo_from_the_home_page(
    open_window: OpenWindow, window: Window, pc: MailPc, home: Path, services: PracticeServices
) -> None:
    first = pc.prefs.read_bytes()
    finished(window)
    assert proof(window) == ProofState.PROVEN
    later = again(open_window, window, home, services)
    later.press("Has anything changed?")
    later.press(UNDO)
    later.agree()
    assert "The old settings are back" in said(later)
    assert proof(later) == ProofState.UNDONE
    assert pc.prefs.read_bytes() == first
    later.press_verb()
    assert later.number == "H1"
    assert "Undone by you" in later.texts()
    assert not {"Set up and proven", "Has anything changed?", "Undo"} & set(later.texts())
    assert not any(text.startswith("What is set up worked") for text in later.texts())


def columns(window: Window) -> str:
    heard = [each.accessibleName() for each in window.visible(QLabel, window.page)]
    return "\n".join(text for text in heard if "Before it was written: " in text)


def test_what_somebody_changed_is_shown_in_three_columns_and_written_again(
    window: Window, pc: MailPc
) -> None:
    first = pc.prefs.read_bytes()
    finished(window)
    written = pc.prefs.read_bytes()
    pc.change_port(2110)
    window.press("Has anything changed?")
    assert "One line was changed since we wrote it." in said(window)
    assert columns(window) == "Port, Before it was written: 110, As we wrote it: 15110 and Now: 2110"
    assert isinstance(window.focused, QPushButton)
    assert window.focused.text() == "Write ours again"
    window.press("Write ours again")
    assert pc.prefs.read_bytes() == written
    assert "it is as we wrote it." in said(window)
    assert "Write ours again" not in window.texts(window.page)
    window.press(UNDO)
    window.agree()
    assert pc.prefs.read_bytes() == first, "undo leads to what was before us, not to somebody's change"


def test_what_somebody_changed_is_put_back_only_when_that_is_said(window: Window, pc: MailPc) -> None:
    first = pc.prefs.read_bytes()
    window.walk_to("M8")
    pc.change_port(2110)
    changed = pc.prefs.read_bytes()
    window.press("Undo (M14)")
    window.press_verb()
    assert code(window) == "UNDO-CHANGED"
    assert pc.prefs.read_bytes() == changed
    assert "it is as we wrote it." not in said(window), "that was seen before"
    assert "Now: 2110" in columns(window)
    assert window.box("undo_overwrite").isHidden(), "the problem's own button is the choice"
    window.press("Put the old settings back all the same")
    assert window.problem is None, said(window)
    assert "The old settings are back" in said(window)
    assert pc.prefs.read_bytes() == first


def test_what_is_changed_between_the_look_and_the_undo_is_looked_at(window: Window, pc: MailPc) -> None:
    window.walk_to("M8")
    window.press("Undo (M14)")
    assert "it is as we wrote it." in said(window)
    pc.change_port(2110)
    changed = pc.prefs.read_bytes()
    window.press_verb()
    window.agree()
    assert code(window) == "UNDO-CHANGED"
    assert "it is as we wrote it." not in said(window)
    assert "Now: 2110" in columns(window)
    window.press("Leave it as it is")
    assert window.number == "M8"
    assert pc.prefs.read_bytes() == changed


def test_the_tick_says_it_too(window: Window, pc: MailPc) -> None:
    first = pc.prefs.read_bytes()
    window.walk_to("M8")
    pc.change_port(2110)
    window.press("Undo (M14)")
    window.click(window.box("undo_overwrite").focus_target)
    window.press_verb()
    window.agree()
    assert pc.prefs.read_bytes() == first


def test_an_open_program_hinders_the_undo_and_try_again_undoes(window: Window, pc: MailPc) -> None:
    first = pc.prefs.read_bytes()
    finished(window)
    window.press("Has anything changed?")
    with pc.thunderbird_open():
        window.press(UNDO)
        window.agree()
        assert code(window) == "CLIENT-OPEN"
    window.press("Try again", window.problem)
    assert pc.prefs.read_bytes() == first


def test_the_program_of_the_receipt_is_closed_from_the_home_page_too(window: Window, claws: MailPc) -> None:
    rc = claws.home / ".claws-mail" / "accountrc"
    first = rc.read_bytes()
    finished(window)
    with claws.claws_open():
        window.press("Has anything changed?")
        window.press(UNDO)
        window.agree()
        window.press("Close Claws Mail")
    assert window.problem is None
    assert rc.read_bytes() == first


def test_an_undo_that_cannot_write_offers_to_try_again_and_no_clicks_to_the_new_values(
    window: Window, pc: MailPc
) -> None:
    first = pc.prefs.read_bytes()
    finished(window)
    window.press("Has anything changed?")
    pc.prefs.chmod(0o400)
    window.press(UNDO)
    window.agree()
    assert code(window) == "WRITE-REFUSED"
    assert "Do it by hand" not in window.texts(window.problem)
    pc.prefs.chmod(0o600)
    window.press("Try again", window.problem)
    assert pc.prefs.read_bytes() == first


def test_each_of_two_accounts_can_be_looked_at_and_undone(window: Window, pc: MailPc) -> None:
    pc.add_claws()
    rc = pc.home / ".claws-mail" / "accountrc"
    old_rc, old_prefs = rc.read_bytes(), pc.prefs.read_bytes()
    window.walk_to("M8")
    window.press_verb()
    window.walk_to("M5")
    window.click(accounts(window)[f"Claws Mail: Store, {ADDRESS}  (this store’s address)"])
    window.go_on_to("M8")
    window.press_verb()
    pc.change_port(2110)
    window.press("Has anything changed?")
    assert f"Thunderbird, {ADDRESS}" in said(window), "the one that changed comes first"
    assert "Also set up: Claws Mail, Store: as we wrote it" in said(window)
    window.press("Show")
    assert "it is as we wrote it." in said(window)
    assert f"Also set up: Thunderbird, {ADDRESS}: 1 line changed since" in said(window)
    window.press(UNDO)
    window.agree()
    assert rc.read_bytes() == old_rc
    assert pc.prefs.read_bytes() != old_prefs


def test_on_the_way_through_the_steps_the_chosen_account_is_undone(window: Window, pc: MailPc) -> None:
    """Not the newest write, when that went into another mail program."""
    pc.add_claws()
    old = pc.prefs.read_bytes()
    window.walk_to("M8")
    window.run.go_to("mail-programs")
    window.come_to_rest()
    window.click(accounts(window)[f"Claws Mail: Store, {ADDRESS}  (this store’s address)"])
    window.go_on_to("M8")
    window.run.go_to("mail-programs")
    window.come_to_rest()
    window.click(accounts(window)[f"Thunderbird: {ADDRESS}  (this store’s address)"])
    window.go_on_to("M8")
    window.press("Undo (M14)")
    assert f"Thunderbird, {ADDRESS}" in window.texts(window.page)
    window.press_verb()
    window.agree()
    assert pc.prefs.read_bytes() == old


def test_a_program_that_is_gone_is_said_and_harms_nothing(window: Window, pc: MailPc) -> None:
    finished(window)
    pc.remove_all()
    window.press("Has anything changed?")
    assert "are not there any more" in said(window)
    assert UNDO not in window.texts(window.page)
    window.press_verb()
    assert window.number == "H1"


# --- keys, looks, secrets ---


def test_by_keys_alone_from_the_programs_to_the_end(window: Window, pc: MailPc) -> None:
    pc.add_accounts(["other@shop.example"])
    window.walk_to("M5")
    window.tab_to(lambda focused: isinstance(focused, QRadioButton) and bool(focused.property("target")))
    window.key(Qt.Key.Key_Down)
    assert chosen(window) == "Thunderbird: other@shop.example"
    window.key(Qt.Key.Key_Up)
    for screen in ("M6", "M7", "M8"):
        window.tab_to(lambda focused: focused is window.shell.verb)
        window.key(Qt.Key.Key_Return)
        window.come_to_rest()
        assert window.number == screen
        assert window.problem is None
    link = window.tab_to(lambda focused: isinstance(focused, QPushButton) and "Undo" in focused.text())
    assert link.isVisible()
    window.key(Qt.Key.Key_Return)
    window.come_to_rest()
    assert window.number == "M14"
    window.tab_to(lambda focused: focused is window.shell.verb)
    window.key(Qt.Key.Key_Return)
    window.agree()
    assert "The old settings are back" in said(window)


@pytest.mark.parametrize("size", [(1366, 700), (1024, 640)])
def test_nothing_is_cut_off(window: Window, pc: MailPc, size: tuple[int, int]) -> None:
    pc.add_accounts([f"a-rather-long-name-of-branch-{n}@a-long-domain.shop.example" for n in range(12)])
    pc.add_profile("Büro")
    window.shell.resize(*size)
    window.walk_to("M8")
    window.run.go_to("mail-programs")
    window.come_to_rest()
    assert cut_off(window) == []
    pc.change_port(2110)
    window.run.go_to("mail-plan")
    window.come_to_rest()
    assert cut_off(window) == []
    window.controller.show_home()
    let_live(20)
    window.walk_to("M7")
    assert cut_off(window) == []
    window.press("Undo (M14)")
    assert cut_off(window) == []


def test_the_password_is_nowhere(window: Window, pc: MailPc, home: Path) -> None:
    """Not in the profile, a receipt, a draft or a log, and on no screen."""
    canary = plain_values(MAIL)["password"]

    def look() -> None:
        everything = [*window.visible(QWidget)]
        heard = [w.accessibleName() + w.accessibleDescription() + w.toolTip() for w in everything]
        assert not any(canary in text for text in [*window.texts(), *heard]), window.number
        for path in home.rglob("*"):
            if path.is_file():
                assert canary.encode() not in path.read_bytes(), path

    for screen in ("M5", "M6", "M7", "M8"):
        window.walk_to(screen) if screen == "M5" else window.go_on_to(screen)
        look()
    window.press("Undo (M14)")
    look()
    window.press_verb()
    look()


def test_receipts_are_for_their_user_alone(window: Window) -> None:
    window.walk_to("M8")
    site: SiteFolder = window.program.site
    name = receipts(window)[0]["id"]
    found = [path for path in window.program.world.home.rglob(f"*{name}*") if path.is_file()]
    assert found
    assert site.receipt(name) is not None
    assert all(path.stat().st_mode & 0o077 == 0 for path in found)


def test_going_back_and_on_writes_once(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    writes = _Counted(monkeypatch, WriteMailSettings)
    window.walk_to("M7")
    window.press("‹ Back")
    window.press_verb()
    assert window.number == "M7"
    assert "Written into Thunderbird" in said(window)
    assert writes.runs == 1
