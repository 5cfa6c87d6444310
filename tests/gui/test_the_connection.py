"""Which organisation it is, and the connection's life on the home page: reconnect, disconnect, lapse."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton

from tests.faults.person import practice_person, provider_person
from tests.gui.conftest import OpenWindow
from tests.gui.web import HARMLESS, OwnBrowser, begin, choose, connect, use_this
from tests.gui.window import Window, program_for, wait_for
from tests.servers import openid_provider
from tests.servers.fixtures import MakeOpenIdProvider
from wizard.app.papers import kept_papers
from wizard.gui.home.connection_card import ConnectionCard
from wizard.model.problem import Problem, ProblemFound
from wizard.model.record import XERO_APP
from wizard.model.xero import Organisation
from wizard.practice import PracticeServices
from wizard.vault.memory_store import InMemorySecretStore
from wizard.vault.token_slots import VaultTokenSlots

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

CORNER, DEMO = "Corner Store Pty Ltd", "Demo Company (AU)"
DAY = 86_400.0


def code_of(window: Window) -> str:
    wait_for(lambda: window.problem is not None, what="(a problem)")
    assert window.problem is not None
    return next(text for text in window.texts(window.problem) if text.isupper() and "-" in text)


def organisation_of(window: Window) -> Organisation:
    """The organisation that is kept for the window's store."""
    found = window.program.site.record().organisation
    assert found is not None
    return found


def connected(window: Window, own_browser: OwnBrowser) -> None:
    """W from the first screen to the last, then home."""
    window.open("ipages-xero")
    connect(window, own_browser)
    use_this(window)
    assert window.number == "W10"
    window.press("Close")
    assert window.number == "H1"
    wait_for(lambda: "Signed in" in card_texts(window))


def card(window: Window) -> ConnectionCard:
    return next(window.visible(ConnectionCard))


def card_texts(window: Window) -> list[str]:
    return window.texts(card(window))


# --- several organisations ---


@pytest.fixture
def several(
    open_window: OpenWindow, make_openid_provider: MakeOpenIdProvider, home: Path, own_browser: OwnBrowser
) -> Window:
    """At W2 with three organisations picked, two of one name."""
    running = make_openid_provider(organisations=("Twin Pty Ltd", "Twin Pty Ltd", "Other Pty Ltd"))
    program = program_for(home, running.services_file(), practice=False)
    program.site.change(lambda record: record.with_shared({XERO_APP: openid_provider.CLIENT_ID}))
    window = open_window(program)
    window.open("ipages-xero")
    begin(window, "browser")
    own_browser.person = provider_person()
    own_browser.sign_in()
    wait_for(lambda: window.shown is not None and window.number == "W2")
    window.come_to_rest()
    wait_for(lambda: list(window.visible(QRadioButton, window.page)))
    return window


def test_of_several_none_is_chosen_for_its_user(several: Window) -> None:
    radios = list(several.visible(QRadioButton, several.page))
    assert [radio.text() for radio in radios] == ["Twin Pty Ltd", "Twin Pty Ltd", "Other Pty Ltd"]
    assert not any(radio.isChecked() for radio in radios)
    assert all("…700d" in radio.accessibleDescription() for radio in radios), "twins are told apart by it"
    several.press("Use this organisation")
    assert code_of(several) == "ORG-CHOOSE"
    several.press("Choose one", several.problem)
    assert several.focused is radios[0]
    several.click(radios[1])
    several.press("Use this organisation")
    assert several.number == "W3", several.problem and several.problem.accessibleName()
    assert organisation_of(several).tenant_id == openid_provider.organisation(2, "Twin Pty Ltd")["tenant"]
    said = " ".join(several.texts(several.page))
    assert "Twin Pty Ltd · AU · !Tst1 · …700d" in said


