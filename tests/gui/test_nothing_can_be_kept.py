"""With the drafts folder in the way, each way to move or to keep something ends in STORE-WRITE there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.gui.web import HARMLESS, OwnBrowser
from tests.gui.window import RENTAL, Window, let_live, wait_for
from wizard.model.problem import Problem
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)


@contextmanager
def drafts_in_the_way(window: Window) -> Iterator[None]:
    """A file stands where the folder of the drafts should be."""
    drafts: Path = window.program.site.folder / "drafts"
    kept = drafts.with_name("elsewhere")
    if drafts.exists():
        drafts.rename(kept)
    drafts.write_text("in the way", encoding="utf-8")
    yield
    drafts.unlink()
    if kept.exists():
        kept.rename(drafts)


def says_so(window: Window) -> bool:
    let_live(20)  # what was just made is shown a moment later
    return window.problem is not None and "STORE-WRITE" in window.texts(window.problem)


def test_change_the_password(window: Window, services: PracticeServices) -> None:
    window.walk_to("M4")
    services.add_fault("wrong-password")
    window.press_verb()
    assert window.problem is not None
    change = window.button("Change the password", window.problem)
    with drafts_in_the_way(window):
        window.click(change)
        assert says_so(window)
        assert window.number == "M4", "a move that cannot be kept did not happen"
    window.press("Try again", window.problem)
    window.press("Change the password", window.problem)
    assert window.number == "M3"


def test_back_a_side_page_and_the_list_of_steps(window: Window) -> None:
    window.walk_to("M3")
    with drafts_in_the_way(window):
        window.press("‹ Back")
        assert (window.number, says_so(window)) == ("M3", True)
        window.page.clear_problem()
        window.run.open_side("ask-imagatec")
        assert (window.number, says_so(window)) == ("M3", True)
        window.page.clear_problem()
        window.shell.side.step_chosen.emit("store-and-address")
        assert (window.number, says_so(window)) == ("M3", True)
    window.press("‹ Back")
    assert window.number == "M2"


def test_the_end_of_a_check(window: Window) -> None:
    window.walk_to("M4")
    with drafts_in_the_way(window):
        window.press_verb()
        assert says_so(window)


def test_yes_it_arrived_is_asked_again(window: Window) -> None:
    window.walk_to("T6")
    window.press_verb()
    with drafts_in_the_way(window):
        window.press("Yes, it arrived")
        assert says_so(window)
        assert "you said so" not in " ".join(window.texts(window.page))
    window.press("Yes, it arrived")
    assert "you said so" in " ".join(window.texts(window.page))


def test_disconnect_of_the_sender(window: Window) -> None:
    window.walk_to("T5", {"login_kind": "sign-in", "way": "device"})
    window.page.fill_in({"way": "device"})
    window.press_verb()
    assert window.shell.again.text() == "Disconnect"
    with drafts_in_the_way(window):
        window.press("Disconnect")
        assert says_so(window)


def test_the_pages_of_the_connection(window: Window, own_browser: OwnBrowser) -> None:
    window.walk_to("R4")
    window.press_verb()
    window.controller.show_home()
    with drafts_in_the_way(window):
        for step in ("disconnect", "xero-sign-in"):
            window.controller.open_connection(step)
            assert window.shown is None, "home stays"
            wait_for(lambda: any("STORE-WRITE" in text for text in window.texts()))
            assert window.controller.home.page is not None
            window.controller.home.page.show_problems([], lambda action: None)
    window.controller.open_connection("disconnect")
    assert window.number == "H13"


def test_reconnect_in_a_procedure(window: Window, own_browser: OwnBrowser) -> None:
    window.walk_to("R4")
    window.page.show_problem(Problem("CONN-LOST"))
    let_live(20)
    assert window.problem is not None
    reconnect = next(b for b in window.problem.buttons if b.text().startswith("Reconnect"))
    with drafts_in_the_way(window):
        window.click(reconnect)
        assert (window.number, says_so(window)) == ("R4", True)
    assert window.session.procedure.id == RENTAL


def test_what_was_typed_before_home_is_shown(window: Window) -> None:
    window.walk_to("M2")
    window.answer({"store_name": "Corner Store"})
    with drafts_in_the_way(window):
        window.run.autosave()
        assert says_so(window)
    window.controller.show_home()
    window.open("imagatec-mail")
    assert window.box("store_name").value == "Corner Store"
