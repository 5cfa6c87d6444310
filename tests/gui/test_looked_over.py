"""A finished run that is looked over again, and its papers, say how it stands now, not only how it ended."""

import pytest

from tests.gui.mail_pc import MailPc
from tests.gui.sending import Sends
from tests.gui.test_home_states import card_of, mail_set_up
from tests.gui.test_left_out import send_without_cash
from tests.gui.test_manners import ask
from tests.gui.test_side_list import mark_of
from tests.gui.web import HARMLESS
from tests.gui.window import MAIL, Window, wait_for
from wizard.app.papers import kept_papers, read_paper
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


def marks(window: Window) -> set[Mark]:
    return {made.mark for made in window.visible(StateMark)}


def undo(window: Window) -> None:
    window.walk_to("M8")
    window.press("Close")
    window.press("Undo", card_of(window, MAIL))
    window.press("Put the old settings back")
    window.agree()
    window.come_to_rest()
    window.press("Close")


def test_a_last_screen_that_is_looked_over_says_how_it_was_and_how_it_stands(window: Window) -> None:
    window.walk_to("M8")
    assert Mark.DONE in marks(window)
    window.press("Close")
    assert ask(window, "M8") == ""
    assert window.page.title.text().startswith("How it was on ")
    said = window.page.instruction.text()
    assert said.startswith(
        "Nothing was looked at again. Home says now: Set up and proven. store@practice.example"
    )
    assert Mark.DONE not in marks(window)
    assert Mark.EARLIER in marks(window)


def test_looked_over_after_an_undo_it_claims_nothing(window: Window) -> None:
    undo(window)
    assert ask(window, "M8") == ""
    assert window.page.title.text().startswith("How it was on ")
    assert "Home says now: Undone by you. " in window.page.instruction.text()
    assert "The old settings were put back on " in window.page.instruction.text()
    assert Mark.DONE not in marks(window)


def test_papers_of_what_was_put_back_say_so(window: Window) -> None:
    undo(window)
    program = window.program
    said = {each.kind: each for each in kept_papers(program)}
    assert said["receipt"].title == "Receipt: Store e-mail · now: Undone by you"
    assert said["undone"].title == "Written into Thunderbird, store@practice.example, put back since"
    receipt, written = (read_paper(program, said[kind]) for kind in ("receipt", "undone"))
    assert receipt is not None
    assert "By now home says: Undone by you." in receipt.html
    assert written is not None
    assert "put back since</h1>" in written.html
    assert "what stands under “Before” was put there again then." in written.html


def test_what_was_written_once_more_does_not_pass_for_what_stands_there_again(window: Window) -> None:
    mail_set_up(window)
    MailPc(window.program.world).change_port(2110)
    window.press("Has anything changed?", card_of(window, MAIL))
    window.press("Write ours again")
    window.press("Put the old settings back")
    window.agree()
    program = window.program
    first, again = sorted((p for p in kept_papers(program) if p.kind == "undone"), key=lambda p: p.made)
    assert again.title == "Written once more into Thunderbird, store@practice.example, put back since"
    shown = read_paper(program, again)
    assert shown is not None
    assert "Before (somebody had changed it)" in shown.html
    assert f"with receipt {first.name}: what stands under “Before” on that receipt was put" in shown.html


def test_what_was_said_of_another_time_goes_with_the_new_check(window: Window) -> None:
    window.walk_to("M8")
    window.press("Close")
    window.press("Check again", card_of(window, MAIL))
    window.come_to_rest()
    assert not [text for text in window.texts(window.page) if text.startswith("This was done once before")]


def test_home_tells_when_it_was_checked_and_not_when_the_receipt_was_written(window: Window) -> None:
    window.walk_to("M5")
    before = window.session.checked
    window.go_on_to("M8")
    checked = window.session.checked
    proof = window.program.site.record().proofs[MAIL]
    assert before is not None
    assert checked is not None
    assert before < checked, "what was written is checked once more with what was read back"
    assert (proof.checked, proof.last_good) == (checked, checked)
    assert proof.checked < proof.at


def test_a_sending_that_is_looked_over_was_not_skipped(window: Window, services: PracticeServices) -> None:
    sends = Sends(window, services)
    sends.come_to("W8")
    window.press_verb()
    wait_for(lambda: window.number == "W10")
    assert mark_of(window, 9) is Mark.DONE
    window.press("Close")
    assert ask(window, "W10") == ""
    assert window.page.title.text().startswith("How it was on ")
    assert mark_of(window, 9) is Mark.EARLIER


def test_what_was_not_sent_is_skipped_in_the_list_when_it_is_looked_over(
    window: Window, services: PracticeServices
) -> None:
    sends = Sends(window, services)
    sends.come_to("W8")
    window.press("Finish without sending")
    window.come_to_rest()
    window.press("Close")
    assert ask(window, "W10") == ""
    assert mark_of(window, 9) is Mark.SKIPPED


def test_what_was_sent_is_done_though_no_more_was_sent_after_it(
    window: Window, services: PracticeServices
) -> None:
    sends = Sends(window, services)
    send_without_cash(sends)
    assert ask(window, "W6") == ""
    window.come_to_rest()
    sends.books.click("Cash")
    sends.books.press("choose")
    sends.books.pick("640")
    sends.books.walk_on("W8")
    assert sends.figures()["To send"] == "2"
    window.press("Finish without sending")
    wait_for(lambda: window.number == "W10")
    assert mark_of(window, 9) is Mark.DONE
