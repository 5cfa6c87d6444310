"""What home says of this PC: what is wrong and for which cards, what is advised, what was not asked."""

from pathlib import Path

import pytest

from tests.gui.conftest import OpenWindow
from tests.gui.web import HARMLESS
from tests.gui.window import Window, program_for, wait_for
from wizard.app.program import Program
from wizard.gui.home.pc_says import PcSays
from wizard.model.pc import PcFinding, Seen
from wizard.model.policies import Policies
from wizard.model.ports import SecretStore
from wizard.model.problem import Problem
from wizard.practice import PracticeServices

ALL_OF_XERO = "required for Xero keys for the Warehouse, Web shop to Xero and Xero for Point of Rental"
pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)
MAIL = "imagatec-mail"


class LockedSafe:
    """A password safe that does not open for anybody who asks how it is."""

    def __init__(self, inside: SecretStore) -> None:
        self._inside = inside

    def describe(self) -> dict[str, str]:
        return {"state": "VAULT-LOCKED", "backend": "a keyring"}

    def __getattr__(self, name: str) -> object:
        return getattr(self._inside, name)


@pytest.fixture
def program(home: Path, services: PracticeServices) -> Program:
    return program_for(home, services.services_file)


def said_at_home(window: Window) -> PcSays:
    """Wait until this PC was looked at, and return what is said of it."""
    if window.controller.home.page is None:
        window.controller.show_home()
    page = window.controller.home.page
    assert page is not None
    wait_for(lambda: page.findChild(PcSays) is not None)
    says = page.findChild(PcSays)
    assert isinstance(says, PcSays)
    return says


def words_of(window: Window) -> str:
    """What the page says of this PC, and what stands beside it."""
    below = window.texts(said_at_home(window))
    return "\n".join([*below, *window.texts(window.shell.side)])


def above_the_cards(window: Window) -> str:
    page = window.controller.home.page
    assert page is not None
    return page._in_short.text()


def test_a_well_pc_is_said_to_lack_nothing_and_xero_for_which_cards_it_was_asked(window: Window) -> None:
    said = words_of(window)
    assert "nothing that is required is missing" in said
    assert f"Xero answers ({ALL_OF_XERO})." in said
    assert said_at_home(window).panels == []
    assert above_the_cards(window).startswith("Choose what you want to set up.")


def test_what_every_card_needs_stands_above_the_cards_and_says_so(
    open_window: OpenWindow, program: Program
) -> None:
    program.vault = LockedSafe(program.vault)  # type: ignore[assignment]
    window = open_window(program)
    said = words_of(window)
    assert "This PC's password safe is locked." in said
    assert "(This is required for everything.)" in said
    assert "nothing that is required is missing" not in said
    assert above_the_cards(window) == "Something is wrong with this PC: it stands below."


def test_what_some_cards_need_names_them(open_window: OpenWindow, program: Program) -> None:
    xero = program.world.xero
    assert xero is not None
    nowhere = xero._replace(connections="http://127.0.0.1:9/connections")
    program.world = program.world._replace(xero=nowhere)
    said = words_of(open_window(program))
    assert "We cannot reach Xero." in said
    assert f"(This is {ALL_OF_XERO}.)" in said


def test_a_store_with_mail_alone_has_xero_left_out_until_something_needs_it(
    open_window: OpenWindow, program: Program
) -> None:
    program.site.save_draft(MAIL, ("start",), {}, {})
    window = open_window(program)
    assert "Xero was not asked: nothing that is set up or begun here uses it." in words_of(window)
    window.controller.home.leave()
    program.site.save_draft("imagatec-xero", ("start",), {}, {})
    window.controller.show_home()
    wait_for(lambda: "Xero answers" in words_of(window))
    assert "not asked" not in words_of(window)


def test_cards_that_home_does_not_show_need_nothing(open_window: OpenWindow, program: Program) -> None:
    program.world = program.world._replace(policies=Policies(procedures=(MAIL,)))
    said = words_of(open_window(program))
    assert "Xero was not asked" in said
    assert "sign in" not in said


def test_where_there_are_marks_alone_beside_the_page_it_is_said_below_the_cards(window: Window) -> None:
    said = said_at_home(window)
    well = "nothing that is required is missing"
    window.shell.resize(1080, 760)
    wait_for(lambda: well in "".join(window.texts(window.shell.side)))
    assert well not in "".join(window.texts(said))
    window.shell.resize(640, 700)
    wait_for(lambda: well in "".join(window.texts(said)))
    assert well not in "".join(window.texts(window.shell.side))


def test_nothing_of_it_is_shown_before_it_stands_on_the_page(window: Window) -> None:
    wrong = PcFinding("home", "", Seen.FAILED, Problem("STORE-WRITE"), ("mail",))
    for findings in ([wrong], []):
        says = PcSays(findings, {"mail": "Store e-mail"}, lambda _action: None, window.shell.side)
        assert not says.isVisible(), "a window of its own would flash up"
        says.deleteLater()