def test_one_is_chosen_by_keys(several: Window) -> None:
    from PySide6.QtCore import Qt

    radios = list(several.visible(QRadioButton, several.page))
    several.tab_to(lambda focused: focused is radios[0])
    several.key(Qt.Key.Key_Space)
    several.key(Qt.Key.Key_Down)
    several.key(Qt.Key.Key_Down)
    assert radios[2].isChecked()
    verb = several.shell.verb
    several.tab_to(lambda focused: focused is verb)
    several.key(Qt.Key.Key_Return)
    several.come_to_rest()
    assert several.number == "W3"
    assert organisation_of(several).name == "Other Pty Ltd"


# --- the Demo Company ---


def test_outside_practice_the_demo_company_is_refused(
    open_window: OpenWindow, services: PracticeServices, home: Path, own_browser: OwnBrowser
) -> None:
    window = open_window(program_for(home, services.services_file, practice=False))
    window.open("ipages-xero")
    connect(window, own_browser, DEMO)
    assert any("never for a store" in text for text in window.texts(window.page))
    assert code_of(window) == "ORG-DEMO", "nobody has to press anything to be told"
    assert window.shell.verb.text() == "Use this organisation"
    assert not window.shell.verb.isEnabled()
    assert window.problem is not None
    assert window.focused is window.problem.buttons[0]
    assert window.program.site.record().organisation is None
    before = len(own_browser.opened)
    window.press("Choose again", window.problem, rest=False)
    assert window.number == "W1"
    wait_for(lambda: len(own_browser.opened) > before, what="(it does not sign in again)")
    window.press("Cancel")


def test_a_refused_organisation_is_none_to_change_to(
    open_window: OpenWindow, services: PracticeServices, home: Path, own_browser: OwnBrowser
) -> None:
    window = open_window(program_for(home, services.services_file, practice=False))
    connected(window, own_browser)
    window.press("Reconnect", card(window))
    connect(window, own_browser, DEMO)
    assert window.number == "H12"
    assert code_of(window) == "ORG-DEMO"
    assert not window.box("typed_name").isVisible()


# --- another one than before ---


def test_a_change_needs_the_new_name_typed(window: Window, own_browser: OwnBrowser) -> None:
    connected(window, own_browser)
    window.press("Reconnect", card(window))
    assert window.number == "H11"
    connect(window, own_browser, DEMO)
    assert window.number == "H12"
    assert window.box("typed_name").isVisible()
    record = window.program.site.record()
    assert not record.xero.opens(organisation_of(window)), "blank or not, the sign-in is for another"
    assert any("has to sign in to it again" in text for text in window.texts(window.page))
    for typed in ("", "Corner Store Pty Ltd", "Demo"):
        window.type_into("typed_name", typed)
        use_this(window)
        assert code_of(window) == "ORG-CHANGED"
        assert organisation_of(window).name == CORNER
    window.press("Type the new name", window.problem)
    assert window.focused is window.edit("typed_name")
    window.type_into("typed_name", DEMO)
    use_this(window)
    assert window.number == "H16", window.problem and window.problem.accessibleName()
    assert organisation_of(window).name == DEMO
    assert window.page.title.text() == "Connected, to another organisation than before"
    assert f"Until now this store used {CORNER}." in window.page.instruction.text()


def test_keeping_the_old_one_signs_in_again(window: Window, own_browser: OwnBrowser) -> None:
    connected(window, own_browser)
    window.press("Reconnect", card(window))
    connect(window, own_browser, DEMO)
    use_this(window)
    assert code_of(window) == "ORG-CHANGED"
    window.press(f"Keep {CORNER}", window.problem, rest=False)
    assert window.number == "H11"
    own_browser.person = practice_person()
    before = window.page
    wait_for(lambda: len(own_browser.opened) == 3, what="(it does not sign in again)")
    own_browser.sign_in()
    wait_for(lambda: window.page is not before)
    window.come_to_rest()
    wait_for(lambda: CORNER in window.texts(window.page))
    assert not window.box("typed_name").isVisible()
    use_this(window)
    assert window.number == "H16"
    assert organisation_of(window).name == CORNER


# --- what was mended elsewhere ---


