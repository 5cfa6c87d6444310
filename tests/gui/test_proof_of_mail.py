"""M5, M11 and M8: the last screen, the receipt and the record say what was proven, and no more."""

import pytest
from PySide6.QtWidgets import QRadioButton

from tests.gui.mail_pc import ADDRESS, MailPc
from tests.gui.window import MAIL, Window, let_live, wait_for
from wizard.gui.doors import From
from wizard.gui.pages.by_hand import ByHandPage
from wizard.gui.pages.mail_check import MailCheckPage
from wizard.gui.widgets.mark import Mark, StateMark
from wizard.jobs.programs.mail_program import BY_HAND, WRITE
from wizard.model.mail import CheckId
from wizard.model.record import ProofState
from wizard.practice import PracticeServices

NOT_YET = "The mail server works; your mail program is not set up yet"


@pytest.fixture
def pc(window: Window) -> MailPc:
    return MailPc(window.program.world)


def marks(window: Window) -> list[Mark]:
    return [each.mark for each in window.visible(StateMark, window.page)]


def said(window: Window) -> str:
    return "\n".join(window.texts(window.page))


def kept(window: Window) -> tuple[ProofState, tuple[str, ...]]:
    """What the store's record has of it, which is what the receipt says."""
    proof = window.program.site.record().proofs[MAIL]
    receipt = window.program.site.last_receipt(MAIL)
    assert receipt is not None
    assert (receipt["proof_state"], tuple(receipt["not_checked"])) == (proof.state, proof.not_checked)
    return proof.state, proof.not_checked


def write_for_me(window: Window) -> QRadioButton:
    return next(r for r in window.visible(QRadioButton, window.page) if r.text().startswith("Write the"))


def clicks_done(window: Window, program: str, *, ticked: bool = True) -> None:
    """Go through M11's clicks for one mail program, and on."""
    page = window.page
    assert isinstance(page, ByHandPage)
    page.choose(program)
    let_live(20)
    if ticked:
        for row in page.rows:
            row.tick.click()
    window.press("I have done this")


def at_end(window: Window) -> None:
    wait_for(lambda: window.number == "M8")
    window.come_to_rest()


# --- M5 ---


def test_without_a_mail_program_writing_is_not_offered_and_the_reason_is_said(
    window: Window, pc: MailPc
) -> None:
    pc.remove_all()
    window.walk_to("M5")
    radio = write_for_me(window)
    assert not radio.isEnabled()
    assert radio.accessibleDescription() == "No mail program was found for this user of the PC."
    assert said(window).count("No mail program was found for this user of the PC.") == 2, "beside it as well"


def test_with_a_program_that_can_only_be_guided_writing_is_not_offered_either(
    window: Window, pc: MailPc
) -> None:
    pc.remove_all()
    pc.add_new_outlook()
    window.walk_to("M5")
    assert not write_for_me(window).isEnabled()
    assert "New Outlook cannot be set" in write_for_me(window).accessibleDescription()


def test_boxes_have_letters_in_order_whatever_is_found(window: Window, pc: MailPc) -> None:
    window.walk_to("M5")
    assert window.box("how").letter == "B"
    assert {"A", "Account"} <= set(window.texts(window.page))
    pc.remove_all()
    window.press("‹ Back")
    window.press("Next")
    window.come_to_rest()
    assert (window.number, window.box("how").letter) == ("M5", "A")
    assert "B" not in window.texts(window.page)


# --- M8 ---


def test_what_is_encrypted_is_listed_at_the_end(window: Window) -> None:
    window.walk_to("M4")
    window.press_verb()
    window.press("Check again, encrypted")
    window.go_on_to("M8")
    assert any(text.startswith("–  Encryption: receiving and sending") for text in window.texts(window.page))
    assert "Not encrypted" not in said(window)


def test_what_we_wrote_is_set_up_and_proven(window: Window) -> None:
    window.walk_to("M8")
    assert window.page.title.text() == "Your mail is set up"
    assert "We did not start it" in said(window)
    assert "what M6 lists was written, read back and compared" in said(window)
    assert set(marks(window)) == {Mark.DONE}
    assert kept(window) == (ProofState.PROVEN, ())


def test_what_was_right_already_was_not_written(window: Window) -> None:
    window.walk_to("M8")
    window.controller.open_procedure(MAIL, From.START)
    window.come_to_rest()
    window.go_on_to("M6")
    assert "nothing will be written" in said(window)
    window.go_on_to("M8")
    assert "every setting was right already; nothing was written" in said(window)
    assert "every setting was written" not in said(window)


def test_going_without_encryption_is_no_proof(window: Window, services: PracticeServices) -> None:
    window.walk_to("M4")
    window.press_verb()
    page = window.page
    assert isinstance(page, MailCheckPage)
    mark, found, _ = page._rows[CheckId.ENCRYPTION]
    assert mark.mark is Mark.SKIPPED
    assert found.text().startswith("not encrypted, as Imagatec’s guide has it")
    assert "as chosen" not in said(window)
    assert ("server also offers" in found.text()) is ("Check again, encrypted" in window.texts())
    window.go_on_to("M8")
    assert "Not encrypted, as Imagatec's guide has it" in said(window)


