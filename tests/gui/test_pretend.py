"""“Pretend that…”: in practice something breaks while the window stands, and is mended to the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from tests.gui.conftest import OpenWindow
from tests.gui.mail_pc import MailPc
from tests.gui.test_home_states import all_well, mail_set_up
from tests.gui.test_problems import impatient
from tests.gui.test_the_connection import connected
from tests.gui.test_trouble import (
    MAIL_STOPPED,
    XERO_STOPPED,
    code,
    looked_at,
    page,
    set_up_by_the_usual_ports,
    tell,
    wrong,
)
from tests.gui.web import HARMLESS, OwnBrowser, connect, use_this
from tests.gui.window import Window, program_for, wait_for
from wizard.app.options import Options
from wizard.app.program import Program, open_program
from wizard.catalogue.practice import practice_logins
from wizard.practice import PracticeServices
from wizard.vault.memory_store import InMemorySecretStore

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

__all__ = ["impatient"]
PRETEND, AGAIN = "Pretend that…", "Everything works again"
USUAL = "… your new line holds back the mail ports 110 and 25"
OTHERS = "… your new line holds back the mail ports 15110 and 15925"
PASSWORD = "… somebody changed the mailbox's password"
SILENT = "… the mail server does not answer at all"
ACCOUNT = "… somebody changed the account in the mail program"
DOWN, USED_UP = "… Xero does not answer", "… somebody else used up the sign-in to Xero"
SECRET = "… somebody made a new secret for the key in Xero"
FILL_IN = "Fill in the practice values"


def menu(window: Window) -> dict[str, QAction]:
    """Open the menu; what stands in it, by its words."""
    for old in window.shell.findChildren(QMenu):
        old.close()
    window.press(PRETEND, rest=False)
    wait_for(lambda: any(window.visible(QMenu)))
    return {action.text(): action for action in next(window.visible(QMenu)).actions() if action.text()}


def offered(window: Window) -> list[str]:
    found = menu(window)
    next(window.visible(QMenu)).close()
    return [text for text, action in found.items() if action.isEnabled()]


def pretend(window: Window, text: str) -> None:
    action = menu(window)[text]
    assert action.isEnabled()
    action.trigger()
    next(window.visible(QMenu)).close()
    window.come_to_rest()


def works_again(window: Window, button: str) -> None:
    """Pretend nothing any more, and look once more: nothing is wrong."""
    pretend(window, AGAIN)
    window.press(button, wrong(window))
    looked_at(window)
    assert wrong(window) is None


def bar(window: Window) -> str:
    return " ".join(window.texts(window.shell.banner))


@pytest.fixture
def its_own_child(home: Path) -> Iterator[Program]:
    """Practice as it is begun: its services are a process of their own."""
    with open_program(Options(home=home, practice=True)) as program:
        program.vault = InMemorySecretStore()
        yield program


# --- what there is to pretend ---


def test_only_what_is_set_up_can_break(window: Window) -> None:
    found = menu(window)
    assert not any(action.isEnabled() for action in found.values())
    assert list(found) == ["Set up mail or Xero first: then it can break here", AGAIN]
    next(window.visible(QMenu)).close()
    mail_set_up(window)
    assert offered(window) == [OTHERS, PASSWORD, SILENT, ACCOUNT]
    window.walk_to("K7")
    window.press_verb()
    assert offered(window) == [OTHERS, PASSWORD, SILENT, ACCOUNT, DOWN, SECRET]


def test_it_is_said_while_it_is_so_and_not_a_moment_longer(window: Window) -> None:
    mail_set_up(window)
    before = bar(window)
    assert "nothing here touches" in before
    pretend(window, PASSWORD)
    assert "pretending that somebody changed the mailbox's password (now practice-mail-password-2)" in bar(
        window
    )
    pretend(window, SILENT)
    assert "password-2) and the mail server does not answer at all" in bar(window)
    assert [t for t, action in menu(window).items() if action.isChecked()] == [PASSWORD, SILENT]
    pretend(window, PASSWORD)
    assert "pretending that the mail server does not answer at all" in bar(window)
    pretend(window, AGAIN)
    assert bar(window) == before
    tell(window, MAIL_STOPPED)
    assert wrong(window) is None


def test_nothing_of_it_is_there_outside_practice(
    open_window: OpenWindow, services: PracticeServices, home: Path
) -> None:
    program = program_for(home, services.services_file, practice=False, services=services)
    window = open_window(program)
    window.controller.show_home()
    assert PRETEND not in window.texts()
    assert program.pretending is None


def test_what_somebody_changed_in_the_mail_program_ends_with_the_window(
    window: Window, open_window: OpenWindow
) -> None:
    mail_set_up(window)
    pc = MailPc(window.program.world)
    ours = pc.prefs.read_bytes()
    pretend(window, ACCOUNT)
    changed = pc.prefs.read_bytes()
    assert changed != ours
    window.close()
    assert pc.prefs.read_bytes() == ours


def test_one_that_was_ended_before_it_could_is_cleared_up_by_the_next(
    window: Window, open_window: OpenWindow
) -> None:
    mail_set_up(window)
    pc = MailPc(window.program.world)
    ours = pc.prefs.read_bytes()
    pretend(window, ACCOUNT)
    assert pc.prefs.read_bytes() != ours
    open_window()
    assert pc.prefs.read_bytes() == ours


def test_services_that_have_ended_are_said_to(home: Path, open_window: OpenWindow) -> None:
    with open_program(Options(home=home, practice=True)) as program:
        program.vault = InMemorySecretStore()
        window = open_window(program)
        window.controller.show_home()
        mail_set_up(window)
    pretend(window, PASSWORD)
    assert "the practice services have ended" in bar(window)


# --- and mended to the end ---


def test_a_line_that_blocks_is_mended_while_the_services_run_on(
    its_own_child: Program, open_window: OpenWindow, impatient: None
) -> None:
    window = open_window(its_own_child)
    window.controller.show_home()
    set_up_by_the_usual_ports(window)
    pretend(window, USUAL)
    assert OTHERS not in offered(window), "with both held back no mail gets through at all"
    tell(window, MAIL_STOPPED)
    assert code(window) == "MAIL-PORT-BLOCKED"
    window.press("Use 15110 and 15925", wrong(window))
    assert window.problem is None
    window.go_on_to("M8", {"incoming_port": 15110, "outgoing_port": 15925})
    window.press_verb()
    assert all_well(window)
    tell(window, MAIL_STOPPED)
    assert wrong(window) is None, "it goes on being pretended, and works all the same"
    pretend(window, AGAIN)
    window.press("Look again")
    looked_at(window)
    assert wrong(window) is None


def test_the_other_ports_can_be_held_back_as_well(window: Window, impatient: None) -> None:
    mail_set_up(window)
    pretend(window, OTHERS)
    tell(window, MAIL_STOPPED)
    assert code(window) == "MAIL-PORT-BLOCKED"
    window.press("Use 110 and 25", wrong(window))
    assert window.problem is None


def test_a_new_password_is_typed_and_works_also_when_it_is_over(window: Window) -> None:
    mail_set_up(window)
    pretend(window, PASSWORD)
    tell(window, MAIL_STOPPED)
    assert code(window) == "MAIL-LOGIN"
    window.press("Change the password", wrong(window))
    assert window.number == "M3"
    window.press(FILL_IN)
    window.press_verb()
    assert window.problem is None
    assert window.number == "M4"
    window.press_verb()
    window.go_on_to("M8")
    window.press_verb()
    assert all_well(window)
    tell(window, MAIL_STOPPED)
    assert wrong(window) is None
    pretend(window, AGAIN)
    window.press("Look again")
    looked_at(window)
    assert wrong(window) is None


def test_two_things_at_once_have_a_way_on_each(window: Window) -> None:
    mail_set_up(window)
    pc = MailPc(window.program.world)
    ours = pc.prefs.read_bytes()
    pretend(window, PASSWORD)
    pretend(window, ACCOUNT)
    tell(window, MAIL_STOPPED)
    assert code(window) == "MAIL-LOGIN"
    assert window.texts(page(window)).count("What to do") == 1
    assert window.texts(page(window)).count("Shown below") == 1
    window.press("What to do")
    assert code(window) == "CLIENT-CHANGED"
    assert window.focused is next(window.visible(type(wrong(window)))).buttons[0]
    window.press("What to do")
    assert code(window) == "MAIL-LOGIN"
    window.press("What to do")
    window.press("See what changed", wrong(window))
    assert window.number == "M14"
    window.press("Write ours again")
    assert pc.prefs.read_bytes() == ours
    window.controller.show_home()
    tell(window, MAIL_STOPPED)
    assert code(window) == "MAIL-LOGIN"
    assert "What to do" not in window.texts(page(window)), "one thing has its box anyway"


def test_everything_works_again_once_that_is_said(window: Window) -> None:
    mail_set_up(window)
    for each in (PASSWORD, SILENT, ACCOUNT):
        pretend(window, each)
    tell(window, MAIL_STOPPED)
    assert code(window) == "MAIL-PORT-CLOSED"
    said = " ".join(window.texts(wrong(window)))
    assert "These settings worked before: the mail server is down just now, or" in said
    assert "Compare" not in said, "nobody changed them"
    works_again(window, "Look again")


def test_xero_that_does_not_answer_is_looked_for_again(window: Window, own_browser: OwnBrowser) -> None:
    connected(window, own_browser)
    pretend(window, DOWN)
    tell(window, XERO_STOPPED)
    assert code(window) == "XERO-DOWN"
    works_again(window, "Check again")


def test_a_sign_in_that_was_used_up_is_made_anew_and_lasts(window: Window, own_browser: OwnBrowser) -> None:
    connected(window, own_browser)
    pretend(window, USED_UP)
    tell(window, XERO_STOPPED)
    assert code(window) == "CONN-LOST"
    window.press("Reconnect", wrong(window))
    connect(window, own_browser)
    use_this(window)
    window.press("Close")
    tell(window, XERO_STOPPED)
    assert wrong(window) is None, "it goes on being pretended, and the new sign-in works all the same"


def test_a_secret_that_was_made_anew_is_pasted(window: Window) -> None:
    window.walk_to("K7")
    window.press_verb()
    pretend(window, SECRET)
    tell(window, XERO_STOPPED)
    assert code(window) == "KEY-REFUSED"
    window.press("Paste the secret again", wrong(window))
    assert window.number == "K4"
    window.press(FILL_IN)
    window.press_verb()
    assert window.problem is None
    assert window.number == "K5"
    new = practice_logins()["api-secret-changed"]
    window.go_on_to("K7", {"api_secret": new, "paste_back": new})
    window.press_verb()
    tell(window, XERO_STOPPED)
    assert wrong(window) is None