def test_what_was_mended_elsewhere_is_said_no_more(
    window: Window, own_browser: OwnBrowser, services: PracticeServices
) -> None:
    window.open("ipages-xero")
    connect(window, own_browser)
    services.add_fault("token-consumed")
    later(window)
    use_this(window)
    assert code_of(window) == "CONN-LOST"
    services.clear_faults()
    window.press("Reconnect", window.problem, rest=False)
    assert window.number == "W1"
    before = window.page
    wait_for(lambda: len(own_browser.opened) == 2, what="(it does not sign in again)")
    own_browser.sign_in()
    wait_for(lambda: window.page is not before)
    window.come_to_rest()
    wait_for(lambda: CORNER in window.texts(window.page))
    assert window.number == "W2"
    assert window.problem is None
    assert window.run.session.result is None, "the side list has no red mark either"
    assert window.focused is window.shell.verb
    use_this(window)
    assert window.number == "W10"


def test_nothing_can_be_used_before_something_is_shown(
    window: Window, own_browser: OwnBrowser, services: PracticeServices
) -> None:
    window.open("ipages-xero")
    connect(window, own_browser)
    window.press("‹ Back")
    services.add_fault("xero-down")
    window.run.advance()
    window.come_to_rest()
    assert window.number == "W2"
    assert code_of(window) == "XERO-DOWN"
    assert not window.shell.verb.isEnabled()
    services.clear_faults()
    window.press("Check again", window.problem)
    wait_for(lambda: CORNER in window.texts(window.page))
    assert window.problem is None
    assert window.shell.verb.isEnabled()
    assert window.focused is window.shell.verb


# --- on every later screen ---


def test_the_organisation_stands_on_every_screen_behind_our_own_sign_in(
    window: Window, own_browser: OwnBrowser
) -> None:
    connected(window, own_browser)
    tenant = organisation_of(window).tenant_id
    in_full = f"{CORNER} · AU · !Cs7tR · …{tenant[-4:]}"
    assert any(in_full in text for text in card_texts(window))
    window.press("Disconnect", card(window))
    assert window.number == "H13"
    assert f"Organisation: {in_full}" in window.texts(window.page)
    window.key(Qt.Key.Key_Escape)
    assert window.number == "H1", "to where it was opened"
    window.open("point-of-rental-xero")
    for screen in ("R1", "R2", "R3"):
        assert window.number == screen
        assert f"Organisation: {in_full}" not in window.texts(window.page), "the vendor may have another"
        window.run.advance()
    window.come_to_rest()
    window.run.advance()
    assert window.number == "R5"
    assert f"Organisation: {in_full}" in window.texts(window.page)
    window.controller.show_home()
    window.open("imagatec-mail")
    assert not any(CORNER in text for text in window.texts(window.page)), "mail has none"


# --- reconnect ---


def test_reconnect_keeps_everything_else(window: Window, own_browser: OwnBrowser) -> None:
    connected(window, own_browser)
    site = window.program.site
    site.change(lambda record: record.with_shared({"store_name": "Corner Store"}))
    window.open("imagatec-mail")
    window.answer({"access_isp": "optus"})
    window.press("Next")
    window.controller.show_home()
    before = site.record()
    receipts = {path: path.read_bytes() for path in site.folder.rglob("receipts/*") if path.is_file()}
    draft = site.load_draft("imagatec-mail")
    wait_for(lambda: "Signed in" in card_texts(window))
    window.press("Reconnect", card(window))
    assert window.number == "H11"
    connect(window, own_browser)
    use_this(window)
    assert window.number == "H16"
    texts = window.texts(window.page)
    assert "Connected again" in texts
    assert any("Unused, this sign-in to Xero would end on" in text for text in texts)
    window.press("Close")
    assert window.number == "H1"
    after = site.record()
    assert after.xero.auth_event != before.xero.auth_event
    event = before.xero.auth_event
    same_event = structs.replace(after.xero, auth_event=event, chosen_event=event)
    assert structs.replace(after, xero=same_event) == before
    assert all(path.read_bytes() == content for path, content in receipts.items())
    assert site.load_draft("imagatec-mail") == draft