@pytest.mark.parametrize("screen", ["M4", "M7"])
def test_the_rows_have_a_verdict_that_goes_with_them(
    window: Window, services: PracticeServices, screen: str
) -> None:
    verdict = "Receiving and sending work: our message went out and came back."
    window.walk_to(screen)
    if screen == "M4":
        assert verdict not in window.texts()
        window.press_verb()
    assert verdict in window.texts()
    if screen == "M4":
        services.add_fault("wrong-password")
        window.press("Check again")
        assert window.problem is not None
        assert verdict not in window.texts()


@pytest.mark.parametrize("go_on", ["Next", "Show the values"])
def test_with_nothing_found_the_server_works_and_no_mail_program_is_set_up_yet(
    window: Window, pc: MailPc, go_on: str
) -> None:
    pc.remove_all()
    window.walk_to("M5")
    window.press(go_on)
    at_end(window)
    assert window.page.title.text() == NOT_YET
    assert marks(window) == [Mark.DONE, Mark.DONE, Mark.DONE, Mark.TODO]
    assert "Your mail program is not set up yet" in said(window)
    assert "Do it by hand (M11)" in window.texts(window.page)
    assert kept(window) == (ProofState.SERVER_ONLY, ())


def test_what_all_rows_prove_is_in_sight_in_large_type_too(window: Window) -> None:
    window.walk_to("M4")
    window.shell.resize(911, 440)
    window.press_verb()
    page = window.page
    assert isinstance(page, MailCheckPage)
    assert page.area.verticalScrollBar().maximum() > 0
    line = page._verdict.fontMetrics().height()
    wait_for(lambda: page._verdict.visibleRegion().boundingRect().height() >= line)


def test_mail_programs_left_alone_on_purpose_are_not_checked(window: Window) -> None:
    window.walk_to("M8", {"how": "alone"})
    assert window.page.title.text() == "The mail server works"
    assert marks(window) == [Mark.DONE, Mark.DONE, Mark.DONE, Mark.TODO]
    assert kept(window) == (ProofState.PROVEN, ("mail-program",))


def test_done_by_hand_where_we_cannot_read_is_not_seen_by_us(window: Window) -> None:
    window.walk_to("M11", {"how": BY_HAND})
    clicks_done(window, "new-outlook")
    at_end(window)
    assert window.page.title.text() == "Done by hand, not seen by us"
    assert marks(window) == [Mark.DONE, Mark.DONE, Mark.DONE, Mark.TODO]
    assert kept(window) == (ProofState.BY_HAND, ())


def test_done_by_hand_and_wrong_names_the_lines(window: Window, pc: MailPc) -> None:
    window.walk_to("M11", {"how": BY_HAND})
    clicks_done(window, "thunderbird")
    at_end(window)
    assert window.page.title.text() == "The mail server works; your mail program is not right yet"
    assert f"{ADDRESS}: " in said(window)
    assert "Server Name" in said(window)
    assert kept(window)[0] is ProofState.SERVER_ONLY


def test_an_account_that_is_not_there_was_not_set_up_by_hand(window: Window, pc: MailPc) -> None:
    pc.change(f'useremail", "{ADDRESS}"', 'useremail", "other@shop.example"')
    window.walk_to("M11", {"how": BY_HAND})
    clicks_done(window, "thunderbird")
    at_end(window)
    assert window.page.title.text() == NOT_YET
    assert f"it has no account with {ADDRESS}" in said(window)
    assert kept(window)[0] is ProofState.SERVER_ONLY


def test_done_by_hand_and_right_is_proven_once_we_read_it(window: Window) -> None:
    window.walk_to("M8", {"how": WRITE})  # the same values as a person would type
    window.controller.open_procedure(MAIL, From.START)
    window.come_to_rest()
    window.go_on_to("M11", {"how": BY_HAND})
    clicks_done(window, "thunderbird")
    at_end(window)
    assert window.page.title.text() == "Your mail is set up"
    assert set(marks(window)) == {Mark.DONE}
    assert "done by hand; we read every line there, and it is right" in said(window)
    assert kept(window) == (ProofState.PROVEN, ())


def test_done_by_hand_after_all_is_said_where_the_programs_were_left_alone_before(window: Window) -> None:
    window.walk_to("M8", {"how": "alone"})
    window.press("Do it by hand (M11)")
    clicks_done(window, "new-outlook")
    at_end(window)
    assert window.page.title.text() == "Done by hand, not seen by us"
    assert kept(window)[0] is ProofState.BY_HAND


# --- M11 ---


def test_with_lines_left_the_verb_says_which_and_asks(window: Window) -> None:
    window.walk_to("M11", {"how": BY_HAND})
    clicks_done(window, "new-outlook", ticked=False)
    assert window.number == "M11"
    assert window.problem is not None
    count = len(window.page.rows)  # type: ignore[attr-defined]
    assert f"Not every line is ticked: {count} of {count} left, the next is line 1." in said(window)
    window.press("Go to line 1")
    assert window.problem is None
    assert window.page.rows[0].tick.hasFocus()  # type: ignore[attr-defined]
    window.press("I have done this")
    window.press("I did them all")
    at_end(window)
    assert kept(window)[0] is ProofState.BY_HAND, "a person's word is no proof"


def test_ticking_a_line_takes_the_question_down(window: Window) -> None:
    window.walk_to("M11", {"how": BY_HAND})
    clicks_done(window, "new-outlook", ticked=False)
    window.page.rows[0].tick.click()  # type: ignore[attr-defined]
    assert window.problem is None