# --- disconnect ---


def titles_of_papers(window: Window) -> list[str]:
    return [each.title for each in kept_papers(window.program)]


def test_disconnect_all_says_which_and_ends_it(window: Window, own_browser: OwnBrowser) -> None:
    connected(window, own_browser)
    window.press("Disconnect", card(window))
    window.choose("disconnect_what", "all")
    window.press_verb()
    assert window.number == "H17", window.problem and window.problem.accessibleName()
    texts = window.texts(window.page)
    assert any(CORNER in text for text in texts)
    assert "The whole sign-in has ended" in texts
    assert not any("because it opened no other" in text for text in texts)
    assert titles_of_papers(window)[0] == "Receipt: Your connection to Xero"
    window.press("Close")
    wait_for(lambda: "Disconnected by you" in card_texts(window))
    assert "Disconnect" not in card_texts(window)
    window.press("Reconnect", card(window))
    assert window.number == "H11"
    connect(window, own_browser)
    use_this(window)
    window.press("Close")
    wait_for(lambda: "Signed in" in card_texts(window))


def test_disconnecting_the_only_one_says_that_the_whole_sign_in_ends(
    window: Window, own_browser: OwnBrowser
) -> None:
    connected(window, own_browser)
    window.press("Disconnect", card(window))
    assert any(
        "where it opens no other, the whole sign-in ends" in text for text in window.texts(window.page)
    )
    window.press_verb()
    assert window.number == "H17"
    texts = window.texts(window.page)
    assert "The whole sign-in has ended" in texts
    assert any(text.endswith("That was so because it opened no other organisation") for text in texts)


def test_disconnect_one_says_which_and_keeps_the_others(window: Window, own_browser: OwnBrowser) -> None:
    connected(window, own_browser)
    window.press("Reconnect", card(window))
    connect(window, own_browser, DEMO)
    window.type_into("typed_name", DEMO)
    use_this(window)
    window.press("Close")
    window.press("Disconnect", card(window))
    window.press_verb()
    assert window.number == "H17"
    texts = window.texts(window.page)
    assert DEMO in texts, "and no other"
    assert "The sign-in itself goes on" in texts
    window.press("Close")
    wait_for(lambda: "Disconnected by you" in card_texts(window), what="(this store's organisation is out)")


def test_disconnecting_what_is_not_connected_leads_to_signing_in(
    window: Window, own_browser: OwnBrowser
) -> None:
    connected(window, own_browser)
    window.controller.open_connection("disconnect")
    window.choose("disconnect_what", "all")
    window.press_verb()
    window.controller.open_connection("disconnect")
    window.press_verb()
    assert code_of(window) == "CONN-NONE"
    window.press("Sign in to Xero", window.problem)
    assert window.number == "H11"


# --- good until ---


def age(window: Window, days: float) -> None:
    """Let the connection be this many days older."""
    slots = VaultTokenSlots(window.program.vault, "xero-connection")
    record = slots.read()
    assert record is not None
    slots.clear()
    slots.write(replace(record, obtained_at=record.obtained_at - days * DAY))


def later(window: Window) -> None:
    """So much later that the access token of the sign-in has ended."""
    window.program.connections.forget("xero")


@pytest.mark.parametrize(
    ("days", "state", "said"),
    [
        (45, "Signed in", "if not used"),
        (46.5, "Needs you by", "Unused, the sign-in ends then"),
        (59.5, "Needs you by", "Unused, the sign-in ends then"),
        (61, "Ended on", "Unused for 60 days"),
    ],
)
def test_the_home_page_foresees_the_lapse(
    window: Window, own_browser: OwnBrowser, days: float, state: str, said: str
) -> None:
    connected(window, own_browser)
    age(window, days)
    window.controller.show_home()
    wait_for(lambda: any(text.startswith(state) for text in card_texts(window)), 5, state)
    assert any(said in text for text in card_texts(window))
    assert state in card(window).accessibleName()
    assert window.button("Reconnect", card(window)).isEnabled()
    window.press("Reconnect", card(window))
    assert window.number == "H11"


def test_a_lost_connection_leads_straight_to_signing_in(
    window: Window, own_browser: OwnBrowser, services: PracticeServices
) -> None:
    connected(window, own_browser)
    later(window)
    services.add_fault("token-consumed")
    window.press("Check the sign-in", window.shell.pages.currentWidget())
    window.come_to_rest()
    assert window.number == "W2"
    assert code_of(window) == "CONN-LOST"
    services.clear_faults()
    window.press("Reconnect", window.problem)
    assert window.number == "W1"
    connect(window, own_browser)
    use_this(window)
    assert window.number == "W10"


def test_a_lapsed_connection_says_so_where_it_is_used(
    window: Window, own_browser: OwnBrowser, services: PracticeServices
) -> None:
    connected(window, own_browser)
    later(window)
    age(window, 70)
    services.add_fault("token-consumed")
    window.press("Check the sign-in", window.shell.pages.currentWidget())
    window.come_to_rest()
    assert code_of(window) == "CONN-LAPSED"
    services.clear_faults()
    window.press("Reconnect", window.problem)
    assert window.number == "W1"


# --- the password safe ---


class _Closed(InMemorySecretStore):
    """A password safe that can be shut, with the problem that it then has."""

    def __init__(self) -> None:
        super().__init__()
        self.code = ""

    def _look(self) -> None:
        if self.code:
            raise ProblemFound(Problem(self.code, {"said": "prompt dismissed"}))

    def get(self, name: str) -> Any:
        self._look()
        return super().get(name)

    def set(self, name: str, secret: Any) -> None:
        self._look()
        super().set(name, secret)


@pytest.mark.parametrize("code", ["VAULT-MISSING", "VAULT-LOCKED"])
def test_without_a_password_safe_it_is_clear_what_to_do(
    open_window: OpenWindow, services: PracticeServices, home: Path, own_browser: OwnBrowser, code: str
) -> None:
    safe = _Closed()
    window = open_window(program_for(home, services.services_file, vault=safe))
    window.controller.show_home()
    connected(window, own_browser)
    safe.code = code
    window.controller.show_home()
    wait_for(lambda: "Could not look" in card_texts(window))
    assert any("password safe" in text for text in card_texts(window))
    window.press("Reconnect", card(window))
    assert window.number == "H11"
    choose(window, "browser")
    before = len(own_browser.opened)
    window.press_verb(rest=False)
    assert code_of(window) == code
    assert len(own_browser.opened) == before, "nobody is sent to Xero whose sign-in could not be kept"
    assert not any(path.read_bytes().find(b"refresh") >= 0 for path in home.rglob("*") if path.is_file())
    safe.code = ""
    window.press("Try the safe again", window.problem, rest=False)
    wait_for(lambda: len(own_browser.opened) > before, what="(the sign-in does not begin again)")
    own_browser.sign_in()
    wait_for(lambda: window.number == "H12")
    window.come_to_rest()
    wait_for(lambda: CORNER in window.texts(window.page))
    use_this(window)
    assert window.number == "H16"


def test_what_was_refused_of_another_organisation_is_over_once_it_is_another_sign_in(
    window: Window, own_browser: OwnBrowser
) -> None:
    connected(window, own_browser)
    window.shell.resize(1080, 1000)
    window.press("Reconnect", card(window))
    connect(window, own_browser, DEMO)
    use_this(window)
    assert code_of(window) == "ORG-CHANGED"
    window.press("Close")
    window.open("ipages-xero")
    window.go_on_to("W2")
    use_this(window)
    assert code_of(window) == "ORG-CHANGED"
    window.press("Close")
    window.press("Reconnect", card(window))
    own_browser.person = practice_person()
    connect(window, own_browser, CORNER)
    use_this(window)
    window.press("Close")
    window.press("Continue at W2")
    window.come_to_rest()
    assert window.number == "W2"
    assert window.problem is None, "the sign-in is for this store's own again"
